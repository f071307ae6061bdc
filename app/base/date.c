#include "base/date.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static bool leap(int year)
{
        return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool date_valid(int year, int month, int day)
{
        static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
        if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1)
                return false;
        return day <= days[month - 1] + (month == 2 && leap(year));
}

struct date date_from_iso(const char *text)
{
        if (!text || strlen(text) != 10)
                return NO_DATE;
        for (int i = 0; i < 10; i++)
                if (i == 4 || i == 7 ? text[i] != '-' : !isdigit((unsigned char)text[i]))
                        return NO_DATE;
        int year = atoi(text), month = atoi(text + 5), day = atoi(text + 8);
        if (!date_valid(year, month, day))
                return NO_DATE;
        return (struct date){ (short)year, (signed char)month, (signed char)day };
}

char *date_to_iso(struct date d, char out[DATE_TEXT])
{
        out[0] = '\0';
        if (date_known(d))
                snprintf(out, DATE_TEXT, "%04d-%02d-%02d", d.year, d.month, d.day);
        return out;
}

static void put_digits(char *to, int n, int count)
{
        for (; count--; n /= 10)
                to[count] = (char)('0' + n % 10);
}

/* Not by printf: a page of pupils holds a hundred. */
char *date_to_uk(struct date d, char out[DATE_TEXT])
{
        out[0] = '\0';
        if (!date_known(d))
                return out;
        memcpy(out, "dd/mm/yyyy", sizeof "dd/mm/yyyy");
        put_digits(out, d.day, 2);
        put_digits(out + 3, d.month, 2);
        put_digits(out + 6, d.year, 4);
        return out;
}

const char *date_month(int month)
{
        static const char *const names[] = { "January", "February", "March",     "April",   "May",      "June",
                                             "July",    "August",   "September", "October", "November", "December" };
        return names[month - 1];
}

char *date_clock(unsigned minute, char out[DATE_TEXT])
{
        unsigned hour = minute / 60, rest = minute % 60;
        const char *half = hour < 12 ? "am" : "pm";
        if (!rest && hour % 12 == 0)
                snprintf(out, DATE_TEXT, hour ? "noon" : "midnight");
        else if (rest)
                snprintf(out, DATE_TEXT, "%u:%02u%s", hour % 12 ? hour % 12 : 12, rest, half);
        else
                snprintf(out, DATE_TEXT, "%u%s", hour % 12, half);
        return out;
}

int date_compare(struct date a, struct date b)
{
        if (a.year != b.year)
                return a.year - b.year;
        if (a.month != b.month)
                return a.month - b.month;
        return a.day - b.day;
}

/* Howard Hinnant's civil calendar: eras of 400 years, the year starting in March. */
long date_to_days(struct date d)
{
        long y = d.year - (d.month <= 2), era = y / 400, of_era = y - era * 400;
        long of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
        return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date date_from_days(long days)
{
        days += 719468;
        long era = days / 146097, of_era = days - era * 146097;
        long year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
        long of_year = of_era - (365 * year + year / 4 - year / 100), m = (5 * of_year + 2) / 153;
        long day = of_year - (153 * m + 2) / 5 + 1, month = m < 10 ? m + 3 : m - 9;
        year += era * 400 + (month <= 2);
        if (!date_valid((int)year, (int)month, (int)day))
                return NO_DATE;
        return (struct date){ (short)year, (signed char)month, (signed char)day };
}

int date_age(struct date birth, struct date on)
{
        int years = on.year - birth.year;
        if (on.month < birth.month || (on.month == birth.month && on.day < birth.day))
                years--;
        return years < 0 ? 0 : years;
}

static struct date date_split(time_t at, struct tm *(*split)(const time_t *, struct tm *))
{
        struct tm tm;
        split(&at, &tm);
        return (struct date){ (short)(tm.tm_year + 1900), (signed char)(tm.tm_mon + 1), (signed char)tm.tm_mday };
}

static struct date date_now(struct tm *(*split)(const time_t *, struct tm *))
{
        struct date set = date_from_iso(getenv("ONROLL_TODAY"));
        return date_known(set) ? set : date_split(time(NULL), split);
}

struct date date_today(void)
{
        return date_now(localtime_r);
}

struct date date_of_time(time_t at)
{
        return date_split(at, localtime_r);
}

struct date date_today_utc(void)
{
        return date_now(gmtime_r);
}
