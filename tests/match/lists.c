/* A school's new-year list as its teachers type it. */
#include "generator.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/*
 * How often a row, or a whole list, has what. Assumed, not measured, and on the bad side of what schools
 * send: a list of 30 has a misspelt name or two, a wrong date, a child under another name. Year 7's intake
 * from the authority's own primary schools is left out of secondary lists: without an identifier every one of
 * them goes to the manual check by rule, and would measure the rule rather than the matcher.
 */
static const double NO_DOB_LIST = 0.02, NO_POSTCODE_LIST = 0.5, NO_SEX_LIST = 0.2, NO_YEAR_LIST = 0.4,
                    MIDDLE_LIST = 0.3, CAPITALS_LIST = 0.1,                                /* lists */
    LEAVES = 0.03, MOVES_IN = 0.012, NEW_TO_AREA = 0.02, NAMESAKE = 0.001, TWICE = 0.0005, /* who is in it */
    VARIANT = 0.03, TYPO = 0.012, MIDDLE_APPENDED = 0.01, BY_MIDDLE = 0.004, PREFERRED = 0.4, /* forename */
    HYPHEN_LOST = 0.2, SURNAME_VARIANT = 0.004, SURNAME_PART = 0.25, SURNAME_CHANGED = 0.005, SWAPPED = 0.003,
                    DOB_SWAPPED = 0.01, DOB_DIGIT = 0.007, DOB_WRONG = 0.002, DOB_MISSING = 0.01,
                    POSTCODE_MOVED = 0.06, POSTCODE_MISSING = 0.05, POSTCODE_TYPO = 0.01, SEX_MISSING = 0.03,
                    SEX_WRONG = 0.003, UPN_MISSING = 0.05, UPN_DIGIT = 0.003, UPN_OF_ANOTHER = 0.002;

struct habits {
        bool dob, postcode, sex, year, middle, capitals, upn;
};

static char *typo(struct arena *a, uint64_t *random, const char *text)
{
        size_t len = strlen(text);
        char *out = arena_alloc(a, len + 2);
        strcpy(out, text);
        if (len < 3)
                return out;
        size_t at = 1 + below(random, (unsigned)len - 2);
        char letter = (char)('a' + below(random, 26));
        switch (below(random, 4)) {
        case 0: out[at] = letter; break;
        case 1: memmove(out + at, out + at + 1, len - at); break;
        case 2: memmove(out + at + 1, out + at, len - at + 1); break;
        default: out[at] = text[at + 1], out[at + 1] = text[at];
        }
        return out;
}

/* One of the public list's variants of that name, or the name. Some are far-fetched; so are people. */
static const char *variant(const struct variants *v, uint64_t *random, const char *name)
{
        size_t first = 0, count = 0;
        for (size_t i = 0; i < v->count; i++)
                if (strcasecmp(v->name[i], name) == 0 && !count++)
                        first = i;
        return count ? v->variant[first + below(random, (unsigned)count)] : name;
}

static char *without(struct arena *a, const char *text, char mark, const char *with)
{
        const char *at = strchr(text, mark);
        return at ? arena_printf(a, "%.*s%s%s", (int)(at - text), text, with, at + 1) : arena_text(a, text);
}

static void spoil_forename(struct arena *a, struct authority *la, struct record *r)
{
        const char **name = &r->value[FIELD_FORENAME];
        if (*r->value[FIELD_PREFERRED_FORENAME] && chance(&la->random, PREFERRED))
                *name = r->value[FIELD_PREFERRED_FORENAME];
        else if (*r->value[FIELD_MIDDLE_NAMES] && chance(&la->random, BY_MIDDLE))
                *name = r->value[FIELD_MIDDLE_NAMES];
        else if (chance(&la->random, VARIANT))
                *name = variant(&la->names->forename, &la->random, *name);
        if (chance(&la->random, TYPO))
                *name = typo(a, &la->random, *name);
        if (chance(&la->random, HYPHEN_LOST))
                *name = without(a, *name, '-', " ");
        if (*r->value[FIELD_MIDDLE_NAMES] && chance(&la->random, MIDDLE_APPENDED))
                *name = arena_printf(a, "%s %s", *name, r->value[FIELD_MIDDLE_NAMES]);
}

static void spoil_surname(struct arena *a, struct authority *la, struct record *r)
{
        const char **name = &r->value[FIELD_SURNAME];
        const char *hyphen = strpbrk(*name, "- ");
        if (hyphen && chance(&la->random, SURNAME_PART))
                *name = chance(&la->random, 0.5) ? hyphen + 1
                                                 : arena_printf(a, "%.*s", (int)(hyphen - *name), *name);
        if (chance(&la->random, HYPHEN_LOST))
                *name = without(a, *name, '-', " ");
        if (chance(&la->random, SURNAME_VARIANT))
                *name = variant(&la->names->surname, &la->random, *name);
        if (chance(&la->random, TYPO))
                *name = typo(a, &la->random, *name);
        if (chance(&la->random, SURNAME_CHANGED))
                *name = draw_surname(a, la);
}

/* One digit of day, month or year for another that still gives a date; the same date when it cannot. */
static const char *digit_wrong(struct arena *a, uint64_t *random, const char *dob)
{
        static const int places[] = { 9, 8, 6, 3, 9, 3 };
        for (int tries = 0; tries < 20; tries++) {
                char *other = arena_text(a, dob);
                other[places[below(random, 6)]] = (char)('0' + below(random, 10));
                if (strcmp(other, dob) != 0 && date_known(date_from_iso(other)))
                        return other;
        }
        return dob;
}

static const char *day_month_swapped(struct arena *a, const char *dob)
{
        char *other = arena_printf(a, "%.5s%.2s-%.2s", dob, dob + 8, dob + 5);
        return date_known(date_from_iso(other)) ? other : dob;
}

static void spoil_dob(struct arena *a, struct authority *la, struct record *r)
{
        const char **dob = &r->value[FIELD_DOB];
        if (chance(&la->random, DOB_SWAPPED))
                *dob = day_month_swapped(a, *dob);
        else if (chance(&la->random, DOB_DIGIT))
                *dob = digit_wrong(a, &la->random, *dob);
        else if (chance(&la->random, DOB_WRONG))
                *dob = iso(a, date_to_days(date_from_iso(*dob)) - 300 + below(&la->random, 600));
        else if (chance(&la->random, DOB_MISSING))
                *dob = "";
}

static void spoil_postcode(struct arena *a, struct authority *la, struct record *r)
{
        const char **postcode = &r->value[FIELD_POSTCODE];
        if (chance(&la->random, POSTCODE_MISSING))
                *postcode = "";
        else if (chance(&la->random, POSTCODE_MOVED))
                *postcode = la->families[below(&la->random, (unsigned)la->family_count)].postcode;
        else if (chance(&la->random, POSTCODE_TYPO)) {
                char *other = arena_text(a, *postcode);
                other[strlen(other) - 1] = (char)('A' + below(&la->random, 26));
                *postcode = other;
        }
}

static void spoil_sex(struct authority *la, struct record *r)
{
        const char **sex = &r->value[FIELD_SEX];
        if (chance(&la->random, SEX_MISSING))
                *sex = "";
        else if (chance(&la->random, SEX_WRONG))
                *sex = **sex == 'M' ? "F" : "M";
}

static void spoil_upn(struct arena *a, struct authority *la, struct record *r)
{
        const char **upn = &r->value[FIELD_UPN];
        if (chance(&la->random, UPN_MISSING)) {
                *upn = "";
        } else if (chance(&la->random, UPN_OF_ANOTHER)) {
                *upn = la->pupils[below(&la->random, (unsigned)la->pupil_count)].record.value[FIELD_UPN];
        } else if (**upn && chance(&la->random, UPN_DIGIT)) {
                char *other = arena_text(a, *upn);
                other[4 + below(&la->random, 9)] = (char)('0' + below(&la->random, 10));
                *upn = other;
        }
}

static void capitals(struct arena *a, const char **value)
{
        char *copy = arena_text(a, *value);
        for (char *p = copy; *p; p++)
                *p = (char)toupper((unsigned char)*p);
        *value = copy;
}

/* The row that somebody types for the child. */
static struct record typed(struct arena *a, struct authority *la, const struct record *held,
                           const struct habits *h)
{
        struct record r = *held;
        spoil_forename(a, la, &r);
        spoil_surname(a, la, &r);
        spoil_dob(a, la, &r);
        spoil_postcode(a, la, &r);
        spoil_sex(la, &r);
        spoil_upn(a, la, &r);
        if (chance(&la->random, SWAPPED)) {
                const char *forename = r.value[FIELD_FORENAME];
                r.value[FIELD_FORENAME] = r.value[FIELD_SURNAME];
                r.value[FIELD_SURNAME] = forename;
        }
        const struct {
                bool has;
                enum field field;
        } columns[] = {
                { h->dob, FIELD_DOB },
                { h->postcode, FIELD_POSTCODE },
                { h->sex, FIELD_SEX },
                { h->year, FIELD_NC_YEAR },
                { h->middle, FIELD_MIDDLE_NAMES },
                { h->upn, FIELD_UPN },
                { false, FIELD_PREFERRED_FORENAME },
        };
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
                if (!columns[i].has)
                        r.value[columns[i].field] = "";
        r.value[FIELD_NC_YEAR] = year_next(r.value[FIELD_NC_YEAR]);
        if (h->capitals) {
                capitals(a, &r.value[FIELD_SURNAME]);
                capitals(a, &r.value[FIELD_FORENAME]);
        }
        return r;
}

static void row_add(struct arena *a, struct authority *la, struct class_list *list, const struct record *held,
                    unsigned child, const struct habits *h)
{
        list->rows[list->count] = typed(a, la, held, h);
        list->child[list->count++] = child;
}

/* Never seen before: of a new family, or a younger brother or sister of one who is here. */
static struct record new_child(struct arena *a, struct authority *la, unsigned long school, long born)
{
        struct family stranger, *f = &stranger;
        if (chance(&la->random, 0.4))
                for (int tries = 0; tries < 200; tries++) {
                        f = &la->families[below(&la->random, (unsigned)la->family_count)];
                        if (f->primary == school || f->secondary == school)
                                break;
                }
        else
                family_make(a, la, f, (unsigned)(la->school_count / 2));
        return record_make(a, la, f, born);
}

static void newcomers(struct arena *a, struct authority *la, struct class_list *list, size_t roll,
                      const struct pupil *somebody, const struct habits *h)
{
        unsigned child = la->children;
        long start = date_to_days((struct date){ ACADEMIC - 4, 9, 1 });
        bool primary = year_order(somebody->record.value[FIELD_NC_YEAR]) < 7;
        for (size_t i = 0; primary && i < roll / 7; i++) {
                long born = start + below(&la->random, 365);
                struct record r = new_child(a, la, list->school, born);
                row_add(a, la, list, &r, ++child, h);
                struct record twin = chance(&la->random, 1 / 60.0) ? new_child(a, la, list->school, born) : r;
                if (twin.value[FIELD_FORENAME] == r.value[FIELD_FORENAME])
                        continue;
                twin.value[FIELD_SURNAME] = r.value[FIELD_SURNAME];
                twin.value[FIELD_POSTCODE] = r.value[FIELD_POSTCODE];
                row_add(a, la, list, &twin, ++child, h);
        }
        for (size_t i = 0; i < roll; i++) {
                long born = date_to_days(date_from_iso(somebody[i].record.value[FIELD_DOB]));
                bool namesake = chance(&la->random, NAMESAKE);
                if (!namesake && !chance(&la->random, NEW_TO_AREA))
                        continue;
                struct record r = new_child(a, la, list->school, born - 200 + below(&la->random, 400));
                if (namesake) {
                        r.value[FIELD_FORENAME] = somebody[i].record.value[FIELD_FORENAME];
                        r.value[FIELD_SURNAME] = somebody[i].record.value[FIELD_SURNAME];
                }
                row_add(a, la, list, &r, ++child, h);
        }
}

/* Pupils of other schools, of about the same age. */
static void movers(struct arena *a, struct authority *la, struct class_list *list, size_t roll, bool primary,
                   const struct habits *h)
{
        for (size_t i = 0; i < roll; i++) {
                if (!chance(&la->random, MOVES_IN))
                        continue;
                size_t at = below(&la->random, (unsigned)la->pupil_count);
                const struct pupil *p = &la->pupils[at];
                if (p->school != list->school && p->on_roll && secondary_age(&p->record) != primary)
                        row_add(a, la, list, &p->record, la->child[at], h);
        }
}

static struct habits habits_make(struct authority *la, bool with_upn)
{
        uint64_t *r = &la->random;
        return (struct habits){ !chance(r, NO_DOB_LIST),
                                !chance(r, NO_POSTCODE_LIST),
                                !chance(r, NO_SEX_LIST),
                                !chance(r, NO_YEAR_LIST),
                                chance(r, MIDDLE_LIST),
                                chance(r, CAPITALS_LIST),
                                with_upn };
}

struct class_list list_make(struct arena *a, struct authority *la, unsigned long school, bool with_upn)
{
        size_t first = 0, end;
        while (first < la->pupil_count && la->pupils[first].school < school)
                first++;
        for (end = first; end < la->pupil_count && la->pupils[end].school == school;)
                end++;
        size_t roll = end - first;
        struct habits h = habits_make(la, with_upn);
        struct class_list list = { school, 0, arena_array(a, roll * 3 + 64, sizeof *list.rows),
                                   arena_array(a, roll * 3 + 64, sizeof *list.child) };
        for (size_t i = first; i < end; i++) {
                const struct pupil *p = &la->pupils[i];
                int year = year_order(p->record.value[FIELD_NC_YEAR]);
                if (!p->on_roll || year == 6 || year >= 11 || chance(&la->random, LEAVES))
                        continue;
                row_add(a, la, &list, &p->record, la->child[i], &h);
                if (chance(&la->random, TWICE))
                        row_add(a, la, &list, &p->record, la->child[i], &h);
        }
        if (roll) {
                newcomers(a, la, &list, roll, &la->pupils[first], &h);
                movers(a, la, &list, roll, !secondary_age(&la->pupils[first].record), &h);
        }
        return list;
}
