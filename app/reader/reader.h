/* Has a file or form read by onroll-read, in a process of its own, and believes nothing of the answer
 * unchecked. The words for people about the file itself come from there; those about the process are here. */
#ifndef READER_READER_H
#define READER_READER_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/book.h"
#include "base/outcome.h"

/* program is the path of onroll-read; nothing but it and the descriptor is taken from the caller. */
struct reader {
        const char *program;
        unsigned seconds; /* until it is killed; 0 means 20 */
};

/* Reads what the descriptor holds, from its start whatever its position. It must be open for reading alone, or a memory
 * file that may be sealed and that nobody can write to afterwards. REFUSED: why->words is for the person. BROKEN: the
 * program could not be started. */
enum outcome reader_book(struct arena *a, const struct reader *r, int fd, struct book *out,
                         struct refusal *why) MUST_USE;

struct reader_field {
        const char *name, *value;
};

/* A chosen file: label is what its sender calls it, never a path; its bytes are size bytes of the body from
 * offset. */
struct reader_file {
        const char *name, *label;
        uint64_t offset, size;
};

struct reader_form {
        size_t field_count, file_count;
        const struct reader_field *fields;
        const struct reader_file *files;
};

/* The same for a body of multipart/form-data. Every range lies within the body; an input without a chosen
 * file is left out; the names of fields are unique. */
enum outcome reader_form(struct arena *a, const struct reader *r, int fd, const char *boundary,
                         struct reader_form *out, struct refusal *why) MUST_USE;

/* The value of that field, or NULL. */
const char *reader_value(const struct reader_form *form, const char *name);

#endif
