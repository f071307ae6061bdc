/* The returns that a school owes its authority for one pupil who joins or leaves. By the School Attendance (Pupil Registration)
 * (England) Regulations 2024, as councils tell their schools: a new pupil within 5 days, but for who is added at the start of the
 * youngest year that the school normally has; a deletion as soon as its ground is met, at the latest on the day on which the name is
 * deleted, but for who leaves after the end of the final year. What attendance triggers is in attendance.h. */
#ifndef MODEL_PUPIL_RETURN_H
#define MODEL_PUPIL_RETURN_H

#include "base/date.h"

struct pupil_return {
        bool due;
        struct date by; /* the last day; NO_DATE when it is not due, or the pupil's day is not known */
};

/* entry: the day on which the pupil joined; year: the NC year then; low: the school's lowest. August and September are the start of a
 * year, for many begin one after the other. */
struct pupil_return pupil_return_new(const char *year, const char *low, struct date entry);

/* left: the day on which the name is deleted; year: the NC year before; birth may be NO_DATE; high: the school's highest NC year. From
 * the middle of July on a year is at its end. */
struct pupil_return pupil_return_deletion(const char *year, struct date birth, const char *high, struct date left);

#endif
