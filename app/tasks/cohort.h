/* Each night: who is active because a day came, and who no longer is because one went. */
#ifndef TASKS_COHORT_H
#define TASKS_COHORT_H

#include "base/config.h"
#include "db/db.h"

/* Looks once when the day has been looked at already. */
enum outcome cohort_run(struct db *db, const struct config *c, unsigned long *count) MUST_USE;

#endif
