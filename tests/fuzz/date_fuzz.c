/* libFuzzer: no text may crash the reading of dates, codes, years and names; what is read as a date is one,
 * and its ISO form reads back as the same. */
#include "intake/read_date.h"
#include "intake/read_code.h"
#include "intake/read_name.h"
#include "intake/title.h"

#include <stdlib.h>

#include "base/text.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
        if (!text_valid((const char *)bytes, len))
                return 0;
        struct arena *a = arena_new();
        const char *text = arena_bytes(a, bytes, len), *class = "", *year = "";
        struct date latest = { 2025, 11, 22 }, d, again;
        char iso[DATE_TEXT];
        for (int order = DATE_DAY_FIRST; order <= DATE_MONTH_FIRST; order++) {
                enum date_form form = read_date(text, (enum date_order)order, latest, &d);
                if (form == DATE_NONE || form == DATE_SERIAL)
                        continue;
                if (!date_valid(d.year, d.month, d.day) ||
                    read_date(date_to_iso(d, iso), (enum date_order)order, latest, &again) != DATE_CLEAR ||
                    date_compare(d, again) != 0)
                        abort();
        }
        struct full_name name;
        read_full_name(a, text, len % 2, &name);
        read_class(a, text);
        read_year(a, text);
        for (int f = 0; f < FIELD_COUNT; f++)
                if (field_table[f].kind == KIND_CODE)
                        read_code(a, (enum field)f, text);
        title_read_name(a, text, &class, &year);
        arena_free(a);
        return 0;
}
