/* What of an import's plan may be a reason to hold it (intake/import_hold.h): who is whose, lost letters, how many would be touched. For
 * flow/import.c alone, inside its transaction. */
#ifndef FLOW_IMPORT_FACTS_H
#define FLOW_IMPORT_FACTS_H

#include "flow/plan.h"
#include "flow/sort.h"
#include "intake/import_hold.h"

/* Fills in children, elsewhere, damaged, roll, removals and changed. */
enum outcome import_plan_facts(const struct flow *f, const struct sorted *s, const struct flow_plan *p, struct import_facts *out) MUST_USE;

#endif
