/* What an import says about pupils' identifiers, by the DfE's numbers of messages. For flow/import.c alone, inside its transaction. */
#ifndef FLOW_IMPORT_UPN_H
#define FLOW_IMPORT_UPN_H

#include "flow/plan.h"
#include "intake/list.h"

/* roll: as it is after what was applied. After a complete file it is all that is wrong; else it takes the place of what was said of the
 * pupils in the file. */
enum outcome import_settle_upns(const struct flow *f, const struct batch *b, const struct flow_plan *p,
                                const struct intake_list *list, const struct pupils *roll, bool complete) MUST_USE;

#endif
