/* Once a night: are the dashboard's counters what they count? They are written in the transactions that
 * change what they count, so that whatever is found here is a mistake of ours: it is logged, and put right.
 */
#ifndef TASKS_RECOUNT_H
#define TASKS_RECOUNT_H

#include "base/config.h"
#include "db/db.h"

/* *count: schools that were put right. */
enum outcome recount_run(struct db *db, const struct config *c, unsigned long *count) MUST_USE;

#endif
