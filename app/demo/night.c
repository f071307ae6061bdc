#include "demo/night.h"

#include <stdio.h>
#include <string.h>

#include "demo/family.h"
#include "demo/numbers.h"

/* Of a thousand pupils or files, each night. */
enum { CHANGED = 10, SLIPS = 2, CORRECTED = 400, WRONG_FROM_THE_START = 1, GONE = 1, MOVED = 1, DAMAGED = 40 };
enum { ROUND = 10 }; /* nights from one result of a child to the next */
enum { JOINERS = 150, SMALL = 40 }; /* of a thousand schools one each night; smaller ones change too much by chance to be held */

struct nights nights_new(struct arena *a, const struct demo *d)
{
        struct nights n = { .arena = a, .demo = d, .chance = { d->chance.state ^ 0x6e69676874 }, .count = d->pupils.count };
        n.room = n.count + n.count / 4 + 1000;
        n.pupils = arena_array(a, n.room, sizeof *n.pupils);
        n.damage = arena_array(a, d->authority->count + 1, sizeof *n.damage);
        for (size_t i = 0; i < n.count; i++) {
                const struct demo_pupil *p = &d->pupils.items[i];
                n.pupils[i] = (struct night_pupil){ p->school, p->record, p->record };
        }
        return n;
}

/* ---- what happens to a child ---- */

static void set_both(struct night_pupil *p, enum field field, const char *value)
{
        p->truth.value[field] = p->file.value[field] = value;
}

/* The family moved, the class or the surname is another one. */
static void change(struct nights *n, struct night_pupil *p)
{
        static const char *const surnames[] = { "Ashdown", "Birtwistle", "Cavanagh", "Dunmore", "Eastwood", "Fairclough", "Grindrod" };
        switch (chance_below(&n->chance, 10)) {
        case 0: set_both(p, FIELD_SURNAME, surnames[chance_below(&n->chance, 7)]); break;
        case 1: set_both(p, FIELD_FSM, strcmp(p->truth.value[FIELD_FSM], "Y") == 0 ? "N" : "Y"); break;
        case 2: set_both(p, FIELD_SEN, strcmp(p->truth.value[FIELD_SEN], "K") == 0 ? "N" : "K"); break;
        case 3:
        case 4:
        case 5:
                set_both(p, FIELD_ADDRESS, arena_printf(n->arena, "%u Movers Row", 1 + chance_below(&n->chance, 200)));
                set_both(p, FIELD_POSTCODE, arena_printf(n->arena, "ZZ%u %uAA", 1 + chance_below(&n->chance, 60), chance_below(&n->chance, 10)));
                break;
        default: set_both(p, FIELD_CLASS, arena_printf(n->arena, "New %u", 1 + chance_below(&n->chance, 30)));
        }
}

/* A day of the month that is another one and can be. */
static const char *other_day(struct nights *n, const char *iso)
{
        unsigned day = (unsigned)(iso[8] - '0') * 10 + (unsigned)(iso[9] - '0');
        return arena_printf(n->arena, "%.8s%02u", iso, 1 + (day + chance_below(&n->chance, 26)) % 28);
}

static void slip(struct nights *n, struct night_pupil *p)
{
        p->file.value[FIELD_DOB] = other_day(n, p->truth.value[FIELD_DOB]);
}

static bool teaches(const struct demo_school *s, const struct record *r)
{
        for (int slot = s->low; slot <= s->high; slot++)
                if (strcmp(slot_year(slot), r->value[FIELD_NC_YEAR]) == 0)
                        return s->kind != KIND_SPECIAL && s->kind != KIND_PRU;
        return false;
}

/* To a school that teaches the year; the new school starts a record of its own. */
static void move(struct nights *n, struct night_pupil *p)
{
        const struct authority *x = n->demo->authority;
        const struct demo_school *to = &x->schools[chance_below(&n->chance, x->count)];
        if (to == p->school || !teaches(to, &p->truth))
                return;
        p->school = to;
        p->truth.value[FIELD_CLASS] = "Joined";
        p->file = p->truth;
}

static void happen(struct nights *n, struct night_pupil *p, bool quiet)
{
        bool slipped = strcmp(p->file.value[FIELD_DOB], p->truth.value[FIELD_DOB]) != 0;
        if (slipped && (quiet || chance_permille(&n->chance, CORRECTED)))
                p->file.value[FIELD_DOB] = p->truth.value[FIELD_DOB];
        if (quiet)
                return;
        if (chance_permille(&n->chance, CHANGED))
                change(n, p);
        if (chance_permille(&n->chance, SLIPS))
                slip(n, p);
        if (chance_permille(&n->chance, WRONG_FROM_THE_START))
                set_both(p, FIELD_DOB, other_day(n, p->truth.value[FIELD_DOB]));
        if (chance_permille(&n->chance, MOVED))
                move(n, p);
        else if (chance_permille(&n->chance, GONE))
                p->school = NULL;
}

static void join(struct nights *n, struct demo_school *s)
{
        int slot = s->low + (int)chance_below(&n->chance, (unsigned)(s->high - s->low + 1));
        unsigned primary = chance_below(&n->chance, n->demo->authority->primaries);
        int academic = n->demo->academic - 1;
        if (n->count == n->room)
                return;
        struct demo_pupil p = families_stranger(n->arena, &n->chance, n->demo->authority, primary, slot, academic);
        p.record.value[FIELD_UPN] = numbers_upn(n->arena, s, n->demo->today.year);
        p.record.value[FIELD_NC_YEAR] = slot_year(slot);
        p.record.value[FIELD_CLASS] = "Joined";
        if (p.record.value[FIELD_UPN][0])
                n->pupils[n->count++] = (struct night_pupil){ s, p.record, p.record };
}

void nights_next(struct nights *n, bool quiet)
{
        const struct authority *x = n->demo->authority;
        size_t before = n->count;
        n->night++;
        for (size_t i = 0; i < before; i++)
                if (n->pupils[i].school)
                        happen(n, &n->pupils[i], quiet);
        for (unsigned s = 0; s < x->count; s++) {
                bool damaged = !quiet && x->schools[s].pupils >= SMALL && chance_permille(&n->chance, DAMAGED);
                n->damage[s] = damaged ? (enum night_damage)(1 + chance_below(&n->chance, NIGHT_DAMAGES - 1)) : NIGHT_WHOLE;
                if (!quiet && chance_permille(&n->chance, JOINERS))
                        join(n, &x->schools[s]);
        }
}

/* ---- files ---- */

static void put_cell(struct buf *out, const char *text)
{
        buf_char(out, '"');
        for (const char *p = text; *p; p++) {
                if (*p == '"')
                        buf_char(out, '"');
                buf_char(out, *p);
        }
        buf_char(out, '"');
}

/* A name on its way through a program that does not know its letters. */
static const char *broken_name(struct arena *a, const char *name)
{
        return arena_printf(a, "%.1s\xEF\xBF\xBD%s", name, *name ? name + 1 : "");
}

static const char *cell_of(const struct nights *n, const struct night_pupil *p, enum field field, enum night_damage damage)
{
        if (damage == NIGHT_COLUMN && field == FIELD_POSTCODE)
                return "";
        if (damage == NIGHT_LETTERS && field == FIELD_SURNAME)
                return broken_name(n->arena, p->file.value[field]);
        return p->file.value[field];
}

static void put_headings(struct buf *out)
{
        buf_text(out, "DfE number");
        for (int f = 0; f < FIELD_COUNT; f++)
                buf_printf(out, ",%s", field_table[f].heading);
        buf_char(out, '\n');
}

void night_csv(const struct nights *n, const struct demo_school *s, struct buf *out)
{
        enum night_damage damage = n->damage[s->id - 1];
        size_t rows = 0;
        put_headings(out);
        for (size_t i = 0; i < n->count && damage != NIGHT_HEADINGS; i++) {
                const struct night_pupil *p = &n->pupils[i];
                if (p->school != s)
                        continue;
                if (damage == NIGHT_HALF && ++rows * 2 > s->pupils)
                        break;
                put_cell(out, s->laestab);
                for (int f = 0; f < FIELD_COUNT; f++) {
                        buf_char(out, ',');
                        put_cell(out, cell_of(n, p, (enum field)f, damage));
                }
                buf_char(out, '\n');
        }
        buf_printf(out, ",,,,,,,,night %u\n", n->night); /* a remark, so that a file is never the same as the last */
}

/* ---- results ---- */

const char *const night_subjects[NIGHT_SUBJECTS] = { "REA", "WRI", "MAT" };

/* Another one may come in the next round: a child learns. */
const char *night_result(const struct nights *n, size_t place, int subject)
{
        static const char *const grades[] = { "WTS", "EXS", "EXS", "GDS" };
        const char *upn = n->pupils[place].truth.value[FIELD_UPN];
        unsigned mix = (unsigned)subject + n->night / ROUND;
        if (place % ROUND != n->night % ROUND || !*upn)
                return "";
        for (const char *p = upn; *p; p++)
                mix = mix * 31 + (unsigned char)*p;
        return grades[mix / 7 % 4];
}

bool night_results(const struct nights *n, const struct demo_school *s, struct buf *out)
{
        bool any = false;
        buf_text(out, "DfE number,UPN,Subject,Method,Result,Assessment year\n");
        for (size_t i = 0; i < n->count; i++)
                for (int subject = 0; n->pupils[i].school == s && subject < NIGHT_SUBJECTS; subject++) {
                        const char *result = night_result(n, i, subject);
                        if (!*result)
                                continue;
                        buf_printf(out, "%s,%s,%s,TA,%s,%d\n", s->laestab, n->pupils[i].truth.value[FIELD_UPN], night_subjects[subject],
                                   result, n->demo->academic + 1);
                        any = true;
                }
        return any;
}

void night_truth(const struct nights *n, struct buf *out)
{
        put_headings(out);
        for (size_t i = 0; i < n->count; i++) {
                put_cell(out, n->pupils[i].school ? n->pupils[i].school->laestab : "");
                for (int f = 0; f < FIELD_COUNT; f++) {
                        buf_char(out, ',');
                        put_cell(out, n->pupils[i].truth.value[f]);
                }
                buf_char(out, '\n');
        }
}
