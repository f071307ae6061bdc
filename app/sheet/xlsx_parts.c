#include "sheet/xlsx_parts.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "sheet/encoding.h"
#include "sheet/format.h"

void xlsx_free(struct xlsx_shared *shared)
{
        g_free(shared->style_is_date);
        g_free(shared->string_ends);
        buf_free(&shared->strings);
}

/* Styles: numFmts give codes to ids, and the n-th xf of cellXfs is the style n of the cells. */
struct styles {
        struct xlsx_shared *out;
        GHashTable *is_date; /* by format id: 1 or 2 for no or yes */
        GArray *found;
        bool in_cells;
};

static enum outcome open_style(void *with, const char *name, const char **attributes)
{
        struct styles *st = with;
        const char *id = xml_attribute(attributes, "numFmtId"), *code;
        gpointer key = GUINT_TO_POINTER(id ? strtoul(id, NULL, 10) : 0);
        if (strcmp(name, "cellXfs") == 0) {
                st->in_cells = true;
        } else if (strcmp(name, "numFmt") == 0 && (code = xml_attribute(attributes, "formatCode"))) {
                g_hash_table_insert(st->is_date, key, GINT_TO_POINTER(1 + format_is_date(code)));
        } else if (strcmp(name, "xf") == 0 && st->in_cells) {
                int known = GPOINTER_TO_INT(g_hash_table_lookup(st->is_date, key));
                bool date = known ? known == 2 : format_builtin_is_date(GPOINTER_TO_UINT(key));
                g_array_append_val(st->found, date);
        }
        return DONE;
}

static enum outcome close_style(void *with, const char *name)
{
        struct styles *st = with;
        if (strcmp(name, "cellXfs") == 0)
                st->in_cells = false;
        return DONE;
}

enum outcome xlsx_read_styles(struct package *p, const char *name, struct sink *s, struct xlsx_shared *out)
{
        static const struct xml_calls calls = { open_style, close_style, NULL, NULL };
        struct styles st = { out, g_hash_table_new(NULL, NULL), g_array_new(FALSE, FALSE, sizeof(bool)),
                             false };
        enum outcome result = xml_read_part(p, name, s, &calls, &st);
        out->style_count = st.found->len;
        out->style_is_date = (bool *)g_array_free(st.found, FALSE);
        g_hash_table_destroy(st.is_date);
        return result;
}

/* "_x000D_" stands for the character of that number, "_x005F_" for an underscore that must not start such a
 * thing. In place; returns the new length. */
static size_t unescape(char *text, size_t len)
{
        const char *first = memmem(text, len, "_x", 2);
        if (!first)
                return len;
        struct buf out = BUF_EMPTY;
        struct utf16 pairs = UTF16_START;
        for (size_t i = 0; i < len;) {
                char hex[5] = "";
                if (len - i >= 7 && text[i] == '_' && text[i + 1] == 'x' && text[i + 6] == '_')
                        memcpy(hex, text + i + 2, 4);
                if (*hex && strspn(hex, "0123456789ABCDEFabcdef") == 4) {
                        utf16_add(&pairs, &out, (uint16_t)strtoul(hex, NULL, 16));
                        i += 7;
                } else {
                        utf16_end(&pairs, &out);
                        pairs = UTF16_START;
                        buf_char(&out, text[i++]);
                }
        }
        utf16_end(&pairs, &out);
        if (out.len)
                memcpy(text, out.bytes, out.len);
        len = out.len;
        buf_free(&out);
        return len;
}

/* Text of a string, shared or inline: t inside it, but not the phonetic t inside rPh. */
struct runs {
        bool inside, phonetic, taking;
};

static void runs_open(struct runs *r, const char *name)
{
        if (strcmp(name, "rPh") == 0)
                r->phonetic = true;
        else if (strcmp(name, "t") == 0)
                r->taking = r->inside && !r->phonetic;
}

static void runs_close(struct runs *r, const char *name)
{
        if (strcmp(name, "rPh") == 0)
                r->phonetic = false;
        else if (strcmp(name, "t") == 0)
                r->taking = false;
}

struct strings {
        struct xlsx_shared *out;
        struct runs runs;
};

static enum outcome open_string(void *with, const char *name, const char **attributes)
{
        struct strings *st = with;
        (void)attributes;
        if (strcmp(name, "si") == 0)
                st->runs = (struct runs){ .inside = true };
        else
                runs_open(&st->runs, name);
        return DONE;
}

static enum outcome close_string(void *with, const char *name)
{
        struct strings *st = with;
        struct xlsx_shared *o = st->out;
        runs_close(&st->runs, name);
        if (strcmp(name, "si") != 0)
                return DONE;
        st->runs.inside = false;
        uint32_t start = o->string_count ? o->string_ends[o->string_count - 1] : 0;
        if (o->string_count == o->string_room) {
                o->string_room = o->string_room ? o->string_room * 2 : 1024;
                o->string_ends = g_renew(uint32_t, o->string_ends, o->string_room);
        }
        if (o->strings.len > start)
                o->strings.len = start + unescape(o->strings.bytes + start, o->strings.len - start);
        o->string_ends[o->string_count++] = (uint32_t)o->strings.len;
        return DONE;
}

static enum outcome text_string(void *with, const char *text, size_t len)
{
        struct strings *st = with;
        if (st->runs.taking)
                buf_add(&st->out->strings, text, len);
        return DONE;
}

static const struct xml_calls string_calls = { open_string, close_string, text_string, NULL };

enum outcome xlsx_read_strings(struct package *p, const char *name, struct sink *s, struct xlsx_shared *out)
{
        struct strings st = { .out = out };
        return xml_read_part(p, name, s, &string_calls, &st);
}

/* A grid. row and column are those of the next cell that does not say where it is. */
struct grid {
        struct sink *sink;
        const struct xlsx_shared *shared;
        uint32_t row, column;
        char
            type; /* s shared, i inline, t formula's text, b boolean, e error, d date in ISO form, n number */
        size_t style;
        bool in_value;
        struct runs runs;
        struct buf value;
};

/* "AB12" to 27 and 11. Numbers too large stay too large, for the sink to refuse. */
static bool parse_place(const char *text, uint32_t *row, uint32_t *column)
{
        uint64_t c = 0, r = 0;
        for (; (*text | 32) >= 'a' && (*text | 32) <= 'z' && c < 1000000; text++)
                c = c * 26 + (uint64_t)((*text | 32) - 'a' + 1);
        for (; *text >= '0' && *text <= '9' && r < 1000000000; text++)
                r = r * 10 + (uint64_t)(*text - '0');
        if (*text || !c || !r)
                return false;
        *row = (uint32_t)r - 1;
        *column = (uint32_t)c - 1;
        return true;
}

static char parse_type(const char *text)
{
        if (!*text)
                return 'n';
        if (!text[1])
                return strchr("sbedn", *text) ? *text : 'n';
        return strcmp(text, "inlineStr") == 0 ? 'i' : strcmp(text, "str") == 0 ? 't' : 'n';
}

static void open_cell(struct grid *g, const char **attributes)
{
        g->type = 'n';
        g->style = 0;
        g->value.len = 0;
        g->runs = (struct runs){ false };
        for (; *attributes; attributes += 2) {
                if (attributes[0][1])
                        continue;
                if (attributes[0][0] == 'r')
                        parse_place(attributes[1], &g->row, &g->column);
                else if (attributes[0][0] == 's')
                        g->style = strtoul(attributes[1], NULL, 10);
                else if (attributes[0][0] == 't')
                        g->type = parse_type(attributes[1]);
        }
}

static enum outcome open_grid(void *with, const char *name, const char **attributes)
{
        struct grid *g = with;
        const char *number;
        if (name[0] == 'c' && !name[1]) {
                open_cell(g, attributes);
        } else if (name[0] == 'v' && !name[1]) {
                g->in_value = true;
        } else if (strcmp(name, "row") == 0) {
                if ((number = xml_attribute(attributes, "r")))
                        g->row = (uint32_t)strtoul(number, NULL, 10) - 1;
                g->column = 0;
        } else if (strcmp(name, "is") == 0) {
                g->runs.inside = true;
        } else {
                runs_open(&g->runs, name);
        }
        return DONE;
}

static enum outcome put_shared(struct grid *g)
{
        const struct xlsx_shared *sh = g->shared;
        char *end;
        unsigned long n = strtoul(g->value.bytes, &end, 10);
        if (*end || n >= sh->string_count)
                return sink_refuse(
                    g->sink,
                    "The workbook is damaged: row %u names text that is not in it. Open it in Excel, "
                    "save it again and send that.",
                    g->row + 1);
        uint32_t start = n ? sh->string_ends[n - 1] : 0;
        return sink_utf8(g->sink, g->row, g->column, CELL_TEXT, sh->strings.bytes + start,
                         sh->string_ends[n] - start);
}

/* At most 15 digits without exponent, in the form in which we write numbers: then it stands for itself. */
static bool is_shortest(const char *text, size_t len)
{
        const char *p = text + (*text == '-');
        size_t whole = strspn(p, "0123456789"),
               part = p[whole] == '.' ? strspn(p + whole + 1, "0123456789") : 0;
        if (whole == 0 || whole + part > 15 || (p[0] == '0' && (whole > 1 || part == 0)) ||
            (p[0] == '0' && p[2] == '0'))
                return false;
        if (p[whole] == '.' && (part == 0 || p[whole + part] == '0'))
                return false;
        return (size_t)(p - text) + whole + (part ? part + 1 : 0) == len;
}

static enum outcome put_number(struct grid *g)
{
        bool date = g->style < g->shared->style_count && g->shared->style_is_date[g->style];
        char *end;
        if (!date && is_shortest(g->value.bytes, g->value.len))
                return sink_utf8(g->sink, g->row, g->column, CELL_NUMBER, g->value.bytes, g->value.len);
        double value = strtod(g->value.bytes, &end);
        if (*end || end == g->value.bytes)
                return sink_utf8(g->sink, g->row, g->column, CELL_TEXT, g->value.bytes, g->value.len);
        return date ? sink_serial(g->sink, g->row, g->column, value, g->shared->epoch_1904)
                    : sink_number(g->sink, g->row, g->column, value);
}

static enum outcome put_cell(struct grid *g)
{
        struct buf *v = &g->value;
        switch (g->type) {
        case 's': return put_shared(g);
        case 'i':
        case 't':
                return sink_utf8(g->sink, g->row, g->column, CELL_TEXT, v->bytes, unescape(v->bytes, v->len));
        case 'e': return sink_utf8(g->sink, g->row, g->column, CELL_ERROR, v->bytes, v->len);
        case 'd': return sink_iso(g->sink, g->row, g->column, v->bytes, v->len);
        case 'b':
                return *v->bytes == '1' || *v->bytes == 't'
                           ? sink_utf8(g->sink, g->row, g->column, CELL_BOOLEAN, "TRUE", 4)
                           : sink_utf8(g->sink, g->row, g->column, CELL_BOOLEAN, "FALSE", 5);
        default: return put_number(g);
        }
}

static enum outcome close_grid(void *with, const char *name)
{
        struct grid *g = with;
        enum outcome result = DONE;
        if (name[0] == 'v' && !name[1]) {
                g->in_value = false;
        } else if (name[0] == 'c' && !name[1]) {
                result = g->value.len ? put_cell(g) : DONE;
                g->column++;
        } else if (strcmp(name, "row") == 0) {
                g->row++;
        } else if (strcmp(name, "is") == 0) {
                g->runs.inside = false;
        } else {
                runs_close(&g->runs, name);
        }
        return result;
}

static enum outcome text_grid(void *with, const char *text, size_t len)
{
        struct grid *g = with;
        if (g->in_value || g->runs.taking)
                buf_add(&g->value, text, len);
        return DONE;
}

static const struct xml_calls grid_calls = { open_grid, close_grid, text_grid, NULL };

enum outcome xlsx_read_grid(struct package *p, const char *name, struct sink *s,
                            const struct xlsx_shared *shared)
{
        struct grid g = { .sink = s, .shared = shared };
        enum outcome result = xml_read_part(p, name, s, &grid_calls, &g);
        buf_free(&g.value);
        return result;
}

enum outcome xlsx_read_bytes(const char *bytes, size_t len, struct sink *s)
{
        struct xlsx_shared shared = { 0 };
        struct strings st = { .out = &shared };
        struct grid g = { .sink = s, .shared = &shared };
        enum outcome result = xml_read_bytes(bytes, len, s, &string_calls, &st);
        if (result == DONE)
                result = xml_read_bytes(bytes, len, s, &grid_calls, &g);
        buf_free(&g.value);
        xlsx_free(&shared);
        return result;
}
