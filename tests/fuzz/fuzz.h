/* For the fuzzers of this folder: what a reader put into its sink must be an answer that its caller accepts.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stdlib.h>
#include <string.h>

#include "base/wire.h"
#include "sheet/sink.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

/* Ends the sink. Aborts on a damaged answer and on one that says yes where the reader said no. */
static inline void fuzz_end(struct sink *s, enum outcome o)
{
        struct arena *a = arena_new();
        struct book b;
        const char *words;
        sink_end(s);
        enum wire_answer answer = wire_book(a, sink_records(s)->bytes, sink_records(s)->len, &b, &words);
        if (answer == WIRE_DAMAGED || (o != DONE && answer == WIRE_GOOD))
                abort();
        arena_free(a);
        sink_free(s);
}

/* A copy in a room of its exact size and a NUL, as the readers are promised. */
static inline unsigned char *fuzz_copy(const unsigned char *bytes, size_t len)
{
        unsigned char *copy = malloc(len + 1);
        if (len)
                memcpy(copy, bytes, len);
        copy[len] = '\0';
        return copy;
}

#endif
