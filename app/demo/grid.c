#include "demo/grid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>
#include <zip.h>

#include "base/buf.h"

static bool write_file(const char *path, struct buf *b)
{
        FILE *f = fopen(path, "we");
        bool good = f && fwrite(b->bytes, 1, b->len, f) == b->len;
        if (f)
                good &= fclose(f) == 0;
        buf_free(b);
        return good;
}

static bool is_empty(const struct grid_cell *c)
{
        return !date_known(c->date) && (!c->text || !*c->text);
}

/* One more than the last cell that holds something. */
static unsigned width(const struct grid *g, unsigned row)
{
        unsigned n = GRID_COLUMNS;
        while (n && is_empty(&g->cells[row][n - 1]))
                n--;
        return n;
}

/* ---- XLSX ---- */

static void xlsx_cell(lxw_worksheet *sheet, const struct grid_cell *c, unsigned row, unsigned column,
                      lxw_format *day)
{
        if (date_known(c->date)) {
                lxw_datetime d = { .year = c->date.year, .month = c->date.month, .day = c->date.day };
                worksheet_write_datetime(sheet, row, (lxw_col_t)column, &d, day);
        } else if (c->number) {
                worksheet_write_number(sheet, row, (lxw_col_t)column, strtod(c->text, NULL), NULL);
        } else if (!is_empty(c)) {
                worksheet_write_string(sheet, row, (lxw_col_t)column, c->text, NULL);
        }
}

bool grid_xlsx(const char *path, const struct grid *const *grids, unsigned count)
{
        lxw_workbook *book = workbook_new(path);
        if (!book)
                return false;
        lxw_format *day = workbook_add_format(book);
        format_set_num_format(day, "dd/mm/yyyy");
        for (unsigned i = 0; i < count; i++) {
                lxw_worksheet *sheet = workbook_add_worksheet(book, grids[i]->name);
                if (grids[i]->hidden)
                        worksheet_hide(sheet);
                worksheet_set_column(sheet, 0, GRID_COLUMNS - 1, 14, NULL);
                for (unsigned row = 0; row < grids[i]->rows; row++)
                        for (unsigned column = 0; column < width(grids[i], row); column++)
                                xlsx_cell(sheet, &grids[i]->cells[row][column], row, column, day);
        }
        return workbook_close(book) == LXW_NO_ERROR;
}

/* ---- ODS ---- */

static void escaped(struct buf *b, const char *text)
{
        for (; *text; text++)
                switch (*text) {
                case '<': buf_text(b, "&lt;"); break;
                case '>': buf_text(b, "&gt;"); break;
                case '&': buf_text(b, "&amp;"); break;
                case '"': buf_text(b, "&quot;"); break;
                default: buf_char(b, *text);
                }
}

static void ods_cell(struct buf *b, const struct grid_cell *c)
{
        char iso[DATE_TEXT], uk[DATE_TEXT];
        if (is_empty(c)) {
                buf_text(b, "<table:table-cell/>");
                return;
        }
        if (date_known(c->date))
                buf_printf(b, "<table:table-cell office:value-type=\"date\" office:date-value=\"%s\">",
                           date_to_iso(c->date, iso));
        else if (c->number)
                buf_printf(b, "<table:table-cell office:value-type=\"float\" office:value=\"%s\">", c->text);
        else
                buf_text(b, "<table:table-cell office:value-type=\"string\">");
        buf_text(b, "<text:p>");
        escaped(b, date_known(c->date) ? date_to_uk(c->date, uk) : c->text);
        buf_text(b, "</text:p></table:table-cell>");
}

static void ods_content(struct buf *b, const struct grid *const *grids, unsigned count)
{
        buf_text(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content"
                    " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
                    " xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\""
                    " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.2\">"
                    "<office:body><office:spreadsheet>");
        for (unsigned i = 0; i < count; i++) {
                buf_printf(b, "<table:table table:name=\"%s\">", grids[i]->name);
                for (unsigned row = 0; row < grids[i]->rows; row++) {
                        buf_text(b, "<table:table-row>");
                        for (unsigned column = 0; column < GRID_COLUMNS; column++)
                                ods_cell(b, &grids[i]->cells[row][column]);
                        buf_text(b, "</table:table-row>");
                }
                buf_text(b, "</table:table>");
        }
        buf_text(b, "</office:spreadsheet></office:body></office:document-content>");
}

static bool zip_text(zip_t *z, const char *name, const char *text, size_t len, bool stored)
{
        zip_source_t *source = zip_source_buffer(z, text, len, 0);
        zip_int64_t at = source ? zip_file_add(z, name, source, ZIP_FL_ENC_UTF_8) : -1;
        if (at < 0) {
                zip_source_free(source);
                return false;
        }
        return !stored || zip_set_file_compression(z, (zip_uint64_t)at, ZIP_CM_STORE, 0) == 0;
}

bool grid_ods(const char *path, const struct grid *const *grids, unsigned count)
{
        static const char type[] = "application/vnd.oasis.opendocument.spreadsheet";
        static const char manifest[] =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><manifest:manifest"
            " xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">"
            "<manifest:file-entry manifest:full-path=\"/\" manifest:media-type="
            "\"application/vnd.oasis.opendocument.spreadsheet\"/><manifest:file-entry"
            " manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>"
            "</manifest:manifest>";
        struct buf content = BUF_EMPTY;
        int error;
        zip_t *z = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &error);
        if (!z)
                return false;
        ods_content(&content, grids, count);
        bool good = zip_text(z, "mimetype", type, sizeof type - 1, true) &&
                    zip_text(z, "META-INF/manifest.xml", manifest, sizeof manifest - 1, false) &&
                    zip_text(z, "content.xml", content.bytes, content.len, false);
        if (good)
                good = zip_close(z) == 0;
        if (!good)
                zip_discard(z);
        buf_free(&content);
        return good;
}

/* ---- text ---- */

/* The next character of valid UTF-8. */
static unsigned next(const unsigned char **at)
{
        const unsigned char *p = *at;
        unsigned more = *p < 0x80 ? 0 : *p < 0xe0 ? 1 : *p < 0xf0 ? 2 : 3;
        unsigned c = more ? *p & 0x3fu >> more : *p;
        for (unsigned i = 1; i <= more; i++)
                c = c << 6 | (p[i] & 0x3fu);
        *at = p + more + 1;
        return c;
}

/* U+0080 to U+009F are other characters in Windows-1252, of which no name here has any. */
static void put_1252(struct buf *b, const char *text)
{
        for (const unsigned char *p = (const unsigned char *)text; *p;) {
                unsigned c = next(&p);
                buf_char(b, c < 0x80 || (c >= 0xa0 && c < 0x100) ? (char)c : '?');
        }
}

static void put_utf16(struct buf *b, const char *text)
{
        for (const unsigned char *p = (const unsigned char *)text; *p;) {
                unsigned c = next(&p); /* of the first plane: names and headings */
                buf_char(b, (char)(c & 0xff));
                buf_char(b, (char)(c >> 8));
        }
}

typedef void put(struct buf *b, const char *text);

/* No cell holds a quotation mark. */
static void put_cell(struct buf *b, const struct grid_cell *c, const char *separator, put *add)
{
        char uk[DATE_TEXT];
        const char *text = date_known(c->date) ? date_to_uk(c->date, uk) : c->text ? c->text : "";
        const char *quote = strstr(text, separator) ? "\"" : "";
        add(b, quote);
        add(b, text);
        add(b, quote);
}

static void put_grid(struct buf *b, const struct grid *g, const char *separator, put *add)
{
        for (unsigned row = 0; row < g->rows; row++) {
                for (unsigned column = 0; column < width(g, row); column++) {
                        add(b, column ? separator : "");
                        put_cell(b, &g->cells[row][column], separator, add);
                }
                add(b, "\r\n");
        }
}

bool grid_csv_1252(const char *path, const struct grid *g)
{
        struct buf b = BUF_EMPTY;
        put_grid(&b, g, ",", put_1252);
        return write_file(path, &b);
}

bool grid_tsv_utf16(const char *path, const struct grid *g)
{
        struct buf b = BUF_EMPTY;
        buf_add(&b, "\xff\xfe", 2);
        put_grid(&b, g, "\t", put_utf16);
        return write_file(path, &b);
}

bool grid_html(const char *path, const struct grid *g)
{
        struct buf b = BUF_EMPTY;
        buf_text(&b, "<html><head><meta charset=\"utf-8\"><style>td { mso-number-format: '\\@'; "
                     "}</style></head>\n<body>\n<table border=1>\n");
        for (unsigned row = 0; row < g->rows; row++) {
                buf_text(&b, "<tr>");
                for (unsigned column = 0; column < width(g, row); column++) {
                        char uk[DATE_TEXT];
                        const struct grid_cell *c = &g->cells[row][column];
                        buf_text(&b, row ? "<td>" : "<th>");
                        escaped(&b, date_known(c->date) ? date_to_uk(c->date, uk) : c->text ? c->text : "");
                        buf_text(&b, row ? "</td>" : "</th>");
                }
                buf_text(&b, "</tr>\n");
        }
        buf_text(&b, "</table>\n</body></html>\n");
        return write_file(path, &b);
}
