/* libFuzzer: no sheets of cells may crash the reading of involvements, and a line without a problem has all
 * that the rest of the program asks of it. A form feed divides sheets, lines and tabs their cells. */
#include "intake/involvement_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

enum { SHEETS = 4 };

static struct sheet make_sheet(struct arena *a, char *rest)
{
        struct cell *cells = arena_array(a, strlen(rest) + 1, sizeof *cells);
        uint32_t row = 0, columns = 0;
        size_t count = 0;
        for (char *line; (line = strsep(&rest, "\n")); row++) {
                uint16_t column = 0;
                for (char *text; (text = strsep(&line, "\t")); column++)
                        if (text[0] && column < 300) {
                                cells[count++] = (struct cell){ row, column, CELL_TEXT, text };
                                columns = column >= columns ? column + 1u : columns;
                        }
        }
        return (struct sheet){ "S", false, row, columns, count, cells };
}

static void check(const struct involvement_line *l)
{
        const struct record *r = &l->who;
        bool who = *r->value[FIELD_UPN] || *r->value[FIELD_FORMER_UPN] ||
                   (*r->value[FIELD_SURNAME] && *r->value[FIELD_FORENAME]);
        if (*l->problem)
                return;
        if (!who || !date_known(date_from_iso(l->from)) || (*l->to && !date_known(date_from_iso(l->to))) ||
            (*l->to && strcmp(l->to, l->from) < 0) || (l->ends && !*l->to))
                abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
        if (!text_valid((const char *)bytes, len))
                return 0;
        struct arena *a = arena_new();
        struct sheet sheets[SHEETS];
        struct book book = { .kind = "csv", .sheets = sheets };
        char *rest = arena_bytes(a, bytes, len);
        for (char *text; book.sheet_count < SHEETS && (text = strsep(&rest, "\f"));)
                sheets[book.sheet_count++] = make_sheet(a, text);
        const struct involvement_file files[] = { { "a.csv", &book }, { "b.csv", &book } };
        const struct involvement_context context = { { 2026, 9, 10 }, "801" };
        struct involvement_list l;
        involvement_list_read(a, files, 2, &context, &l);
        for (size_t i = 0; i < l.line_count; i++)
                check(&l.lines[i]);
        for (size_t i = 0; i < l.issues.count; i++)
                issue_words(a, &l.issues.items[i]);
        arena_free(a);
        return 0;
}
