/* Marks of one pupil or many added up, by code and by week of an academic year: what figures, tables and
 * charts show. */
#ifndef MODEL_ATTENDANCE_TALLY_H
#define MODEL_ATTENDANCE_TALLY_H

#include "model/attendance.h"

enum { TALLY_WEEKS = 54 };

struct attendance_tally {
        long first; /* the Monday of weeks[0]: of the week in which the academic year begins */
        unsigned long marks[MARK_COUNT];
        struct attendance_figures all, weeks[TALLY_WEEKS];
};

void tally_begin(struct attendance_tally *t, int academic);

/* Sessions outside the weeks of the year are not counted. */
void tally_add(struct attendance_tally *t, const struct marks *m);

/* The weeks from the first to the last with a possible session; false when there is none. Those of holidays
 * between have none. */
bool tally_span(const struct attendance_tally *t, size_t *first, size_t *last);

struct date tally_monday(const struct attendance_tally *t, size_t week);

#endif
