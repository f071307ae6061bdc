/* Sheets of results, SEN, exclusions and schools to entries: whose, which, what they say, with everything
 * that is wrong in them. Whether a pupil is on the roll is not asked here. Where headings stand and what they
 * mean is entry_columns.h. */
#ifndef INTAKE_ENTRY_LIST_H
#define INTAKE_ENTRY_LIST_H

#include "base/book.h"
#include "intake/named.h"
#include "model/entry.h"

struct entry_context {
        const char *file; /* its name, for messages that name several; or "" */
        struct date today;
};

struct entry_row {
        struct place at; /* column is NO_COLUMN */
        struct named who;
        struct entry entry;
};

/* Something wrong in a row of that kind; who: as far as the row says. */
struct entry_wrong {
        enum entry_kind kind;
        struct named who;
        struct issue issue;
};

struct entry_list {
        size_t sheet_count, row_count, wrong_count, note_count, room;
        struct entry_row *rows;    /* in the order of the file */
        struct entry_wrong *wrong; /* at most ENTRY_ISSUES of them; a note says how many more there were */
        const char *const *notes;
};
enum { ENTRY_ISSUES = 1000, ENTRY_ROWS_MAX = 1000000 };

/* True for a sheet that list.h must not take for a list of pupils. */
bool entry_sheet(struct arena *a, const struct sheet *sheet);

/* Sheets that are registers (attendance_list.h) are not looked at. A row with something wrong in it is left
 * out as a whole; one that says nothing (a subject without a result) is no mistake. */
void entry_list_read(struct arena *a, const struct book *book, const struct entry_context *context,
                     struct entry_list *out);

#endif
