/* Files of any kind. */
#include "fuzz.h"
#include "sheet/detect.h"
#include "sheet/xml.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
        unsigned char *copy = fuzz_copy(bytes, len);
        struct sink *s = sink_new(-1);
        xml_prepare();
        fuzz_end(s, detect_read(copy, len, s));
        free(copy);
        return 0;
}
