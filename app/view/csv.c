#include "view/csv.h"

#include <string.h>

enum { ROWS_PER_ARENA = 256 };

/* A spreadsheet takes a cell that begins so for a formula, or strips the character and looks at the next. */
static bool is_formula(const char *text)
{
        return *text && strchr("=+-@\t\r\n", *text);
}

static void cell(struct buf *out, const char *text)
{
        text = text ? text : "";
        bool quoted = strpbrk(text, ",;\"\r\n\t") || *text == ' ';
        if (quoted)
                buf_char(out, '"');
        if (is_formula(text))
                buf_char(out, '\'');
        for (; *text; text++) {
                if (*text == '"')
                        buf_char(out, '"');
                buf_char(out, *text);
        }
        if (quoted)
                buf_char(out, '"');
}

/* One line: the headings when row is NULL. */
static void line(struct arena *a, const struct list *list, const void *row, struct buf *out)
{
        bool first = true;
        for (size_t i = 0; i < list->column_count; i++) {
                const struct column *c = &list->columns[i];
                if (c->use & COLUMN_PAGE_ONLY)
                        continue;
                if (!first)
                        buf_char(out, ',');
                cell(out, row ? c->text(a, row) : c->heading);
                first = false;
        }
        buf_text(out, "\r\n");
}

void list_csv(const struct list *list, struct buf *out)
{
        struct arena *a = arena_new();
        buf_text(out, "\xEF\xBB\xBF");
        line(a, list, NULL, out);
        for (size_t i = 0; i < list->row_count; i++) {
                line(a, list, (const char *)list->rows + i * list->row_size, out);
                if (i % ROWS_PER_ARENA == ROWS_PER_ARENA - 1)
                        arena_reset(a);
        }
        arena_free(a);
}
