#include "sheet/csv.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"

enum { LOOK_LINES = 100, LOOK_BYTES = 64 * 1024, PER_LINE = 256 };

/* How well a separator divides the first lines: the number of lines that have the most common number of them,
 * times that number. */
static size_t divides(const char *text, const char *end, char separator)
{
        size_t lines_with[PER_LINE] = { 0 }, best = 0, lines = 0, n = 0;
        bool quoted = false;
        for (; text < end && lines < LOOK_LINES; text++) {
                if (*text == '"')
                        quoted = !quoted;
                else if (!quoted && *text == separator)
                        n += n < PER_LINE - 1;
                else if (!quoted && (*text == '\n' || *text == '\r')) {
                        lines_with[n]++;
                        lines++;
                        n = 0;
                }
        }
        lines_with[n]++;
        for (size_t i = 1; i < PER_LINE; i++)
                if (lines_with[i] * i > best)
                        best = lines_with[i] * i;
        return best;
}

/* Ties go to the one that is rarer inside a cell. */
static char find_separator(const char *text, size_t len)
{
        char best = ',';
        size_t most = 0;
        for (const char *c = "\t;,|"; *c; c++) {
                size_t n = divides(text, text + (len < LOOK_BYTES ? len : LOOK_BYTES), *c);
                if (n > most) {
                        most = n;
                        best = *c;
                }
        }
        return best;
}

/* Where we are. at never passes end, where a NUL stands. */
struct csv {
        const char *at, *end;
        struct sink *sink;
        uint32_t row, column;
        struct buf room;
        bool stops[256]; /* the separator, the ends of line, and NUL */
};

static const char *find_stop(const struct csv *c, const char *at)
{
        while (!c->stops[(unsigned char)*at])
                at++;
        return at;
}

/* A cell that starts with a quotation mark. What follows the closing mark belongs to it, as other programs
 * have it. */
static enum outcome read_quoted(struct csv *c)
{
        const char *start = ++c->at, *mark;
        c->room.len = 0;
        for (;;) {
                mark = memchr(c->at, '"', (size_t)(c->end - c->at));
                if (!mark)
                        return sink_refuse(
                            c->sink,
                            "Row %u, column %u starts with a quotation mark (\") that is never closed. Close "
                            "it or remove it, and save the file again.",
                            c->row + 1, c->column + 1);
                c->at = mark + 1;
                if (*c->at != '"')
                        break;
                buf_add(&c->room, start, (size_t)(c->at - start));
                start = ++c->at;
        }
        const char *rest = c->at;
        c->at = find_stop(c, rest);
        if (c->room.len == 0 && c->at == rest)
                return sink_utf8(c->sink, c->row, c->column, CELL_TEXT, start, (size_t)(mark - start));
        buf_add(&c->room, start, (size_t)(mark - start));
        buf_add(&c->room, rest, (size_t)(c->at - rest));
        return sink_utf8(c->sink, c->row, c->column, CELL_TEXT, c->room.bytes, c->room.len);
}

static enum outcome read_plain(struct csv *c)
{
        const char *start = c->at;
        c->at = find_stop(c, start);
        return sink_utf8(c->sink, c->row, c->column, CELL_TEXT, start, (size_t)(c->at - start));
}

static enum outcome read_all(struct csv *c)
{
        enum outcome result = DONE;
        while (result == DONE && c->at < c->end) {
                result = *c->at == '"' ? read_quoted(c) : read_plain(c);
                char stop = c->at < c->end ? *c->at++ : '\0';
                if (stop == '\r' && *c->at == '\n')
                        c->at++;
                if (stop == '\r' || stop == '\n') {
                        c->row++;
                        c->column = 0;
                } else {
                        c->column++;
                }
        }
        return result;
}

/* After "sep=". Half a letter would leave halves in every cell. */
static bool names_separator(char c)
{
        return c == '\t' || (c >= ' ' && c < 127 && c != '"');
}

enum outcome csv_read(const char *text, size_t len, struct sink *s)
{
        char separator;
        struct csv c = { text, text + len, s, 0, 0, BUF_EMPTY, { false } };
        if (len >= 5 && memcmp(text, "sep=", 4) == 0 && names_separator(text[4])) {
                separator = text[4];
                c.at = text + 5 + strspn(text + 5, "\r\n");
        } else {
                separator = find_separator(text, len);
        }
        c.stops[0] = c.stops['\r'] = c.stops['\n'] = c.stops[(unsigned char)separator] = true;
        sink_kind(s, separator == '\t' ? "tsv" : "csv");
        enum outcome result = sink_sheet(s, "", false);
        if (result == DONE)
                result = read_all(&c);
        buf_free(&c.room);
        return result;
}
