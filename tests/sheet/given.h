/* For the tests of this room: bytes in, book out, without a process between. */
#ifndef TESTS_SHEET_GIVEN_H
#define TESTS_SHEET_GIVEN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/wire.h"
#include "sheet/detect.h"

static const char *given_words; /* why it was refused */

/* The book, or one without sheets when the bytes are refused. The bytes lie in a room of their exact size and
 * the NUL. */
static inline struct book given(struct arena *a, const void *bytes, size_t len)
{
        struct book b = { .kind = "" };
        unsigned char *copy = malloc(len + 1);
        memcpy(copy, bytes, len);
        copy[len] = '\0';
        struct sink *s = sink_new(-1);
        given_words = NULL;
        enum outcome o = detect_read(copy, len, s);
        sink_end(s);
        const struct buf *r = sink_records(s);
        enum wire_answer answer = wire_book(a, arena_bytes(a, r->bytes, r->len), r->len, &b, &given_words);
        if (answer == WIRE_DAMAGED || (answer == WIRE_GOOD) != (o == DONE))
                given_words = answer == WIRE_SAYS_NO ? given_words : "(the answer is damaged)";
        sink_free(s);
        free(copy);
        return b;
}

/* A sheet as text: | between cells, a line a row. */
static inline const char *given_text(struct arena *a, const struct book *b, size_t sheet)
{
        struct buf out = BUF_EMPTY;
        uint32_t row = 0, column = 0;
        if (sheet >= b->sheet_count)
                return given_words ? given_words : "(no sheet)";
        for (size_t i = 0; i < b->sheets[sheet].cell_count; i++) {
                const struct cell *c = &b->sheets[sheet].cells[i];
                for (; row < c->row; row++, column = 0)
                        buf_char(&out, '\n');
                for (; column < c->column; column++)
                        buf_char(&out, '|');
                buf_text(&out, c->text);
        }
        buf_text(&out, "");
        const char *text = arena_bytes(a, out.bytes, out.len);
        buf_free(&out);
        return text;
}

/* A whole file, or NULL. */
static inline char *given_file(struct arena *a, const char *path, size_t *len)
{
        FILE *f = fopen(path, "rb");
        if (!f)
                return NULL;
        struct buf b = BUF_EMPTY;
        for (size_t n = 1; n;)
                b.len += n = fread(buf_reserve(&b, 65536), 1, 65536, f);
        fclose(f);
        char *bytes = arena_bytes(a, b.bytes, *len = b.len);
        buf_free(&b);
        return bytes;
}

/* A memory file of those bytes, as the reader wants it. */
static inline int given_memory(const void *bytes, size_t len)
{
        int fd = memfd_create("given", MFD_CLOEXEC | MFD_ALLOW_SEALING);
        if (fd < 0 || (len && write(fd, bytes, len) != (ssize_t)len))
                abort();
        return fd;
}

#endif
