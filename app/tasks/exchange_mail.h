/* Mails about exchanges: to a school's data contact after some failures in a row, and once a day to the
 * authority's staff. */
#ifndef TASKS_EXCHANGE_MAIL_H
#define TASKS_EXCHANGE_MAIL_H

#include <time.h>

#include "base/config.h"
#include "db/db.h"

/* *count: mails written. */
enum outcome exchange_mail_run(struct db *db, const struct config *c, unsigned long *count) MUST_USE;

/* The same at that moment. */
enum outcome exchange_mail_at(struct db *db, time_t now, unsigned long *count) MUST_USE;

#endif
