#include "model/schedule.h"

#include <ctype.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

enum { MINUTE = 60, DAY = 86400, LONGEST_MONTH = 31, WEEK = 7, AHEAD = 2 * 366 * DAY };

/* ---- the clock in England ---- */

static GTimeZone *england(void)
{
        static GTimeZone *zone;
        if (zone)
                return zone;
        zone = g_time_zone_new_identifier("Europe/London");
        if (!zone) {
                log_event("zone", "Europe/London is not known here: install tzdata");
                abort();
        }
        return zone;
}

time_t schedule_moment(struct date day, unsigned minute)
{
        gint64 clock = (gint64)date_to_days(day) * DAY + (gint64)minute * MINUTE;
        /* Summer time is asked for: of a time that comes twice it is the first. */
        gint interval = g_time_zone_adjust_time(england(), G_TIME_TYPE_DAYLIGHT, &clock);
        return (time_t)(clock - g_time_zone_get_offset(england(), interval));
}

struct date schedule_day(time_t at, unsigned *minute)
{
        gint interval = g_time_zone_find_interval(england(), G_TIME_TYPE_UNIVERSAL, at);
        long clock = (long)at + g_time_zone_get_offset(england(), interval);
        long days = clock / DAY - (clock % DAY < 0);
        if (minute)
                *minute = (unsigned)((clock - days * DAY) / MINUTE);
        return date_from_days(days);
}

/* ---- its days ---- */

/* 1 to 31 */
static int month_end(struct date d)
{
        int day = LONGEST_MONTH;
        while (!date_valid(d.year, d.month, day))
                day--;
        return day;
}

/* Monday is 0; 1 January 1970 was a Thursday. */
static int weekday(long days)
{
        return (int)(((days + 3) % WEEK + WEEK) % WEEK);
}

static bool runs_on(const struct schedule *s, long days)
{
        struct date d = date_from_days(days);
        switch (s->repeats) {
        case SCHEDULE_ONCE: return date_compare(d, s->first_on) == 0;
        case SCHEDULE_WEEKLY: return s->days >> weekday(days) & 1;
        default: return d.day == ((int)s->day < month_end(d) ? (int)s->day : month_end(d));
        }
}

time_t schedule_next(const struct schedule *s, time_t after)
{
        long first = date_to_days(s->first_on),
             last = date_known(s->last_on) ? date_to_days(s->last_on) : first + 1000L * 366;
        long from = date_to_days(schedule_day(after, NULL));
        if (from < first)
                from = first;
        if (s->repeats == SCHEDULE_ONCE)
                last = first;
        for (long day = from; day <= last && day <= from + 2 * LONGEST_MONTH; day++) {
                time_t at = runs_on(s, day) ? schedule_moment(date_from_days(day), s->at_minute) : 0;
                if (at > after)
                        return at;
        }
        return 0;
}

size_t schedule_list(const struct schedule *s, time_t after, time_t *out, size_t most)
{
        size_t n = 0;
        while (n < most && (after = schedule_next(s, after)))
                out[n++] = after;
        return n;
}

time_t schedule_latest(const struct schedule *s, time_t due, time_t now, unsigned *missed)
{
        *missed = 0;
        for (time_t next; (next = schedule_next(s, due)) && next <= now; due = next)
                ++*missed;
        return due;
}

/* ---- checking ---- */

const char *schedule_problem(const struct schedule *s, time_t now, const char **field)
{
        *field = "repeats";
        if (s->repeats != SCHEDULE_ONCE && s->repeats != SCHEDULE_WEEKLY && s->repeats != SCHEDULE_MONTHLY)
                return "Choose how often it runs.";
        *field = "days";
        if (s->repeats == SCHEDULE_WEEKLY && (s->days == 0 || s->days >= 1u << WEEK))
                return "Choose at least one day of the week.";
        *field = "day";
        if (s->repeats == SCHEDULE_MONTHLY && (s->day < 1 || s->day > LONGEST_MONTH))
                return "Write the day of the month as a number from 1 to 31.";
        *field = "at";
        if (s->at_minute >= DAY_MINUTES)
                return "Write the time as hours and minutes, like 2:15am or 14:30.";
        *field = "first_on";
        if (!date_known(s->first_on))
                return "Write the first day as a date, like 07/09/2026.";
        *field = "last_on";
        if (s->repeats != SCHEDULE_ONCE && date_known(s->last_on) &&
            date_compare(s->last_on, s->first_on) < 0)
                return "The last day is before the first. Write a later one, or leave it empty.";
        time_t next = schedule_next(s, now);
        if (next > now + AHEAD) {
                *field = "first_on";
                return "A task may be set up for the next two years. Write an earlier first day.";
        }
        if (next)
                return NULL;
        *field = s->repeats == SCHEDULE_ONCE ? "first_on" : "last_on";
        return s->repeats == SCHEDULE_ONCE ? "That time is over. Choose a later one."
                                           : "It would never run: no such day comes before the last day. "
                                             "Write a later last day, or leave it empty.";
}

/* ---- words ---- */

static const char *weekdays(struct arena *a, unsigned days)
{
        static const char *const names[WEEK] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
                                                 "Friday", "Saturday", "Sunday" };
        const char *text = "";
        unsigned left = (unsigned)__builtin_popcount(days & 127);
        if (left == WEEK)
                return "day";
        for (int i = 0; i < WEEK; i++)
                if (days >> i & 1)
                        text = arena_printf(a, "%s%s%s", text, names[i],
                                            --left == 0 ? ""
                                            : left == 1 ? " and "
                                                        : ", ");
        return text;
}

static const char *ordinal(unsigned n)
{
        if (n / 10 == 1)
                return "th";
        return n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th";
}

const char *schedule_words(struct arena *a, const struct schedule *s)
{
        char text[DATE_TEXT];
        const char *clock = date_clock(s->at_minute, text);
        struct date d = s->first_on;
        if (s->repeats == SCHEDULE_ONCE)
                return arena_printf(a, "Once, on %d %s %d at %s", d.day, date_month(d.month), d.year, clock);
        if (s->repeats == SCHEDULE_WEEKLY)
                return arena_printf(a, "Every %s at %s", weekdays(a, s->days), clock);
        return arena_printf(a, "On the %u%s of each month%s at %s", s->day, ordinal(s->day),
                            s->day > 28 ? " (or its last day)" : "", clock);
}

/* One or two digits; -1 when there are none. */
static int digits(const char **p)
{
        int n = -1;
        for (int i = 0; i < 2 && isdigit((unsigned char)**p); i++, ++*p)
                n = (n < 0 ? 0 : n) * 10 + (**p - '0');
        return n;
}

bool schedule_read_clock(const char *text, unsigned *minute)
{
        const char *p = text;
        while (*p == ' ')
                p++;
        int hour = digits(&p), rest = 0;
        bool parted = *p == ':' || *p == '.';
        if (parted) {
                const char *from = ++p;
                rest = digits(&p);
                if (p - from != 2)
                        return false;
        }
        while (*p == ' ')
                p++;
        char half = (char)tolower((unsigned char)*p);
        bool halves = (half == 'a' || half == 'p') && tolower((unsigned char)p[1]) == 'm';
        p += halves ? 2 : 0;
        while (*p == ' ')
                p++;
        if (*p || hour < 0 || rest > 59 || (!parted && !halves) ||
            (halves ? hour < 1 || hour > 12 : hour > 23))
                return false;
        *minute = (unsigned)((halves ? hour % 12 + (half == 'p' ? 12 : 0) : hour) * 60 + rest);
        return true;
}
