/* Workbooks to the involvements that they list: lists of any service, and the SSDA903 return, whose header
 * says who and whose episodes say since when. Who the children are among our pupils is not asked here. */
#ifndef INTAKE_INVOLVEMENT_LIST_H
#define INTAKE_INVOLVEMENT_LIST_H

#include <stdbool.h>

#include "base/book.h"
#include "base/date.h"
#include "intake/involvement_columns.h"
#include "intake/issue.h"

enum { INVOLVEMENT_REFERENCE_MAX = 40, INVOLVEMENT_LINES_MAX = 20000 };

/* One file of an upload. */
struct involvement_file {
        const char *name;
        const struct book *book;
};

struct involvement_context {
        struct date today;
        const char *authority; /* LA number, whose UPNs are known; or "" */
};

struct involvement_line {
        size_t file;
        unsigned sheet; /* of that file's book */
        struct place at;
        struct record who;
        const char *service, *team; /* as written, "" for none */
        const char *from, *to;      /* yyyy-mm-dd */
        const char *reference;
        bool ends;           /* an episode that is over: it ends an involvement, and begins none */
        const char *problem; /* why it cannot be taken, in sentences; or "" */
        const char *doubt;   /* what is wrong with the UPN or date of birth, in case nobody is found; or "" */
};

/* A sheet with headings: where a column of results belongs. */
struct involvement_sheet {
        size_t file;
        unsigned sheet;
        enum involvement_sheet_kind kind;
        uint32_t heading;
};

struct involvement_list {
        size_t line_count, sheet_count, note_count;
        const struct involvement_line *lines; /* in the order of the files */
        const struct involvement_sheet *sheets;
        const char *const *notes; /* sentences: what was not read, and why */
        struct issues issues;     /* everything that stands in problem or doubt */
        size_t too_many;          /* rows, when they are more than INVOLVEMENT_LINES_MAX: none was read */
};

void involvement_list_read(struct arena *a, const struct involvement_file *files, size_t count,
                           const struct involvement_context *context, struct involvement_list *out);

#endif
