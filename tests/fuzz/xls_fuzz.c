/* libFuzzer: no bytes may crash the reader of old Excel workbooks, or end without cells and without a sentence. */
#include "sheet/xls.h"
#include "base/wire.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
        struct sink *s = sink_new(-1);
        struct arena *a = arena_new();
        struct book b;
        const char *words;
        enum outcome o = xls_read(bytes, len, s);
        sink_end(s);
        enum wire_answer answer = wire_book(a, sink_records(s)->bytes, sink_records(s)->len, &b, &words);
        if (answer == WIRE_DAMAGED || (o != DONE && answer == WIRE_GOOD))
                abort();
        arena_free(a);
        sink_free(s);
        return 0;
}
