/* The XML parts of XLSX, without the ZIP file around them: the same bytes as shared strings, then as a grid.
 */
#include "fuzz.h"
#include "sheet/xlsx_parts.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
        struct sink *s = sink_new(-1);
        xml_prepare();
        sink_kind(s, "xlsx");
        enum outcome o = sink_sheet(s, "A", false);
        fuzz_end(s, o == DONE ? xlsx_read_bytes((const char *)bytes, len, s) : o);
        return 0;
}
