#include "sheet/html.h"

#include <glib.h>
#include <libxml/HTMLparser.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/wire.h"

/* The parser looks through all open tags when one is closed, and compares each attribute with all others of
 * its tag. */
enum { DEPTH_MAX = 256, WORDS_MAX = 2000 };

/* below[c] is in how many further rows a cell from above still takes column c. */
struct page {
        struct sink *sink;
        htmlParserCtxtPtr parser;
        bool any_row, in_cell, silent;
        uint32_t next_row, row, column, span, deep, depth;
        uint16_t below[WIRE_COLUMNS_MAX + 1];
        struct buf text;
        enum outcome result;
};

static uint32_t span_of(const xmlChar **attributes, const char *name)
{
        for (; attributes && *attributes; attributes += 2)
                if (strcmp((const char *)attributes[0], name) == 0 && attributes[1]) {
                        long n = strtol((const char *)attributes[1], NULL, 10);
                        return n < 1 ? 1 : n > WIRE_COLUMNS_MAX ? WIRE_COLUMNS_MAX : (uint32_t)n;
                }
        return 1;
}

/* White space as a browser shows it: one space, none at the ends. Line breaks stand as what they are. */
static void add_text(struct buf *to, const char *text, size_t len)
{
        for (size_t i = 0; i < len; i++) {
                bool space = strchr(" \t\r\n\f", text[i]) && text[i];
                if (!space)
                        buf_char(to, text[i]);
                else if (to->len && to->bytes[to->len - 1] != ' ' && to->bytes[to->len - 1] != '\n')
                        buf_char(to, ' ');
        }
}

static bool is_blank(const struct buf *b)
{
        size_t i = 0;
        while (i < b->len)
                if (b->bytes[i] == ' ' || b->bytes[i] == '\n')
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
        while (p->text.len &&
               (p->text.bytes[p->text.len - 1] == ' ' || p->text.bytes[p->text.len - 1] == '\n'))
                p->text.len--;
        if (p->result == DONE && !is_blank(&p->text))
                p->result = sink_cell(p->sink, p->row, p->column, CELL_TEXT, p->text.bytes, p->text.len);
        for (uint32_t i = 0; i < p->span && p->column < WIRE_COLUMNS_MAX; i++)
                p->below[p->column++] = (uint16_t)p->deep;
}

static void open_row(struct page *p)
{
        close_cell(p);
        if (p->any_row)
                for (uint32_t c = p->column; c < WIRE_COLUMNS_MAX; c++)
                        p->below[c] -= p->below[c] > 0;
        p->any_row = true;
        p->row = p->next_row++;
        p->column = 0;
}

static void open_cell(struct page *p, const xmlChar **attributes)
{
        close_cell(p);
        if (!p->any_row)
                open_row(p);
        for (; p->column < WIRE_COLUMNS_MAX && p->below[p->column]; p->column++)
                p->below[p->column]--;
        p->in_cell = true;
        p->span = span_of(attributes, "colspan");
        p->deep = span_of(attributes, "rowspan") - 1;
        p->text.len = 0;
}

static bool is_silent(const char *name)
{
        return strcmp(name, "style") == 0 || strcmp(name, "script") == 0 || strcmp(name, "title") == 0;
}

static enum outcome too_deep(struct sink *s)
{
        return sink_refuse(
            s, "The web page is made in a way that no list is. Save the list as an Excel workbook (.xlsx) or "
               "a CSV file and send that.");
}

static void on_open(void *with, const xmlChar *tag, const xmlChar **attributes)
{
        struct page *p = with;
        const char *name = (const char *)tag;
        if (p->result == DONE && ++p->depth > DEPTH_MAX)
                p->result = too_deep(p->sink);
        if (p->result != DONE)
                xmlStopParser(p->parser);
        else if (strcmp(name, "tr") == 0)
                open_row(p);
        else if (strcmp(name, "td") == 0 || strcmp(name, "th") == 0)
                open_cell(p, attributes);
        else if (strcmp(name, "br") == 0 && p->in_cell)
                buf_char(&p->text, '\n');
        else if (is_silent(name))
                p->silent = true;
}

static void on_close(void *with, const xmlChar *tag)
{
        struct page *p = with;
        const char *name = (const char *)tag;
        p->depth--;
        if (strcmp(name, "td") == 0 || strcmp(name, "th") == 0 || strcmp(name, "tr") == 0)
                close_cell(p);
        else if (strcmp(name, "table") == 0) {
                close_cell(p);
                memset(p->below, 0, sizeof p->below);
        } else if (is_silent(name))
                p->silent = false;
}

static void on_text(void *with, const xmlChar *text, int len)
{
        struct page *p = with;
        if (p->in_cell && !p->silent && p->text.len <= WIRE_TEXT_MAX) /* the sink tells of what is too long */
                add_text(&p->text, (const char *)text, (size_t)len);
}

/* Is there a tag with more words in it than any attributes of a table come to? */
static bool has_endless_tag(const char *text, const char *end)
{
        while ((text = memchr(text, '<', (size_t)(end - text))))
                for (unsigned words = 0; ++text < end && *text != '<' && *text != '>';)
                        if (g_ascii_isspace(*text) && ++words > WORDS_MAX)
                                return true;
        return false;
}

static htmlParserCtxtPtr make_parser(struct page *p)
{
        htmlSAXHandler calls = { .startElement = on_open,
                                 .endElement = on_close,
                                 .characters = on_text,
                                 .ignorableWhitespace = on_text };
        htmlParserCtxtPtr parser = htmlCreatePushParserCtxt(&calls, p, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
        if (!parser)
                abort();
        htmlCtxtUseOptions(parser, HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                       HTML_PARSE_IGNORE_ENC);
        return parser;
}

enum outcome html_read(const char *text, size_t len, struct sink *s)
{
        enum { PIECE = 64 * 1024 };
        struct page p = { .sink = s };
        sink_kind(s, "html");
        if (has_endless_tag(text, text + len))
                return too_deep(s);
        p.result = sink_sheet(s, "", false);
        p.parser = make_parser(&p);
        for (size_t at = 0; at < len && p.result == DONE; at += PIECE)
                htmlParseChunk(p.parser, text + at, (int)(len - at < PIECE ? len - at : PIECE), 0);
        if (p.result == DONE)
                htmlParseChunk(p.parser, "", 0, 1);
        htmlFreeParserCtxt(p.parser);
        close_cell(&p);
        buf_free(&p.text);
        if (p.result == DONE && !sink_cells(s))
                return sink_refuse(s, "This is a web page without a table in it. Save the list as an Excel "
                                      "workbook (.xlsx) or a "
                                      "CSV file and send that.");
        return p.result;
}
