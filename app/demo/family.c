#include "demo/family.h"

#include <stdlib.h>
#include <string.h>

#include "demo/numbers.h"
#include "model/uln.h"

/* Weights, in a thousand, are of the authority's whole; a school's mixture moves all but the first. */
static const struct community {
        unsigned weight;
        enum tradition names;
        const char *ethnicity, *language;
        unsigned middle; /* of a thousand, have a middle name */
} communities[] = {
        { 700, ENGLISH, "WBRI:985 REFU:6 NOBT:9", "ENG:97 ENB:3", 720 },
        { 48, SOUTH_ASIAN_MUSLIM, "APKN:96 AOTH:4", "URD:50 PNJ:25 ENG:25", 300 },
        { 18, BANGLADESHI, "ABAN:1", "BNG:80 ENG:20", 200 },
        { 14, SIKH, "AIND:1", "PNJ:70 ENG:30", 850 },
        { 22, HINDU, "AIND:93 AOTH:7", "GUJ:40 ENG:35 OTH:25", 300 },
        { 32, POLISH, "WOTH:1", "POL:90 ENG:10", 350 },
        { 16, ROMANIAN, "WOTH:88 WROM:12", "RMN:94 ENG:6", 400 },
        { 8, PORTUGUESE, "WOTH:90 MOTH:10", "POR:85 ENG:15", 500 },
        { 30, WEST_AFRICAN, "BAFR:96 MOTH:4", "ENG:55 OTH:35 FRN:10", 650 },
        { 14, SOMALI, "BAFR:1", "SOM:90 ENG:10", 150 },
        { 12, CARIBBEAN, "BCRB:80 BOTH:20", "ENG:1", 600 },
        { 8, CHINESE, "CHNE:1", "CHI:80 ENG:20", 350 },
        { 16, ARABIC, "OOTH:85 AOTH:15", "ARA:85 ENG:15", 250 },
        { 22, CARIBBEAN, "MWBC:1", "ENG:1", 650 },
        { 28, ENGLISH, "MWAS:35 MOTH:35 MWBA:30", "ENG:95 OTH:5", 600 },
        { 8, ENGLISH, "WIRI:88 WIRT:12", "ENG:1", 600 },
        { 4, ARABIC, "OOTH:60 WOTH:40", "TUR:90 ENG:10", 100 },
};
enum { COMMUNITIES = sizeof communities / sizeof *communities };

struct family {
        const struct community *community;
        const char *surname, *address, *town, *postcode, *ethnicity, *language;
        unsigned primary; /* whose neighbourhood it lives in */
        bool poor, serving;
};

struct maker {
        struct arena *a;
        struct chance *c;
        struct authority *x;
        struct names *names;
        int academic;
        unsigned families, ulns, temporary;
        struct demo_pupils out;
};

/* ---- the family ---- */

static const struct community *choose_community(struct chance *c, unsigned mixture)
{
        unsigned sum = communities[0].weight, at;
        for (int i = 1; i < COMMUNITIES; i++)
                sum += communities[i].weight * mixture / 100;
        at = chance_below(c, sum);
        for (int i = 0; i < COMMUNITIES; i++) {
                unsigned weight = i ? communities[i].weight * mixture / 100 : communities[i].weight;
                if (at < weight)
                        return &communities[i];
                at -= weight;
        }
        return &communities[0];
}

static const char *choose_code(struct maker *m, const char *weighted)
{
        char code[16];
        return arena_text(m->a, chance_word(m->c, weighted, code, sizeof code));
}

static const char *choose_surname(struct maker *m, enum tradition t)
{
        const char *one = names_surname(m->names, m->c, t);
        unsigned doubled = t == ENGLISH ? 55 : t == CARIBBEAN || t == WEST_AFRICAN ? 30 : 8;
        if (!chance_permille(m->c, doubled) || strchr(one, '*') || strchr(one, '-'))
                return one;
        const char *other = names_surname(m->names, m->c, ENGLISH);
        return strcmp(one, other)
                   ? arena_printf(m->a, chance_permille(m->c, 850) ? "%s-%s" : "%s %s", other, one)
                   : one;
}

/* A neighbourhood has forty streets of its own; even and odd sides, and every twenty houses, are another
 * postcode. */
static void set_address(struct maker *m, struct family *f)
{
        static const char *const names[] = { "Mill",   "Church",   "Station",   "Victoria", "Albert",
                                             "Park",   "Green",    "Manor",     "Queens",   "Kings",
                                             "Grange", "Orchard",  "Elm",       "Chestnut", "Meadow",
                                             "Spring", "Windsor",  "Highfield", "Nelson",   "Clarence",
                                             "Poplar", "Hawthorn", "Kipling",   "Tennyson" };
        static const char *const kinds[] = { "Road",  "Street", "Close",    "Avenue", "Lane",
                                             "Drive", "Way",    "Crescent", "Gardens" };
        static const char letters[] = "ABDEFGHJLNPQRSTUWXYZ";
        const struct demo_school *home = &m->x->schools[f->primary];
        unsigned street = chance_below(m->c, 40), n = 1 + chance_below(m->c, 140),
                 key = f->primary * 40 + street;
        const char *name = names[key * 7 % 24], *kind = kinds[(key * 5 + key / 24) % 9];
        unsigned walk = street * 14 + n % 2 * 7 + n / 20;
        f->address = chance_permille(m->c, 70)
                         ? arena_printf(m->a, "Flat %u, %u %s %s", 1 + chance_below(m->c, 24), n, name, kind)
                         : arena_printf(m->a, "%u %s %s", n, name, kind);
        f->town = home->town;
        f->postcode = arena_printf(m->a, "ZZ%u %u%c%c", home->district, 1 + f->primary % 9,
                                   letters[walk / 20 % 20], letters[(walk + f->primary / 9 * 3) % 20]);
}

static struct family new_family(struct maker *m, unsigned primary)
{
        const struct demo_school *home = &m->x->schools[primary];
        const struct community *k = choose_community(m->c, home->mixture);
        struct family f = { .community = k, .primary = primary };
        f.surname = choose_surname(m, k->names);
        f.ethnicity = choose_code(m, k->ethnicity);
        f.language = choose_code(m, k->language);
        f.poor = chance_permille(m->c, home->poverty);
        f.serving = chance_permille(m->c, primary % 11 == 4 ? 60 : 4);
        set_address(m, &f);
        m->families++;
        return f;
}

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
        if (prophet && *r->value[FIELD_MIDDLE_NAMES] && chance_permille(m->c, 600))
                r->value[FIELD_PREFERRED_FORENAME] = r->value[FIELD_MIDDLE_NAMES];
        else if (usual && chance_permille(m->c, 350))
                r->value[FIELD_PREFERRED_FORENAME] = usual;
        else if (*r->value[FIELD_MIDDLE_NAMES] && chance_permille(m->c, 15))
                r->value[FIELD_PREFERRED_FORENAME] = r->value[FIELD_MIDDLE_NAMES];
        if (chance_permille(m->c, 12))
                r->value[FIELD_PREFERRED_SURNAME] = names_surname(m->names, m->c, ENGLISH);
        if (chance_permille(m->c, 7))
                r->value[FIELD_FORMER_SURNAME] = names_surname(m->names, m->c, ENGLISH);
}

static const char *own_surname(struct maker *m, const struct family *f, bool girl)
{
        static const char womens[] = "Begum:5 Khatun:3 Bibi:1 Akhtar:3 Parveen:2";
        enum tradition t = f->community->names;
        if (girl && (t == BANGLADESHI || t == SOUTH_ASIAN_MUSLIM) &&
            chance_permille(m->c, t == BANGLADESHI ? 350 : 120))
                return choose_code(m, womens);
        return names_of_child(m->a, f->surname, girl);
}

static void set_names(struct maker *m, const struct family *f, struct record *r, bool girl)
{
        enum tradition t = f->community->names, middle = t == CHINESE ? CHINESE : t;
        r->value[FIELD_SEX] = girl ? "F" : "M";
        r->value[FIELD_SURNAME] = own_surname(m, f, girl);
        r->value[FIELD_FORENAME] = names_forename(m->names, m->c, t, girl);
        if (t == SIKH)
                r->value[FIELD_MIDDLE_NAMES] = chance_permille(m->c, 850) ? girl ? "Kaur" : "Singh" : "";
        else if (chance_permille(m->c, f->community->middle))
                r->value[FIELD_MIDDLE_NAMES] = names_forename(m->names, m->c, middle, girl);
        if (strcmp(r->value[FIELD_MIDDLE_NAMES], r->value[FIELD_FORENAME]) == 0)
                r->value[FIELD_MIDDLE_NAMES] = "";
        if (*r->value[FIELD_MIDDLE_NAMES] && t == ENGLISH && chance_permille(m->c, 120))
                r->value[FIELD_MIDDLE_NAMES] = arena_printf(m->a, "%s %s", r->value[FIELD_MIDDLE_NAMES],
                                                            names_forename(m->names, m->c, t, girl));
        set_preferred(m, r);
}

static void set_codes(struct maker *m, const struct family *f, struct demo_pupil *p)
{
        static const char usual[] = "N:816 K:138 E:46";
        struct record *r = &p->record;
        enum school_kind kind = p->school ? p->school->kind : KIND_PRIMARY;
        r->value[FIELD_SEN] = choose_code(m, kind == KIND_SPECIAL ? "E:99 K:1"
                                             : kind == KIND_PRU   ? "K:60 E:25 N:15"
                                                                  : usual);
        r->value[FIELD_FSM] = f->poor ? "Y" : "N";
        r->value[FIELD_SERVICE_CHILD] = f->serving ? "Y" : chance_permille(m->c, 15) ? "U" : "N";
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
        if (years && (chance_permille(m->c, 125) || p->school->kind == KIND_PRU))
                years = chance_between(m->c, 0, years - 1);
        return m->academic - years;
}

static void set_entry(struct maker *m, struct demo_pupil *p, int year)
{
        bool started = year == m->academic - (p->slot - p->school->low);
        struct date day = { (short)year, 9, (signed char)(2 + p->school->id % 4) };
        if (!started)
                day = date_from_days(date_to_days(day) + (long)chance_below(m->c, 300));
        p->record.value[FIELD_ENTRY_DATE] = date_to_iso(day, arena_alloc(m->a, DATE_TEXT));
}

/* The UPN is of the school where the child began; it is kept for life. */
static void set_upn(struct maker *m, const struct family *f, struct demo_pupil *p, int entered)
{
        struct demo_school *first = p->school;
        int began = m->academic - (p->slot > SLOT_RECEPTION ? p->slot - SLOT_RECEPTION : 0);
        if (p->slot >= SLOT_YEAR7 && p->school->low >= SLOT_YEAR7)
                first = &m->x->schools[f->primary];
        if (p->slot > SLOT_RECEPTION && chance_permille(m->c, 90)) /* came to the authority later */
                first = p->school, began = entered;
        struct record *r = &p->record;
        r->value[FIELD_UPN] = numbers_upn(m->a, first, began);
        if (chance_permille(m->c, 7))
                r->value[FIELD_UPN] = numbers_temporary_upn(m->a, first, began, m->temporary++);
        else if (chance_permille(m->c, p->slot <= SLOT_RECEPTION ? 12 : 5))
                r->value[FIELD_UPN] = "";
        else if (chance_permille(m->c, 4))
                r->value[FIELD_FORMER_UPN] = numbers_temporary_upn(m->a, first, began, m->temporary++);
}

static void set_numbers(struct maker *m, const struct family *f, struct demo_pupil *p)
{
        int entered = entry_year(m, p);
        set_entry(m, p, entered);
        set_upn(m, f, p, entered);
        struct date end = { (short)(m->academic + 1), 7, 31 };
        m->ulns++;
        if (date_age(p->birth, end) > ULN_AGE_FROM && chance_permille(m->c, 960))
                p->record.value[FIELD_ULN] = numbers_uln(m->a, m->ulns);
}

static void set_birth(struct maker *m, struct demo_pupil *p, struct date birth)
{
        p->birth = birth;
        p->record.value[FIELD_DOB] = date_to_iso(birth, arena_alloc(m->a, DATE_TEXT));
}

/* ---- families fill the places ---- */

static struct demo_pupil *enrol(struct maker *m, const struct family *f, struct demo_school *s, int slot,
                                struct date birth)
{
        struct demo_pupil *p = &m->out.items[m->out.count++];
        *p = (struct demo_pupil){ .family = m->families, .school = s, .slot = slot };
        record_blank(&p->record);
        set_birth(m, p, birth);
        set_names(m, f, &p->record, chance_permille(m->c, 488));
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
static struct demo_school *find_place(struct maker *m, const struct family *f, int slot)
{
        static const int steps[] = { 0, 1, -1, 2, -2, 3, -3 };
        struct authority *x = m->x;
        bool elsewhere = chance_permille(m->c, 40);
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

static void add_sibling(struct maker *m, const struct family *f, size_t first)
{
        struct demo_pupil *siblings = &m->out.items[first];
        size_t count = m->out.count - first;
        int gap = 1 + (int)chance_below(m->c, 3) + (int)chance_below(m->c, 3);
        int slot = siblings[count - 1].slot + (chance_permille(m->c, 500) ? gap : -gap);
        if (slot < 0 || slot >= SLOTS)
                return;
        struct date birth = choose_birth(m->c, slot, m->academic);
        struct demo_school *s = find_place(m, f, slot);
        if (!s || too_close(birth, siblings, count))
                return;
        struct family own = *f; /* a half-sibling may bear another surname */
        if (chance_permille(m->c, 45))
                own.surname = choose_surname(m, f->community->names);
        enrol(m, &own, s, slot, birth);
}

static void add_twin(struct maker *m, const struct family *f)
{
        const struct demo_pupil *one = &m->out.items[m->out.count - 1];
        if (!has_place(one->school, one->slot))
                return;
        struct demo_pupil *two = enrol(m, f, one->school, one->slot, one->birth);
        while (strcmp(two->record.value[FIELD_FORENAME], one->record.value[FIELD_FORENAME]) == 0)
                set_names(m, f, &two->record, two->record.value[FIELD_SEX][0] == 'F');
        two->record.value[FIELD_SURNAME] =
            names_of_child(m->a, f->surname, two->record.value[FIELD_SEX][0] == 'F');
}

static unsigned neighbourhood(struct maker *m, const struct demo_school *s)
{
        const struct authority *x = m->x;
        unsigned n = (unsigned)(s - x->schools);
        if (n < x->primaries)
                return n;
        if (n >= x->primaries + x->seniors)
                return chance_below(m->c, x->primaries);
        unsigned low = ((n - x->primaries) * x->primaries + x->seniors - 1) / x->seniors, high = low;
        while (high + 1 < x->primaries && authority_senior(x, high + 1) == s)
                high++;
        return low < x->primaries ? (unsigned)chance_between(m->c, (int)low, (int)high) : x->primaries - 1;
}

static void new_household(struct maker *m, struct demo_school *s, int slot)
{
        struct family f = new_family(m, neighbourhood(m, s));
        size_t first = m->out.count;
        enrol(m, &f, s, slot, choose_birth(m->c, slot, m->academic));
        if (chance_permille(m->c, 16))
                add_twin(m, &f);
        static const unsigned more[] = { 520, 250, 200, 200 };
        for (size_t i = 0; i < 4 && chance_permille(m->c, more[i]); i++)
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
                    school_class(m->a, p->school, p->slot, (unsigned)(n[p->slot]++ % count), count);
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
        struct maker m = { .a = a, .c = c, .x = x, .names = names_new(a), .academic = academic };
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
        return m.out;
}

struct demo_pupil families_stranger(struct arena *a, struct chance *c, const struct authority *x,
                                    unsigned primary, int slot, int academic)
{
        struct maker m = {
                .a = a, .c = c, .x = (struct authority *)x, .names = names_new(a), .academic = academic
        };
        struct family f = new_family(&m, primary);
        struct demo_pupil p = { .slot = slot };
        record_blank(&p.record);
        set_birth(&m, &p, choose_birth(c, slot, academic));
        set_names(&m, &f, &p.record, chance_permille(c, 488));
        set_codes(&m, &f, &p);
        return p;
}
