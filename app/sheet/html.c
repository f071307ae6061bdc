#include "sheet/html.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/wire.h"
#include "sheet/entity.h"

/* below[c] is in how many further rows a cell from above still takes column c. */
struct page {
        struct sink *sink;
        bool any_row, in_cell;
        uint32_t next_row, row, column, span, deep;
        uint16_t below[WIRE_COLUMNS_MAX];
        struct buf text;
        enum outcome result;
};

/* A tag: its name in lower case, and where its attributes are. */
struct tag {
        char name[12];
        bool closing;
        const char *attributes, *end;
};

static bool is_space(char c)
{
        return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

static bool ends_with_space(const struct buf *b)
{
        return b->len && (b->bytes[b->len - 1] == ' ' || b->bytes[b->len - 1] == '\n');
}

/* White space as a browser shows it: one space, none at the start. */
static void add_space(struct buf *to)
{
        if (to->len && !ends_with_space(to))
                buf_char(to, ' ');
}

static bool is_blank(const struct buf *b)
{
        size_t i = 0;
        while (i < b->len)
                if (is_space(b->bytes[i]))
                        i++;
                else if (b->len - i >= 2 && memcmp(b->bytes + i, "\xC2\xA0", 2) == 0)
                        i += 2;
                else
                        return false;
        return true;
}

static void close_cell(struct page *p)
{
        if (!p->in_cell)
                return;
        p->in_cell = false;
        while (ends_with_space(&p->text))
                p->text.len--;
        if (!is_blank(&p->text))
                p->result = sink_cell(p->sink, p->row, p->column, CELL_TEXT, p->text.bytes, p->text.len);
        for (uint32_t i = 0; i < p->span && p->column < WIRE_COLUMNS_MAX; i++)
                p->below[p->column++] = (uint16_t)p->deep;
}

static void open_row(struct page *p)
{
        close_cell(p);
        for (uint32_t c = p->column; p->any_row && c < WIRE_COLUMNS_MAX; c++)
                p->below[c] -= p->below[c] > 0;
        p->any_row = true;
        p->row = p->next_row++;
        p->column = 0;
}

/* colspan or rowspan: from 1 to as many as there may be. */
static uint32_t span_of(const struct tag *t, const char *name)
{
        size_t len = strlen(name);
        for (const char *at = t->attributes; at + len < t->end; at++) {
                if (strncasecmp(at, name, len) != 0 || !is_space(at[-1]))
                        continue;
                at += len + strspn(at + len, " =\"'");
                long n = strtol(at, NULL, 10);
                return n < 1 ? 1 : n > WIRE_COLUMNS_MAX ? WIRE_COLUMNS_MAX : (uint32_t)n;
        }
        return 1;
}

static void open_cell(struct page *p, const struct tag *t)
{
        close_cell(p);
        if (!p->any_row)
                open_row(p);
        for (; p->column < WIRE_COLUMNS_MAX && p->below[p->column]; p->column++)
                p->below[p->column]--;
        p->in_cell = true;
        p->span = span_of(t, "colspan");
        p->deep = span_of(t, "rowspan") - 1;
        p->text.len = 0;
}

/* Reads the tag at "<"; its end is after ">" or where the page ends. A ">" in a quoted value does not end it.
 */
static struct tag read_tag(const char *at)
{
        struct tag t = { .closing = at[1] == '/' };
        const char *name = at + 1 + t.closing;
        size_t len = strcspn(name, " \t\r\n\f/>");
        for (size_t i = 0; i < len && i < sizeof t.name - 1; i++)
                t.name[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] | 32 : name[i]);
        t.attributes = t.end = name + len;
        while (*t.end && *t.end != '>') {
                bool quoted = (*t.end == '"' || *t.end == '\'') && t.end[-1] == '=';
                t.end = quoted ? strchrnul(t.end + 1, *t.end) : t.end;
                t.end += *t.end != '\0';
        }
        t.end += *t.end == '>';
        return t;
}

/* What is neither shown nor markup: comments, declarations, and all of style, script and title. Where it
 * ends. */
static const char *skip(const char *at, const struct tag *t)
{
        const char *end;
        if (strncmp(at, "<!--", 4) == 0) {
                end = strstr(at + 4, "-->");
                return end ? end + 3 : at + strlen(at);
        }
        if (t->closing || (strcmp(t->name, "style") != 0 && strcmp(t->name, "script") != 0 &&
                           strcmp(t->name, "title") != 0))
                return t->end;
        for (end = strstr(t->end, "</"); end; end = strstr(end + 2, "</"))
                if (strncasecmp(end + 2, t->name, strlen(t->name)) == 0)
                        return end;
        return at + strlen(at);
}

static bool is_cell(const struct tag *t)
{
        return strcmp(t->name, "td") == 0 || strcmp(t->name, "th") == 0;
}

static void take_tag(struct page *p, const struct tag *t)
{
        bool row = strcmp(t->name, "tr") == 0, table = strcmp(t->name, "table") == 0;
        if (row && !t->closing)
                open_row(p);
        else if (is_cell(t) && !t->closing)
                open_cell(p, t);
        else if (row || is_cell(t) || (table && t->closing))
                close_cell(p);
        else if (p->in_cell && strcmp(t->name, "br") == 0)
                buf_char(&p->text, '\n');
        else if (p->in_cell && (strcmp(t->name, "p") == 0 || strcmp(t->name, "div") == 0))
                add_space(&p->text);
        if (table && t->closing)
                memset(p->below, 0, sizeof p->below);
}

/* One piece of the page: a tag, an entity, white space or a character. Returns what follows it. */
static const char *take(struct page *p, const char *at)
{
        if (*at == '<' && strspn(at + 1, "/!?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")) {
                struct tag t = read_tag(at);
                take_tag(p, &t);
                return skip(at, &t);
        }
        size_t len = strcspn(at + 1, "<& \t\r\n\f") + 1;
        if (!p->in_cell)
                return at + len;
        if (*at == '&')
                return entity_add(&p->text, at);
        if (is_space(*at)) {
                add_space(&p->text);
                return at + 1;
        }
        buf_add(&p->text, at, len);
        return at + len;
}

enum outcome html_read(const char *text, size_t len, struct sink *s)
{
        struct page p = { .sink = s };
        sink_kind(s, "html");
        p.result = sink_sheet(s, "", false);
        for (const char *at = text; at < text + len && p.result == DONE;)
                at = take(&p, at);
        if (p.result == DONE)
                close_cell(&p);
        buf_free(&p.text);
        if (p.result == DONE && !sink_cells(s))
                return sink_refuse(
                    s, "This is a web page without a table in it. Save the list as an Excel workbook (.xlsx) "
                       "or a CSV file and send that.");
        return p.result;
}
