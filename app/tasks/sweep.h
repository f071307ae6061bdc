/* Deletes what has had its time: the bytes and rows of old uploads, sessions, password links, counts of failed sign-ins. */
#ifndef TASKS_SWEEP_H
#define TASKS_SWEEP_H

#include "base/config.h"
#include "db/db.h"

enum outcome sweep_run(struct db *db, const struct config *c, unsigned long *count) MUST_USE;

#endif
