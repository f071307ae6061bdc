/* The drop folder: whatever a school's or the authority's system leaves in DROP/LAESTAB/ (a school's) or DROP/999/ (the whole
 * authority's) is received. A name that begins with "changes" is changed data; any other file lists everyone on roll. */
#ifndef TASKS_DROP_H
#define TASKS_DROP_H

#include "base/config.h"
#include "db/db.h"

/* drop_dir of the configuration; nothing without it. A file is taken once it has not been written to for a minute, and deleted after it
 * was kept; one that cannot be received is moved to a folder "refused" beside it, with the reason in a text file. *count: files kept. */
enum outcome drop_run(struct db *db, const struct config *c, unsigned long *count) MUST_USE;

#endif
