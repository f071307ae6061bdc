#include "demo/demo.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "demo/involved.h"
#include "demo/people.h"
#include "model/year.h"

struct demo demo_new(struct arena *a, unsigned schools, unsigned pupils, unsigned long seed,
                     struct date today)
{
        struct demo d = { .chance = { seed }, .academic = year_academic(today), .today = today };
        d.authority = authority_new(a, &d.chance, schools, pupils);
        d.pupils = families_new(a, &d.chance, d.authority, pupils, d.academic - 1);
        d.people = people_new(a, &d.chance, d.authority, &d.person_count);
        return d;
}

static const char *phase_of(enum school_kind kind)
{
        static const char *const phases[] = {
                [KIND_PRIMARY] = "PS",     [KIND_INFANT] = "PS",    [KIND_JUNIOR] = "PS",
                [KIND_ALL_THROUGH] = "AT", [KIND_SECONDARY] = "SS", [KIND_SPECIAL] = "SP",
                [KIND_PRU] = "PR"
        };
        return phases[kind];
}

static const struct bulk_school *schools_of(struct arena *a, const struct authority *x)
{
        struct bulk_school *out = arena_array(a, x->count, sizeof *out);
        for (unsigned i = 0; i < x->count; i++) {
                const struct demo_school *s = &x->schools[i];
                out[i] = (struct bulk_school){
                        .id = s->id,
                        .laestab = s->laestab,
                        .urn = s->urn,
                        .name = s->name,
                        .phase = phase_of(s->kind),
                        .year_low = slot_year(s->low),
                        .year_high = slot_year(s->high),
                        .email = arena_printf(a, "office@%s.example", s->slug),
                        .agreed = s->agreed,
                        .on_roll = s->pupils,
                };
        }
        return out;
}

static const struct bulk_pupil *pupils_of(struct arena *a, const struct demo_pupils *pupils)
{
        struct bulk_pupil *out = arena_array(a, pupils->count, sizeof *out);
        for (size_t i = 0; i < pupils->count; i++) {
                const struct demo_pupil *p = &pupils->items[i];
                const char *name =
                    arena_printf(a, "%s %s", p->record.value[FIELD_SURNAME], p->record.value[FIELD_FORENAME]);
                out[i].pupil = (struct pupil){
                        .id = p->id, .school = p->school->id, .on_roll = true, .record = p->record
                };
                out[i].sort_name = text_fold(a, name);
        }
        return out;
}

static int by_value(const void *left, const void *right)
{
        const struct bulk_key *a = left, *b = right;
        if (a->value != b->value)
                return a->value < b->value ? -1 : 1;
        return a->pupil < b->pupil ? -1 : a->pupil > b->pupil;
}

/* InnoDB keeps rows in the order of the key: inserting them so is several times as fast. */
static struct bulk_key *keys_of(const struct demo_pupils *pupils, demo_key_maker *make, size_t *count)
{
        struct bulk_key *out = malloc((pupils->count * DEMO_KEYS_MAX + 1) * sizeof *out);
        if (!out)
                abort();
        *count = 0;
        for (size_t i = 0; i < pupils->count; i++) {
                const struct demo_pupil *p = &pupils->items[i];
                uint64_t values[DEMO_KEYS_MAX];
                unsigned n = make(&p->record, values);
                for (unsigned k = 0; k < n; k++)
                        out[(*count)++] = (struct bulk_key){ (long long)values[k], p->school->id, p->id };
        }
        qsort(out, *count, sizeof *out, by_value);
        return out;
}

enum outcome demo_load(struct db *db, struct arena *a, const struct demo *d, const char *password,
                       demo_key_maker *make)
{
        struct bulk all = {
                .schools = schools_of(a, d->authority),
                .school_count = d->authority->count,
                .people = d->people,
                .person_count = d->person_count,
                .pupils = pupils_of(a, &d->pupils),
                .pupil_count = d->pupils.count,
                .created = arena_printf(a, "%d-09-02 08:00:00", d->academic - 1),
                .password = password,
                .academic_year = d->academic,
                .opens = date_from_days(date_to_days(d->today) - 21),
                .closes = date_from_days(date_to_days(d->today) + 60),
        };
        char day[DATE_TEXT];
        all.day = date_to_iso(d->today, day);
        all.teams = involved_teams(&all.team_count);
        all.involvements = involved_new(a, &d->pupils, d->today, &all.involvement_count);
        struct bulk_key *keys = keys_of(&d->pupils, make, &all.key_count);
        all.keys = keys;
        enum outcome result = bulk_load(db, &all);
        free(keys);
        return result;
}
