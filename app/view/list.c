#include "view/list.h"

#include <limits.h>
#include <string.h>

#include "base/text.h"
#include "view/format.h"

static bool is_sorted_by(const struct list *list, const char *key, bool descending)
{
        const char *sorted = list->sorted ? list->sorted : "";
        return (*sorted == '-') == descending && strcmp(sorted + descending, key) == 0;
}

static struct html heads(struct arena *a, const struct list *list)
{
        struct view *v = view_new(a, "parts/head");
        for (size_t i = 0; i < list->column_count; i++) {
                const struct column *c = &list->columns[i];
                if (c->use & COLUMN_FILE_ONLY)
                        continue;
                bool up = is_sorted_by(list, c->key, false), link = (c->use & COLUMN_SORT) && list->sort_url;
                view_flag(v, "number", c->use & COLUMN_NUMBER);
                view_flag(v, "up", up);
                view_flag(v, "down", is_sorted_by(list, c->key, true));
                view_text(v, "url",
                          link ? arena_printf(a, "%s%s%s", list->sort_url, up ? "-" : "", c->key) : "");
                view_text(v, "text", c->heading);
                view_next(v);
        }
        return view_rows(v);
}

static size_t last_on_page(const struct list *list)
{
        size_t last = 0;
        for (size_t i = 0; i < list->column_count; i++)
                if (!(list->columns[i].use & COLUMN_FILE_ONLY))
                        last = i;
        return last;
}

static const char *page_text(struct arena *a, const struct column *c, const void *row)
{
        const char *text = c->text(a, row);
        long number;
        bool digits = (c->use & COLUMN_NUMBER) && text_to_long(text, LONG_MIN, LONG_MAX, &number);
        return digits ? format_number(a, number) : text;
}

static void row_cells(struct arena *a, const struct list *list, const void *row, size_t last, struct view *v)
{
        bool first = true;
        for (size_t i = 0; i <= last; i++) {
                const struct column *c = &list->columns[i];
                if (c->use & COLUMN_FILE_ONLY)
                        continue;
                view_flag(v, "first", first);
                if (c->html)
                        view_html(v, "value", c->html(a, row));
                else
                        view_text(v, "value", page_text(a, c, row));
                view_flag(v, "number", c->use & COLUMN_NUMBER);
                view_flag(v, "last", i == last);
                view_next(v);
                first = false;
        }
}

struct html list_html(struct arena *a, const struct list *list)
{
        struct view *cell = view_new(a, "parts/cell"), *v = view_new(a, "parts/table"), *none;
        size_t last = last_on_page(list);
        for (size_t i = 0; i < list->row_count; i++)
                row_cells(a, list, (const char *)list->rows + i * list->row_size, last, cell);
        view_text(v, "id", list->id);
        view_flag(v, "quiet", list->quiet);
        view_text(v, "caption", list->caption);
        view_html(v, "heads", heads(a, list));
        view_html(v, "cells", view_rows(cell));
        if (list->row_count || !list->empty)
                return view_render(v);
        none = view_new(a, "parts/empty");
        view_text(none, "words", list->empty);
        return view_render(none);
}
