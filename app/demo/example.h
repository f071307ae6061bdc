/* Five teachers' lists of the first school for the new year, with the mess that such lists have, and the
 * truth beside them. The story is here; how each file looks is layout.h's. */
#ifndef DEMO_EXAMPLE_H
#define DEMO_EXAMPLE_H

#include <stdbool.h>

#include "demo/demo.h"

/* A child as listed. kind, for truth.csv:
 *   same              as on the roll, moved up
 *   nickname surname  another forename or surname than on the roll
 *   birth-digit birth-swapped birth-unreadable birth-missing
 *   upn-letter upn-short upn-missing moved
 *   new               on no roll of the authority
 *   elsewhere         on another school's roll, with its UPN; elsewhere-similar: without, and by a nickname
 *   repeat            a child that another row lists too
 */
struct listed {
        const struct demo_pupil *pupil; /* NULL: new */
        unsigned child;                 /* the same for every row of one child */
        int slot;                       /* of the new year; decides the file */
        const char *kind;
        struct record record;   /* NC year and class are the new year's */
        const char *birth_text; /* as typed instead of the date of birth, or NULL */
};

struct example {
        size_t count;
        struct listed *items; /* by slot, class and surname */
};

/* Of the first school, which must be the example of authority.h. */
struct example example_new(struct arena *a, const struct demo *d);

#endif
