#include "demo/family.h"

#include <stdlib.h>
#include <string.h>

#include "demo/household.h"
#include "demo/numbers.h"
#include "model/uln.h"

struct maker {
        struct tools t;
        struct authority *x;
        int academic;
        unsigned families, ulns, temporary;
        struct demo_pupils out;
};

/* ---- the child ---- */

/* Reception is slot 1: four years old on 31 August before the academic year. A few are taught a year below
 * their age. */
static struct date choose_birth(struct chance *c, int slot, int academic)
{
        struct date from = { (short)(academic - 4 - slot), 9, 1 };
        if (slot > SLOT_RECEPTION && chance_permille(c, 3))
                return date_from_days(date_to_days(from) - 1 - (long)chance_below(c, 150));
        return date_from_days(date_to_days(from) + (long)chance_below(c, 365));
}

static void set_preferred(struct maker *m, struct record *r)
{
        const char *usual = names_short(r->value[FIELD_FORENAME]);
        bool prophet = strncmp(r->value[FIELD_FORENAME], "Moham", 5) == 0 ||
                       strcmp(r->value[FIELD_FORENAME], "Muhammad") == 0;
        if (prophet && *r->value[FIELD_MIDDLE_NAMES] && chance_permille(m->t.c, 600))
                r->value[FIELD_PREFERRED_FORENAME] = r->value[FIELD_MIDDLE_NAMES];
        else if (usual && chance_permille(m->t.c, 350))
                r->value[FIELD_PREFERRED_FORENAME] = usual;
        else if (*r->value[FIELD_MIDDLE_NAMES] && chance_permille(m->t.c, 15))
                r->value[FIELD_PREFERRED_FORENAME] = r->value[FIELD_MIDDLE_NAMES];
        if (chance_permille(m->t.c, 12))
                r->value[FIELD_PREFERRED_SURNAME] = names_surname(m->t.names, m->t.c, ENGLISH);
        if (chance_permille(m->t.c, 7))
                r->value[FIELD_FORMER_SURNAME] = names_surname(m->t.names, m->t.c, ENGLISH);
}

static const char *own_surname(struct maker *m, const struct household *f, bool girl)
{
        static const char womens[] = "Begum:5 Khatun:3 Bibi:1 Akhtar:3 Parveen:2";
        enum tradition t = f->community->names;
        if (girl && (t == BANGLADESHI || t == SOUTH_ASIAN_MUSLIM) &&
            chance_permille(m->t.c, t == BANGLADESHI ? 350 : 120))
                return household_code(&m->t, womens);
        return names_of_child(m->t.a, f->surname, girl);
}

static void set_names(struct maker *m, const struct household *f, struct record *r, bool girl)
{
        enum tradition t = f->community->names, middle = t == CHINESE ? CHINESE : t;
        r->value[FIELD_SEX] = girl ? "F" : "M";
        r->value[FIELD_SURNAME] = own_surname(m, f, girl);
        r->value[FIELD_FORENAME] = names_forename(m->t.names, m->t.c, t, girl);
        if (t == SIKH)
                r->value[FIELD_MIDDLE_NAMES] = chance_permille(m->t.c, 850) ? girl ? "Kaur" : "Singh" : "";
        else if (chance_permille(m->t.c, f->community->middle))
                r->value[FIELD_MIDDLE_NAMES] = names_forename(m->t.names, m->t.c, middle, girl);
        if (strcmp(r->value[FIELD_MIDDLE_NAMES], r->value[FIELD_FORENAME]) == 0)
                r->value[FIELD_MIDDLE_NAMES] = "";
        if (*r->value[FIELD_MIDDLE_NAMES] && t == ENGLISH && chance_permille(m->t.c, 120))
                r->value[FIELD_MIDDLE_NAMES] = arena_printf(m->t.a, "%s %s", r->value[FIELD_MIDDLE_NAMES],
                                                            names_forename(m->t.names, m->t.c, t, girl));
        set_preferred(m, r);
}

static void set_codes(struct maker *m, const struct household *f, struct demo_pupil *p)
{
        static const char usual[] = "N:816 K:138 E:46";
        struct record *r = &p->record;
        enum school_kind kind = p->school ? p->school->kind : KIND_PRIMARY;
        r->value[FIELD_SEN] = household_code(&m->t, kind == KIND_SPECIAL ? "E:99 K:1"
                                                    : kind == KIND_PRU   ? "K:60 E:25 N:15"
                                                                         : usual);
        r->value[FIELD_FSM] = f->poor ? "Y" : "N";
        r->value[FIELD_SERVICE_CHILD] = f->serving ? "Y" : chance_permille(m->t.c, 15) ? "U" : "N";
        r->value[FIELD_ENROLMENT] = "C";
        r->value[FIELD_ETHNICITY] = f->ethnicity;
        r->value[FIELD_LANGUAGE] = f->language;
        r->value[FIELD_ADDRESS] = f->address;
        r->value[FIELD_TOWN] = f->town;
        r->value[FIELD_POSTCODE] = f->postcode;
        r->value[FIELD_NC_YEAR] = slot_year(p->slot);
}

/* The year in which the child came to the school: with its lowest year group, or for one in eight later. */
static int entry_year(struct maker *m, const struct demo_pupil *p)
{
        int years = p->slot - p->school->low;
        if (years && (chance_permille(m->t.c, 125) || p->school->kind == KIND_PRU))
                years = chance_between(m->t.c, 0, years - 1);
        return m->academic - years;
}

static void set_entry(struct maker *m, struct demo_pupil *p, int year)
{
        bool started = year == m->academic - (p->slot - p->school->low);
        struct date day = { (short)year, 9, (signed char)(2 + p->school->id % 4) };
        if (!started)
                day = date_from_days(date_to_days(day) + (long)chance_below(m->t.c, 300));
        p->record.value[FIELD_ENTRY_DATE] = date_to_iso(day, arena_alloc(m->t.a, DATE_TEXT));
}

/* The UPN is of the school where the child began; it is kept for life. */
static void set_upn(struct maker *m, const struct household *f, struct demo_pupil *p, int entered)
{
        struct demo_school *first = p->school;
        int began = m->academic - (p->slot > SLOT_RECEPTION ? p->slot - SLOT_RECEPTION : 0);
        if (p->slot >= SLOT_YEAR7 && p->school->low >= SLOT_YEAR7)
                first = &m->x->schools[f->primary];
        if (p->slot > SLOT_RECEPTION && chance_permille(m->t.c, 90)) /* came to the authority later */
                first = p->school, began = entered;
        struct record *r = &p->record;
        r->value[FIELD_UPN] = numbers_upn(m->t.a, first, began);
        if (chance_permille(m->t.c, 7))
                r->value[FIELD_UPN] = numbers_temporary_upn(m->t.a, first, began, m->temporary++);
        else if (chance_permille(m->t.c, p->slot <= SLOT_RECEPTION ? 12 : 5))
                r->value[FIELD_UPN] = "";
        else if (chance_permille(m->t.c, 4))
                r->value[FIELD_FORMER_UPN] = numbers_temporary_upn(m->t.a, first, began, m->temporary++);
}

static void set_numbers(struct maker *m, const struct household *f, struct demo_pupil *p)
{
        int entered = entry_year(m, p);
        set_entry(m, p, entered);
        set_upn(m, f, p, entered);
        struct date end = { (short)(m->academic + 1), 7, 31 };
        m->ulns++;
        if (date_age(p->birth, end) > ULN_AGE_FROM && chance_permille(m->t.c, 960))
                p->record.value[FIELD_ULN] = numbers_uln(m->t.a, m->ulns);
}

static void set_birth(struct maker *m, struct demo_pupil *p, struct date birth)
{
        p->birth = birth;
        p->record.value[FIELD_DOB] = date_to_iso(birth, arena_alloc(m->t.a, DATE_TEXT));
}

/* ---- families fill the places ---- */

static struct demo_pupil *enrol(struct maker *m, const struct household *f, struct demo_school *s, int slot,
                                struct date birth)
{
        struct demo_pupil *p = &m->out.items[m->out.count++];
        *p = (struct demo_pupil){ .family = m->families, .school = s, .slot = slot };
        record_blank(&p->record);
        set_birth(m, p, birth);
        set_names(m, f, &p->record, chance_permille(m->t.c, 488));
        set_codes(m, f, p);
        set_numbers(m, f, p);
        s->taken[slot]++;
        return p;
}

static bool has_place(const struct demo_school *s, int slot)
{
        return s->taken[slot] < s->places[slot];
}

/* Near the family's own primary, outwards; NULL when all of them are full. */
static struct demo_school *find_place(struct maker *m, const struct household *f, int slot)
{
        static const int steps[] = { 0, 1, -1, 2, -2, 3, -3 };
        struct authority *x = m->x;
        bool elsewhere = chance_permille(m->t.c, 40);
        for (unsigned i = elsewhere; i < sizeof steps / sizeof *steps; i++) {
                long primary = (long)f->primary + steps[i];
                if (primary < 0 || primary >= (long)x->primaries)
                        continue;
                struct demo_school *s = &x->schools[primary],
                                   *senior = authority_senior(x, (unsigned)primary);
                if (slot < SLOT_YEAR7 && has_place(s, slot))
                        return s;
                if (senior < x->schools + x->primaries + x->seniors && has_place(senior, slot))
                        return senior;
        }
        return NULL;
}

static bool too_close(struct date birth, const struct demo_pupil *siblings, size_t count)
{
        for (size_t i = 0; i < count; i++)
                if (labs(date_to_days(birth) - date_to_days(siblings[i].birth)) < 290)
                        return true;
        return false;
}

static void add_sibling(struct maker *m, const struct household *f, size_t first)
{
        struct demo_pupil *siblings = &m->out.items[first];
        size_t count = m->out.count - first;
        int gap = 1 + (int)chance_below(m->t.c, 3) + (int)chance_below(m->t.c, 3);
        int slot = siblings[count - 1].slot + (chance_permille(m->t.c, 500) ? gap : -gap);
        if (slot < 0 || slot >= SLOTS)
                return;
        struct date birth = choose_birth(m->t.c, slot, m->academic);
        struct demo_school *s = find_place(m, f, slot);
        if (!s || too_close(birth, siblings, count))
                return;
        struct household own = *f; /* a half-sibling may bear another surname */
        if (chance_permille(m->t.c, 45))
                own.surname = household_surname(&m->t, f->community->names);
        enrol(m, &own, s, slot, birth);
}

static void add_twin(struct maker *m, const struct household *f)
{
        const struct demo_pupil *one = &m->out.items[m->out.count - 1];
        if (!has_place(one->school, one->slot))
                return;
        struct demo_pupil *two = enrol(m, f, one->school, one->slot, one->birth);
        while (strcmp(two->record.value[FIELD_FORENAME], one->record.value[FIELD_FORENAME]) == 0)
                set_names(m, f, &two->record, two->record.value[FIELD_SEX][0] == 'F');
        two->record.value[FIELD_SURNAME] =
            names_of_child(m->t.a, f->surname, two->record.value[FIELD_SEX][0] == 'F');
}

static unsigned neighbourhood(struct maker *m, const struct demo_school *s)
{
        const struct authority *x = m->x;
        unsigned n = (unsigned)(s - x->schools);
        if (n < x->primaries)
                return n;
        if (n >= x->primaries + x->seniors)
                return chance_below(m->t.c, x->primaries);
        unsigned low = ((n - x->primaries) * x->primaries + x->seniors - 1) / x->seniors, high = low;
        while (high + 1 < x->primaries && authority_senior(x, high + 1) == s)
                high++;
        return low < x->primaries ? (unsigned)chance_between(m->t.c, (int)low, (int)high) : x->primaries - 1;
}

static void new_household(struct maker *m, struct demo_school *s, int slot)
{
        struct household f = household_new(&m->t, m->x, neighbourhood(m, s));
        m->families++;
        size_t first = m->out.count;
        enrol(m, &f, s, slot, choose_birth(m->t.c, slot, m->academic));
        if (chance_permille(m->t.c, 16))
                add_twin(m, &f);
        static const unsigned more[] = { 520, 250, 200, 200 };
        for (size_t i = 0; i < 4 && chance_permille(m->t.c, more[i]); i++)
                add_sibling(m, &f, first);
}

static int by_school(const void *left, const void *right)
{
        const struct demo_pupil *a = left, *b = right;
        if (a->school != b->school)
                return a->school < b->school ? -1 : 1;
        return a->id < b->id ? -1 : 1;
}

/* Pupils of a year come in no order of class: the nth goes to the nth class in turn. */
static void set_classes(struct maker *m)
{
        for (size_t i = 0, n[SLOTS] = { 0 }; i < m->out.count; i++) {
                struct demo_pupil *p = &m->out.items[i];
                if (i && p->school != p[-1].school)
                        memset(n, 0, sizeof n);
                unsigned count = (p->school->places[p->slot] + 29) / 30;
                p->record.value[FIELD_CLASS] =
                    school_class(m->t.a, p->school, p->slot, (unsigned)(n[p->slot]++ % count), count);
        }
}

/* Of chance of its own, so that what came before stays as it was. */
static void set_needs(struct maker *m)
{
        static const char types[] = "SLCN:24 SEMH:20 ASD:17 MLD:14 SPLD:13 PD:3 HI:2 VI:1 OTH:4 NSA:2";
        struct chance c = *m->t.c;
        const struct tools t = { m->t.a, &c, m->t.names };
        for (size_t i = 0; i < m->out.count; i++) {
                struct record *r = &m->out.items[i].record;
                const char *sen = r->value[FIELD_SEN];
                if (*sen && *sen != 'N')
                        r->value[FIELD_SEN_NEED] = household_code(&t, types);
                if (*r->value[FIELD_SEN_NEED] && chance_permille(&c, 250))
                        r->value[FIELD_SEN_NEED_2] = household_code(&t, "SLCN:3 SEMH:4 MLD:2 PD:1");
                if (strcmp(r->value[FIELD_SEN_NEED], r->value[FIELD_SEN_NEED_2]) == 0)
                        r->value[FIELD_SEN_NEED_2] = "";
                r->value[FIELD_LOOKED_AFTER] = chance_permille(&c, 7) ? "Y" : "N";
                r->value[FIELD_POST_LOOKED_AFTER] = household_code(&t, "N:990 A:6 G:3 C:1");
                r->value[FIELD_YOUNG_CARER] = household_code(&t, "N:988 P:8 S:4");
                r->value[FIELD_BOARDER] = "N";
                if (strcmp(r->value[FIELD_LANGUAGE], "ENG") != 0)
                        r->value[FIELD_ENGLISH] = household_code(&t, "A:8 B:15 C:27 D:27 E:20 N:3");
                if (chance_permille(&c, 2))
                        r->value[FIELD_FORMER_FORENAME] =
                            names_forename(m->t.names, &c, ENGLISH, *r->value[FIELD_SEX] == 'F');
        }
}

static void set_order(struct maker *m)
{
        for (size_t i = 0; i < m->out.count; i++)
                m->out.items[i].id = (unsigned)i;
        qsort(m->out.items, m->out.count, sizeof *m->out.items, by_school);
        for (size_t i = 0; i < m->out.count; i++)
                m->out.items[i].id = (unsigned)i + 1;
}

struct demo_pupils families_new(struct arena *a, struct chance *c, struct authority *x, unsigned pupils,
                                int academic)
{
        struct maker m = { .t = { a, c, names_new(a) }, .x = x, .academic = academic };
        m.out.items = arena_array(a, pupils, sizeof *m.out.items);
        for (unsigned i = 0; i < x->count; i++) {
                struct demo_school *s =
                    &x->schools[(i + x->primaries + x->seniors) % x->count]; /* special ones first */
                for (int slot = s->low; slot <= s->high; slot++)
                        while (has_place(s, slot))
                                new_household(&m, s, slot);
        }
        set_order(&m);
        set_classes(&m);
        set_needs(&m);
        return m.out;
}

struct demo_pupil families_stranger(struct arena *a, struct chance *c, struct authority *x, unsigned primary,
                                    int slot, int academic)
{
        struct maker m = { .t = { a, c, names_new(a) }, .x = x, .academic = academic };
        struct household f = household_new(&m.t, x, primary);
        struct demo_pupil p = { .slot = slot };
        record_blank(&p.record);
        set_birth(&m, &p, choose_birth(c, slot, academic));
        set_names(&m, &f, &p.record, chance_permille(c, 488));
        set_codes(&m, &f, &p);
        return p;
}
