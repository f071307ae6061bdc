/* For the dashboard: when each school is next asked, and whether it did not answer when it was asked last.
 * Their SQL. */
#ifndef STORE_EXCHANGE_NEXT_H
#define STORE_EXCHANGE_NEXT_H

#include <time.h>

#include "db/db.h"

/* Of all schools, in two queries whatever their number; a third when some tasks are for schools by name. */
struct exchange_next {
        struct result by_kind, by_school, unanswered;
};

enum outcome exchange_next_read(struct db *db, struct arena *a, time_t now,
                                struct exchange_next *out) MUST_USE;

/* 0: no task will ask it. */
time_t exchange_next_run(const struct exchange_next *n, unsigned long school, const char *phase);

/* How many times it has not answered in the last week, since it answered last. */
long exchange_unanswered(const struct exchange_next *n, unsigned long school);

#endif
