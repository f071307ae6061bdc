/* The records of an old Excel stream, one after the other, and the values and strings in them. What they mean
 * is xls.c's business. */
#ifndef SHEET_BIFF_H
#define SHEET_BIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* The record types that are read; Microsoft's [MS-XLS] has them all. BIFF2 to BIFF4 have other numbers for
 * some. */
enum {
        BIFF_CONTINUE = 0x3C,
        BIFF_EOF = 0x0A,
};

/* at is the next byte of the current record, end its end, next the start of the one after it. What a CONTINUE
 * record adds is read as if it were part of the one before it. */
struct biff {
        const unsigned char *at, *end, *next, *stop;
        uint16_t type;
        bool lacking; /* more was read from the record than it has; what was read then is nought */
};

/* The stream's bytes are borrowed. No record is current yet. */
struct biff biff_start(const unsigned char *bytes, size_t len);

/* The next record, CONTINUE records too when nobody read into them; false at the end of the stream. A last
 * record that is cut off is given as far as it goes. */
bool biff_next(struct biff *b);

/* The next record's type without going there; -1 at the end. */
int biff_peek(const struct biff *b);

/* Little-endian values; nought past the record's end, and b->lacking says so. */
uint8_t biff_u8(struct biff *b);
uint16_t biff_u16(struct biff *b);
uint32_t biff_u32(struct biff *b);
double biff_double(struct biff *b);
void biff_skip(struct biff *b, size_t len);

/* Bytes left in the current record, not counting CONTINUE records. */
size_t biff_left(const struct biff *b);

/* Text of BIFF8 with its flags: `units` UTF-16 units (stored as one byte each where all are below 256), then
 * what it carries besides for styled and East Asian text, which is skipped. Adds UTF-8. */
void biff_unicode(struct biff *b, size_t units, struct buf *to);

/* Text of BIFF2 to BIFF7: `len` bytes of Windows-1252, or of a code page that is not known here: then what is
 * not ASCII becomes U+FFFD. */
void biff_bytes(struct biff *b, size_t len, bool western, struct buf *to);

#endif
