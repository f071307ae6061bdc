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
                bool up = is_sorted_by(list, c->key, false), down = is_sorted_by(list, c->key, true),
                     link = (c->use & COLUMN_SORT) && list->sort_url, turn = c->use & COLUMN_MOST ? !down : up;
                view_flag(v, "number", c->use & COLUMN_NUMBER);
                view_flag(v, "up", up);
                view_flag(v, "down", down);
                view_text(v, "url",
                          link ? arena_printf(a, "%s%s%s", list->sort_url, turn ? "-" : "", c->key) : "");
                view_text(v, "text", c->heading);
                view_next(v);
        }
        return view_rows(v);
}

static const char *page_text(struct arena *a, const struct column *c, const void *row)
{
        const char *text = c->text(a, row);
        long number;
        bool digits = (c->use & COLUMN_NUMBER) && text_to_long(text, LONG_MIN, LONG_MAX, &number);
        return digits ? format_number(a, number) : text;
}

/* The kinds of cells, side by side in one run of HTML; own: of each column that has a kind of its own. */
struct cells {
        struct view *first, *text, *number, *figure, *figure_link, *end;
        struct view **own;
        struct html *tails;
};

static void add_cell(struct arena *a, const struct column *c, const void *row, struct view *v)
{
        if (c->html)
                view_html(v, "value", c->html(a, row));
        else
                view_text(v, "value", page_text(a, c, row));
        view_next(v);
}

static void set_figure(struct arena *a, struct view *v, long n)
{
        if (n >= 0 && n < 1000)
                view_number(v, "value", n);
        else
                view_text(v, "value", n == LIST_NO_FIGURE ? "" : format_number(a, n));
}

static void add_figure(struct arena *a, const struct cells *cells, long n, struct html base, struct html tail)
{
        struct view *v = n && tail.len ? cells->figure_link : cells->figure;
        if (v == cells->figure_link) {
                view_html(v, "base", base);
                view_html(v, "tail", tail);
        }
        set_figure(a, v, n);
        view_next(v);
}

static void add_row(struct arena *a, const struct list *list, const void *row, const struct cells *cells)
{
        struct html base = list->figures_base ? list->figures_base(row) : (struct html){ 0 };
        bool first = true;
        for (size_t i = 0; i < list->column_count; i++) {
                const struct column *c = &list->columns[i];
                if (c->use & COLUMN_FILE_ONLY)
                        continue;
                if (list->cells && list->cells[i].figure) {
                        add_figure(a, cells, list->cells[i].figure(row), base, cells->tails[i]);
                } else if (cells->own[i]) {
                        list->cells[i].fill(a, cells->own[i], row);
                        view_next(cells->own[i]);
                } else {
                        add_cell(a, c, row, first ? cells->first : c->use & COLUMN_NUMBER ? cells->number : cells->text);
                }
                first = false;
        }
        if (cells->end)
                view_next(cells->end);
}

static struct cells kinds(struct arena *a, const struct list *list)
{
        bool own = list->cells && list->cells[0].template; /* its runs then have a usual length of their own */
        struct view *first = view_new(a, own ? list->cells[0].template : "parts/cell-first");
        struct cells cells = { .first = first,
                               .text = view_beside(first, "parts/cell"),
                               .number = view_beside(first, "parts/cell-number"),
                               .figure = view_beside(first, "parts/cell-figure"),
                               .figure_link = view_beside(first, "parts/cell-figure-link"),
                               .end = own ? NULL : view_beside(first, "parts/row-end"),
                               .own = arena_array(a, list->column_count, sizeof *cells.own),
                               .tails = arena_array(a, list->column_count, sizeof *cells.tails) };
        for (size_t i = 0; list->cells && i < list->column_count; i++) {
                if (list->cells[i].template)
                        cells.own[i] = i == 0 ? first : view_beside(first, list->cells[i].template);
                cells.tails[i] = html_text(a, list->cells[i].tail);
        }
        return cells;
}

static struct html body(struct arena *a, const struct list *list)
{
        struct cells cells = kinds(a, list);
        for (size_t i = 0; i < list->row_count; i++)
                add_row(a, list, (const char *)list->rows + i * list->row_size, &cells);
        return view_rows(cells.first);
}

static struct html nothing(struct arena *a, const char *words)
{
        struct view *v = view_new(a, "parts/empty");
        view_text(v, "words", words);
        return view_render(v);
}

struct html list_html(struct arena *a, const struct list *list)
{
        struct view *v = view_new(a, "parts/table");
        if (!list->row_count && list->empty)
                return nothing(a, list->empty);
        view_text(v, "id", list->id);
        view_flag(v, "quiet", list->quiet);
        view_flag(v, "dense", list->dense);
        view_text(v, "caption", list->caption);
        view_html(v, "heads", heads(a, list));
        view_html(v, "cells", body(a, list));
        return view_render(v);
}
