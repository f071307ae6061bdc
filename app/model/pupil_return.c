#include "model/pupil_return.h"

#include <string.h>

#include "model/year.h"

enum {
        NEW_DAYS = 5,
        JULY = 7,
        AUGUST = 8,
        SEPTEMBER = 9,
        LAST_DAYS = 48, /* of an academic year, from 15 July on */
};

struct pupil_return pupil_return_new(const char *year, const char *low, struct date entry)
{
        bool start = entry.month == AUGUST || entry.month == SEPTEMBER;
        if (start && strcmp(year, low) == 0)
                return (struct pupil_return){ false, NO_DATE };
        return (struct pupil_return){ true, date_known(entry) ? date_from_days(date_to_days(entry) + NEW_DAYS) : NO_DATE };
}

/* Without a date of birth nobody can tell in autumn who is past the year and who has begun it. */
static bool past_final_year(const char *year, struct date birth, const char *high, struct date left)
{
        bool summer = left.month == JULY || left.month == AUGUST;
        return date_known(left) && (date_known(birth) || summer) &&
               year_leaving(year, birth, high, year_academic(date_from_days(date_to_days(left) + LAST_DAYS)));
}

struct pupil_return pupil_return_deletion(const char *year, struct date birth, const char *high, struct date left)
{
        return past_final_year(year, birth, high, left) ? (struct pupil_return){ false, NO_DATE } : (struct pupil_return){ true, left };
}
