/* Files as they came, whoever sent them: sealing their bytes for MySQL, opening them again, and reading them in the sandbox. */
#ifndef FLOW_KEPT_H
#define FLOW_KEPT_H

#include <stddef.h>

#include "base/book.h"
#include "flow/flow.h"
#include "store/upload.h"

/* What kept_seal is given as `with`. */
struct sealing {
        struct arena *arena;
        const void *bytes;
        size_t len;
};

/* The pieces of the bytes, encrypted for the file of that number. */
void kept_seal(void *with, unsigned long id, struct upload_piece **pieces, size_t *count);

/* And back. BROKEN when they are not what was sealed. */
enum outcome kept_open(struct arena *a, unsigned long id, const struct upload_piece *pieces, size_t count, unsigned char **bytes,
                       size_t *len) MUST_USE;

/* A sender's name for a file, fit to be shown: no path, no control characters, not endless. */
const char *kept_label(struct arena *a, const char *label);

/* Reads the bytes in onroll-read; a roster's set of files is one list from then on (intake/roster.h). REFUSED with the sentence that says what is wrong with the file. */
enum outcome kept_read(const struct flow *f, const void *bytes, size_t len, struct book *out) MUST_USE;

#endif
