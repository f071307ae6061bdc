/* libFuzzer: no set of files may crash the making of a list from a roster, and what is made is a sheet in
 * order. A file is its name, a line for each row with tabs between cells, and an empty line. */
#include "intake/roster.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "intake/list.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

enum { SHEETS = 16 };

static void read_line(char *line, uint32_t row, struct sheet *s, struct cell *cells)
{
        uint16_t column = 0;
        for (char *text; (text = strsep(&line, "\t")); column++)
                if (*text && column < 1000) {
                        cells[s->cell_count++] = (struct cell){ row, column, CELL_TEXT, text };
                        if (column >= s->columns)
                                s->columns = column + 1u;
                        s->rows = row + 1;
                }
}

static struct book make_book(struct arena *a, const unsigned char *bytes, size_t len)
{
        struct sheet *sheets = arena_array(a, SHEETS, sizeof *sheets);
        char *rest = arena_bytes(a, bytes, len);
        size_t count = 0;
        for (char *name; count < SHEETS && (name = strsep(&rest, "\n"));) {
                struct sheet *s = &sheets[count++];
                struct cell *cells = arena_array(a, len + 1, sizeof *cells);
                *s = (struct sheet){ .name = name, .cells = cells };
                uint32_t row = 0;
                for (char *line; (line = strsep(&rest, "\n")) && *line; row++)
                        read_line(line, row, s, cells);
        }
        return (struct book){ .kind = "zip", .sheet_count = count, .sheets = sheets };
}

static void check(const struct book *b)
{
        const struct sheet *s = b->sheets;
        if (b->sheet_count != 1)
                abort();
        for (size_t i = 0; i < s->cell_count; i++) {
                const struct cell *c = &s->cells[i];
                if (c->row >= s->rows || c->column >= s->columns || !*c->text)
                        abort();
                if (i && (c[-1].row > c->row || (c[-1].row == c->row && c[-1].column >= c->column)))
                        abort();
        }
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
        if (len > 4096 || !text_valid((const char *)bytes, len))
                return 0;
        struct arena *a = arena_new();
        struct book in = make_book(a, bytes, len), out;
        bool delta;
        if (roster_book(a, &in, &out, &delta)) {
                struct list_context c = {
                        "a.zip", 2025, { 2025, 11, 22 }, "999", "9992001", "", "R", "11", 7
                };
                struct intake_list l;
                check(&out);
                list_read(a, &out, &c, NULL, NULL, &l);
        }
        arena_free(a);
        return 0;
}
