/* Old Excel workbooks. */
#include "fuzz.h"
#include "sheet/xls.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
        struct sink *s = sink_new(-1);
        fuzz_end(s, xls_read(bytes, len, s));
        return 0;
}
