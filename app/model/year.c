#include "model/year.h"

#include <string.h>

static const struct nc_year {
        const char *code, *label, *next;
        int order;
} years[] = {
        { "N1", "Nursery 1", "N2", -4 },
        { "N2", "Nursery 2", "R", -3 },
        { "E1", "Early years 1", "E2", -2 },
        { "E2", "Early years 2", "R", -1 },
        { "R", "Reception", "1", YEAR_RECEPTION },
        { "1", "Year 1", "2", 1 },
        { "2", "Year 2", "3", 2 },
        { "3", "Year 3", "4", 3 },
        { "4", "Year 4", "5", 4 },
        { "5", "Year 5", "6", 5 },
        { "6", "Year 6", "7", 6 },
        { "7", "Year 7", "8", 7 },
        { "8", "Year 8", "9", 8 },
        { "9", "Year 9", "10", 9 },
        { "10", "Year 10", "11", 10 },
        { "11", "Year 11", "12", 11 },
        { "12", "Year 12", "13", 12 },
        { "13", "Year 13", "14", 13 },
        { "14", "Year 14", "", YEAR_LAST },
        { "X", "Not following NC years", "X", YEAR_X },
};
enum { YEARS = sizeof years / sizeof *years };

static const struct nc_year *find(const char *code)
{
        for (size_t i = 0; i < YEARS; i++)
                if (strcmp(years[i].code, code) == 0)
                        return &years[i];
        return NULL;
}

int year_order(const char *year)
{
        const struct nc_year *y = find(year);
        return y ? y->order : YEAR_NONE;
}

const char *year_at(size_t n)
{
        return n < YEARS ? years[n].code : NULL;
}

const char *year_label(const char *year)
{
        const struct nc_year *y = find(year);
        return y ? y->label : year;
}

const char *year_next(const char *year)
{
        const struct nc_year *y = find(year);
        return y ? y->next : "";
}

/* The order of the expected year, where nursery is -1 and -2; age is counted on the 31 August before. */
static int expected_order(struct date birth, int academic)
{
        struct date eve = { (short)academic, 8, 31 };
        return date_compare(birth, eve) > 0 ? YEAR_NONE : date_age(birth, eve) - 4;
}

const char *year_expected(struct date birth, int academic)
{
        int order = date_known(birth) ? expected_order(birth, academic) : YEAR_NONE;
        if (order == -1 || order == -2)
                return order == -1 ? "N2" : "N1";
        for (size_t i = 0; i < YEARS; i++)
                if (years[i].order == order && order >= YEAR_RECEPTION && order <= YEAR_LAST)
                        return years[i].code;
        return "";
}

int year_academic(struct date on)
{
        return on.month >= 9 ? on.year : on.year - 1;
}

bool year_leaving(const char *year, struct date birth, const char *high, int academic)
{
        int last = year_order(high), now = year_order(year);
        if (last > YEAR_LAST)
                return false;
        bool numbered = now <= YEAR_LAST;
        if (!date_known(birth))
                return numbered && now >= last;
        int expected = expected_order(birth, academic);
        return expected != YEAR_NONE && expected > last && (!numbered || now >= last);
}
