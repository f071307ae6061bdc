/* Tasks that run once a day, on whichever machine comes first. Their SQL. */
#ifndef STORE_TASK_DAY_H
#define STORE_TASK_DAY_H

#include <stdbool.h>

#include "db/db.h"

/* *mine: the task of that name has not run today (UTC), and now it is this program's to run. */
enum outcome task_day_take(struct db *db, const char *task, bool *mine) MUST_USE;

#endif
