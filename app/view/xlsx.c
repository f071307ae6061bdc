#include "view/xlsx.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <glib.h>
#include <xlsxwriter.h>

#include "base/log.h"
#include "base/text.h"

enum { WIDTH_MIN = 8, WIDTH_MAX = 60, ROWS_PER_ARENA = 256, CELL_MAX = 32767 };

struct sheet {
        const struct list *list;
        lxw_workbook *book;
        lxw_worksheet *page;
        lxw_format *heading, *text;
        size_t *widths; /* of the longest value, in characters */
        lxw_error error;
};

/* Valid UTF-8 within what a cell can hold: anything else would make the whole file unreadable. */
static const char *fit(struct arena *a, const char *text)
{
        text = text ? text : "";
        size_t len = strlen(text);
        if (len <= CELL_MAX && text_valid(text, len))
                return text;
        char *valid = g_utf8_make_valid(text, (gssize)(len < CELL_MAX / 3 ? len : CELL_MAX / 3));
        const char *copy = arena_text(a, valid);
        g_free(valid);
        return copy;
}

static bool is_number(const char *text, double *number)
{
        char *end;
        if (!*text || text[strspn(text, "-.0123456789")])
                return false;
        *number = g_ascii_strtod(text, &end);
        return !*end;
}

static void write_cell(struct arena *a, struct sheet *s, size_t row, size_t at, const struct column *c,
                       const void *data)
{
        const char *text = fit(a, data ? c->text(a, data) : c->heading);
        double number;
        lxw_error error = LXW_NO_ERROR;
        if (!data)
                error = worksheet_write_string(s->page, 0, (lxw_col_t)at, text, s->heading);
        else if ((c->use & COLUMN_NUMBER) && is_number(text, &number))
                error = worksheet_write_number(s->page, (lxw_row_t)row, (lxw_col_t)at, number, NULL);
        else if (*text)
                error = worksheet_write_string(s->page, (lxw_row_t)row, (lxw_col_t)at, text, s->text);
        if (error)
                s->error = error;
        size_t width =
            (size_t)g_utf8_strlen(text, -1) + (data ? 0 : 3); /* a heading also holds the filter's arrow */
        if (width > s->widths[at])
                s->widths[at] = width;
}

/* Row 0 is the headings. Returns the number of columns. */
static size_t write_row(struct arena *a, struct sheet *s, size_t row, const void *data)
{
        size_t at = 0;
        for (size_t i = 0; i < s->list->column_count; i++)
                if (!(s->list->columns[i].use & COLUMN_PAGE_ONLY))
                        write_cell(a, s, row, at++, &s->list->columns[i], data);
        return at;
}

/* Text columns are text all the way down, so that an identifier typed below keeps its leading zero. */
static void set_columns(struct sheet *s)
{
        lxw_col_t at = 0;
        for (size_t i = 0; i < s->list->column_count; i++) {
                const struct column *c = &s->list->columns[i];
                if (c->use & COLUMN_PAGE_ONLY)
                        continue;
                size_t width = s->widths[at] + 1;
                lxw_row_col_options options = { .hidden = (c->use & COLUMN_HIDDEN) != 0 };
                width = width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width;
                worksheet_set_column_opt(s->page, at, at, (double)width,
                                         c->use & COLUMN_NUMBER ? NULL : s->text, &options);
                at++;
        }
}

static void write_rows(struct sheet *s)
{
        struct arena *a = arena_new();
        size_t columns = write_row(a, s, 0, NULL);
        for (size_t i = 0; i < s->list->row_count; i++) {
                write_row(a, s, i + 1, (const char *)s->list->rows + i * s->list->row_size);
                if (i % ROWS_PER_ARENA == ROWS_PER_ARENA - 1)
                        arena_reset(a);
        }
        set_columns(s);
        worksheet_freeze_panes(s->page, 1, 0);
        if (columns)
                worksheet_autofilter(s->page, 0, 0, (lxw_row_t)s->list->row_count, (lxw_col_t)(columns - 1));
        arena_free(a);
}

static lxw_workbook *open_book(const char *path)
{
        static char shm[] = "/dev/shm"; /* the library's own scratch files: in memory, where there is such a place */
        lxw_workbook_options options = { .constant_memory = LXW_TRUE,
                                         .tmpdir = access(shm, W_OK) ? NULL : shm };
        return workbook_new_opt(path, &options);
}

static enum outcome write_book(const void *what, const char *name, const char *path)
{
        const struct list *list = what;
        struct sheet s = { .list = list, .book = open_book(path) };
        if (!s.book)
                return BROKEN;
        s.widths = calloc(list->column_count + 1, sizeof *s.widths);
        s.page = workbook_add_worksheet(s.book, name);
        s.heading = workbook_add_format(s.book);
        s.text = workbook_add_format(s.book);
        if (s.widths && s.page && s.heading && s.text) {
                format_set_bold(s.heading);
                format_set_bottom(s.heading, LXW_BORDER_THIN);
                format_set_num_format_index(s.text, 49); /* "@" */
                write_rows(&s);
        } else {
                s.error = LXW_ERROR_PARAMETER_VALIDATION;
        }
        lxw_error closed = workbook_close(s.book);
        free(s.widths);
        if (s.error || closed)
                log_event("xlsx-failed", "%s", lxw_strerror(s.error ? s.error : closed));
        return s.error || closed ? BROKEN : DONE;
}

static enum outcome read_all(int fd, struct buf *out)
{
        off_t size = lseek(fd, 0, SEEK_END), at = 0;
        while (at < size) {
                char *to = buf_reserve(out, (size_t)(size - at));
                ssize_t n = pread(fd, to, (size_t)(size - at), at);
                if (n <= 0)
                        break;
                out->len += (size_t)n;
                at += n;
        }
        return size > 0 && at == size ? DONE : BROKEN;
}

/* XLSX wants a name of 1 to 31 characters (counted in UTF-16) without some signs, no apostrophe at an end, and none twice. */
static const char *fit_name(struct arena *a, const char *name, size_t max)
{
        char *out = arena_text(a, fit(a, name));
        size_t units = 0;
        for (char *p = out; *p; p = g_utf8_next_char(p)) {
                units += g_utf8_get_char(p) > 0xFFFF ? 2 : 1;
                if (units > max)
                        *p = '\0';
                else if (strchr("[]:*?/\\", *p))
                        *p = '-';
                if (!*p)
                        break;
        }
        for (size_t len = strlen(out); len && out[len - 1] == '\''; len--)
                out[len - 1] = '\0';
        return out + strspn(out, "'");
}

static lxw_worksheet *add_named(struct arena *a, lxw_workbook *book, const struct grid *g, unsigned n)
{
        const char *name = fit_name(a, g->name, 31);
        if (!*name)
                name = arena_printf(a, "Sheet %u", n);
        for (unsigned twin = 2; twin < 1000 && workbook_validate_sheet_name(book, name) != LXW_NO_ERROR; twin++)
                name = arena_printf(a, "%s (%u)", fit_name(a, g->name, 25), twin);
        return workbook_add_worksheet(book, name);
}

static enum outcome write_grids(const void *what, const char *name, const char *path)
{
        lxw_workbook *book = open_book(path);
        lxw_error error = book ? LXW_NO_ERROR : LXW_ERROR_MEMORY_MALLOC_FAILED;
        struct arena *a = arena_new();
        bool shown = false;
        (void)name;
        for (const struct grid *g = what; book && g->name; g++) {
                lxw_worksheet *page = add_named(a, book, g, (unsigned)(g - (const struct grid *)what) + 1);
                if (page && g->hidden)
                        worksheet_hide(page);
                else if (page && !shown)
                        worksheet_activate(page);
                shown |= !g->hidden;
                for (size_t i = 0; page && i < g->rows * g->columns; i++)
                        if (g->cells[i] && *g->cells[i])
                                worksheet_write_string(page, (lxw_row_t)(i / g->columns), (lxw_col_t)(i % g->columns),
                                                       fit(a, g->cells[i]), NULL);
                if (!page)
                        error = LXW_ERROR_PARAMETER_VALIDATION;
        }
        arena_free(a);
        lxw_error closed = book ? workbook_close(book) : error;
        if (error || closed)
                log_event("xlsx-failed", "%s", lxw_strerror(error ? error : closed));
        return error || closed ? BROKEN : DONE;
}

/* Into a memory file, since the library writes to paths alone. */
static enum outcome write_to(enum outcome (*write)(const void *, const char *, const char *), const void *what,
                             const char *name, struct buf *out)
{
        char path[40];
        int fd = memfd_create("list.xlsx", MFD_CLOEXEC);
        if (fd < 0) {
                log_event("xlsx-failed", "memfd_create");
                return BROKEN;
        }
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        enum outcome done = write(what, name, path);
        if (done == DONE)
                done = read_all(fd, out);
        close(fd);
        return done;
}

enum outcome list_xlsx(const struct list *list, const char *sheet, struct buf *out)
{
        return write_to(write_book, list, sheet, out);
}

enum outcome grids_xlsx(const struct grid *grids, size_t count, struct buf *out)
{
        struct grid *ended = calloc(count + 1, sizeof *ended);
        if (!ended)
                abort();
        memcpy(ended, grids, count * sizeof *ended);
        enum outcome done = write_to(write_grids, ended, NULL, out);
        free(ended);
        return done;
}
