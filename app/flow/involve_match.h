/* The children of a list of involvements, among the pupils of the whole authority. Changes nothing. */
#ifndef FLOW_INVOLVE_MATCH_H
#define FLOW_INVOLVE_MATCH_H

#include "flow/flow.h"
#include "intake/involvement_list.h"
#include "model/pupil.h"

/* Who a line is: child 0 when that is not sure, and why. */
struct involved {
        unsigned long child;
        const struct pupil *pupil; /* of the child, or who it may be; or NULL */
        const char *why;           /* sentences; "" when it is sure */
        bool doubtful;             /* else nobody is like it */
};

/* out[i] is that of the line i; lines with a problem of their own are left as they are. A valid UPN that one
 * child has or had is that child when name or date of birth do not speak against it; for the others only who
 * is sure counts (match/match.h). */
enum outcome flow_involve_match(const struct flow *f, const struct involvement_list *list,
                                struct involved *out) MUST_USE;

#endif
