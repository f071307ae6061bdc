/* Adds up the days of all schools once they are over, for the dashboard's chart. */
#ifndef TASKS_DAYS_H
#define TASKS_DAYS_H

#include "base/config.h"
#include "db/db.h"

enum outcome days_run(struct db *db, const struct config *c, unsigned long *count) MUST_USE;

#endif
