#include "base/wire.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"

/* Numbers are little-endian, whatever the machine. A text is its length in two bytes, its bytes, and a NUL,
 * so that the receiver can point at it where it lies. */

static char *put16(char *to, uint32_t n)
{
        *to++ = (char)(n & 255);
        *to++ = (char)(n >> 8 & 255);
        return to;
}

static char *put32(char *to, uint32_t n)
{
        return put16(put16(to, n & 65535), n >> 16);
}

static char *put64(char *to, uint64_t n)
{
        return put32(put32(to, (uint32_t)n), (uint32_t)(n >> 32));
}

static char *put_bytes(char *to, const char *text, size_t len)
{
        to = put16(to, (uint32_t)len);
        if (len)
                memcpy(to, text, len);
        to[len] = '\0';
        return to + len + 1;
}

static void add(struct buf *out, char *end)
{
        out->len = (size_t)(end - out->bytes);
}

void wire_put_text(struct buf *out, enum wire_tag tag, const char *text, size_t len)
{
        char *to = buf_reserve(out, len + 4);
        *to++ = (char)tag;
        add(out, put_bytes(to, text, len));
}

void wire_put_sheet(struct buf *out, const char *name, size_t len, bool hidden)
{
        char *to = buf_reserve(out, len + 5);
        *to++ = WIRE_SHEET;
        *to++ = (char)hidden;
        add(out, put_bytes(to, name, len));
}

void wire_put_row(struct buf *out, uint32_t row)
{
        add(out, wire_open_row(buf_reserve(out, WIRE_ROW_SIZE), row));
}

void wire_put_field(struct buf *out, const char *name, const char *text, size_t len)
{
        size_t name_len = strlen(name);
        char *to = buf_reserve(out, name_len + len + 7);
        *to++ = WIRE_FIELD;
        add(out, put_bytes(put_bytes(to, name, name_len), text, len));
}

void wire_put_file(struct buf *out, const char *name, const char *file_name, uint64_t offset, uint64_t size)
{
        size_t name_len = strlen(name), len = strlen(file_name);
        char *to = buf_reserve(out, name_len + len + 23);
        *to++ = WIRE_FILE;
        to = put_bytes(put_bytes(to, name, name_len), file_name, len);
        add(out, put64(put64(to, offset), size));
}

void wire_put_again(struct buf *out)
{
        buf_char(out, WIRE_AGAIN);
}

void wire_put_end(struct buf *out)
{
        buf_char(out, WIRE_END);
}

/* Where we are in the bytes; once anything was wrong, everything after it is. */
struct cursor {
        const unsigned char *at, *end;
        bool bad;
};

static uint64_t take(struct cursor *c, unsigned bytes)
{
        uint64_t n = 0;
        if (c->bad || (size_t)(c->end - c->at) < bytes) {
                c->bad = true;
                return 0;
        }
        for (unsigned i = 0; i < bytes; i++)
                n |= (uint64_t)c->at[i] << 8 * i;
        c->at += bytes;
        return n;
}

static const char *take_text(struct cursor *c, uint16_t *len)
{
        *len = (uint16_t)take(c, 2);
        const char *text = (const char *)c->at;
        if (c->bad || (size_t)(c->end - c->at) <= *len || text[*len] != '\0' || !text_valid(text, *len)) {
                c->bad = true;
                return "";
        }
        c->at += *len + 1;
        return text;
}

static void take_rest(struct cursor *c, struct wire_item *out)
{
        switch (out->tag) {
        case WIRE_ROW:
                out->row = (uint32_t)take(c, 4);
                c->bad |= out->row >= BOOK_ROWS_MAX;
                return;
        case WIRE_SHEET: out->hidden = take(c, 1) != 0; break;
        case WIRE_FIELD:
        case WIRE_FILE: out->name = take_text(c, &out->name_len); break;
        case WIRE_KIND:
        case WIRE_NOTE:
        case WIRE_REFUSED: break;
        case WIRE_AGAIN:
        case WIRE_END: return;
        default: c->bad = true; return;
        }
        out->text = take_text(c, &out->len);
        if (out->tag == WIRE_FILE) {
                out->offset = take(c, 8);
                out->size = take(c, 8);
        }
}

/* The short way for cells, which are nearly all; false for everything else and for what is not in order.
 * known: the text has been checked before. */
static inline bool take_cell(const char **at, const char *end, struct wire_item *out, bool known)
{
        const unsigned char *p = (const unsigned char *)*at;
        size_t left = (size_t)(end - *at);
        if (left < WIRE_CELL_HEAD + 1 || p[0] < CELL_TEXT || p[0] > CELL_ERROR)
                return false;
        size_t column = p[1] | (size_t)p[2] << 8, len = p[3] | (size_t)p[4] << 8;
        const char *text = *at + WIRE_CELL_HEAD;
        if (left < WIRE_CELL_HEAD + 1 + len || text[len] || column >= WIRE_COLUMNS_MAX)
                return false;
        if (!known && !text_valid(text, len))
                return false;
        out->tag = p[0];
        out->column = (uint16_t)column;
        out->len = (uint16_t)len;
        out->text = text;
        *at = text + len + 1;
        return true;
}

bool wire_next(const char **at, const char *end, struct wire_item *out)
{
        struct cursor c = { (const unsigned char *)*at, (const unsigned char *)end, false };
        *out = (struct wire_item){ .name = "", .text = "" };
        if (take_cell(at, end, out, false))
                return true;
        out->tag = (uint8_t)take(&c, 1);
        if (!c.bad)
                take_rest(&c, out);
        *at = (const char *)c.at;
        return !c.bad;
}

/* First pass: is everything in order and within the limits, and how much is it? */
struct count {
        const char *start; /* of what counts */
        size_t sheets, notes, cells;
        uint32_t row_seen;
        const char *kind;
};

static bool count_item(struct count *n, const struct wire_item *i)
{
        switch (i->tag) {
        case WIRE_KIND: return !n->kind && !n->sheets && (n->kind = i->text);
        case WIRE_SHEET: n->row_seen = 0; return n->kind && ++n->sheets <= WIRE_SHEETS_MAX;
        case WIRE_ROW: n->row_seen = 1; return n->sheets > 0;
        case WIRE_NOTE: return ++n->notes <= WIRE_NOTES_MAX;
        case CELL_TEXT ... CELL_ERROR: return n->row_seen && i->len && ++n->cells <= WIRE_CELLS_MAX;
        default: return false;
        }
}

static enum wire_answer count_all(const char *bytes, size_t len, struct count *n, const char **words)
{
        const char *at = bytes, *end = bytes + len;
        struct wire_item item;
        *n = (struct count){ .start = at };
        if (len > WIRE_BYTES_MAX)
                return WIRE_DAMAGED;
        while (take_cell(&at, end, &item, false) || wire_next(&at, end, &item)) {
                if (item.tag == WIRE_END)
                        return at == end && n->kind && n->cells ? WIRE_GOOD : WIRE_DAMAGED;
                if (item.tag == WIRE_REFUSED) {
                        *words = item.text;
                        return at == end && item.len ? WIRE_SAYS_NO : WIRE_DAMAGED;
                }
                if (item.tag == WIRE_AGAIN)
                        *n = (struct count){ .start = at };
                else if (!count_item(n, &item))
                        return WIRE_DAMAGED;
        }
        return WIRE_DAMAGED;
}

static bool before(const struct cell *a, const struct cell *b)
{
        return a->row < b->row || (a->row == b->row && a->column < b->column);
}

static int compare(const void *x, const void *y, void *unused)
{
        (void)unused;
        return before(x, y) ? -1 : before(y, x);
}

static void close_sheet(struct sheet *s)
{
        struct cell *cells = (struct cell *)s->cells;
        size_t kept = 0, n = s->cell_count;
        bool sorted = true;
        for (size_t i = 1; i < n && sorted; i++)
                sorted = before(&cells[i - 1], &cells[i]);
        if (!sorted) {
                /* GLib's sort is stable, and asks the system nothing, unlike the C library's. */
                g_qsort_with_data(cells, (int)n, sizeof *cells, compare, NULL);
                for (size_t i = 0; i < n; i++)
                        if (i + 1 == n || before(&cells[i], &cells[i + 1]))
                                cells[kept++] = cells[i];
                s->cell_count = kept;
        }
        for (size_t i = 0; i < s->cell_count; i++)
                if (cells[i].column >= s->columns)
                        s->columns = cells[i].column + 1u;
        s->rows = s->cell_count ? cells[s->cell_count - 1].row + 1 : 0;
}

/* Second pass, over what the first has found in order. */
static void fill(struct sheet *sheets, struct cell *cells, const char **notes, const char *at,
                 const char *end)
{
        struct wire_item item;
        struct sheet *s = NULL;
        uint32_t row = 0;
        while ((take_cell(&at, end, &item, true) || wire_next(&at, end, &item)) && item.tag != WIRE_END) {
                if (item.tag <= CELL_ERROR) {
                        *cells++ = (struct cell){ row, item.column, item.tag, item.text };
                        s->cell_count++;
                } else if (item.tag == WIRE_ROW)
                        row = item.row;
                else if (item.tag == WIRE_NOTE)
                        *notes++ = item.text;
                else if (item.tag == WIRE_SHEET) {
                        if (s)
                                close_sheet(s);
                        s = s ? s + 1 : sheets;
                        *s = (struct sheet){ .name = item.text, .hidden = item.hidden, .cells = cells };
                }
        }
        if (s)
                close_sheet(s);
}

enum wire_answer wire_book(struct arena *a, const char *bytes, size_t len, struct book *out,
                           const char **words)
{
        struct count n;
        enum wire_answer answer = count_all(bytes, len, &n, words);
        if (answer != WIRE_GOOD)
                return answer;
        struct sheet *sheets = arena_array(a, n.sheets, sizeof *sheets);
        struct cell *cells = arena_array(a, n.cells, sizeof *cells);
        const char **notes = arena_array(a, n.notes, sizeof *notes);
        fill(sheets, cells, notes, n.start, bytes + len);
        *out = (struct book){ n.kind, n.sheets, sheets, n.notes, notes };
        return WIRE_GOOD;
}
