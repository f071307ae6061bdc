/* The end of the flow: holds, and the one transaction that changes the roll. */
#ifndef FLOW_CONFIRM_H
#define FLOW_CONFIRM_H

#include "flow/plan.h"

/* Once all files are there, and again after whatever changes the plan: puts the batch on hold when the plan asks for it, ends
 * a hold whose reasons are gone, and tells the authority. first: the box was just ticked; the school is told what waits. */
enum outcome flow_settle(const struct flow *f, const struct batch *b, bool first) MUST_USE;

/* What stands in the way of confirming, as a sentence; NULL when nothing does. */
const char *flow_obstacle(const struct batch *b, const struct flow_plan *p);

/*
 * "I have checked": remembers what was seen, the plan's hash on the page, with the version of the roll. When the roll has
 * moved since the rows were matched with it, they are matched again first. REFUSED: something stands in the way, or
 * (*changed) the plan is no longer the one that was seen.
 */
enum outcome flow_check(const struct flow *f, unsigned long batch, const char *seen, bool *changed) MUST_USE;

/*
 * Applies the batch: all of it or, for any reason, nothing. seen is the plan's hash on the page that was confirmed.
 * REFUSED: something stands in the way, or the roll or the files changed since (*changed: show Check again, with
 * flow_changed), or somebody else has confirmed. A lost connection at COMMIT is settled by reading the batch again.
 */
enum outcome flow_confirm(const struct flow *f, unsigned long batch, const char *seen, bool *changed) MUST_USE;

/* The pupils on the roll who changed since the batch was checked. */
enum outcome flow_changed(const struct flow *f, const struct batch *b, const struct flow_plan *p, struct pupils *out) MUST_USE;

#endif
