/* libFuzzer: no sheet of cells may crash the recognising and reading of registers; what was read is of school
 * days, each once, in order. The first byte says the kinds of the cells; lines and tabs divide them. */
#include "intake/attendance_list.h"

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
        *sheet = (struct sheet){ "Attendance", false, row, sheet->columns, count, cells };
        return (struct book){ .kind = "csv", .sheet_count = 1, .sheets = sheet };
}

static void check(const struct attendance_child *c)
{
        for (size_t i = 0; i < c->count; i++) {
                const struct attendance_mark *m = &c->marks[i];
                if (m->session < 0 || m->mark == MARK_NONE || m->mark >= MARK_COUNT ||
                    (i && m->session <= m[-1].session) || !mark_valid_on(m->mark, session_date(m->session)))
                        abort();
        }
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
        if (len < 2 || !text_valid((const char *)bytes + 1, len - 1))
                return 0;
        struct arena *a = arena_new();
        struct attendance_context c = { "Marks.csv", { 2026, 11, 26 }, { 2026, 9, 10 } };
        struct book b = make_book(a, bytes, len);
        struct attendance_list l;
        attendance_list_read(a, &b, &c, &l);
        for (size_t i = 0; i < l.child_count; i++)
                check(&l.children[i]);
        for (size_t i = 0; i < l.issues.count; i++)
                issue_words(a, &l.issues.items[i]);
        if (l.issues.count > ATTENDANCE_ISSUES)
                abort();
        arena_free(a);
        return 0;
}
