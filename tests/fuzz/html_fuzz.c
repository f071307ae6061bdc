/* Tables in web pages: the scanner is given what is UTF-8 already. */
#include "fuzz.h"
#include "base/text.h"
#include "sheet/html.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
        if (!text_valid((const char *)bytes, len))
                return -1;
        struct sink *s = sink_new(-1);
        unsigned char *copy = fuzz_copy(bytes, len);
        fuzz_end(s, html_read((const char *)copy, len, s));
        free(copy);
        return 0;
}
