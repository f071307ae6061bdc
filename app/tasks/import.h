/* Takes deliveries apart and processes each school's part of them under the authority's rules. Any number of programs may do it at once:
 * each takes a delivery, and then a school, for two minutes, and whoever takes over from one that died begins where the last
 * transaction ended. */
#ifndef TASKS_IMPORT_H
#define TASKS_IMPORT_H

#include "base/config.h"
#include "db/db.h"

/* Until nothing is left to do. *count: imports processed or put on hold. The failure of one school stops no other. While another program
 * reads a file of several schools it waits for its share of them, for most of a minute at most. */
enum outcome import_run(struct db *db, const struct config *c, unsigned long *count) MUST_USE;

#endif
