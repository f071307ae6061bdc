/* Receiving and reading: a file is kept as it came, encrypted, then read in the sandbox, recognised and stored as rows. */
#ifndef FLOW_RECEIVE_H
#define FLOW_RECEIVE_H

#include <stddef.h>

#include "base/book.h"
#include "flow/flow.h"
#include "model/batch.h"

/* A file as it came. label is what its sender calls it. replaces: an upload of the batch that goes, or 0. */
struct incoming {
        const char *label;
        const void *bytes;
        size_t len;
        unsigned long replaces;
};

/* Keeps the file and reads it. DONE also when nothing could be read from it: the upload's message says why. REFUSED when the
 * batch takes no files any more or has this one already. */
enum outcome flow_receive(const struct flow *f, const struct batch *b, const struct incoming *in,
                          unsigned long *upload) MUST_USE;

/* Reads a kept file again: after a heading was explained or a cell put right. */
enum outcome flow_reread(const struct flow *f, const struct batch *b, unsigned long upload, const char *file_name) MUST_USE;

/* A kept file's cells as they came, for giving them back. ABSENT once its bytes were deleted. */
enum outcome flow_book(const struct flow *f, unsigned long upload, struct book *out) MUST_USE;

#endif
