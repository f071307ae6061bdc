/* Who signs in at the invented authority and its schools. */
#ifndef DEMO_PEOPLE_H
#define DEMO_PEOPLE_H

#include "base/arena.h"
#include "demo/authority.h"
#include "model/person.h"

/* Three of the authority; an administrator for each school, for one in three a second one, and teachers for
 * every fifth and for the first, which has five. Their addresses say who they are:
 * admin@larkfield-primary-school.example. */
const struct person *people_new(struct arena *a, struct chance *c, const struct authority *x, size_t *count);

#endif
