/* Dates as people and spreadsheets write them. */
#ifndef INTAKE_READ_DATE_H
#define INTAKE_READ_DATE_H

#include "base/arena.h"
#include "base/date.h"

enum date_order { DATE_DAY_FIRST, DATE_MONTH_FIRST };

enum date_form {
        DATE_NONE,    /* cannot be read */
        DATE_CLEAR,   /* 2012-08-31, 31 Aug 2012, 31/08/2012, or any where the order cannot be in doubt */
        DATE_ORDERED, /* both parts could be the month: read by the order given */
        DATE_AGAINST, /* only readable against the order given */
        DATE_SERIAL,  /* the day number of a spreadsheet */
        DATE_PACKED   /* 31082012 or 1092015, whose leading zero was lost */
};

/* latest settles the century of a year of two digits: the date is not later than it. */
enum date_form read_date(const char *text, enum date_order order, struct date latest, struct date *out);

#endif
