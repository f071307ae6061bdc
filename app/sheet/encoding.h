/* Foreign character sets to UTF-8, for readers that may open no file: Windows-1252 and UTF-16. No iconv here.
 */
#ifndef SHEET_ENCODING_H
#define SHEET_ENCODING_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Adds the UTF-8 of a code point; U+FFFD for a surrogate or one past U+10FFFF, nothing for NUL. */
void utf8_add(struct buf *to, uint32_t code);

/* The code point of a byte of Windows-1252; the five bytes without one are the controls of Latin-1. */
uint32_t windows_1252(unsigned char byte);

/* UTF-16 comes unit by unit, as its bytes may lie in pieces. Start with UTF16_START; a high surrogate waits
 * in `high` for its other half, and utf16_end tells that none will come. */
struct utf16 {
        uint16_t high;
};

#define UTF16_START ((struct utf16){ 0 })

void utf16_add(struct utf16 *u, struct buf *to, uint16_t unit);
void utf16_end(struct utf16 *u, struct buf *to);

#endif
