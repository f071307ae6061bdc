/* Reads one untrusted file or form from standard input, locked down, and says on standard output what is in
 * it. It has no configuration, opens no file and trusts nothing.
 *
 *      onroll-read                        records for our own programs (base/wire.h)
 *      onroll-read --multipart BOUNDARY   the same for a form with files
 *      onroll-read --csv [--sheet N]      a sheet as CSV; N counts from 0
 *      onroll-read --sheets               number, name, kind, visible or hidden, rows and columns of each
 * sheet
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/wire.h"
#include "sheet/detect.h"
#include "sheet/lock.h"
#include "sheet/multipart.h"
#include "sheet/sink.h"
#include "sheet/stream.h"
#include "sheet/xml.h"

enum { INPUT_MAX = 64 << 20, PIECE = 64 * 1024, REFUSES = 1, USAGE = 2 };

struct order {
        const char *boundary;
        bool csv, sheets;
        long sheet;
        size_t file; /* how long it is, when the input is one; else 0 */
};

struct input {
        const unsigned char *bytes;
        size_t len;
};

static void put(int fd, const char *bytes, size_t len)
{
        while (len) {
                ssize_t n = write(fd, bytes, len);
                if (n < 0 && errno != EINTR)
                        _exit(REFUSES);
                bytes += n > 0 ? n : 0;
                len -= n > 0 ? (size_t)n : 0;
        }
}

static void say(const char *words)
{
        put(STDERR_FILENO, words, strlen(words));
        put(STDERR_FILENO, "\n", 1);
}

static bool take_order(int count, char **words, struct order *o)
{
        for (int i = 1; i < count; i++) {
                if (strcmp(words[i], "--csv") == 0)
                        o->csv = true;
                else if (strcmp(words[i], "--sheets") == 0)
                        o->sheets = true;
                else if (strcmp(words[i], "--multipart") == 0 && i + 1 < count)
                        o->boundary = words[++i];
                else if (strcmp(words[i], "--sheet") != 0 || i + 1 == count ||
                         !text_to_long(words[++i], 0, WIRE_SHEETS_MAX, &o->sheet))
                        return false;
        }
        return o->csv + o->sheets + (o->boundary != NULL) <= 1 && (o->csv || o->sheet == 0);
}

/* The readers of text count on a NUL after the bytes, so the file lies over pages of noughts that reach one
 * further. */
static bool map(size_t len, struct input *in)
{
        char *pages = mmap(NULL, len + 1, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (pages == MAP_FAILED)
                return false;
        if (mmap(pages, len, PROT_READ, MAP_PRIVATE | MAP_FIXED | MAP_POPULATE, STDIN_FILENO, 0) ==
            MAP_FAILED)
                return false;
        *in = (struct input){ (unsigned char *)pages, len };
        return true;
}

static size_t file_length(void)
{
        struct stat st;
        return fstat(STDIN_FILENO, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 ? (size_t)st.st_size
                                                                                      : 0;
}

static bool take_input(size_t file, struct input *in)
{
        if (file)
                return file <= INPUT_MAX && map(file, in);
        struct buf b = BUF_EMPTY;
        ssize_t n;
        do {
                n = read(STDIN_FILENO, buf_reserve(&b, PIECE), PIECE);
                b.len += n > 0 ? (size_t)n : 0;
        } while ((n > 0 && b.len <= INPUT_MAX) || (n < 0 && errno == EINTR));
        b.bytes[b.len] = '\0';
        *in = (struct input){ (unsigned char *)b.bytes, b.len };
        return n == 0 && b.len <= INPUT_MAX;
}

static const char too_large[] =
    "The file is larger than 64 MiB, or could not be read. Save the sheet that is needed "
    "in a file of its own.";

/* In pieces where that goes, as a whole where not. */
static enum outcome read_book(size_t file, struct sink *s)
{
        struct input in;
        enum outcome result = file ? stream_read(STDIN_FILENO, file, s) : ABSENT;
        if (result != ABSENT)
                return result;
        return take_input(file, &in) ? detect_read(in.bytes, in.len, s) : sink_refuse(s, "%s", too_large);
}

static void put_csv_text(struct buf *out, const char *text)
{
        const char *p = text;
        while (*p && *p != ',' && *p != '"' && *p != '\r' && *p != '\n')
                p++;
        if (!*p) {
                buf_add(out, text, (size_t)(p - text));
                return;
        }
        buf_char(out, '"');
        for (const char *mark; (mark = strchr(text, '"')); text = mark + 1) {
                buf_add(out, text, (size_t)(mark + 1 - text));
                buf_char(out, '"');
        }
        buf_text(out, text);
        buf_char(out, '"');
}

/* Every row up to the last one used; one with anything in it has as many columns as the sheet. */
static void print_csv(const struct sheet *s)
{
        struct buf out = BUF_EMPTY;
        uint32_t row = 0, column = 0;
        for (size_t i = 0; i < s->cell_count; i++) {
                const struct cell *c = &s->cells[i];
                for (; row < c->row; row++, column = 0)
                        buf_text(&out, "\n");
                for (; column < c->column; column++)
                        buf_char(&out, ',');
                put_csv_text(&out, c->text);
                if (i + 1 == s->cell_count || s->cells[i + 1].row != c->row)
                        for (; column + 1 < s->columns; column++)
                                buf_char(&out, ',');
                if (out.len >= PIECE) {
                        put(STDOUT_FILENO, out.bytes, out.len);
                        out.len = 0;
                }
        }
        if (s->cell_count)
                buf_char(&out, '\n');
        put(STDOUT_FILENO, out.bytes, out.len);
        buf_free(&out);
}

static void print_sheets(const struct book *b)
{
        struct buf out = BUF_EMPTY;
        for (size_t i = 0; i < b->sheet_count; i++) {
                const struct sheet *s = &b->sheets[i];
                buf_printf(&out, "%zu\t%s\t%s\t%s\t%u\t%u\n", i, s->name, b->kind,
                           s->hidden ? "hidden" : "visible", s->rows, s->columns);
        }
        put(STDOUT_FILENO, out.bytes, out.len);
        buf_free(&out);
}

static int print_book(const struct book *b, const struct order *o)
{
        for (size_t i = 0; i < b->note_count; i++)
                say(b->notes[i]);
        if (o->sheets) {
                print_sheets(b);
        } else if ((size_t)o->sheet < b->sheet_count) {
                print_csv(&b->sheets[o->sheet]);
        } else {
                say("The file has no sheet of that number; they count from 0.");
                return REFUSES;
        }
        return 0;
}

static int read_for_people(const struct order *o)
{
        struct book book;
        const char *words = "The file could not be read.";
        struct sink *s = sink_new(-1);
        if (read_book(o->file, s) == BROKEN)
                return USAGE;
        sink_end(s);
        const struct buf *records = sink_records(s);
        if (wire_book(arena_new(), records->bytes, records->len, &book, &words) == WIRE_GOOD)
                return print_book(&book, o);
        say(words);
        return REFUSES;
}

static int read_form(const struct order *o)
{
        struct input in;
        struct buf out = BUF_EMPTY;
        if (take_input(o->file, &in))
                multipart_read(in.bytes, in.len, o->boundary, &out);
        else
                wire_put_text(&out, WIRE_REFUSED, too_large, sizeof too_large - 1);
        put(STDOUT_FILENO, out.bytes, out.len);
        return 0;
}

static int read_for_programs(const struct order *o)
{
        struct sink *s = sink_new(STDOUT_FILENO);
        if (read_book(o->file, s) == BROKEN)
                return USAGE;
        sink_end(s);
        return 0;
}

int main(int count, char **words)
{
        struct order o = { 0 };
        bool landlock;
        if (!take_order(count, words, &o)) {
                say("usage: onroll-read [--csv [--sheet N] | --sheets | --multipart BOUNDARY] < FILE");
                return USAGE;
        }
        /* What may not be asked for later. */
        o.file = file_length();
        xml_prepare();
        if (!lock_down(&landlock)) {
                say("The reader could not lock itself down (seccomp and limits), so it reads nothing.");
                return USAGE;
        }
        _exit(o.boundary ? read_form(&o) : o.csv || o.sheets ? read_for_people(&o) : read_for_programs(&o));
}
