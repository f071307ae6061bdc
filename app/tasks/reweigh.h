/* Weighs open conflicts again after a child became active or stopped to be (store/cohort.h), and after rules were changed
 * (store/rule.h). */
#ifndef TASKS_REWEIGH_H
#define TASKS_REWEIGH_H

#include "base/config.h"
#include "db/db.h"

/* *count: conflicts that the rules let through now. */
enum outcome reweigh_run(struct db *db, const struct config *c, unsigned long *count) MUST_USE;

#endif
