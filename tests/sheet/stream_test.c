/* Text read in pieces must give what it gives as a whole, wherever the pieces' borders lie. */
#include "sheet/stream.h"
#include "../tap.h"
#include "given.h"

#include <stdlib.h>

#include "base/text.h"

static struct arena *a;
static enum outcome streamed; /* DONE: in pieces to the end; ABSENT: as a whole after all */

/* What a sink wrote, and still holds, as its caller gets it. */
static struct book answer_of(int fd, const char **words)
{
        struct book b = { .kind = "" };
        size_t len = (size_t)lseek(fd, 0, SEEK_END);
        char *bytes = arena_alloc(a, len + 1);
        *words = NULL;
        if (pread(fd, bytes, len, 0) != (ssize_t)len || wire_book(a, bytes, len, &b, words) == WIRE_DAMAGED)
                *words = "(the answer is damaged)";
        close(fd);
        return b;
}

static struct book in_pieces(const char *bytes, size_t len, size_t piece, const char **words)
{
        int in = given_memory(bytes, len), out = given_memory("", 0);
        struct sink *s = sink_new(out);
        streamed = stream_read_by(in, len, piece, s);
        char *copy = malloc(len + 1);
        memcpy(copy, bytes, len);
        copy[len] = '\0';
        if (streamed != DONE && detect_read((unsigned char *)copy, len, s) == BROKEN)
                abort();
        free(copy);
        sink_end(s);
        sink_free(s);
        close(in);
        return answer_of(out, words);
}

static bool same_text(const char *x, const char *y)
{
        return x && y ? strcmp(x, y) == 0 : x == y;
}

/* Is it the same in pieces of that size and as a whole? */
static bool same(const char *bytes, size_t len, size_t piece)
{
        const char *words;
        struct book whole = given(a, bytes, len), b = in_pieces(bytes, len, piece, &words);
        bool good = same_text(words, given_words) && strcmp(b.kind, whole.kind) == 0 &&
                    b.sheet_count == whole.sheet_count && b.note_count == whole.note_count;
        for (size_t i = 0; good && i < b.sheet_count; i++)
                good = b.sheets[i].cell_count == whole.sheets[i].cell_count &&
                       strcmp(given_text(a, &b, i), given_text(a, &whole, i)) == 0;
        return good;
}

/* Counts those that are the same, and went the way they should. */
struct tally {
        long good, tried;
};

static void try(struct tally *t, const char *bytes, size_t len, size_t piece, enum outcome want)
{
        t->good += same(bytes, len, piece) && streamed == want;
        t->tried++;
        arena_reset(a);
}

/* All that may lie across a border. */
static const char sample[] =
    "Surname,Forename,\"Born, at\"\r\nO'Neill,Zo\xC3\xAB,\"1, \"\"The\"\" Lane\"\r\n\r\n,,\n"
    "\xE2\x82\xAC,\"two\r\nlines\",\xF0\x9F\x98\x80\r\"Ann\" Lee,5\" nail,\"\"\nlast,,one\r\n";

static void borders(void)
{
        struct tally t = { 0 }, ends = { 0 };
        char text[1000];
        for (int pad = 0; pad < 200; pad++)
                for (size_t piece = 60; piece < 140; piece += 7) {
                        int len =
                            snprintf(text, sizeof text, "%.*s\n%s%s", pad % 50,
                                     "01234567890123456789012345678901234567890123456789", sample, sample);
                        try(&t, text, (size_t)len, piece, DONE);
                }
        is_long(t.good, t.tried, "every mark and letter across a border");
        for (size_t len = 1; len < sizeof sample; len++)
                for (size_t piece = len > 60 ? len - 2 : len; piece < len + 2; piece++) {
                        ends.good += same(sample, len, piece);
                        ends.tried++;
                        arena_reset(a);
                }
        is_long(ends.good, ends.tried, "an end everywhere");
}

/* One byte that is no UTF-8 makes all of it Windows-1252; a NUL makes it no text. */
static void late(void)
{
        static const char bad[] = { '\xEB', '\xFF', '\x80', '\0' };
        struct tally t = { 0 };
        char text[2 * sizeof sample];
        size_t len = (size_t)snprintf(text, sizeof text, "%s%s", sample, sample);
        for (size_t at = 0; at < len; at++)
                for (size_t i = 0; i < sizeof bad; i++) {
                        char kept = text[at];
                        text[at] = bad[i];
                        if (text_valid_length(text, len) < len)
                                try(&t, text, len, 100, ABSENT);
                        text[at] = kept;
                }
        is_long(t.good, t.tried, "a bad byte everywhere");
        ok(t.tried > 900, "and often enough");
}

/* Cells have been written by then, and count for nothing. */
static void written(void)
{
        struct buf text = BUF_EMPTY;
        const char *words;
        for (int i = 0; i < 100000; i++)
                buf_printf(&text, "%d,Zo\xC3\xAB,%d\n", i, i * 7);
        ok(same(text.bytes, text.len, 256 << 10) && streamed == DONE, "100,000 rows");
        arena_reset(a);
        buf_text(&text, "100000,Zo\xEB,7\n");
        struct book b = in_pieces(text.bytes, text.len, 256 << 10, &words);
        ok(streamed == ABSENT && b.sheet_count == 1 && b.note_count == 1,
           "what was written before a bad byte is void");
        ok(b.sheets[0].cell_count == 300003 && !strcmp(b.sheets[0].cells[1].text, "Zo\xC3\x83\xC2\xAB"),
           "and all is read as Windows-1252");
        arena_reset(a);
        ok(same(text.bytes, text.len, 256 << 10), "as it is as a whole");
        text.len -= strlen("100000,Zo_,7\n");
        buf_text(&text, "\"x\n");
        ok(same(text.bytes, text.len, 256 << 10) && streamed == ABSENT,
           "a quotation mark that is never closed");
        arena_reset(a);
        buf_free(&text);
}

static void limits(void)
{
        struct buf text = BUF_EMPTY;
        for (int i = 0; i <= BOOK_ROWS_MAX; i++)
                buf_text(&text, i % 1000 && i < BOOK_ROWS_MAX - 9 ? "\n" : "a\n");
        ok(same(text.bytes, text.len, 256 << 10) && streamed == ABSENT, "too many rows");
        text.len -= 2;
        ok(same(text.bytes, text.len, 256 << 10) && streamed == DONE, "as many rows as there may be");
        text.len = 0;
        for (int i = 0; i < 3000; i++)
                buf_text(&text, i % 1500 < 1023 ? "abc," : i % 1500 == 1499 ? "\n" : ",");
        ok(same(text.bytes, text.len, 70000) && streamed == DONE, "empty columns beyond the last");
        buf_text(&text, "x\n");
        for (int i = 0; i < 1025; i++)
                buf_text(&text, "d,");
        ok(same(text.bytes, text.len, 70000) && streamed == ABSENT, "too many columns");
        text.len = 0;
        for (int i = 0; i < 300; i++)
                buf_printf(&text, "%0*d,\"%0*d\"\n", i * 7, 1, i * 11, 2);
        ok(same(text.bytes, text.len, 70000) && streamed == DONE, "long cells");
        ok(same(text.bytes, text.len, 3000) && streamed == ABSENT, "cells longer than a piece");
        buf_printf(&text, "%040000d\n", 5);
        ok(same(text.bytes, text.len, 70000) && streamed == DONE,
           "a cell longer than Excel's, which is cut with a note");
        buf_free(&text);
}

static void others(void)
{
        static const struct {
                const char *bytes;
                size_t len;
                enum outcome want;
        } t[] = {
#define CASE(bytes, want) { bytes, sizeof bytes - 1, want }
                CASE("\xEF\xBB\xBF\"Zo\xC3\xAB\",1\n", DONE),
                CASE("\xEF\xBB\xBF", ABSENT),
                CASE("sep=;\r\n\n\n\na,x;b\r\n", DONE),
                CASE("sep=;", DONE),
                CASE("sep=;\n\n", DONE),
                CASE("a", DONE),
                CASE("a\r", DONE),
                CASE(" \n\t\r\n ", ABSENT),
                CASE("\n\n,,,\n", DONE),
                CASE("  <html><table><tr><td>a</table>", ABSENT),
                CASE("\xFF\xFEZ\0\xEB\0\t\0001\0", ABSENT),
                CASE("Z\0o\0,\0001\0\n\0", ABSENT),
                CASE("PK\3\4", ABSENT),
                CASE("%PDF-1.7\n", ABSENT),
                CASE("Zo\xC3", ABSENT),
                CASE("\x7F"
                     "ELF\1\1\1",
                     ABSENT),
        };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++)
                for (size_t piece = 64; piece < 80; piece += 15) {
                        bool good = same(t[i].bytes, t[i].len, piece);
                        ok(good && (streamed == DONE) == (t[i].want == DONE), "case %zu by %zu", i, piece);
                }
        struct buf text = BUF_EMPTY;
        struct tally blank = { 0 };
        for (int i = 0; i < 300; i++) {
                text.len = 0;
                buf_printf(&text, "sep=;\n%*s", i, "");
                memset(text.bytes + 6, '\n', (size_t)i);
                buf_text(&text, "a,x;b\n");
                try(&blank, text.bytes, text.len, 64, DONE);
        }
        is_long(blank.good, blank.tried, "ends of line after sep=");
        buf_free(&text);
}

static void random_text(void)
{
        static const char *const parts[] = { "a",    "bc", ",",  ",",        "\"", "\"\"",
                                             "\r\n", "\n", "\r", "\xC3\xAB", " ",  "\",\"" };
        struct tally t = { 0 };
        long whole = 0;
        char text[600];
        srandom(11);
        for (int i = 0; i < 20000; i++) {
                size_t len = 0, most = 1 + (size_t)random() % 500;
                while (len < most) {
                        const char *part = parts[(size_t)random() % (sizeof parts / sizeof *parts)];
                        memcpy(text + len, part, strlen(part));
                        len += strlen(part);
                }
                t.good += same(text, len, 64 + (size_t)random() % 100);
                t.tried++;
                whole += streamed == DONE;
                arena_reset(a);
        }
        is_long(t.good, t.tried, "twenty thousand texts of marks");
        ok(whole > 5000, "and %ld of them in pieces", whole);
}

int main(void)
{
        a = arena_new();
        borders();
        late();
        written();
        limits();
        others();
        random_text();
        arena_free(a);
        return done_testing();
}
