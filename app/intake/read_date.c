#include "intake/read_date.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A date is three parts: numbers, one of which may be a month's name instead. */
struct part {
        int number; /* of a name: the month */
        int digits; /* 0: a name */
};

static const char *const months[] = { "january", "february", "march",     "april",   "may",      "june",
                                      "july",    "august",   "september", "october", "november", "december" };
static const char *const weekdays[] = { "monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday" };

/* The place in the list of the word, which may be cut after three letters; -1 when it is not there. */
static int word_in(const char *word, size_t len, const char *const *list, int count)
{
        if (len < 3)
                return -1;
        for (int i = 0; i < count; i++)
                if (strncasecmp(list[i], word, len) == 0)
                        return i;
        return len == 4 && strncasecmp(word, "sept", 4) == 0 && count == 12 ? 8 : -1;
}

static const char *skip_time(const char *p)
{
        const char *start = p;
        if (*p == 'T')
                p++;
        size_t hour = strspn(p, "0123456789");
        if (hour < 1 || hour > 2 || p[hour] != ':')
                return start;
        p += strspn(p, "0123456789:.");
        p += strspn(p, "Zz ");
        return strncasecmp(p, "am", 2) == 0 || strncasecmp(p, "pm", 2) == 0 ? p + 2 : p;
}

static const char *take_number(const char *p, struct part *out)
{
        out->digits = (int)strspn(p, "0123456789");
        out->number = out->digits <= 8 ? atoi(p) : 0;
        p += out->digits;
        static const char *const ordinals[] = { "st", "nd", "rd", "th" };
        for (int i = 0; i < 4; i++)
                if (strncasecmp(p, ordinals[i], 2) == 0 && !isalpha((unsigned char)p[2]))
                        return p + 2;
        return p;
}

/* Takes a name of a month as a part, and passes over a weekday; NULL for any other word. */
static const char *take_word(const char *p, struct part *part, int *count)
{
        size_t len = 0;
        while (isalpha((unsigned char)p[len]))
                len++;
        int month = word_in(p, len, months, 12);
        if (month >= 0) {
                *part = (struct part){ month + 1, 0 };
                ++*count;
        } else if (word_in(p, len, weekdays, 7) < 0 && !(len == 2 && strncasecmp(p, "of", 2) == 0)) {
                return NULL;
        }
        return p + len;
}

/* Cuts text into at most three parts; their number, or 0 when something else is in it. */
static int cut(const char *text, struct part parts[3])
{
        int count = 0;
        for (const char *p = text; *p;) {
                const char *after = count == 3 ? skip_time(p) : p;
                if (after != p) {
                        p = after;
                } else if (strchr(" /.-,\\", *p)) {
                        p++;
                } else if (count < 3 && isdigit((unsigned char)*p)) {
                        p = take_number(p, &parts[count++]);
                } else if (count == 3 || !(p = take_word(p, &parts[count], &count))) {
                        return 0;
                }
        }
        return count;
}

static bool make(int year, int month, int day, struct date *out)
{
        if (!date_valid(year, month, day))
                return false;
        *out = (struct date){ (short)year, (signed char)month, (signed char)day };
        return true;
}

static int full_year(struct part year, struct date latest)
{
        if (year.digits == 4)
                return year.number;
        if (year.digits != 2)
                return 0;
        int guess = latest.year / 100 * 100 + year.number;
        return guess > latest.year ? guess - 100 : guess;
}

static enum date_form in_order(struct part first, struct part second, int year, enum date_order order,
                               struct date *out)
{
        if (first.digits > 2 || second.digits > 2)
                return DATE_NONE;
        struct date day_first = NO_DATE, month_first = NO_DATE;
        bool a = make(year, second.number, first.number, &day_first);
        bool b = make(year, first.number, second.number, &month_first);
        bool wanted = order == DATE_DAY_FIRST ? a : b;
        *out = (order == DATE_DAY_FIRST) == wanted ? day_first : month_first;
        if (!a && !b)
                return DATE_NONE;
        if (a && b)
                return first.number == second.number ? DATE_CLEAR : DATE_ORDERED;
        return wanted ? DATE_CLEAR : DATE_AGAINST;
}

static enum date_form three(const struct part p[3], enum date_order order, struct date latest,
                            struct date *out)
{
        if (p[0].digits == 4)
                return p[1].digits <= 2 && p[2].digits && make(p[0].number, p[1].number, p[2].number, out)
                           ? DATE_CLEAR
                           : DATE_NONE;
        int year = full_year(p[2], latest);
        if (p[1].digits == 0)
                return p[0].digits && make(year, p[1].number, p[0].number, out) ? DATE_CLEAR : DATE_NONE;
        if (p[0].digits == 0)
                return make(year, p[0].number, p[1].number, out) ? DATE_CLEAR : DATE_NONE;
        return in_order(p[0], p[1], year, order, out);
}

/* One run of digits: 20120831, 31082012, 1092015 (which lost a leading zero), or a day number of a
 * spreadsheet. */
static enum date_form one(struct part p, enum date_order order, struct date *out)
{
        int n = p.number;
        if (p.digits == 5 && n >= 10000 && n < 80000) {
                *out = date_from_days(n - 25569L); /* day 25569 is 1 January 1970 */
                return DATE_SERIAL;
        }
        if (p.digits == 8 && make(n / 10000, n / 100 % 100, n % 100, out))
                return DATE_PACKED;
        if (p.digits != 7 && p.digits != 8)
                return DATE_NONE;
        int a = n / 1000000, b = n / 10000 % 100;
        bool day_first = order == DATE_DAY_FIRST;
        return make(n % 10000, day_first ? b : a, day_first ? a : b, out) ? DATE_PACKED : DATE_NONE;
}

enum date_form read_date(const char *text, enum date_order order, struct date latest, struct date *out)
{
        struct part parts[3] = { 0 };
        int count = cut(text, parts);
        *out = NO_DATE;
        if (count == 3)
                return three(parts, order, latest, out);
        return count == 1 && parts[0].digits ? one(parts[0], order, out) : DATE_NONE;
}
