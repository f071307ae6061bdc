/* What a Common Transfer File says of itself: its version, whom it is from and to. Its pupils are read as any
 * list is (list.h); how the file was read is sheet/'s. */
#ifndef INTAKE_TRANSFER_H
#define INTAKE_TRANSFER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/book.h"

/* The kind of its book, and the one of its sheets that lists pupils. */
#define TRANSFER_KIND   "ctf"
#define TRANSFER_PUPILS "Pupils"

struct transfer {
        const char *version;       /* "25.0" as written, or "" */
        const char *source, *dest; /* DfE numbers of seven digits; "" when no school is named */
        const char *source_urn, *source_name, *academic, *made; /* as written, or "" */
        bool full; /* DocumentQualifier: all data of these pupils, and never the whole roll */
};

/* False, and nothing in *out, when the book is of another kind. */
bool transfer_read(struct arena *a, const struct book *book, struct transfer *out);

/* A sentence when the version is not one that is in use in the academic year that began in that year (its own
 * or the one before); else "". */
const char *transfer_version_note(struct arena *a, const struct transfer *t, int academic);

#endif
