/* The children of the invented authority: families with siblings and twins at one address, their names,
 * numbers and codes. Which schools there are is authority.h's. */
#ifndef DEMO_FAMILY_H
#define DEMO_FAMILY_H

#include <stddef.h>

#include "base/arena.h"
#include "base/date.h"
#include "demo/authority.h"
#include "demo/chance.h"
#include "demo/names.h"
#include "model/field.h"

struct demo_pupil {
        unsigned id; /* in MySQL: the place in the list, from 1 */
        unsigned family;
        struct demo_school *school;
        int slot;
        struct date birth;
        struct record record;
};

/* Sorted by school, then as they came. */
struct demo_pupils {
        size_t count;
        struct demo_pupil *items;
};

/* Fills every place of the authority for the academic year (2025 is 2025/26). */
struct demo_pupils families_new(struct arena *a, struct chance *c, struct authority *x, unsigned pupils,
                                int academic);

/* One more child, on nobody's roll, of the neighbourhood of that primary: no class, no numbers. For the
 * examples. */
struct demo_pupil families_stranger(struct arena *a, struct chance *c, struct authority *x, unsigned primary,
                                    int slot, int academic);

#endif
