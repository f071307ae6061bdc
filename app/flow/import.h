/* Processing a school's part of a delivery under the authority's rules: everything that may be is applied, what is left waits for
 * people, all of it in one transaction. */
#ifndef FLOW_IMPORT_H
#define FLOW_IMPORT_H

#include "flow/sort.h"
#include "store/import.h"

/* f->scope is the school, which was leased for `by` (store/status.h). DONE also when it was put on hold. REFUSED: the lease was lost, or
 * somebody has dealt with the import meanwhile. */
enum outcome flow_import(const struct flow *f, const char *by, const struct import *i, const struct sorted *s) MUST_USE;

/* After possible matches of an import were answered: those rows are applied. For the authority's staff, at once. */
enum outcome flow_import_answered(const struct flow *f, unsigned long batch) MUST_USE;

#endif
