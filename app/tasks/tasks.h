/* What onroll-work does: one table of tasks, each in a file of its own. Cron starts the program each minute, on any number of
 * machines at once: a task takes its work by rows, never by locks. */
#ifndef TASKS_TASKS_H
#define TASKS_TASKS_H

#include "base/config.h"
#include "db/db.h"

struct task {
        const char *name; /* in the log */
        /* *count: pieces of work done. BROKEN is logged; the next task runs all the same. */
        enum outcome (*run)(struct db *db, const struct config *c, unsigned long *count);
};

/* Ends with a NULL name. */
extern const struct task task_table[];

/* Runs all of them once. False when one was broken. */
bool tasks_run(struct db *db, const struct config *c);

#endif
