/* Does a cell that we read agree with what Excel showed for it? By value to the decimals shown, not by
 * spelling. */
#ifndef TESTS_SHEET_SHOWN_H
#define TESTS_SHEET_SHOWN_H

#include <ctype.h>
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/book.h"
#include "base/date.h"

/* Texts agree but for line ends, and for characters that the export's code page could not write: _ or ?
 * stands there. */
static inline bool shown_text(const char *ours, const char *shown)
{
        while (*ours && *shown) {
                if (*ours == '\r') {
                        ours++;
                        continue;
                }
                if (*shown == '\r') {
                        shown++;
                        continue;
                }
                gunichar a = g_utf8_get_char(ours), b = g_utf8_get_char(shown);
                if (a != b && !((b == '_' || b == '?') && a > 126))
                        return false;
                ours = g_utf8_next_char(ours);
                shown = g_utf8_next_char(shown);
        }
        return !*ours && !*shown;
}

/* The first number in what is shown, without currency, commas and brackets; how many decimals it has. */
static inline bool shown_value(const char *shown, double *value, int *decimals, bool *percent)
{
        char digits[64];
        size_t n = 0;
        bool minus = false, point = false;
        *decimals = 0;
        const char *p = shown;
        for (; *p && !isdigit((unsigned char)*p) && !(*p == '.' && isdigit((unsigned char)p[1])); p++)
                minus |= *p == '-';
        if (!*p)
                return false;
        for (; *p && n < sizeof digits - 1; p++) {
                if (*p == ',')
                        continue;
                if (*p == '.' && point)
                        break;
                if (!isdigit((unsigned char)*p) && *p != '.')
                        break;
                point |= *p == '.';
                *decimals += point && *p != '.';
                digits[n++] = *p;
        }
        digits[n] = '\0';
        *value = strtod(digits, NULL) * (minus ? -1 : 1);
        if ((*p == 'E' || *p == 'e') && (p[1] == '+' || p[1] == '-')) {
                int power = atoi(p + 1);
                *value *= pow(10, power);
                *decimals -= power;
        }
        *percent = strchr(p, '%') != NULL;
        return true;
}

/* "1 3/4" and "3/4" */
static inline bool shown_fraction(double ours, const char *shown)
{
        int whole = 0, over, under, used = 0;
        if (sscanf(shown, " %d %d/%d%n", &whole, &over, &under, &used) < 3 || shown[used]) {
                whole = 0;
                if (sscanf(shown, " %d/%d%n", &over, &under, &used) < 2 || shown[used])
                        return false;
        }
        double value = abs(whole) + (double)over / under;
        return fabs(fabs(ours) - value) <= 0.5 / under + 1e-9;
}

static inline bool shown_number(const char *text, const char *shown)
{
        double ours = strtod(text, NULL), value;
        if (*shown == '(') /* a negative number, or mere text of the format */
                ours = fabs(ours);
        int decimals;
        bool percent;
        if (!shown_value(shown, &value, &decimals, &percent))
                return false;
        double room = 0.5000001 * pow(10, -decimals) + fabs(ours) * 1e-12;
        if (percent && fabs(ours - value / 100) <= room / 100)
                return true; /* else the sign may be mere text of the format */
        return fabs(ours - value) <= room || shown_fraction(ours, shown);
}

static inline bool shown_weekday(const struct cell *c, const char *shown)
{
        static const char *const days[] = { "Thursday", "Friday",  "Saturday", "Sunday",
                                            "Monday",   "Tuesday", "Wednesday" };
        struct date d = c->kind == CELL_DATE ? date_from_iso(c->text) : NO_DATE;
        return date_known(d) && strcmp(shown, days[(date_to_days(d) + 70000) % 7]) == 0;
}

/* Every number and month that is shown is a part of the date or time, and there is one at least. */
static inline bool shown_moment(const struct cell *c, const char *shown)
{
        static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
        int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, found = 0;
        const char *clock = c->kind == CELL_TIME   ? c->text
                            : strchr(c->text, 'T') ? strchr(c->text, 'T') + 1
                                                   : "0:0:0";
        if (shown_weekday(c, shown))
                return true;
        if (c->kind == CELL_TIME)
                year = 1900, month = 1; /* as Excel shows the date of a mere time: 0 January 1900 */
        else
                sscanf(c->text, "%d-%d-%d", &year, &month, &day);
        sscanf(clock, "%d:%d:%d", &hour, &minute, &second);
        for (const char *p = shown; *p;) {
                if (isdigit((unsigned char)*p)) {
                        int n = (int)strtol(p, (char **)&p, 10);
                        if (n != year && n != year % 100 && n != month && n != day && n != hour &&
                            n != (hour + 11) % 12 + 1 && n != minute && n != second && n != minute + 1 &&
                            n != second + 1 && n != 0)
                                return false;
                        found++;
                } else if (isalpha((unsigned char)*p)) {
                        char word[4] = { (char)tolower((unsigned char)p[0]),
                                         (char)tolower((unsigned char)p[1]),
                                         p[1] ? (char)tolower((unsigned char)p[2]) : '\0', '\0' };
                        const char *at = strlen(word) == 3 ? strstr(months, word) : NULL;
                        if (at && (at - months) % 3 == 0 && (at - months) / 3 + 1 != month)
                                return false;
                        while (isalpha((unsigned char)*p))
                                p++;
                        found += at != NULL;
                } else {
                        p++;
                }
        }
        return found > 0;
}

static inline bool shown_agrees(const struct cell *c, const char *shown)
{
        if (shown_text(c->text, shown) || (*shown && shown[strspn(shown, "#")] == '\0'))
                return true;
        switch (c->kind) {
        case CELL_NUMBER: return shown_number(c->text, shown);
        case CELL_DATE:
        case CELL_TIME:
        case CELL_MOMENT: return shown_moment(c, shown);
        default: return false;
        }
}

#endif
