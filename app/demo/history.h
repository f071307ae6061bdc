/* Results and histories of the invented authority: teachers' assessments, SEN, suspensions and the schools
 * that children were at. */
#ifndef DEMO_HISTORY_H
#define DEMO_HISTORY_H

#include "demo/register.h"

/* Writes those of the pupils of the first schools, each school in its own transaction. scope_of as in
 * register.h. */
enum outcome histories_load(struct db *db, const struct demo *d, unsigned schools,
                            demo_scope_maker *scope_of) MUST_USE;

#endif
