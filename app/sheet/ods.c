#include "sheet/ods.h"

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sheet/xml.h"

enum { ROW_TEXT_MAX = 8 << 20 };

/* A cell of the row at hand, text from start in the row's text; it stands in `repeat` columns from `column`.
 */
struct piece {
        uint32_t column, repeat;
        enum cell_kind kind;
        bool is_iso;
        double number;
        size_t start, len;
};

struct document {
        struct sink *sink;
        GHashTable *hidden; /* names of styles of sheets that are not shown */
        char *style;        /* being defined */
        unsigned tables, skipped;
        uint32_t row, column, row_repeat, cell_repeat;
        GArray *pieces;
        struct buf texts; /* of the row */
        /* of the cell: */
        bool in_cell, in_paragraph, is_error;
        unsigned paragraphs;
        char type;   /* first letter of its value-type, c for currency as well, 0 for none */
        char *value; /* office:value and its like */
        size_t start;
        bool any_sheet;
};

/* Repetitions are read as at most what a sheet has; nothing is made of those that are empty. */
static uint32_t repeat_of(const char **attributes, const char *name)
{
        const char *text = xml_attribute(attributes, name);
        unsigned long n = text ? strtoul(text, NULL, 10) : 1;
        return n < 1 ? 1 : n > BOOK_ROWS_MAX ? BOOK_ROWS_MAX : (uint32_t)n;
}

static enum outcome open_table(struct document *d, const char **attributes)
{
        const char *name = xml_attribute(attributes, "name"),
                   *style = xml_attribute(attributes, "style-name");
        if (d->tables++)
                return DONE;
        d->row = 0;
        d->any_sheet = true;
        return sink_sheet(d->sink, name ? name : "", style && g_hash_table_contains(d->hidden, style));
}

static void open_row(struct document *d, const char **attributes)
{
        d->row_repeat = repeat_of(attributes, "number-rows-repeated");
        d->column = 0;
        d->texts.len = 0;
        g_array_set_size(d->pieces, 0);
}

static void open_cell(struct document *d, const char **attributes)
{
        d->in_cell = true;
        d->in_paragraph = d->is_error = false;
        d->paragraphs = 0;
        d->start = d->texts.len;
        d->cell_repeat = repeat_of(attributes, "number-columns-repeated");
        d->type = 0;
        g_free(d->value);
        d->value = NULL;
        for (; *attributes; attributes += 2) {
                const char *name = *attributes;
                if (strcmp(name, "calcext:value-type") == 0)
                        d->is_error = strcmp(attributes[1], "error") == 0;
                else if (strcmp(xml_local(name), "value-type") == 0)
                        d->type = attributes[1][0];
                else if (strcmp(xml_local(name), "value") == 0 || g_str_has_suffix(name, "-value"))
                        d->value = d->value ? d->value : g_strdup(attributes[1]);
        }
}

/* A number and the letter after it; -1 when it is not that. */
static long take_number(const char **at, char letter)
{
        char *end;
        long n = g_ascii_isdigit(**at) ? strtol(*at, &end, 10) : -1;
        if (n >= 0 && *end == '.') /* of seconds */
                end += 1 + strspn(end + 1, "0123456789");
        if (n < 0 || *end != letter)
                return -1;
        *at = end + 1;
        return n;
}

/* Hours, minutes and seconds of "PT09H05M00.5S"; false when it is none or a day and more. */
static bool clock_of(const char *text, char out[16])
{
        if (!text || strncmp(text, "PT", 2) != 0)
                return false;
        text += 2;
        long hours = take_number(&text, 'H'), minutes = take_number(&text, 'M'),
             seconds = take_number(&text, 'S');
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59 || *text)
                return false;
        return snprintf(out, 16, "%02ld:%02ld:%02ld", hours, minutes, seconds) == 8;
}

static void replace_text(struct document *d, const char *text)
{
        d->texts.len = d->start;
        buf_text(&d->texts, text);
}

/* What the cell holds, by its value where it has one and by its text where it has not. */
static struct piece make_piece(struct document *d)
{
        struct piece p = {
                .column = d->column, .repeat = d->cell_repeat, .kind = CELL_TEXT, .start = d->start
        };
        char clock[16], *end = NULL;
        if (d->is_error) {
                p.kind = CELL_ERROR;
        } else if (d->value && (d->type == 'f' || d->type == 'p' || d->type == 'c')) {
                p.number = g_ascii_strtod(d->value, &end);
                if (end != d->value && !*end)
                        p.kind = CELL_NUMBER;
        } else if (d->value && d->type == 'b') {
                p.kind = CELL_BOOLEAN;
                replace_text(d, strcmp(d->value, "true") == 0 ? "TRUE" : "FALSE");
        } else if (d->value && d->type == 'd') {
                p.is_iso = true;
                replace_text(d, d->value);
        } else if (d->type == 't' && clock_of(d->value, clock)) {
                p.kind = CELL_TIME;
                replace_text(d, clock);
        } else if (d->value && d->type == 's') {
                replace_text(d, d->value);
        }
        p.len = d->texts.len - d->start;
        return p;
}

static void close_cell(struct document *d)
{
        struct piece p = make_piece(d);
        if (p.len || p.kind == CELL_NUMBER)
                g_array_append_val(d->pieces, p);
        d->column = d->column + d->cell_repeat;
        if (d->column > BOOK_ROWS_MAX)
                d->column = BOOK_ROWS_MAX;
        d->in_cell = false;
}

static enum outcome put_piece(struct document *d, const struct piece *p)
{
        const char *text = p->len ? d->texts.bytes + p->start : "";
        enum outcome result = DONE;
        for (uint32_t i = 0; i < p->repeat && result == DONE; i++) {
                if (p->kind == CELL_NUMBER)
                        result = sink_number(d->sink, d->row, p->column + i, p->number);
                else if (p->is_iso)
                        result = sink_iso(d->sink, d->row, p->column + i, text, p->len);
                else
                        result = sink_utf8(d->sink, d->row, p->column + i, p->kind, text, p->len);
        }
        return result;
}

static enum outcome close_row(struct document *d)
{
        enum outcome result = DONE;
        if (!d->pieces->len) {
                d->row = d->row + d->row_repeat > BOOK_ROWS_MAX ? BOOK_ROWS_MAX : d->row + d->row_repeat;
                return DONE;
        }
        for (; d->row_repeat && result == DONE; d->row_repeat--, d->row++)
                for (guint i = 0; i < d->pieces->len && result == DONE; i++)
                        result = put_piece(d, &g_array_index(d->pieces, struct piece, i));
        return result;
}

/* A few elements can stand for any number of spaces, so a row's text is bounded while it grows. */
static enum outcome check_text(struct document *d)
{
        if (d->texts.len <= ROW_TEXT_MAX)
                return DONE;
        return sink_refuse(
            d->sink,
            "Row %u of a sheet holds more text than any list has. Delete what is not needed and "
            "save the file again.",
            d->row + 1);
}

/* Inside a cell: paragraphs, one line each, with spaces and breaks as elements. */
static enum outcome open_text(struct document *d, const char *name, const char **attributes)
{
        if (strcmp(name, "p") == 0 || strcmp(name, "h") == 0) {
                if (d->paragraphs++)
                        buf_char(&d->texts, '\n');
                d->in_paragraph = true;
        } else if (d->in_paragraph && strcmp(name, "s") == 0) {
                const char *count = xml_attribute(attributes, "c");
                for (unsigned long n = count ? strtoul(count, NULL, 10) : 1; n && n < BOOK_CELL_MAX; n--)
                        buf_char(&d->texts, ' ');
        } else if (d->in_paragraph && strcmp(name, "tab") == 0) {
                buf_char(&d->texts, '\t');
        } else if (d->in_paragraph && strcmp(name, "line-break") == 0) {
                buf_char(&d->texts, '\n');
        }
        return check_text(d);
}

/* Comments and drawings lie in cells too, and are not what the cell says. */
static bool is_aside(const char *name)
{
        return strcmp(name, "annotation") == 0 || strcmp(name, "frame") == 0 || strcmp(name, "shapes") == 0 ||
               strcmp(name, "custom-shape") == 0 || strcmp(name, "tracked-changes") == 0;
}

static void open_style(struct document *d, const char *name, const char **attributes)
{
        const char *value;
        if (strcmp(name, "style") == 0) {
                g_free(d->style);
                d->style = g_strdup(xml_attribute(attributes, "name"));
        } else if (d->style && strcmp(name, "table-properties") == 0 &&
                   (value = xml_attribute(attributes, "display")) && strcmp(value, "false") == 0) {
                g_hash_table_add(d->hidden, g_strdup(d->style));
        }
}

static bool is_cell(const char *name)
{
        return strcmp(name, "table-cell") == 0 || strcmp(name, "covered-table-cell") == 0;
}

static enum outcome on_open(void *with, const char *name, const char **attributes)
{
        struct document *d = with;
        if (d->skipped || (d->tables && is_aside(name)) || strcmp(name, "tracked-changes") == 0) {
                d->skipped++;
        } else if (strcmp(name, "table") == 0) {
                return open_table(d, attributes);
        } else if (!d->tables) {
                open_style(d, name, attributes);
        } else if (d->in_cell) {
                return open_text(d, name, attributes);
        } else if (strcmp(name, "table-row") == 0) {
                open_row(d, attributes);
        } else if (is_cell(name)) {
                open_cell(d, attributes);
        }
        return DONE;
}

static enum outcome on_close(void *with, const char *name)
{
        struct document *d = with;
        if (d->skipped)
                d->skipped--;
        else if (strcmp(name, "table") == 0)
                d->tables--;
        else if (d->in_cell && is_cell(name))
                close_cell(d);
        else if (d->in_cell && (strcmp(name, "p") == 0 || strcmp(name, "h") == 0))
                d->in_paragraph = false;
        else if (d->tables == 1 && !d->in_cell && strcmp(name, "table-row") == 0)
                return close_row(d);
        return DONE;
}

static enum outcome on_text(void *with, const char *text, size_t len)
{
        struct document *d = with;
        if (d->in_paragraph && d->in_cell && !d->skipped)
                buf_add(&d->texts, text, len);
        return check_text(d);
}

static const struct xml_calls calls = { on_open, on_close, on_text, NULL };

static struct document begin(struct sink *s)
{
        sink_kind(s, "ods");
        return (struct document){ .sink = s,
                                  .hidden = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                                  .pieces = g_array_new(FALSE, FALSE, sizeof(struct piece)) };
}

static enum outcome finish(struct document *d, enum outcome result)
{
        if (result == DONE && !d->any_sheet)
                result = sink_refuse(
                    d->sink,
                    "This OpenDocument file is not a spreadsheet. Put the list into a spreadsheet and "
                    "send that.");
        g_hash_table_destroy(d->hidden);
        g_array_free(d->pieces, TRUE);
        g_free(d->style);
        g_free(d->value);
        buf_free(&d->texts);
        return result;
}

/* A protected document's parts are noise, and only its manifest says so. */
static enum outcome open_manifest(void *with, const char *name, const char **attributes)
{
        (void)attributes;
        if (strcmp(name, "encryption-data") == 0)
                return sink_refuse(with,
                                   "The file is protected by a password. Save it without one and send that.");
        return DONE;
}

static enum outcome ignore_close(void *with, const char *name)
{
        (void)with, (void)name;
        return DONE;
}

enum outcome ods_read(struct package *p, struct sink *s)
{
        static const struct xml_calls manifest = { open_manifest, ignore_close, NULL, NULL };
        if (!package_has(p, "content.xml"))
                return ABSENT;
        enum outcome result = xml_read_part(p, "META-INF/manifest.xml", s, &manifest, s);
        if (result != DONE && result != ABSENT)
                return result;
        struct document d = begin(s);
        return finish(&d, xml_read_part(p, "content.xml", s, &calls, &d));
}

enum outcome ods_read_flat(const char *text, size_t len, struct sink *s)
{
        struct document d = begin(s);
        return finish(&d, xml_read_bytes(text, len, s, &calls, &d));
}
