/* Where the marks of separated values stand: separators, ends of line and quotation marks. Nothing here knows what they
 * mean. */
#ifndef SHEET_MARKS_H
#define SHEET_MARKS_H

#include <stddef.h>
#include <stdint.h>

/* A stretch is looked at in whole blocks. Whoever writes half a block of places at once writes a few too many. */
enum { MARKS_BLOCK = 64, MARKS_STRETCH = 4096, MARKS_ROOM = MARKS_STRETCH + MARKS_BLOCK / 2 };

/* The places, from text, of all marks in its first len bytes: so many whole blocks, and no more than a stretch. Returns how
 * many there are. */
size_t marks_find(const char *text, size_t len, char separator, uint16_t places[MARKS_ROOM]);

#endif
