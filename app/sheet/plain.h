/* Text of unknown encoding to UTF-8: byte order marks, UTF-16 without one, and Windows-1252 as the last
 * resort. */
#ifndef SHEET_PLAIN_H
#define SHEET_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct plain {
        const char *text; /* valid UTF-8 without NUL and without byte order mark */
        size_t len;
        bool utf16, guessed; /* guessed: nothing in the bytes says that they are Windows-1252 */
        struct buf room;     /* holds text when it had to be converted */
};

/* Do a file's first bytes look like text in bytes, neither UTF-16 nor a picture? A NUL follows them. */
bool plain_starts(const unsigned char *bytes, size_t len);

/* The length of the byte order mark of UTF-8, if there is one. */
size_t plain_mark(const unsigned char *bytes, size_t len);

/* False when the bytes are no text at all. text may point into bytes. Free with plain_free either way. */
bool plain_open(struct plain *p, const unsigned char *bytes, size_t len);
void plain_free(struct plain *p);

#endif
