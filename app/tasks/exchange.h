/* Exchanges with schools as time goes by: issues the tasks that are due, holds and releases with pauses,
 * takes back what lost agents had taken, gives up what was not answered in time, and sees what became of data
 * that was received. Any number of programs may do it at once, and each may be killed at any point: all is
 * done by rows, in transactions of their own. */
#ifndef TASKS_EXCHANGE_H
#define TASKS_EXCHANGE_H

#include <time.h>

#include "base/config.h"
#include "db/db.h"

/* *count: runs issued and answers moved on. */
enum outcome exchange_run_tasks(struct db *db, const struct config *c, unsigned long *count) MUST_USE;

/* The same at that moment. */
enum outcome exchange_work_at(struct db *db, time_t now, unsigned long *count) MUST_USE;

#endif
