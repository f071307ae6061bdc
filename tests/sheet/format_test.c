#include "sheet/format.h"
#include "../tap.h"

static const struct {
        const char *code;
        int date;
} codes[] = {
        { "General", 0 },
        { "GENERAL", 0 },
        { "Standard", 0 },
        { "", 0 },
        { "@", 0 },
        { "0", 0 },
        { "#,##0.00", 0 },
        { "0.00E+00", 0 },
        { "##0.0E+0", 0 },
        { "# ?/?", 0 },
        { "[Red]#,##0;[Blue]-#,##0", 0 },
        { "0\" days\"", 0 },
        { "0 \\d\\a\\y\\s", 0 },
        { "0d", 0 },
        { "_-* #,##0.00_-;\\-* #,##0.00_-;_-* \"-\"??_-;_-@_-", 0 },
        { "_(\"$\"* #,##0_);_(* _d_h0", 0 },
        { "[$\xc2\xa3-809]#,##0.00", 0 },
        { "\"ddmmyy\"", 0 },
        { "\"unclosed dd", 0 },
        { ";;;", 0 },
        { "[DBNum1]General", 0 },
        { "\\", 0 },
        { "[h", 1 },
        { "dd/mm/yyyy", 1 },
        { "DD/MM/YYYY", 1 },
        { "yyyymmdd", 1 },
        { "yyyy-mm-ddThh:mm:ss", 1 },
        { "d-mmm-yy", 1 },
        { "[$-809]dd mmmm yyyy;@", 1 },
        { "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", 1 },
        { "h:mm AM/PM", 1 },
        { "mm:ss.0", 1 },
        { "h:mm:ss.000", 1 },
        { "[h]:mm:ss", 1 },
        { "[mm]:ss", 1 },
        { "[=0]\"\";dd/mm/yyyy", 1 },
        { "yyyy\"\xe5\xb9\xb4\"m\"\xe6\x9c\x88\"", 1 },
        { "[$-411]ggge\"x\"m\"y\"", 1 },
        { "\"Born \"d mmm", 1 },
};

int main(void)
{
        for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
                is_long(format_is_date(codes[i].code), codes[i].date, codes[i].code);
        is_long(format_is_date(NULL), 0, "no code");
        static const struct {
                unsigned id;
                int date;
        } ids[] = { { 0, 0 },  { 13, 0 }, { 14, 1 }, { 22, 1 }, { 23, 0 },
                    { 37, 0 }, { 45, 1 }, { 47, 1 }, { 49, 0 }, { 164, 0 } };
        for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
                ok(format_builtin_is_date(ids[i].id) == ids[i].date, "built-in format %u", ids[i].id);
        return done_testing();
}
