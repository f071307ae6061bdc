/* Academic years and National Curriculum years: order, labels, the year that a date of birth leads to expect.
 */
#ifndef MODEL_YEAR_H
#define MODEL_YEAR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"

/* NC years are the texts N1 N2 E1 E2 R 1 ... 14 X. YEAR_NONE is the order of anything else. */
enum { YEAR_RECEPTION = 0, YEAR_LAST = 14, YEAR_X = 15, YEAR_NONE = 99 };

/* For sorting and comparing: N1 N2 E1 E2 are below 0, R is 0, "7" is 7, X comes last. */
int year_order(const char *year);

/* All of them in that order, from 0; NULL after the last. */
const char *year_at(size_t n);

/* "Year 7", "Reception", "Nursery 2"; what was given when it is no NC year. */
const char *year_label(const char *year);

/* The NC year a pupil goes up into: 7 after 6, R after N2 and E2, X after X; "" after 14 or for no NC year.
 */
const char *year_next(const char *year);

/* The NC year of a child of that age: "7"; "" when born too late for N1, too early for 14, or the date is not
 * known. academic is the year in which the academic year starts. */
const char *year_expected(struct date birth, int academic);

/* 2025 for every day from 1 September 2025 to 31 August 2026. */
int year_academic(struct date on);

/* True for a pupil who is to leave, because of age, a school whose highest NC year is high, before the
 * academic year starts: in that year or above it (year: as recorded before), and old enough to be past it. */
bool year_leaving(const char *year, struct date birth, const char *high, int academic);

#endif
