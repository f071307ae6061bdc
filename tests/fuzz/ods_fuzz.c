/* The XML inside OpenDocument. */
#include "fuzz.h"
#include "sheet/ods.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
        struct sink *s = sink_new(-1);
        fuzz_end(s, ods_read_flat((const char *)bytes, len, s));
        return 0;
}
