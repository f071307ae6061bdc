/* Transfer files. */
#include "fuzz.h"
#include "sheet/ctf.h"
#include "sheet/xml.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
        unsigned char *copy = fuzz_copy(bytes, len);
        struct sink *s = sink_new(-1);
        xml_prepare();
        (void)ctf_is((const char *)copy);
        fuzz_end(s, ctf_read((const char *)copy, len, s));
        free(copy);
        return 0;
}
