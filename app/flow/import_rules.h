/* What an import is weighed by: the authority's rules for the school, who of its pupils is active, and the settings. */
#ifndef FLOW_IMPORT_RULES_H
#define FLOW_IMPORT_RULES_H

#include "flow/flow.h"
#include "intake/weigh.h"
#include "model/batch.h"

/* For f->scope's school. Not complete: nobody is looked for who is missing; the caller changes that of a whole file. */
enum outcome flow_import_rules(const struct flow *f, struct weigh_rules **out) MUST_USE;

#endif
