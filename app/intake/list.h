/* A workbook to the rows of pupils that it lists, with everything that is wrong or doubtful in them. Whether
 * a child is on the roll is not asked here. */
#ifndef INTAKE_LIST_H
#define INTAKE_LIST_H

#include "base/date.h"
#include "intake/header.h"
#include "intake/issue.h"

/* A row more is not read, and a note says so; the largest authority of England has 216,000 pupils. */
enum { LIST_ROWS_MAX = 400000 };

/* The school whose file it is, and when. Strings may be "". */
struct list_context {
        const char *file; /* its name, for messages that name several */
        int academic;     /* the year in which the academic year that the list is for starts */
        struct date today;
        const char *authority; /* LA number */
        const char *laestab, *urn;
        const char *low, *high; /* NC years of the school */
        unsigned long school;   /* in our database, for row keys; 0 accepts none */
        bool any_school;        /* rows may be of any school; they say of which (struct list_row's school) */
        bool lenient;           /* only what says who the child is can make a row an error; other bad values are left out */
};

/* What a person typed on the page in place of a cell. */
struct fix {
        unsigned sheet;
        uint32_t row;
        enum field field;
        const char *text;
};

struct fixes {
        size_t count;
        const struct fix *items;
};

struct list_row {
        struct place at;     /* column is NO_COLUMN */
        unsigned sheet;      /* index in the book */
        unsigned long pupil; /* from a row key, or 0 */
        bool other_school;   /* the row itself says so */
        const char *school;  /* of a file of any school: the digits of the row's DfE number or URN, "" when it names none */
        struct date left_on; /* its leaving date, today or before; one in the future, or that cannot be read, is none */
        bool error;          /* an issue of it is an error */
        struct record record;
};

struct list_sheet {
        const char *name;
        struct header header;
        size_t row_count;
        const char *class, *year; /* taken from its name or title, or "" */
};

struct intake_list {
        size_t sheet_count, row_count, note_count;
        const struct list_sheet *sheets; /* one for each of the book */
        const struct list_row *rows;     /* in the order of the book */
        const char *const *notes;        /* sentences: what was skipped, and how unusual things were read */
        struct issues issues;
        bool header_only; /* a sheet has the headings of a list and no pupil */
        bool received;    /* a transfer file that another school made for this one */
};

/* corrections and fixes may be NULL. */
void list_read(struct arena *a, const struct book *book, const struct list_context *context,
               const struct corrections *corrections, const struct fixes *fixes, struct intake_list *out);

#endif
