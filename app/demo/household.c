#include "demo/household.h"

#include <string.h>

/* Weights, in a thousand, are of the authority's whole; a school's mixture moves all but the first. */
static const struct community communities[] = {
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

const char *household_code(const struct tools *t, const char *weighted)
{
        char code[16];
        return arena_text(t->a, chance_word(t->c, weighted, code, sizeof code));
}

const char *household_surname(const struct tools *t, enum tradition tradition)
{
        const char *one = names_surname(t->names, t->c, tradition);
        unsigned doubled = tradition == ENGLISH                                  ? 55
                           : tradition == CARIBBEAN || tradition == WEST_AFRICAN ? 30
                                                                                 : 8;
        if (!chance_permille(t->c, doubled) || strchr(one, '*') || strchr(one, '-'))
                return one;
        const char *other = names_surname(t->names, t->c, ENGLISH);
        return strcmp(one, other)
                   ? arena_printf(t->a, chance_permille(t->c, 850) ? "%s-%s" : "%s %s", other, one)
                   : one;
}

/* A neighbourhood has forty streets of its own; even and odd sides, and every twenty houses, are another
 * postcode. */
static void set_address(const struct tools *t, const struct demo_school *home, struct household *f)
{
        static const char *const names[] = { "Mill",   "Church",   "Station",   "Victoria", "Albert",
                                             "Park",   "Green",    "Manor",     "Queens",   "Kings",
                                             "Grange", "Orchard",  "Elm",       "Chestnut", "Meadow",
                                             "Spring", "Windsor",  "Highfield", "Nelson",   "Clarence",
                                             "Poplar", "Hawthorn", "Kipling",   "Tennyson" };
        static const char *const kinds[] = { "Road",  "Street", "Close",    "Avenue", "Lane",
                                             "Drive", "Way",    "Crescent", "Gardens" };
        static const char letters[] = "ABDEFGHJLNPQRSTUWXYZ";
        unsigned street = chance_below(t->c, 40), n = 1 + chance_below(t->c, 140),
                 key = f->primary * 40 + street;
        const char *name = names[key * 7 % 24], *kind = kinds[(key * 5 + key / 24) % 9];
        unsigned walk = street * 14 + n % 2 * 7 + n / 20;
        f->address = chance_permille(t->c, 70)
                         ? arena_printf(t->a, "Flat %u, %u %s %s", 1 + chance_below(t->c, 24), n, name, kind)
                         : arena_printf(t->a, "%u %s %s", n, name, kind);
        f->town = home->town;
        f->postcode = arena_printf(t->a, "ZZ%u %u%c%c", home->district, 1 + f->primary % 9,
                                   letters[walk / 20 % 20], letters[(walk + f->primary / 9 * 3) % 20]);
}

struct household household_new(const struct tools *t, const struct authority *x, unsigned primary)
{
        const struct demo_school *home = &x->schools[primary];
        const struct community *k = choose_community(t->c, home->mixture);
        struct household f = { .community = k, .primary = primary };
        f.surname = household_surname(t, k->names);
        f.ethnicity = household_code(t, k->ethnicity);
        f.language = household_code(t, k->language);
        f.poor = chance_permille(t->c, home->poverty);
        f.serving = chance_permille(t->c, primary % 11 == 4 ? 60 : 4);
        set_address(t, home, &f);
        return f;
}
