/* Separated values in any encoding. */
#include "fuzz.h"
#include "sheet/csv.h"
#include "sheet/plain.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
        struct plain p;
        unsigned char *copy = fuzz_copy(bytes, len);
        if (plain_open(&p, copy, len)) {
                struct sink *s = sink_new(-1);
                fuzz_end(s, csv_read(p.text, p.len, s));
        }
        plain_free(&p);
        free(copy);
        return 0;
}
