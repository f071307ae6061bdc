#include "model/asked.h"

#include <string.h>

#include "model/year.h"

/* The day of the month is that of `from`, or the month's last when it is shorter. */
static struct date months_before(struct date from, unsigned months)
{
        int n = from.year * 12 + from.month - 1 - (int)months, day = from.day;
        while (!date_valid(n / 12, n % 12 + 1, day))
                day--;
        return (struct date){ (short)(n / 12), (signed char)(n % 12 + 1), (signed char)day };
}

struct asked asked_by(const struct exchange_ask *ask, struct date run)
{
        struct asked asked = { .group = ask->group, .years = ask->years };
        if (strcmp(ask->data, "att-previous") == 0)
                run = (struct date){ (short)year_academic(run), 8, 31 };
        if (ask->months)
                asked.since = months_before(run, ask->months);
        return asked;
}

bool asked_narrow(const struct asked *asked)
{
        return asked->group && (asked->group != GROUP_YEARS || asked->years);
}

static bool in_years(unsigned years, const char *year)
{
        size_t n = 0;
        while (year_at(n) && strcmp(year_at(n), year) != 0)
                n++;
        return !year_at(n) || (years >> n & 1);
}

static bool looked_after(const struct asked_pupil *p)
{
        if (*p->looked_after == 'Y' || *p->held_looked_after == 'Y')
                return true;
        return !*p->looked_after && !*p->held_looked_after && p->in_care;
}

bool asked_for(const struct asked *asked, const struct asked_pupil *p)
{
        if (!asked_narrow(asked))
                return true;
        if (asked->group == GROUP_LEAVERS)
                return p->left;
        if (asked->group == GROUP_LOOKED_AFTER)
                return looked_after(p);
        return in_years(asked->years, *p->year ? p->year : p->held_year);
}

const char *asked_words(struct arena *a, const struct asked *asked)
{
        char uk[DATE_TEXT];
        const char *whose = asked->group ? exchange_pupils_words(a, asked->group, asked->years) : "";
        return date_known(asked->since)
                   ? arena_printf(a, "%s; attendance from %s", whose, date_to_uk(asked->since, uk))
                   : whose;
}

static const char *outside(struct arena *a, const struct asked *asked)
{
        if (asked->group == GROUP_LEAVERS)
                return "who have not left the school, or were never sent before";
        if (asked->group == GROUP_LOOKED_AFTER)
                return "who are not known to be looked after";
        return arena_printf(a, "in other NC years than %s",
                            exchange_pupils_words(a, asked->group, asked->years));
}

const char *asked_not_words(struct arena *a, const struct asked *asked, unsigned long rows,
                            unsigned long marks)
{
        char uk[DATE_TEXT];
        const char *words = "";
        if (rows)
                words = arena_printf(a, "%lu %s of pupils %s", rows, rows == 1 ? "row" : "rows",
                                     outside(a, asked));
        if (marks)
                words = arena_printf(a, "%s%s%lu %s before %s", words, rows ? "; " : "", marks,
                                     marks == 1 ? "attendance mark of a day" : "attendance marks of days",
                                     date_to_uk(asked->since, uk));
        return words;
}
