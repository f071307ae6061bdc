#include "sheet/csv.h"

#include <stdbool.h>
#include <stdint.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif
#include <string.h>

#include "base/buf.h"
#include "base/wire.h"

enum { LOOK_LINES = 100, LOOK_BYTES = 64 * 1024, PER_LINE = 256, PACK = 256 * 1024 };

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
        char separator;
        bool stops[256]; /* the separator, the ends of line, and NUL */
};

/* The next separator, end of line or NUL. */
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
        char name[8];
        c->room.len = 0;
        for (;;) {
                mark = memchr(c->at, '"', (size_t)(c->end - c->at));
                if (!mark)
                        return sink_refuse(
                            c->sink,
                            "Row %u, column %s starts with a quotation mark (\") that is never closed. Close "
                            "it or remove it, and save the file again.",
                            c->row + 1, book_column(c->column, name));
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

#ifdef __SSE2__
enum { BLOCK = 64, AHEAD = 16, LONG = 512 };

/* A bit for each of 64 bytes: is it a separator, an end of line or a quotation mark? */
static inline uint64_t find_marks(const char *at, __m128i separators)
{
        const __m128i quotes = _mm_set1_epi8('"'), feeds = _mm_set1_epi8('\n'), returns = _mm_set1_epi8('\r');
        uint64_t marks = 0;
#pragma GCC unroll 4
        for (int i = 0; i < BLOCK; i += 16) {
                const __m128i bytes = _mm_loadu_si128((const __m128i *)(at + i));
                const __m128i ends =
                    _mm_or_si128(_mm_cmpeq_epi8(bytes, feeds), _mm_cmpeq_epi8(bytes, returns));
                const __m128i others =
                    _mm_or_si128(_mm_cmpeq_epi8(bytes, quotes), _mm_cmpeq_epi8(bytes, separators));
                marks |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_or_si128(ends, others)) << i;
        }
        return marks;
}

/* Copies at least len bytes, and reads no more than AHEAD. */
static inline void copy_short(char *to, const char *from, size_t len)
{
        if (len <= 16)
                _mm_storeu_si128((__m128i *)to, _mm_loadu_si128((const __m128i *)from));
        else
                memcpy(to, from, len);
}

/* Cells on their way into the sink. Its members are kept in registers: hence copies of what the sink and the
 * reader have. */
struct packing {
        struct csv *csv;
        struct buf *out;
        char *to;
        uint32_t column;
        size_t cells;
        bool begun; /* the row has been named */
};

static inline void pack(struct packing *p, const char *text, size_t len)
{
        if (!len)
                return;
        if (!p->begun) {
                p->out->len = (size_t)(p->to - p->out->bytes);
                sink_row(p->csv->sink, p->csv->row);
                p->to = p->out->bytes + p->out->len;
                p->begun = true;
        }
        copy_short(p->to + WIRE_CELL_HEAD, text, len);
        p->to = wire_close_cell(p->to, CELL_TEXT, p->column, len);
        p->cells++;
}

static inline bool ends_cell(const struct csv *c, char stop)
{
        return stop == c->separator || stop == '\n' || stop == '\r';
}

/* Takes cells as far as whole blocks reach, and stops at the first that is out of the ordinary: long, or with
 * a quotation mark elsewhere than around it. */
static enum outcome read_ordinary(struct csv *c)
{
        struct packing p = { .csv = c, .out = sink_pack(c->sink), .column = c->column };
        p.to = buf_reserve(p.out, PACK + 8 * LONG);
        const __m128i separators = _mm_set1_epi8(c->separator);
        const char *at = c->at, *most = p.to + PACK;
        bool other = false, quoted = false;
        for (const char *block = at;
             c->end - block >= BLOCK + AHEAD && p.to < most && !other && c->row < BOOK_ROWS_MAX - BLOCK;
             block += BLOCK) {
                for (uint64_t marks = find_marks(block, separators); marks; marks &= marks - 1) {
                        const char *stop = block + __builtin_ctzll(marks);
                        if (stop < at || (quoted && *stop != '"'))
                                continue; /* the second half of an end of line, or inside quotation marks */
                        size_t len = (size_t)(stop - at);
                        if (*stop == '"' && !quoted && len == 0) {
                                quoted = true;
                                continue;
                        }
                        if ((other = len > LONG || p.column >= WIRE_COLUMNS_MAX ||
                                     (*stop == '"' && !(quoted && ends_cell(c, stop[1])))))
                                break;
                        pack(&p, at + quoted, len - quoted);
                        at = stop + 1;
                        if (quoted) {
                                quoted = false; /* what ends the cell is the next mark */
                                continue;
                        }
                        p.column++;
                        if (*stop == '\n' || *stop == '\r') {
                                at += *stop == '\r' && *at == '\n';
                                c->row++;
                                p.column = 0;
                                p.begun = false;
                        }
                }
        }
        p.out->len = (size_t)(p.to - p.out->bytes);
        c->at = at;
        c->column = p.column;
        return sink_packed(c->sink, p.cells);
}
#else
static enum outcome read_ordinary(struct csv *c)
{
        (void)c;
        return DONE;
}
#endif

static enum outcome read_all(struct csv *c)
{
        enum outcome result = DONE;
        while (result == DONE && c->at < c->end) {
                result = read_ordinary(c);
                if (result != DONE || c->at >= c->end)
                        break;
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

/* Over what "sep=" says, and what divides the rest. */
static struct csv start(const char *text, size_t len, struct sink *s)
{
        struct csv c = { .at = text, .end = text + len, .sink = s };
        if (len >= 5 && memcmp(text, "sep=", 4) == 0 && names_separator(text[4])) {
                c.separator = text[4];
                c.at = text + 5 + strspn(text + 5, "\r\n");
        } else {
                c.separator = find_separator(text, len);
        }
        c.stops[0] = c.stops['\r'] = c.stops['\n'] = c.stops[(unsigned char)c.separator] = true;
        return c;
}

static enum outcome read_sheet(struct csv *c, const char *name)
{
        enum outcome result = sink_sheet(c->sink, name, false);
        if (result == DONE)
                result = read_all(c);
        buf_free(&c->room);
        return result;
}

enum outcome csv_read(const char *text, size_t len, struct sink *s)
{
        struct csv c = start(text, len, s);
        sink_kind(s, c.separator == '\t' ? "tsv" : "csv");
        return read_sheet(&c, "");
}

enum outcome csv_read_sheet(const char *text, size_t len, const char *name, struct sink *s)
{
        struct csv c = start(text, len, s);
        return read_sheet(&c, name);
}
