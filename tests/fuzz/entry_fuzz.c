/* libFuzzer: no sheet of cells may crash the recognising and reading of results and histories; what was read
 * fits into its column, says something and is known by its key. The first byte says the kinds of the cells;
 * lines and tabs divide them. */
#include "intake/entry_list.h"

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
        *sheet = (struct sheet){ "Results", false, row, sheet->columns, count, cells };
        return (struct book){ .kind = "csv", .sheet_count = 1, .sheets = sheet };
}

static void check(struct arena *a, const struct entry_row *row)
{
        const struct entry_info *info = &entry_table[row->entry.kind];
        struct entry back;
        const char *packed = entry_pack(a, &row->entry), *key = entry_key(a, &row->entry);
        if (strlen(packed) > ENTRY_TEXT_MAX || strlen(key) > ENTRY_KEY_MAX ||
            !text_valid(packed, strlen(packed)))
                abort();
        for (size_t i = 0; i < info->part_count; i++)
                if ((info->parts[i].use == PART_KEY || info->parts[i].use == PART_SAYS) &&
                    !*row->entry.part[i])
                        abort();
        entry_unpack(a, row->entry.kind, packed, &back);
        if (strcmp(entry_pack(a, &back), packed) != 0 || entry_over(&back, &row->entry, &back) != ENTRY_SAME)
                abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
        if (len < 2 || !text_valid((const char *)bytes + 1, len - 1))
                return 0;
        struct arena *a = arena_new();
        const struct entry_context c = { "Results.csv", { 2026, 11, 26 } };
        struct book b = make_book(a, bytes, len);
        struct entry_list l;
        entry_list_read(a, &b, &c, &l);
        for (size_t i = 0; i < l.row_count; i++)
                check(a, &l.rows[i]);
        for (size_t i = 0; i < l.wrong_count; i++)
                issue_words(a, &l.wrong[i].issue);
        if (l.wrong_count > ENTRY_ISSUES)
                abort();
        arena_free(a);
        return 0;
}
