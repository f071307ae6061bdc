/* Matching a batch's children with the pupils on record. */
#ifndef FLOW_MATCH_H
#define FLOW_MATCH_H

#include "flow/plan.h"

/* When all files are there, and again after any row changed: every child against the school's roll first and the whole
 * authority second; stores the outcomes and opens the cases that the authority's staff must look at. */
enum outcome flow_match(const struct flow *f, const struct batch *b) MUST_USE;

/* While files are still coming: against the school's roll alone, in memory, to see who is found so far. */
enum outcome flow_match_roll(const struct flow *f, struct flow_plan *p) MUST_USE;

/* An import's children against the roll first and, where any is in doubt, the whole authority; in memory. p->cases becomes the
 * questions: row is the index in p->rows. */
enum outcome flow_match_import(const struct flow *f, struct flow_plan *p) MUST_USE;

/* Gives children who were found at another school that pupil's UPN, former UPN and ULN where their rows have none. */
enum outcome flow_take_identifiers(const struct flow *f, struct flow_plan *p) MUST_USE;

#endif
