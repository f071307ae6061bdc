/* The invented authority 999: its schools and how many children each year of each has room for. The children
 * are in family.h. */
#ifndef DEMO_AUTHORITY_H
#define DEMO_AUTHORITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "demo/chance.h"

/* Nursery, Reception, Year 1 to 13. */
enum { SLOT_NURSERY, SLOT_RECEPTION, SLOT_YEAR1, SLOT_YEAR7 = 8, SLOT_YEAR11 = 12, SLOTS = 15 };

/* The first school: Reception to Year 6, two classes each. */
enum { EXAMPLE_COHORT = 58, EXAMPLE_PUPILS = 7 * EXAMPLE_COHORT };

enum school_kind {
        KIND_PRIMARY,
        KIND_INFANT,
        KIND_JUNIOR,
        KIND_ALL_THROUGH,
        KIND_SECONDARY,
        KIND_SPECIAL,
        KIND_PRU
};

struct demo_school {
        enum school_kind kind;
        unsigned id;                             /* in MySQL: the place in the list, from 1 */
        const char *laestab, *urn, *name, *slug; /* slug: of its e-mail addresses */
        const char *town;
        unsigned district; /* of the postcodes: ZZ1 ... */
        int low, high;     /* slots */
        unsigned places[SLOTS], taken[SLOTS];
        unsigned pupils, agreed;
        unsigned mixture;   /* of communities: a hundred is the authority's own */
        unsigned poverty;   /* pupils in a thousand with free school meals */
        int style;          /* of class names */
        unsigned upns[100]; /* serial numbers given out, by year of allocation */
};

/* Primaries, infants and juniors come first, then all-through, secondary, special, PRU. */
struct authority {
        struct demo_school *schools;
        unsigned count, primaries, seniors; /* seniors: all-through and secondary, after the primaries */
};

/* pupils is met exactly. The first school is a primary of two forms of entry with 406 pupils, when pupils >=
 * 2000. */
struct authority *authority_new(struct arena *a, struct chance *c, unsigned schools, unsigned pupils);

/* The secondary (or all-through) school that a primary, by its place, sends its children to. */
struct demo_school *authority_senior(const struct authority *x, unsigned primary);

/* "N2", "R", "1" ... "13". */
const char *slot_year(int slot);

/* The name of class n of count in that slot, as this school names its classes. */
const char *school_class(struct arena *a, const struct demo_school *s, int slot, unsigned n, unsigned count);

#endif
