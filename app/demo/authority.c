#include "demo/authority.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

enum { EXAMPLE_MIN_PUPILS = 2000 };

static const char *const towns[] = {
        "Westmarsh",      "Kelderby",  "Harrowdene",     "Millbeck",   "Oakenford",
        "Thornaby Cross", "Stavering", "Fennick",        "Ashcombe",   "Brackley Moor",
        "Cold Norley",    "Dunsmere",  "Eastwick Green", "Garsthorpe", "Hollin Bank",
        "Inglebrook",     "Langrigg",  "Marsh End",      "Netherfold", "Priors Wyke",
};
enum { TOWNS = sizeof towns / sizeof *towns };

static const char *const stems[] = {
        "Larkfield",   "Ashdown",     "Beechwood",   "Bramley",      "Brookside",   "Castle Hill",
        "Chestnut",    "Church Lane", "Cedar Park",  "Dovecote",     "Eastfield",   "Elm Grove",
        "Fairway",     "Fernhill",    "Foxes Lane",  "Greenacre",    "Grange",      "Hawthorn",
        "Hazel Bank",  "Heathfield",  "Highfield",   "Hillside",     "Holly Tree",  "Ivy Lane",
        "Kingsmead",   "Lakeside",    "Laurel",      "Limetree",     "Long Meadow", "Manor",
        "Maple",       "Meadowbank",  "Mill Lane",   "Moorside",     "Newlands",    "Northgate",
        "Oak Tree",    "Old Park",    "Orchard",     "Parkside",     "Pinewood",    "Priory",
        "Queensway",   "Redwood",     "Riverside",   "Rookery",      "Rowan",       "Sandhill",
        "Silverdale",  "Southfield",  "Springfield", "Station Road", "Stonebridge", "Sycamore",
        "The Spinney", "Valley",      "Wheatlands",  "Whitegates",   "Willowbrook", "Woodlands",
};
enum { STEMS = sizeof stems / sizeof *stems };

static const char *const saints[] = {
        "St Agnes",      "St Aidan's",  "St Bede's",     "St Cuthbert's", "St Hilda's",
        "St John's",     "St Joseph's", "St Margaret's", "St Mary's",     "St Michael's",
        "St Oswald's",   "St Peter's",  "St Stephen's",  "St Thomas",     "Holy Trinity",
        "Christ Church", "All Saints",  "St Wilfrid's",  "St Anne's",     "St Luke's",
};
enum { SAINTS = sizeof saints / sizeof *saints };

const char *slot_year(int slot)
{
        static const char *const years[SLOTS] = { "N2", "R", "1", "2",  "3",  "4",  "5", "6",
                                                  "7",  "8", "9", "10", "11", "12", "13" };
        return years[slot];
}

/* ---- names ---- */

/* Every stem with every town once before a name comes again, which it never does below 1,200 schools of a
 * kind. */
static const char *place_name(struct arena *a, unsigned n)
{
        if (n < STEMS)
                return stems[n];
        unsigned town = n / STEMS - 1, stem = n % STEMS;
        return arena_printf(a, "%s %s", towns[(town + stem) % TOWNS], stems[stem]);
}

static const char *saint_name(struct arena *a, unsigned n)
{
        return n < SAINTS ? saints[n]
                          : arena_printf(a, "%s %s", towns[(n / SAINTS - 1 + n) % TOWNS], saints[n % SAINTS]);
}

static const char *school_name(struct arena *a, const struct demo_school *s, unsigned n)
{
        switch (s->kind) {
        case KIND_PRIMARY:
                if (n % 4 == 3)
                        return arena_printf(a, "%s %s Primary School", saint_name(a, n / 4),
                                            n % 8 == 3 ? "C of E" : "Catholic");
                return arena_printf(a, "%s Primary %s", place_name(a, n), n % 7 == 5 ? "Academy" : "School");
        case KIND_INFANT: return arena_printf(a, "%s Infant School", place_name(a, STEMS - 1 - n));
        case KIND_JUNIOR: return arena_printf(a, "%s Junior School", place_name(a, STEMS - 1 - n));
        case KIND_ALL_THROUGH: return arena_printf(a, "The %s Academy", place_name(a, STEMS / 2 + n));
        case KIND_SECONDARY:
                return arena_printf(a,
                                    n % 3 == 1   ? "%s High School"
                                    : n % 3 == 2 ? "%s Community College"
                                                 : "%s School",
                                    n < TOWNS ? towns[n] : place_name(a, n));
        case KIND_SPECIAL: return arena_printf(a, "%s House School", place_name(a, STEMS / 3 + n));
        case KIND_PRU: break;
        }
        return arena_printf(a, n ? "The Link Centre %u" : "The Link Centre", n + 1);
}

static const char *slug_of(struct arena *a, const char *name)
{
        char *slug = arena_text(a, name), *to = slug;
        for (const char *from = name; *from; from++)
                if (isalnum((unsigned char)*from))
                        *to++ = (char)tolower((unsigned char)*from);
                else if (*from == ' ')
                        *to++ = '-';
        *to = '\0';
        return slug;
}

/* ---- shapes ---- */

static void set_range(struct demo_school *s, struct chance *c)
{
        static const struct {
                int low, high;
        } range[] = {
                [KIND_PRIMARY] = { 1, 7 },      [KIND_INFANT] = { 1, 3 },     [KIND_JUNIOR] = { 4, 7 },
                [KIND_ALL_THROUGH] = { 1, 14 }, [KIND_SECONDARY] = { 8, 12 }, [KIND_SPECIAL] = { 1, 14 },
                [KIND_PRU] = { 8, 12 },
        };
        s->low = range[s->kind].low;
        s->high = range[s->kind].high;
        if ((s->kind == KIND_PRIMARY || s->kind == KIND_INFANT) && chance_permille(c, 300))
                s->low = SLOT_NURSERY;
        if (s->kind == KIND_SECONDARY && chance_permille(c, 450))
                s->high = SLOTS - 1;
}

/* Children wished for in a full year group. */
static double full_year(const struct demo_school *s, struct chance *c)
{
        static const int forms[] = { 1, 2, 2, 2, 2, 3, 3, 4, 4, 6 }; /* half forms of a primary */
        switch (s->kind) {
        case KIND_PRIMARY: return forms[chance_below(c, 10)] * 15;
        case KIND_INFANT:
        case KIND_JUNIOR: return 60;
        case KIND_ALL_THROUGH: return 120;
        case KIND_SECONDARY: return 30 * chance_between(c, 4, 8);
        case KIND_SPECIAL: return chance_between(c, 6, 10);
        case KIND_PRU: break;
        }
        return 10;
}

static double share(const struct demo_school *s, int slot)
{
        if (slot == SLOT_NURSERY)
                return 0.6;
        if (s->kind == KIND_ALL_THROUGH && slot < SLOT_YEAR7)
                return 0.5;
        if (s->kind == KIND_PRU)
                return 0.3 * (slot - SLOT_YEAR7 + 1);
        return slot > SLOT_YEAR11 ? 0.5 : 1;
}

/* Scales the wishes so that exactly so many pupils are met: what is rounded off one year is owed to the next.
 */
static void set_places(struct authority *x, double (*wish)[SLOTS], unsigned first, unsigned pupils)
{
        double sum = 0, owed = 0;
        for (unsigned i = first; i < x->count; i++)
                for (int slot = 0; slot < SLOTS; slot++)
                        sum += wish[i][slot];
        double scale = sum > 0 ? pupils / sum : 0;
        unsigned given = 0;
        for (unsigned i = first; i < x->count; i++)
                for (int slot = 0; slot < SLOTS; slot++) {
                        owed += wish[i][slot] * scale;
                        unsigned upto = (unsigned)floor(owed + 1e-6);
                        x->schools[i].places[slot] = upto - given;
                        given = upto;
                }
}

static void fill_years(struct arena *a, struct chance *c, struct authority *x, unsigned pupils)
{
        double(*wish)[SLOTS] = arena_array(a, x->count, sizeof *wish);
        for (unsigned i = 0; i < x->count; i++) {
                const struct demo_school *s = &x->schools[i];
                double full = full_year(s, c), popular = chance_between(c, 86, 100) / 100.0;
                for (int slot = s->low; slot <= s->high; slot++)
                        wish[i][slot] = full * popular * share(s, slot) * chance_between(c, 94, 103) / 100.0;
        }
        unsigned first = 0;
        if (pupils >= EXAMPLE_MIN_PUPILS && x->primaries) {
                for (int slot = SLOT_RECEPTION; slot < SLOT_YEAR7; slot++)
                        x->schools[0].places[slot] = EXAMPLE_COHORT;
                pupils -= EXAMPLE_PUPILS;
                first = 1;
        }
        set_places(x, wish, first, pupils);
}

/* ---- the list of schools ---- */

static unsigned at_least_one(unsigned n, unsigned schools, unsigned from)
{
        return n ? n : schools >= from;
}

static void add(struct arena *a, struct chance *c, struct authority *x, enum school_kind kind, unsigned n)
{
        static const unsigned numbers[] = {
                [KIND_PRIMARY] = 2001,     [KIND_INFANT] = 3001,    [KIND_JUNIOR] = 3501,
                [KIND_ALL_THROUGH] = 6901, [KIND_SECONDARY] = 4001, [KIND_SPECIAL] = 7001,
                [KIND_PRU] = 1101
        };
        struct demo_school *s = &x->schools[x->count++];
        *s = (struct demo_school){ .kind = kind, .id = x->count };
        s->laestab = arena_printf(a, "999%04u", numbers[kind] + n);
        s->urn = arena_printf(a, "9%05u", s->id);
        s->name = school_name(a, s, n);
        s->slug = slug_of(a, s->name);
        set_range(s, c);
        unsigned mixed = chance_below(c, 100);
        s->mixture =
            20 + mixed * mixed / 25; /* most are below the authority's own mixture, a few far above */
        s->poverty = 60 + chance_below(c, 190) + chance_below(c, 190);
        s->style = chance_between(c, 0, 4);
}

static void set_place(struct authority *x)
{
        for (unsigned i = 0; i < x->count; i++) {
                struct demo_school *s = &x->schools[i];
                unsigned near = i;
                if (i < x->primaries)
                        near = (unsigned)(authority_senior(x, i) - x->schools);
                unsigned town = near >= x->primaries ? near - x->primaries : near;
                s->town = towns[town % TOWNS];
                s->district = 1 + town % 99;
        }
}

static void set_agreed(struct authority *x, struct chance *c)
{
        for (unsigned i = 0; i < x->count; i++) {
                struct demo_school *s = &x->schools[i];
                for (int slot = 0; slot < SLOTS; slot++)
                        s->pupils += s->places[slot];
                s->agreed = s->pupils * (unsigned)chance_between(c, 99, 105) / 100 + 2;
        }
}

struct authority *authority_new(struct arena *a, struct chance *c, unsigned schools, unsigned pupils)
{
        struct authority *x = arena_alloc(a, sizeof *x);
        unsigned pru = at_least_one(schools / 60, schools, 10),
                 through = at_least_one(schools / 60, schools, 10);
        unsigned special = at_least_one(schools * 45 / 1000, schools, 8), pairs = schools * 3 / 100;
        unsigned secondary = at_least_one(schools * 13 / 100, schools, 2);
        unsigned primary = schools - pru - through - special - secondary - 2 * pairs;
        x->schools = arena_array(a, schools, sizeof *x->schools);
        for (unsigned n = 0; n < primary; n++)
                add(a, c, x, KIND_PRIMARY, n);
        for (unsigned n = 0; n < pairs; n++) {
                add(a, c, x, KIND_INFANT, n);
                add(a, c, x, KIND_JUNIOR, n);
        }
        x->primaries = x->count;
        for (unsigned n = 0; n < through; n++)
                add(a, c, x, KIND_ALL_THROUGH, n);
        for (unsigned n = 0; n < secondary; n++)
                add(a, c, x, KIND_SECONDARY, n);
        x->seniors = through + secondary;
        for (unsigned n = 0; n < special; n++)
                add(a, c, x, KIND_SPECIAL, n);
        for (unsigned n = 0; n < pru; n++)
                add(a, c, x, KIND_PRU, n);
        x->schools[0].low = SLOT_RECEPTION;
        x->schools[0].style = 1;
        x->schools[0].mixture = 100;
        set_place(x);
        fill_years(a, c, x, pupils);
        set_agreed(x, c);
        return x;
}

struct demo_school *authority_senior(const struct authority *x, unsigned primary)
{
        return &x->schools[x->primaries + (x->seniors ? primary * x->seniors / x->primaries : 0)];
}

/* ---- classes ---- */

static const char *const trees[] = { "Oak",     "Ash",   "Elm",      "Maple",    "Rowan",  "Willow",
                                     "Beech",   "Cedar", "Holly",    "Hazel",    "Birch",  "Larch",
                                     "Alder",   "Lime",  "Pine",     "Poplar",   "Cherry", "Hawthorn",
                                     "Juniper", "Aspen", "Chestnut", "Sycamore", "Olive",  "Walnut",
                                     "Spruce",  "Yew",   "Laurel",   "Elder" };
enum { TREES = sizeof trees / sizeof *trees };
static const char *const teachers[] = { "Mrs Patel",  "Mr Hughes", "Miss Okafor", "Mrs Nowak",
                                        "Mr Ahmed",   "Ms Clarke", "Mrs O'Brien", "Mr Thompson",
                                        "Miss Begum", "Mrs Lloyd", "Ms Singh",    "Mr Wood" };
enum { TEACHERS = sizeof teachers / sizeof *teachers };

static const char *primary_class(struct arena *a, const struct demo_school *s, const char *year, int slot,
                                 unsigned n, unsigned count)
{
        unsigned nth = (unsigned)slot * count + n;
        switch (s->style) {
        case 1: return arena_printf(a, "%s %s", year, trees[n % TREES]);
        case 2: return nth < TREES ? trees[nth] : arena_printf(a, "%s%c", year, 'A' + n);
        case 3:
                return arena_printf(a, "%s%s - %s", slot < SLOT_YEAR1 ? "" : "Year ",
                                    slot < SLOT_YEAR1 ? "Reception" : year,
                                    teachers[(nth + s->id) % TEACHERS]);
        case 4:
                return arena_printf(a, "%s%c%c", year, "JKLMRST"[(nth + s->id) % 7],
                                    "PBWHCD"[(nth * 5 + s->id) % 6]);
        default:
                return count == 1 ? arena_printf(a, slot < SLOT_YEAR1 ? "Class %s" : "Year %s", year)
                                  : arena_printf(a, "%s%c", year, 'A' + n);
        }
}

const char *school_class(struct arena *a, const struct demo_school *s, int slot, unsigned n, unsigned count)
{
        const char *year = slot_year(slot);
        if (slot == SLOT_NURSERY)
                return n ? "Nursery PM" : "Nursery AM";
        if (s->kind == KIND_SPECIAL || s->kind == KIND_PRU)
                return trees[((unsigned)slot + s->id) % TREES];
        if (slot < SLOT_YEAR7)
                return primary_class(a, s, year, slot, n, count);
        if (s->style % 3 == 1)
                return arena_printf(a, "%s %s", year, trees[n % TREES]);
        if (s->style % 3 == 2)
                return arena_printf(a, "%s%c%c%c", year, 'A' + (n * 7 + s->id) % 20, 'B' + (n * 5) % 20,
                                    'C' + n % 20);
        return arena_printf(a, "%s%c", year, 'A' + n);
}
