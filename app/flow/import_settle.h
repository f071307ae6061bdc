/* What an import says about single pupils that a person decides, or that is settled by it: conflicts and proposed leavers. For
 * flow/import.c alone, inside its transaction. */
#ifndef FLOW_IMPORT_SETTLE_H
#define FLOW_IMPORT_SETTLE_H

#include "flow/asked.h"
#include "flow/plan.h"

/* Opens conflicts where the plan has some, and ends those whose values agree now or that a rule let through. *open: how many of the
 * plan's a person still has to decide. */
enum outcome import_settle_conflicts(const struct flow *f, const struct batch *b, const struct flow_plan *p, unsigned *open) MUST_USE;

/* After a complete file who is not in it is proposed as a leaver, with the leaving date that file gives; whoever is in any file is not. */
enum outcome import_settle_missing(const struct flow *f, const struct batch *b, const struct flow_plan *p, const struct asked_file *file,
                                   bool complete) MUST_USE;

#endif
