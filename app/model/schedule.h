/* When a task runs: once, on days of the week, or on a day of the month, at a time of the clock in England.
 * Pure. */
#ifndef MODEL_SCHEDULE_H
#define MODEL_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/outcome.h"

enum { SCHEDULE_ONCE = 'O', SCHEDULE_WEEKLY = 'W', SCHEDULE_MONTHLY = 'M', DAY_MINUTES = 24 * 60 };

struct schedule {
        char repeats;         /* one of the three above */
        unsigned days;        /* weekly: bits, Monday 1, Sunday 64 */
        unsigned day;         /* monthly: 1 to 31; the last day of a month that is shorter */
        unsigned at_minute;   /* of the day, by the clock */
        struct date first_on; /* once: the day itself */
        struct date last_on;  /* NO_DATE: it goes on */
};

/* The moment in UTC at which the clock in England shows that time of that day. A time that the clock leaps
 * over is the moment of the leap; one that it shows twice is the first of the two. */
time_t schedule_moment(struct date day, unsigned minute);

/* The day in England at that moment, and the minute of it. */
struct date schedule_day(time_t at, unsigned *minute);

/* The first moment at which it runs later than after; 0: it does not run any more. */
time_t schedule_next(const struct schedule *s, time_t after);

/* The next of them, most at most; returns how many there are. */
size_t schedule_list(const struct schedule *s, time_t after, time_t *out, size_t most);

/* Of a task that should have run at due and did not: the last time that is not after now; *missed: how many
 * went before it. */
time_t schedule_latest(const struct schedule *s, time_t due, time_t now, unsigned *missed);

/* NULL, or what is wrong with it, for the field that the schedule's member is called by. now: it must run at
 * least once from then on. */
const char *schedule_problem(const struct schedule *s, time_t now, const char **field);

/* "Every Monday and Thursday at 2:15am", "On the 31st of each month (or its last day) at 6pm", "Once, on 3
 * May 2026 at 2am". */
const char *schedule_words(struct arena *a, const struct schedule *s);

/* "02:15", "2.15am", "2 pm", "14:15" to the minute of the day. False when it is none. */
bool schedule_read_clock(const char *text, unsigned *minute);

#endif
