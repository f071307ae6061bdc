/* Writing what a plan says of its children: who is new and what changes. For flow/ alone, inside the transaction that confirms a
 * batch or processes an import; who leaves is flow/confirm.h's. */
#ifndef FLOW_APPLY_H
#define FLOW_APPLY_H

#include "flow/plan.h"

enum outcome flow_apply_new(const struct flow *f, const struct batch *b, const struct flow_plan *p) MUST_USE;
enum outcome flow_apply_changes(const struct flow *f, const struct batch *b, const struct flow_plan *p) MUST_USE;

#endif
