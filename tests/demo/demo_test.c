#include "demo/demo.h"

#include <stdlib.h>
#include <string.h>

#include "demo/involved.h"
#include "model/code.h"
#include "model/postcode.h"
#include "model/uln.h"
#include "model/upn.h"
#include "model/year.h"

#include "tap.h"

static const struct date today = { 2026, 9, 10 };

/* Of everything that is put into the database. */
static uint64_t hash_of(const struct demo *d)
{
        uint64_t h = 14695981039346656037u;
        for (size_t i = 0; i < d->pupils.count; i++)
                for (int f = 0; f < FIELD_COUNT; f++)
                        for (const char *p = d->pupils.items[i].record.value[f];; p++) {
                                h = (h ^ (unsigned char)*p) * 1099511628211u;
                                if (!*p)
                                        break;
                        }
        for (size_t i = 0; i < d->person_count; i++)
                for (const char *p = d->people[i].name; *p; p++)
                        h = (h ^ (unsigned char)*p) * 1099511628211u;
        return h;
}

static bool field_good(struct arena *a, const struct demo_pupil *p, int f)
{
        const struct field_info *i = &field_table[f];
        const char *v = p->record.value[f];
        if (!*v)
                return !i->needed || f == FIELD_UPN;
        switch (i->kind) {
        case KIND_DATE: return date_known(date_from_iso(v));
        case KIND_UPN: return upn_valid(v) && strncmp(v + 1, "999", 3) == 0;
        case KIND_ULN: return uln_valid(v);
        case KIND_YEAR: return year_order(v) != YEAR_NONE;
        case KIND_POSTCODE: return strcmp(postcode_tidy(a, v), v) == 0 && strncmp(v, "ZZ", 2) == 0;
        case KIND_CODE: return code_possible(i->codes, v);
        case KIND_TEXT:
        case KIND_NAME: break;
        }
        return strlen(v) <= i->max;
}

static void fields(struct arena *a, const struct demo *d)
{
        long bad[FIELD_COUNT] = { 0 };
        for (size_t i = 0; i < d->pupils.count; i++)
                for (int f = 0; f < FIELD_COUNT; f++)
                        bad[f] += !field_good(a, &d->pupils.items[i], f);
        for (int f = 0; f < FIELD_COUNT; f++)
                is_long(bad[f], 0, field_table[f].key);
        for (int f = FIELD_FORMER_FORENAME; f < FIELD_COUNT; f++) {
                const char *first = "";
                long values = 0;
                for (size_t i = 0; i < d->pupils.count; i++) {
                        const char *v = d->pupils.items[i].record.value[f];
                        values += *v && strcmp(v, first) != 0;
                        first = *v ? v : first;
                }
                ok(values > (f == FIELD_BOARDER ? 0 : 1), "some pupils have %s", field_table[f].words);
        }
}

static int by_text(const void *a, const void *b)
{
        return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* How often a value comes twice, and how many are not empty. */
static long doubles(const struct demo *d, int field, long *filled)
{
        const char **values = calloc(d->pupils.count, sizeof *values);
        long n = 0, twice = 0;
        for (size_t i = 0; values && i < d->pupils.count; i++)
                if (*d->pupils.items[i].record.value[field])
                        values[n++] = d->pupils.items[i].record.value[field];
        qsort(values, (size_t)n, sizeof *values, by_text);
        for (long i = 1; i < n; i++)
                twice += strcmp(values[i], values[i - 1]) == 0;
        free(values);
        *filled = n;
        return twice;
}

static void in_range(long got, long low, long high, const char *what)
{
        ok(got >= low && got <= high, "%s: %ld is from %ld to %ld", what, got, low, high);
}

static void numbers(const struct demo *d)
{
        long upns, ulns, pupils = (long)d->pupils.count, temporary = 0, early = 0;
        is_long(doubles(d, FIELD_UPN, &upns), 0, "no UPN twice");
        is_long(doubles(d, FIELD_ULN, &ulns), 0, "no ULN twice");
        in_range(pupils - upns, pupils / 400, pupils / 80, "pupils without a UPN");
        for (size_t i = 0; i < d->pupils.count; i++) {
                const struct demo_pupil *p = &d->pupils.items[i];
                temporary += upn_check(p->record.value[FIELD_UPN]) == UPN_TEMPORARY;
                early += *p->record.value[FIELD_ULN] && date_age(p->birth, today) < ULN_AGE_FROM;
        }
        in_range(temporary, pupils / 300, pupils / 80, "temporary UPNs");
        ok(ulns > pupils / 20 && early == 0, "%ld ULNs, none before the age of 14", ulns);
}

static void schools(const struct demo *d)
{
        long in_list = 0, kinds[KIND_PRU + 1] = { 0 }, unlike = 0, same_name = 0;
        const struct authority *x = d->authority;
        for (unsigned i = 0; i < x->count; i++) {
                const struct demo_school *s = &x->schools[i];
                kinds[s->kind]++;
                in_list += s->pupils;
                unlike += s->agreed < s->pupils * 95 / 100 || s->agreed > s->pupils * 11 / 10 + 2;
                for (int slot = 0; slot < SLOTS; slot++)
                        unlike += s->taken[slot] != s->places[slot];
                for (unsigned k = 0; k < i; k++)
                        same_name += strcmp(s->name, x->schools[k].name) == 0;
        }
        is_long(in_list, (long)d->pupils.count, "every place is taken");
        is_long(unlike, 0, "rolls are as planned and near what was agreed");
        is_long(same_name, 0, "no name twice");
        ok(kinds[KIND_PRIMARY] > 40 && kinds[KIND_SECONDARY] >= 5 && kinds[KIND_SPECIAL] >= 2 &&
               kinds[KIND_ALL_THROUGH] == 1 && kinds[KIND_PRU] == 1 &&
               kinds[KIND_INFANT] == kinds[KIND_JUNIOR],
           "the shapes of an authority");
        ok(x->schools[0].pupils == 406 && x->schools[0].kind == KIND_PRIMARY,
           "the example is a primary of 406");
}

static bool at_one_address(const struct demo_pupil *p, const struct demo_pupil *q)
{
        return strcmp(p->record.value[FIELD_ADDRESS], q->record.value[FIELD_ADDRESS]) == 0 &&
               strcmp(p->record.value[FIELD_POSTCODE], q->record.value[FIELD_POSTCODE]) == 0;
}

static int by_family(const void *left, const void *right)
{
        const struct demo_pupil *a = *(const struct demo_pupil *const *)left,
                                *b = *(const struct demo_pupil *const *)right;
        return a->family != b->family ? (a->family < b->family ? -1 : 1) : a->id < b->id ? -1 : 1;
}

static void families(const struct demo *d)
{
        const struct demo_pupil **all = calloc(d->pupils.count, sizeof *all);
        long siblings = 0, twins = 0, apart = 0, elsewhere = 0, impossible = 0, namesakes = 0,
             pupils = (long)d->pupils.count;
        for (size_t i = 0; all && i < d->pupils.count; i++)
                all[i] = &d->pupils.items[i];
        qsort(all, d->pupils.count, sizeof *all, by_family);
        for (size_t i = 1; i < d->pupils.count; i++) {
                const struct demo_pupil *p = all[i - 1], *q = all[i];
                if (p->family != q->family)
                        continue;
                long days = labs(date_to_days(p->birth) - date_to_days(q->birth));
                siblings++;
                twins += days == 0;
                namesakes += days == 0 &&
                             strcmp(p->record.value[FIELD_FORENAME], q->record.value[FIELD_FORENAME]) == 0;
                impossible += days > 0 && days < 270;
                apart += !at_one_address(p, q);
                elsewhere += p->school != q->school;
        }
        free(all);
        in_range(siblings, pupils / 4, pupils / 2, "next siblings");
        in_range(twins, pupils / 200, pupils / 60, "twins");
        in_range(elsewhere, siblings / 10, siblings * 9 / 10, "siblings at another school");
        ok(!apart && !impossible && !namesakes,
           "families live together, nine months apart, twins by their own names");
}

static void years(const struct demo *d)
{
        long out = 0, crowded = 0, in_class = 0;
        for (size_t i = 0; i < d->pupils.count; i++) {
                const struct demo_pupil *p = &d->pupils.items[i];
                out += strcmp(year_expected(p->birth, d->academic - 1), p->record.value[FIELD_NC_YEAR]) != 0;
                if (i && strcmp(p->record.value[FIELD_CLASS], p[-1].record.value[FIELD_CLASS]) == 0)
                        in_class++;
                crowded += !*p->record.value[FIELD_CLASS];
        }
        is_long(d->academic, 2026, "migrating to the year of today");
        in_range(out, (long)d->pupils.count / 1000, (long)d->pupils.count / 150, "pupils out of their year");
        is_long(crowded, 0, "everybody has a class");
        ok(in_class > 0 && in_class < (long)d->pupils.count, "classes are mixed");
}

static void involved(struct arena *a, const struct demo *d)
{
        size_t count, again, teams, children = 0, families = 0;
        const struct bulk_involvement *all = involved_new(a, &d->pupils, d->today, &count),
                                      *same = involved_new(a, &d->pupils, d->today, &again);
        char day[DATE_TEXT];
        bool *known = calloc(d->pupils.count * 2, sizeof *known), *listed = calloc(d->pupils.count * 2, sizeof *listed);
        long bad = 0, open = 0, with_family = 0, unlike = count != again;
        date_to_iso(d->today, day);
        for (size_t i = 0; i < count; i++) {
                children += i == 0 || all[i].child != all[i - 1].child;
                open += !*all[i].to;
                bad += strcmp(all[i].from, day) > 0 || (*all[i].to && strcmp(all[i].to, all[i].from) < 0) ||
                       (i && all[i].child < all[i - 1].child);
                unlike += strcmp(all[i].from, same[i].from) != 0 || strcmp(all[i].team, same[i].team) != 0;
        }
        for (size_t i = 0, n = 0; i < d->pupils.count; i++) {
                const struct demo_pupil *p = &d->pupils.items[i];
                for (n = 0; n < count && all[n].child < p->id; n++)
                        ;
                families += !listed[p->family];
                listed[p->family] = true;
                with_family += n < count && all[n].child == p->id && !known[p->family];
                if (n < count && all[n].child == p->id)
                        known[p->family] = true;
        }
        free(known);
        free(listed);
        in_range(with_family, (long)families * 15 / 100, (long)families * 20 / 100, "families that services know");
        in_range(open, (long)count * 60 / 100, (long)count * 90 / 100, "involvements that go on");
        is_long(bad, 0, "none from the future, none that ends before it begins");
        is_long(unlike, 0, "the same again");
        ok(involved_teams(&teams) && teams > 2 && children > 0, "and teams");
}

static void of_any_size(void)
{
        static const unsigned sizes[][2] = { { 1, 1 },     { 1, 700 },  { 2, 90 },     { 7, 400 },
                                             { 10, 3000 }, { 60, 100 }, { 150, 90000 } };
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
                struct arena *a = arena_new();
                struct demo d = demo_new(a, sizes[i][0], sizes[i][1], 1, today);
                ok(d.pupils.count == sizes[i][1] && d.authority->count == sizes[i][0],
                   "%u schools, %u pupils", sizes[i][0], sizes[i][1]);
                arena_free(a);
        }
}

int main(void)
{
        struct arena *a = arena_new();
        struct demo d = demo_new(a, DEMO_SCHOOLS, DEMO_PUPILS, DEMO_SEED, today),
                    again = demo_new(a, DEMO_SCHOOLS, DEMO_PUPILS, DEMO_SEED, today),
                    other = demo_new(a, DEMO_SCHOOLS, DEMO_PUPILS, DEMO_SEED + 1, today);
        is_long((long)d.pupils.count, DEMO_PUPILS, "18,000 pupils");
        ok(hash_of(&d) == hash_of(&again), "the same seed makes the same authority");
        ok(hash_of(&d) != hash_of(&other), "another seed makes another");
        fields(a, &d);
        numbers(&d);
        schools(&d);
        families(&d);
        years(&d);
        involved(a, &d);
        of_any_size();
        arena_free(a);
        return done_testing();
}
