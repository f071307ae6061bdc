/* A growing run of bytes, always followed by a NUL: pages, CSV files, messages. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

/* Start with BUF_EMPTY. bytes is never NULL after the first call. Out of memory ends the process. */
struct buf {
        char *bytes;
        size_t len, room;
};

#define BUF_EMPTY ((struct buf){ NULL, 0, 0 })

void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_text(struct buf *b, const char *text);
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Makes room for len more bytes and returns where they go; the caller then adds what it wrote to b->len. */
char *buf_reserve(struct buf *b, size_t len);

/* Frees the bytes and empties it. */
void buf_free(struct buf *b);

#endif
