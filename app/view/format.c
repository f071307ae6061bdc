#include "view/format.h"

#include <string.h>

#include "base/text.h"

const char *format_number(struct arena *a, long n)
{
        char digits[TEXT_DIGITS], *out = arena_alloc(a, 32), *to = out;
        long len = text_number(digits, n < 0 ? 0 - (unsigned long)n : (unsigned long)n) - digits;
        if (n < 0)
                to = stpcpy(to, "\xE2\x88\x92"); /* a minus sign, not a hyphen */
        for (long i = 0; i < len; i++) {
                if (i && (len - i) % 3 == 0)
                        *to++ = ',';
                *to++ = digits[i];
        }
        return out;
}

const char *format_count(struct arena *a, long n, const char *one, const char *many)
{
        if (n == 1)
                return arena_printf(a, "1 %s", one);
        return arena_printf(a, "%s %s%s", format_number(a, n), many ? many : one, many ? "" : "s");
}

const char *format_permille(struct arena *a, long permille)
{
        return permille < 0 ? "" : arena_printf(a, "%ld.%ld%%", permille / 10, permille % 10);
}

const char *format_date(struct arena *a, struct date d)
{
        return date_known(d) ? arena_printf(a, "%d %s %d", d.day, date_month(d.month), d.year) : "";
}

const char *format_moment(struct arena *a, time_t at)
{
        struct tm t;
        char clock[DATE_TEXT];
        localtime_r(&at, &t);
        return arena_printf(a, "%d %s %d at %s", t.tm_mday, date_month(t.tm_mon + 1), t.tm_year + 1900,
                            date_clock((unsigned)(t.tm_hour * 60 + t.tm_min), clock));
}

/* The day of that moment, by the calendar of the process's zone. */
static long day_of(time_t at)
{
        struct tm t;
        localtime_r(&at, &t);
        return date_to_days((struct date){ (short)(t.tm_year + 1900), (signed char)(t.tm_mon + 1), (signed char)t.tm_mday });
}

/* A list asks for the same "now" row after row, and the zone's rules take their time. */
static long today(time_t now)
{
        static time_t asked;
        static long day;
        if (!day || now != asked) {
                day = day_of(now);
                asked = now;
        }
        return day;
}

const char *format_ago(struct arena *a, time_t at, time_t now)
{
        long minutes = (long)(now - at) / 60;
        if (minutes < 1)
                return "just now";
        if (minutes < 60)
                return arena_printf(a, "%ld minute%s ago", minutes, minutes == 1 ? "" : "s");
        long day = day_of(at), days = today(now) - day;
        if (days == 0)
                return arena_printf(a, "%ld hour%s ago", minutes / 60, minutes / 60 == 1 ? "" : "s");
        if (days == 1)
                return "yesterday";
        if (days < 14)
                return arena_printf(a, "%ld days ago", days);
        return format_date(a, date_from_days(day));
}

const char *format_size(struct arena *a, long bytes)
{
        if (bytes < 1000)
                return format_count(a, bytes, "byte", NULL);
        if (bytes < 1000000)
                return arena_printf(a, "%ld KB", (bytes + 500) / 1000);
        return arena_printf(a, "%ld.%ld MB", bytes / 1000000, bytes / 100000 % 10);
}
