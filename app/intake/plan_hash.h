/* The fingerprint of a plan: the same for the same deeds on the same versions, whatever the order of the
 * rows. */
#ifndef INTAKE_PLAN_HASH_H
#define INTAKE_PLAN_HASH_H

#include "intake/weigh.h"

/* Fills plan->hash from all that the plan would write. */
void plan_hash(struct arena *a, const struct weigh_request *request, struct plan *plan);

#endif
