/* Which column of a sheet means what: from a row of headings wherever it stands, or from the content when
 * there is none. Nothing is read from the rows below it here but samples; that is list.h. */
#ifndef INTAKE_HEADER_H
#define INTAKE_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/book.h"
#include "intake/header_words.h"
#include "intake/issue.h"

enum { HEADER_SAMPLES = 3 };

struct header_column {
        const char *header; /* as written; "" when it has none */
        const char *key; /* by which a correction finds it: "dateofbirth", or "column-c" without a heading */
        int meaning;     /* a field or enum meaning */
        bool guessed;    /* from what stands below it */
        bool corrected;  /* by a person */
        bool filled;     /* there is something below it */
        int twin; /* the column it looks like and contradicts, else NO_COLUMN; then its meaning is unknown */
        const char *samples[HEADER_SAMPLES]; /* never NULL; "" when there are fewer */
};

struct header {
        bool is_list;              /* a list of pupils, as far as one can tell */
        const char *why_not;       /* a sentence when it is not one */
        bool has_row;              /* there is a row of headings */
        uint32_t first, row, body; /* first and last row of headings (mostly one); the first row below */
        size_t column_count;       /* columns[i] is column i of the sheet */
        struct header_column *columns;
        size_t note_count;
        const char **notes;
};

/* What a person said about a heading; it wins over what we think. */
struct correction {
        const char *key; /* struct header_column */
        int meaning;
};

struct corrections {
        size_t count;
        const struct correction *items;
};

void header_read(struct arena *a, const struct sheet *sheet, const struct corrections *corrections,
                 struct header *out);

/* The column of that meaning, or NO_COLUMN. */
int header_find(const struct header *h, int meaning);

#endif
