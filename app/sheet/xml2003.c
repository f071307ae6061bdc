#include "sheet/xml2003.h"

#include <glib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "sheet/xml.h"

struct grid {
        struct sink *sink;
        uint32_t row, column, across; /* of the next cell that does not say where it is */
        bool in_data, in_comment;
        char type; /* first letter of ss:Type */
        struct buf value;
};

/* Index counts from 1. */
static uint32_t index_of(const char **attributes, uint32_t otherwise)
{
        const char *text = xml_attribute(attributes, "Index");
        unsigned long n = text ? strtoul(text, NULL, 10) : 0;
        return n == 0 ? otherwise : n > BOOK_ROWS_MAX ? BOOK_ROWS_MAX : (uint32_t)n - 1;
}

static enum outcome on_open(void *with, const char *name, const char **attributes)
{
        struct grid *g = with;
        const char *text;
        if (strcmp(name, "Worksheet") == 0) {
                g->row = 0;
                text = xml_attribute(attributes, "Name");
                return sink_sheet(g->sink, text ? text : "", false);
        }
        if (strcmp(name, "Row") == 0) {
                g->row = index_of(attributes, g->row);
                g->column = 0;
        } else if (strcmp(name, "Cell") == 0) {
                g->column = index_of(attributes, g->column);
                text = xml_attribute(attributes, "MergeAcross");
                g->across = text ? (uint32_t)strtoul(text, NULL, 10) : 0;
        } else if (strcmp(name, "Comment") == 0) {
                g->in_comment = true;
        } else if (strcmp(name, "Data") == 0 && !g->in_comment) {
                text = xml_attribute(attributes, "Type");
                g->type = text ? *text : 'S';
                g->in_data = true;
                g->value.len = 0;
        }
        return DONE;
}

static enum outcome put_value(struct grid *g)
{
        struct buf *v = &g->value;
        char *end;
        double number;
        if (!v->len)
                return DONE;
        switch (g->type) {
        case 'N':
                number = g_ascii_strtod(v->bytes, &end);
                if (!*end)
                        return sink_number(g->sink, g->row, g->column, number);
                break;
        case 'D': return sink_iso(g->sink, g->row, g->column, v->bytes, v->len);
        case 'E': return sink_utf8(g->sink, g->row, g->column, CELL_ERROR, v->bytes, v->len);
        case 'B':
                return *v->bytes == '1' ? sink_utf8(g->sink, g->row, g->column, CELL_BOOLEAN, "TRUE", 4)
                                        : sink_utf8(g->sink, g->row, g->column, CELL_BOOLEAN, "FALSE", 5);
        }
        return sink_utf8(g->sink, g->row, g->column, CELL_TEXT, v->bytes, v->len);
}

static enum outcome on_close(void *with, const char *name)
{
        struct grid *g = with;
        if (strcmp(name, "Row") == 0) {
                g->row++;
        } else if (strcmp(name, "Cell") == 0) {
                g->column += 1 + (g->across < BOOK_COLUMNS_MAX ? g->across : BOOK_COLUMNS_MAX);
        } else if (strcmp(name, "Comment") == 0) {
                g->in_comment = false;
        } else if (strcmp(name, "Data") == 0 && g->in_data) {
                g->in_data = false;
                return put_value(g);
        }
        return DONE;
}

static enum outcome on_text(void *with, const char *text, size_t len)
{
        struct grid *g = with;
        if (g->in_data)
                buf_add(&g->value, text, len);
        return DONE;
}

enum outcome xml2003_read(const char *text, size_t len, struct sink *s)
{
        static const struct xml_calls calls = { on_open, on_close, on_text, NULL };
        struct grid g = { .sink = s };
        sink_kind(s, "xml");
        enum outcome result = xml_read_bytes(text, len, s, &calls, &g);
        buf_free(&g.value);
        return result;
}
