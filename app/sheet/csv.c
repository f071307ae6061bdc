#include "sheet/csv.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/wire.h"
#include "sheet/marks.h"

enum { LOOK_LINES = 100, PER_LINE = 256 };

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
                size_t n = divides(text, text + (len < CSV_LOOK ? len : CSV_LOOK), *c);
                if (n > most) {
                        most = n;
                        best = *c;
                }
        }
        return best;
}

/* Where we are in the piece at hand, always at the start of a cell. at never passes end. */
struct csv {
        const char *at, *end;
        bool last; /* the text ends with this piece */
        struct sink *sink;
        uint32_t row, column;
        struct buf room;
        char separator;
        bool stops[256]; /* the separator and the ends of line */
        size_t named;    /* bytes of "sep=;" that are still to be passed */
        bool blank;      /* and the ends of line after it */
};

/* The next separator or end of line, or the end. */
static const char *find_stop(const struct csv *c, const char *at)
{
        while (at < c->end && !c->stops[(unsigned char)*at])
                at++;
        return at;
}

/* Does the piece end before the cell has, or before it is known whether "\r" goes on with "\n"? */
static bool cut_off(const struct csv *c, const char *stop)
{
        return !c->last && c->end - stop < 2;
}

/* What follows a cell. */
static void pass_stop(struct csv *c, const char *stop)
{
        c->at = stop + (stop < c->end);
        if (stop < c->end && (*stop == '\r' || *stop == '\n')) {
                c->at += *stop == '\r' && *c->at == '\n';
                c->row++;
                c->column = 0;
        } else {
                c->column++;
        }
}

static enum outcome put(struct csv *c, const char *text, size_t len, const char *stop)
{
        enum outcome result = sink_utf8(c->sink, c->row, c->column, CELL_TEXT, text, len);
        pass_stop(c, stop);
        return result;
}

static enum outcome never_closed(const struct csv *c)
{
        char name[8];
        return sink_refuse(c->sink,
                           "Row %u, column %s starts with a quotation mark (\") that is never closed. Close "
                           "it or remove it, and save the file again.",
                           c->row + 1, book_column(c->column, name));
}

/* A cell that starts with a quotation mark. What follows the closing mark belongs to it, as other programs
 * have it. */
static enum outcome read_quoted(struct csv *c)
{
        const char *start = c->at + 1, *at = start, *mark;
        c->room.len = 0;
        for (;;) {
                mark = memchr(at, '"', (size_t)(c->end - at));
                if (!mark)
                        return c->last ? never_closed(c) : ABSENT;
                at = mark + 1;
                if (*at != '"')
                        break;
                buf_add(&c->room, start, (size_t)(at - start));
                start = ++at;
        }
        const char *stop = find_stop(c, at);
        if (cut_off(c, stop))
                return ABSENT;
        if (c->room.len == 0 && stop == at)
                return put(c, start, (size_t)(mark - start), stop);
        buf_add(&c->room, start, (size_t)(mark - start));
        buf_add(&c->room, at, (size_t)(stop - at));
        return put(c, c->room.bytes, c->room.len, stop);
}

/* One cell of any kind; ABSENT when the rest of it has not come yet. */
static enum outcome read_cell(struct csv *c)
{
        if (*c->at == '"')
                return read_quoted(c);
        const char *stop = find_stop(c, c->at);
        return cut_off(c, stop) ? ABSENT : put(c, c->at, (size_t)(stop - c->at), stop);
}

/* The marks of a stretch that have not been passed. */
struct marks {
        const char *text;
        const uint16_t *next, *end;
};

/* Cells on their way into the sink. */
struct packed {
        char *to, *row_start; /* row_start: behind the row's name, unless the sink knew it */
        size_t cells;
};

/* So many bytes are copied at once of a short cell, however few it has. */
enum { SHORT = 16 };

/* Nearly all cells are short, not empty, and have a separator after them. Takes those that come next, as far
 * as columns are allowed; start is where the first of them does, and is returned of the first that is
 * otherwise. */
static inline const char *pack_run(struct packed *p, struct marks *m, const char *start, char separator,
                                   uint32_t *column)
{
        const uint16_t *first = m->next, *mark = first, *end = m->end;
        char *to = p->to;
        if (end - first > WIRE_COLUMNS_MAX - (ptrdiff_t)*column)
                end = first + (WIRE_COLUMNS_MAX - *column);
        for (uint64_t c = *column; mark < end; mark++, c++) {
                const char *stop = m->text + *mark;
                size_t len = (size_t)(stop - start);
                if (*stop != separator || len - 1 >= SHORT)
                        break;
                to = wire_open_cell(to, CELL_TEXT, c, len);
                memcpy(to, start, SHORT);
                to[len] = '\0';
                to += len + 1;
                start = stop + 1;
        }
        p->to = to;
        p->cells += (size_t)(mark - first);
        *column += (uint32_t)(mark - first);
        m->next = mark;
        return start;
}

static inline void pack_cell(struct packed *p, uint32_t column, const char *text, size_t len)
{
        if (!len)
                return;
        char *to = wire_open_cell(p->to, CELL_TEXT, column, len);
        if (len <= SHORT)
                memcpy(to, text, SHORT);
        else
                memcpy(to, text, len);
        to[len] = '\0';
        p->to = to + len + 1;
        p->cells++;
}

/* A row that turns out to be empty leaves no name. */
static inline void pack_row(struct packed *p, uint32_t row)
{
        p->to -= p->to == p->row_start ? WIRE_ROW_SIZE : 0;
        p->to = p->row_start = wire_open_row(p->to, row);
}

/* The closing mark of the quoted cell that starts at the next mark, when that is followed by what ends the
 * cell, and both are in the stretch; otherwise NULL. */
static inline const uint16_t *find_closing(const struct marks *m)
{
        const uint16_t *mark = m->next + 1;
        while (mark < m->end && m->text[*mark] != '"')
                mark++;
        return m->end - mark >= 2 && mark[1] == mark[0] + 1 && m->text[mark[1]] != '"' ? mark : NULL;
}

/* Takes cells up to the first that is out of the ordinary: past the limits, or with a quotation mark at its
 * start and more of them than the one that closes it. Its own copies of where it is are kept in registers. */
static void pack_cells(struct csv *c, struct marks *m, struct packed *p)
{
        const char *start = c->at, separator = c->separator;
        uint32_t row = c->row, column = c->column;
        for (; m->next < m->end; m->next++) {
                start = pack_run(p, m, start, separator, &column);
                if (m->next >= m->end || column >= WIRE_COLUMNS_MAX || row >= BOOK_ROWS_MAX)
                        break;
                const char *stop = m->text + *m->next, *text = start, *end = stop;
                if (*stop == '"') {
                        if (stop > start)
                                continue; /* within a cell it stands for itself */
                        const uint16_t *closing = find_closing(m);
                        if (!closing)
                                break;
                        text = start + 1;
                        end = m->text + *closing;
                        stop = end + 1;
                        m->next = closing + 1;
                }
                pack_cell(p, column++, text, (size_t)(end - text));
                start = stop + 1;
                if (*stop == separator)
                        continue;
                if (*stop == '\r' && *start == '\n') {
                        start++;
                        m->next++;
                }
                column = 0;
                pack_row(p, ++row);
        }
        c->at = start;
        c->row = row;
        c->column = column;
}

static enum outcome take_ordinary(struct csv *c, struct marks *m)
{
        const size_t most = 6 * MARKS_STRETCH + SHORT + WIRE_ROW_SIZE; /* "a\na\n" needs so much */
        struct packing sink = sink_pack(c->sink);
        struct packed p = { .to = buf_reserve(sink.out, most) };
        if (sink.row != c->row)
                pack_row(&p, c->row);
        pack_cells(c, m, &p);
        bool empty = p.to == p.row_start;
        sink.row = empty ? SINK_NO_ROW : c->row;
        sink.cells = p.cells;
        sink.out->len = (size_t)(p.to - sink.out->bytes) - (empty ? WIRE_ROW_SIZE : 0);
        return sink_packed(c->sink, &sink);
}

/* What is out of the ordinary is read for itself, and then the marks in it have been passed. */
static enum outcome read_stretch(struct csv *c, size_t len)
{
        uint16_t places[MARKS_ROOM];
        struct marks m = { c->at, places, places + marks_find(c->at, len, c->separator, places) };
        enum outcome result = DONE;
        while (m.next < m.end && result == DONE) {
                result = take_ordinary(c, &m);
                if (m.next < m.end && result == DONE)
                        result = read_cell(c);
                while (m.next < m.end && m.text + *m.next < c->at)
                        m.next++;
        }
        return result;
}

/* Stretches as far as whole blocks reach, then cell by cell. ABSENT when the last cell goes on in the next
 * piece. */
static enum outcome read_all(struct csv *c)
{
        enum outcome result = DONE;
        while (c->at < c->end && result == DONE) {
                const char *before = c->at;
                size_t left = (size_t)(c->end - before),
                       len = left < SHORT ? 0 : (left - SHORT) / MARKS_BLOCK * MARKS_BLOCK;
                if (len)
                        result = read_stretch(c, len < MARKS_STRETCH ? len : MARKS_STRETCH);
                if (c->at == before && result == DONE)
                        result = read_cell(c);
        }
        return result;
}

/* After "sep=". Half a letter would leave halves in every cell. */
static bool names_separator(char c)
{
        return c == '\t' || (c >= ' ' && c < 127 && c != '"');
}

static struct csv *begin(const char *text, size_t len, struct sink *s)
{
        struct csv *c = g_new0(struct csv, 1);
        c->sink = s;
        c->blank = len >= 5 && memcmp(text, "sep=", 4) == 0 && names_separator(text[4]);
        c->named = c->blank ? 5 : 0;
        c->separator = c->blank ? text[4] : find_separator(text, len);
        c->stops['\r'] = c->stops['\n'] = c->stops[(unsigned char)c->separator] = true;
        return c;
}

enum outcome csv_start(const char *text, size_t len, struct sink *s, struct csv **out)
{
        *out = begin(text, len, s);
        sink_kind(s, (*out)->separator == '\t' ? "tsv" : "csv");
        return sink_sheet(s, "", false);
}

enum outcome csv_take(struct csv *c, const char *text, size_t len, bool last, size_t *taken)
{
        c->at = text + c->named;
        c->end = text + len;
        c->last = last;
        c->named = 0;
        while (c->blank && c->at < c->end) {
                c->blank = *c->at == '\r' || *c->at == '\n';
                c->at += c->blank;
        }
        enum outcome result = read_all(c);
        *taken = (size_t)(c->at - text);
        return result == ABSENT ? DONE : result;
}

void csv_end(struct csv *c)
{
        buf_free(&c->room);
        g_free(c);
}

enum outcome csv_read(const char *text, size_t len, struct sink *s)
{
        struct csv *c;
        size_t taken;
        enum outcome result = csv_start(text, len, s, &c);
        if (result == DONE)
                result = csv_take(c, text, len, true, &taken);
        csv_end(c);
        return result;
}

enum outcome csv_read_sheet(const char *text, size_t len, const char *name, struct sink *s)
{
        struct csv *c = begin(text, len, s);
        size_t taken;
        enum outcome result = sink_sheet(s, name, false);
        if (result == DONE)
                result = csv_take(c, text, len, true, &taken);
        csv_end(c);
        return result;
}
