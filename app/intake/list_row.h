/* One row of a list to a record, and what the row as a whole says. A part of list.h. */
#ifndef INTAKE_LIST_ROW_H
#define INTAKE_LIST_ROW_H

#include "intake/grid.h"
#include "intake/list.h"
#include "intake/value.h"

/* What is the same for all rows of a sheet. */
struct row_reader {
        struct arena *arena;
        const struct list_context *context;
        const struct fixes *fixes; /* or NULL */
        struct grid grid;
        const struct header *header;
        unsigned sheet;
        const char *sheet_name;             /* "" when the book has only one */
        const char *class, *year;           /* from the title, where no column says it; or "" */
        enum date_order order[FIELD_COUNT]; /* of the columns of dates */
        struct issues *issues;
        unsigned years, years_before; /* rows with an NC year, and with the one before the expected */
        struct {
                unsigned count; /* values read from another notation, and one of them */
                const char *from, *to;
        } adapted[FIELD_COUNT];
};

void list_row_read(struct row_reader *r, uint32_t row, struct list_row *out);

#endif
