/* libFuzzer: no sheet of cells may crash the recognising of headings and rows. Canonical values come back
 * unchanged, and every row without an error can be weighed and joined. The first byte says the kinds of the
 * cells; lines and tabs divide them. */
#include "intake/join.h"
#include "intake/value.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static struct book make_book(struct arena *a, const unsigned char *bytes, size_t len)
{
        struct cell *cells = arena_array(a, len + 1, sizeof *cells);
        struct sheet *sheet = arena_alloc(a, sizeof *sheet);
        char *rest = arena_bytes(a, bytes + 1, len - 1);
        uint32_t row = 0;
        size_t count = 0;
        for (char *line; (line = strsep(&rest, "\n")); row++) {
                uint16_t column = 0;
                for (char *text; (text = strsep(&line, "\t")); column++)
                        if (text[0] && column < 1000) {
                                unsigned kind =
                                    bytes[0] >> (count % 7) & 1 ? 1 + (unsigned)text[0] % 7 : CELL_TEXT;
                                cells[count++] = (struct cell){ row, column, (uint8_t)kind, text };
                                if (column >= sheet->columns)
                                        sheet->columns = column + 1u;
                        }
        }
        *sheet = (struct sheet){ "4B", false, row, sheet->columns, count, cells };
        return (struct book){ .kind = "csv", .sheet_count = 1, .sheets = sheet };
}

/* What was read is canonical: reading it again gives the same and asks no more than before. */
static void read_again(struct arena *a, const struct list_context *c, const struct list_row *row)
{
        struct value_context context = { c->academic, c->today, c->authority, DATE_DAY_FIRST };
        for (int f = 0; f < FIELD_COUNT; f++) {
                struct cell cell = { .kind = CELL_TEXT, .text = row->record.value[f] };
                struct value v = value_read(a, &context, (enum field)f, &cell);
                if (strcmp(v.text, row->record.value[f]) != 0)
                        abort();
        }
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
        if (len < 2 || !text_valid((const char *)bytes + 1, len - 1))
                return 0;
        struct arena *a = arena_new();
        struct list_context c = { "Class 3.csv", 2025, { 2025, 11, 22 }, "801", "8012000", "123456", "R",
                                  "11",          7 };
        struct book b = make_book(a, bytes, len);
        struct intake_list l;
        list_read(a, &b, &c, NULL, NULL, &l);
        const struct intake_list *lists[] = { &l, &l };
        struct joined joined;
        join_rows(a, lists, 2, &joined);
        for (size_t i = 0; i < l.row_count; i++)
                read_again(a, &c, &l.rows[i]);
        for (size_t i = 0; i < l.issues.count; i++)
                issue_words(a, &l.issues.items[i]);
        if (joined.row_count > 2 * l.row_count)
                abort();
        arena_free(a);
        return 0;
}
