/* Registers of a workbook to marks: who, which session, which code, with everything that is wrong in them.
 * Whether a pupil is on the roll is not asked here. Where headings stand and what they mean is
 * attendance_columns.h. */
#ifndef INTAKE_ATTENDANCE_LIST_H
#define INTAKE_ATTENDANCE_LIST_H

#include "base/book.h"
#include "intake/issue.h"
#include "model/attendance.h"

struct attendance_context {
        const char *file; /* its name, for messages that name several; or "" */
        struct date today;
        struct date since; /* what stands of earlier days is not looked at; NO_DATE: all is */
};

struct attendance_mark {
        int session; /* model/attendance.h */
        uint32_t row;
        mark mark;
};

/* A child as the sheet names it: of one UPN, or of the same names and date of birth, all rows together. Texts
 * are tidied, never NULL. */
struct attendance_child {
        struct place at;     /* the first row; column is NO_COLUMN */
        const char *laestab; /* 7 digits, or "" when the sheet does not say */
        const char *upn;     /* valid, or "" */
        const char *surname, *forename;
        const char *dob; /* yyyy-mm-dd, or "" */
        size_t count, before;                /* before: marks of days before context's since */
        const struct attendance_mark *marks; /* each session once, by session */
};

struct attendance_list {
        size_t sheet_count, row_count; /* sheets that are registers, and their rows */
        size_t child_count, note_count;
        const struct attendance_child *children;
        const char *const *notes; /* sentences: how unusual things were read, and what was left out */
        struct issues issues; /* at most ATTENDANCE_ISSUES of them; a note says how many more there were */
        const uint32_t *whose; /* beside issues.items: index of the child, ATTENDANCE_NOBODY where none is known */
};
enum { ATTENDANCE_ISSUES = 1000 };
#define ATTENDANCE_NOBODY UINT32_MAX

/* True for a sheet that list.h must not take for a list of pupils. */
bool attendance_sheet(struct arena *a, const struct sheet *sheet, struct date today);

/* Marks of days to come are left out, but for planned closures; of one session named twice the last stands. A
 * string of marks that holds something else is left out as a whole, since what follows could be of any
 * session. */
void attendance_list_read(struct arena *a, const struct book *book, const struct attendance_context *context,
                          struct attendance_list *out);

#endif
