/* What becomes of schools' answers as time goes by: the SQL of onroll-work. Each call may be made by any
 * number of programs at once: what one has done the others find done. */
#ifndef STORE_EXCHANGE_WORK_H
#define STORE_EXCHANGE_WORK_H

#include <time.h>

#include "db/db.h"

/* Answers that wait of schools that are paused are held; held ones of schools that are not any more wait
 * again, spread over their task's window, with all of their time. Where the school cannot be asked by then
 * they end with the reason, as those of a new run do (exchange_run.h). */
enum outcome exchange_hold(struct db *db, time_t now, unsigned long *count) MUST_USE;

/* Agents whose lease is over are lost: the try is recorded as such, and the answer waits for the next, or is
 * given up. */
enum outcome exchange_lost(struct db *db, time_t now, unsigned long *count) MUST_USE;

/* Answers that wait past their time: not answered, or failed when there were tries. */
enum outcome exchange_give_up(struct db *db, time_t now, unsigned long *count) MUST_USE;

/* Answers whose data was received: done once it was processed, failed when the file could not be. */
enum outcome exchange_processed(struct db *db, time_t now, unsigned long *count) MUST_USE;

/* Schools whose last answers, as many as that or more, failed and whose contact was not told since one was
 * done. */
struct exchange_trouble {
        unsigned long school, failures;
        const char *name, *contact; /* contact "": nobody is named */
        time_t told_at;             /* before that row of failures, 0: never */
};

struct exchange_troubles {
        size_t count;
        const struct exchange_trouble *items;
};

enum outcome exchange_troubles(struct db *db, struct arena *a, time_t now, unsigned failures,
                               struct exchange_troubles *out) MUST_USE;

/* Inside the transaction that writes the mail. *mine: nobody else has told it meanwhile. */
enum outcome exchange_tell(struct db *db, const struct exchange_trouble *t, time_t now, bool *mine) MUST_USE;

/* Answers of the runs that were issued since then, and those that failed, limit at most. */
struct exchange_day {
        unsigned long runs, all, done, open, none, failed, unavailable, not_ready;
        size_t trouble_count;
        const struct exchange_day_trouble {
                const char *school, *task, *words;
                char state;
        } * troubles;
};

enum outcome exchange_day(struct db *db, struct arena *a, time_t since, unsigned limit,
                          struct exchange_day *out) MUST_USE;

#endif
