/* Calendar dates of the proleptic Gregorian calendar, without time or zone. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <time.h>

/* year 0 means "no date". Compare with date_compare. */
struct date {
        short year;
        signed char month, day; /* from 1 */
};

#define NO_DATE ((struct date){ 0, 0, 0 })
enum { DATE_TEXT = 24 }; /* room for any text that the functions below write */

static inline bool date_known(struct date d)
{
        return d.year != 0;
}

/* False for 31 April, years outside 1900-2199, and the like. */
bool date_valid(int year, int month, int day);

/* Exactly yyyy-mm-dd, else NO_DATE. Other notations are read by intake/value.h. */
struct date date_from_iso(const char *text);

/* "2012-08-31", or "" for no date. Returns out. */
char *date_to_iso(struct date d, char out[DATE_TEXT]);

/* "31/08/2012", as schools write it, or "". Returns out. */
char *date_to_uk(struct date d, char out[DATE_TEXT]);

/* "September" of 9. */
const char *date_month(int month);

/* The time of the clock at that minute of the day: "2:15am", "2am", "noon", "midnight". Returns out. */
char *date_clock(unsigned minute, char out[DATE_TEXT]);

/* <0, 0, >0; no date sorts first. */
int date_compare(struct date a, struct date b);

/* Days since 1 January 1970, and back. */
long date_to_days(struct date d);
struct date date_from_days(long days);

/* Full years between birth and on; 0 when born after it. */
int date_age(struct date birth, struct date on);

/* Today in the zone of the process (process_clock makes it England's). ONROLL_TODAY=yyyy-mm-dd overrides it. */
struct date date_today(void);

/* The day of a moment, in the zone of the process. */
struct date date_of_time(time_t at);

/* Today in UTC, whatever the zone: for what the database reckons by days. Overridden likewise. */
struct date date_today_utc(void);

#endif
