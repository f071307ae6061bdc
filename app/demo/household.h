/* Where the invented children live: a family's community, surname and address. The children themselves are
 * family.h's. */
#ifndef DEMO_HOUSEHOLD_H
#define DEMO_HOUSEHOLD_H

#include <stdbool.h>

#include "base/arena.h"
#include "demo/authority.h"
#include "demo/chance.h"
#include "demo/names.h"

/* What everything is made with. */
struct tools {
        struct arena *a;
        struct chance *c;
        const struct names *names;
};

struct community {
        unsigned weight;
        enum tradition names;
        const char *ethnicity, *language;
        unsigned middle; /* of a thousand, have a middle name */
};

struct household {
        const struct community *community;
        const char *surname, *address, *town, *postcode, *ethnicity, *language;
        unsigned primary; /* whose neighbourhood it lives in */
        bool poor, serving;
};

/* A new one near that primary, by its place in the list. */
struct household household_new(const struct tools *t, const struct authority *x, unsigned primary);

/* A surname of that tradition, now and then a double one. */
const char *household_surname(const struct tools *t, enum tradition tradition);

/* One of the words in "a:3 b:1", by weight. */
const char *household_code(const struct tools *t, const char *weighted);

#endif
