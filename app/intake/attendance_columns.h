/* Which column of a sheet of attendance means what, in the four layouts that are about. Its rows are read by
 * attendance_list.h. */
#ifndef INTAKE_ATTENDANCE_COLUMNS_H
#define INTAKE_ATTENDANCE_COLUMNS_H

#include "intake/grid.h"
#include "model/attendance.h"

enum attendance_layout {
        LAYOUT_NONE,  /* no attendance */
        LAYOUT_LONG,  /* a row a session: date, session, code; or a row a day with both marks in one cell */
        LAYOUT_DAY,   /* a row a day: date, AM, PM */
        LAYOUT_WIDE,  /* a row a pupil: a column, or two, a day */
        LAYOUT_STRING /* a row a pupil: a first day and a string of marks, as in the Common Transfer File */
};

enum attendance_meaning {
        MEANS_NOTHING,
        MEANS_UPN,
        MEANS_SURNAME,
        MEANS_FORENAME,
        MEANS_FULL_NAME,
        MEANS_DOB,
        MEANS_SCHOOL,
        MEANS_DATE,
        MEANS_SESSION,
        MEANS_MARK,
        MEANS_AM,
        MEANS_PM,
        MEANS_START,
        MEANS_MARKS,
        MEANS_DAY, /* of LAYOUT_WIDE: its date stands in the heading */
        ATTENDANCE_MEANINGS
};

enum day_half { HALF_BOTH, HALF_AM, HALF_PM };

struct attendance_column {
        uint8_t meaning;  /* enum attendance_meaning */
        uint8_t half;     /* enum day_half, of MEANS_DAY */
        struct date date; /* of MEANS_DAY */
};

struct attendance_columns {
        enum attendance_layout layout;
        uint32_t row, body; /* of the headings; the first below them */
        size_t count;
        struct attendance_column of[GRID_COLUMNS];
        int column[ATTENDANCE_MEANINGS]; /* where that meaning stands first, or -1 */
};

/* Finds the headings of a register wherever they stand in the first rows: who (UPN, or names and date of
 * birth), and marks with their days. today: for dates of two-digit years. False, and LAYOUT_NONE, when it is
 * none. */
bool attendance_columns_find(struct arena *a, const struct grid *g, struct date today,
                             struct attendance_columns *out);

/* AM, PM, 1, 2, morning ...: false for anything else. */
bool day_half_read(struct arena *a, const char *text, enum day_half *out);

#endif
