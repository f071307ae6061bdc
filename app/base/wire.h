/* The records that onroll-read writes and its caller reads: how they are packed and unpacked, and their
 * limits. Nothing here knows a file format, and what is unpacked has been checked as if a stranger had sent
 * it. */
#ifndef BASE_WIRE_H
#define BASE_WIRE_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/book.h"
#include "base/buf.h"

/* What one answer may hold; the sender keeps to it with words for the person, the receiver drops what passes
 * it. */
enum {
        WIRE_BYTES_MAX = 96 << 20,
        WIRE_CELLS_MAX = 4000000 + 65536, /* the sender says 4 million and may notice a little later */
        WIRE_COLUMNS_MAX = 1024,
        WIRE_SHEETS_MAX = 255,
        WIRE_NOTES_MAX = 32,
        WIRE_FIELDS_MAX = 64,
        WIRE_TEXT_MAX = 65535 /* bytes of one text */
};

enum wire_tag {
        /* 1 to 7: a cell of that enum cell_kind, in the last sheet and row named */
        WIRE_KIND = 'K', /* of file: first, once */
        WIRE_SHEET = 'S',
        WIRE_ROW = 'R',
        WIRE_NOTE = 'N',
        WIRE_FIELD = 'F',   /* of a form: name and value */
        WIRE_FILE = 'U',    /* in a form: name, file name, and where in the body its bytes are */
        WIRE_AGAIN = 'A',   /* of a book: what came so far counts for nothing; it begins anew */
        WIRE_REFUSED = 'X', /* last: the file cannot be used, and why */
        WIRE_END = 'E'      /* last: that was all */
};

/* One record. Which members count depends on the tag; text and name are valid UTF-8, end with NUL and point
 * into what is being read. */
struct wire_item {
        uint8_t tag;
        bool hidden;
        uint16_t column;
        uint32_t row;
        uint16_t name_len, len;
        const char *name, *text;
        uint64_t offset, size;
};

/* Packing. text is len bytes of valid UTF-8 without NUL, at most WIRE_TEXT_MAX. */
void wire_put_text(struct buf *out, enum wire_tag tag, const char *text, size_t len); /* KIND NOTE REFUSED */
void wire_put_sheet(struct buf *out, const char *name, size_t len, bool hidden);
void wire_put_row(struct buf *out, uint32_t row);
static inline void wire_put_cell(struct buf *out, enum cell_kind kind, uint32_t column, const char *text,
                                 size_t len);
void wire_put_field(struct buf *out, const char *name, const char *text, size_t len);
void wire_put_file(struct buf *out, const char *name, const char *file_name, uint64_t offset, uint64_t size);
void wire_put_again(struct buf *out);
void wire_put_end(struct buf *out);

/* The next record of *at (which moves on); false when it is damaged, cut short or nothing is left. */
bool wire_next(const char **at, const char *end, struct wire_item *out);

/* What an answer says as a whole. */
enum wire_answer { WIRE_GOOD, WIRE_SAYS_NO, WIRE_DAMAGED };

/* A whole answer made into a book, sorted, a cell given twice kept as it was last. The book's texts point
 * into bytes. WIRE_SAYS_NO leaves the sentence in *words. */
enum wire_answer wire_book(struct arena *a, const char *bytes, size_t len, struct book *out,
                           const char **words);

/* A file has millions of these: hence inline, and hence in steps for one who has room at `to`: the head, the text where
 * that ends, and a NUL. The head's last bytes lie where the text goes, so that it is written at once. */
enum { WIRE_CELL_HEAD = 5, WIRE_HEAD_ROOM = 8, WIRE_ROW_SIZE = 5 };

static inline char *wire_open_cell(char *to, enum cell_kind kind, uint64_t column, uint64_t len)
{
        uint64_t head = htole64(kind + (column << 8) + (len << 24));
        memcpy(to, &head, WIRE_HEAD_ROOM);
        return to + WIRE_CELL_HEAD;
}

static inline void wire_put_cell(struct buf *out, enum cell_kind kind, uint32_t column, const char *text,
                                 size_t len)
{
        char *to = wire_open_cell(buf_reserve(out, WIRE_HEAD_ROOM + len), kind, column, len);
        memcpy(to, text, len);
        to[len] = '\0';
        out->len = (size_t)(to + len + 1 - out->bytes);
}

/* Returns where the next record goes, as for the other. */
static inline char *wire_open_row(char *to, uint32_t row)
{
        row = htole32(row);
        *to = WIRE_ROW;
        memcpy(to + 1, &row, sizeof row);
        return to + WIRE_ROW_SIZE;
}

#endif
