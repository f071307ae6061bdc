#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *buf_reserve(struct buf *b, size_t len)
{
        if (len > SIZE_MAX / 4 - b->len) {
                fputs("out of memory\n", stderr);
                abort();
        }
        if (b->len + len + 1 > b->room) {
                size_t room = (b->len + len + 1) * 2;
                if (room < 256)
                        room = 256;
                b->bytes = realloc(b->bytes, room);
                if (!b->bytes) {
                        fputs("out of memory\n", stderr);
                        abort();
                }
                b->room = room;
        }
        return b->bytes + b->len;
}

void buf_add(struct buf *b, const void *bytes, size_t len)
{
        char *to = buf_reserve(b, len);
        if (len)
                memcpy(to, bytes, len);
        b->len += len;
        b->bytes[b->len] = '\0';
}

void buf_text(struct buf *b, const char *text)
{
        buf_add(b, text, strlen(text));
}

void buf_char(struct buf *b, char c)
{
        buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *format, ...)
{
        va_list args, again;
        char *to = buf_reserve(b, 64); /* a guess: a longer text is formatted twice */
        va_start(args, format);
        va_copy(again, args);
        int len = vsnprintf(to, b->room - b->len, format, again);
        va_end(again);
        if (len > 0 && (size_t)len >= b->room - b->len) {
                to = buf_reserve(b, (size_t)len);
                vsnprintf(to, (size_t)len + 1, format, args);
        }
        va_end(args);
        b->len += len > 0 ? (size_t)len : 0;
}

void buf_free(struct buf *b)
{
        free(b->bytes);
        *b = BUF_EMPTY;
}
