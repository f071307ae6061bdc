#include "sheet/stream.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/text.h"
#include "sheet/csv.h"
#include "sheet/detect.h"
#include "sheet/plain.h"

/* The cells of a larger file might not fit into an answer twice. A letter of UTF-8 has four bytes at most. */
enum { PIECE = 256 * 1024, FILE_MAX = 20 << 20, LETTER = 4 };

/* The bytes that have been read and not been taken, len of them, of which the first `good` are UTF-8. */
struct stream {
        int fd;
        off_t at;
        size_t left; /* in the file */
        char *room;
        size_t size, len, good;
};

/* Fills the room as far as the file goes, and puts a NUL behind. False when it cannot be read, or is not
 * UTF-8. */
static bool fill(struct stream *s)
{
        while (s->left && s->len < s->size) {
                ssize_t n = pread(s->fd, s->room + s->len, s->size - s->len, s->at);
                if (n == 0 || (n < 0 && errno != EINTR))
                        return false;
                s->len += n > 0 ? (size_t)n : 0;
                s->at += n > 0 ? n : 0;
                s->left -= n > 0 ? (size_t)n : 0;
        }
        s->room[s->len] = '\0';
        s->good += text_valid_length(s->room + s->good, s->len - s->good);
        return s->good == s->len || (s->left && s->len - s->good < LETTER);
}

static void drop(struct stream *s, size_t len)
{
        memmove(s->room, s->room + len, s->len - len);
        s->len -= len;
        s->good -= len;
}

/* A piece of which nothing can be taken, and that is not the last, is smaller than a cell. */
static enum outcome take_all(struct stream *s, struct csv *c)
{
        for (;;) {
                size_t taken;
                bool last = !s->left;
                enum outcome result = csv_take(c, s->room, s->good, last, &taken);
                if (result != DONE || last)
                        return result;
                drop(s, taken);
                if (!taken || !fill(s))
                        return ABSENT;
        }
}

static enum outcome read_csv(struct stream *s, struct sink *to)
{
        struct csv *c;
        if (!fill(s) || !detect_csv((unsigned char *)s->room, s->len))
                return ABSENT;
        drop(s, plain_mark((unsigned char *)s->room, s->len));
        enum outcome result = csv_start(s->room, s->good, to, &c);
        if (result == DONE)
                result = take_all(s, c);
        csv_end(c);
        return result;
}

enum outcome stream_read_by(int fd, size_t len, size_t piece, struct sink *s)
{
        struct stream from = { .fd = fd, .left = len, .size = len < piece ? len : piece };
        if (len > FILE_MAX)
                return ABSENT;
        /* All pages at once: to be stopped at the first touch of each takes longer than to read what fills
         * it. */
        from.room = mmap(NULL, from.size + 1, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
        if (from.room == MAP_FAILED)
                return ABSENT;
        sink_expect(s, len);
        enum outcome result = read_csv(&from, s);
        munmap(from.room, from.size + 1);
        if (result == DONE)
                return DONE;
        sink_again(s);
        return ABSENT;
}

enum outcome stream_read(int fd, size_t len, struct sink *s)
{
        return stream_read_by(fd, len, PIECE, s);
}
