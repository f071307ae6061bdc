#include "sheet/xls.h"
#include "sheet/xls_lock.h"
#include "base/wire.h"
#include "../tap.h"

#include <stdint.h>
#include <stdlib.h>

/* Workbooks are written here record by record, then read back. */

static struct buf out; /* the stream that is being written */

static void put(uint64_t value, int bytes)
{
        for (; bytes--; value >>= 8)
                buf_char(&out, (char)(value & 0xFF));
}

static size_t begin(unsigned type)
{
        put(type, 2);
        put(0, 2);
        return out.len;
}

static void end(size_t start)
{
        size_t len = out.len - start;
        out.bytes[start - 2] = (char)(len & 0xFF);
        out.bytes[start - 1] = (char)(len >> 8);
}

/* A record from pairs of value and bytes; -1 ends them. A negative number of bytes is a double. */
static void record(unsigned type, const long *values)
{
        size_t start = begin(type);
        for (; *values >= 0; values += 2)
                put((uint64_t)values[0], (int)values[1]);
        end(start);
}

#define RECORD(type, ...) record(type, (const long[]){ __VA_ARGS__, -1 })

static void number(unsigned row, unsigned column, unsigned style, double value)
{
        uint64_t bits;
        memcpy(&bits, &value, sizeof bits);
        size_t start = begin(0x0203);
        put(row, 2), put(column, 2), put(style, 2), put(bits, 8);
        end(start);
}

/* A record of numbers followed by text as it stands, its length before it in so many bytes. */
static void text_record(unsigned type, uint64_t before, int bytes, int length_bytes, const char *flags,
                        const char *text)
{
        size_t start = begin(type);
        put(before, bytes);
        put(strlen(text), length_bytes);
        buf_text(&out, flags);
        if (flags[0] == '0')
                out.bytes[out.len - 1] = 0; /* flags of BIFF8: one byte a character */
        buf_text(&out, text);
        end(start);
}

static void begin_workbook(unsigned version)
{
        out.len = 0;
        RECORD(0x0809, version, 2, 5, 2, 0, 4);
}

static size_t sheet_at[8];
static int sheets;

static void announce(const char *name, unsigned hidden, unsigned kind, bool biff8)
{
        sheet_at[sheets++] = out.len + 4;
        text_record(0x0085, (uint64_t)hidden << 32 | (uint64_t)kind << 40, 6, 1, biff8 ? "0" : "", name);
}

static void begin_sheet(int i)
{
        for (int k = 0; k < 4; k++)
                out.bytes[sheet_at[i] + (size_t)k] = (char)(out.len >> 8 * k);
        RECORD(0x0809, 0x600, 2, 0x10, 2, 0, 4);
}

static void end_part(void)
{
        begin(0x000A);
}

static const char *words;

static struct book read_bytes(struct arena *a, const char *bytes, size_t len)
{
        struct book b = { .kind = "" };
        struct sink *s = sink_new(-1);
        unsigned char *copy = memcpy(malloc(len + !len), bytes, len);
        enum outcome o = xls_read(copy, len, s);
        free(copy);
        sink_end(s);
        const struct buf *r = sink_records(s);
        words = NULL;
        enum wire_answer answer = wire_book(a, arena_bytes(a, r->bytes, r->len), r->len, &b, &words);
        if (answer == WIRE_DAMAGED || (o == REFUSED && answer != WIRE_SAYS_NO))
                words = "(the answer is damaged)";
        sink_free(s);
        return b;
}

static struct book read_out(struct arena *a)
{
        return read_bytes(a, out.bytes, out.len);
}

/* "A1=text B1=7": everything but plain text and numbers with its kind before it. */
static const char *shown(struct arena *a, const struct book *b, size_t sheet)
{
        static const char *const kinds[] = { "?", "", "", "date ", "time ", "moment ", "boolean ", "error " };
        if (sheet >= b->sheet_count)
                return words ? words : "(no such sheet)";
        char *text = "", name[8];
        for (size_t i = 0; i < b->sheets[sheet].cell_count; i++) {
                const struct cell *c = b->sheets[sheet].cells + i;
                text = arena_printf(a, "%s%s%s%u=%s%s", text, i ? " " : "", book_column(c->column, name),
                                    c->row + 1, kinds[c->kind], c->text);
        }
        return text;
}

static void says(const char *got, const char *part, const char *what)
{
        if (!ok(strstr(got, part) != NULL, "%s", what))
                printf("#   got \"%s\"\n", got);
}

/* Formats, styles and two sheets as Excel 97 to 2003 writes them. */
static void begin_97(void)
{
        sheets = 0;
        begin_workbook(0x600);
        text_record(0x041E, 164, 2, 2, "0", "dd/mm/yyyy");
        RECORD(0x00E0, 0, 2, 0, 2);
        RECORD(0x00E0, 0, 2, 164, 2);
        RECORD(0x00E0, 0, 2, 14, 2);
        announce("Year 7", 0, 0, true);
        announce("Old", 1, 0, true);
}

static void sheet_97(void)
{
        end_part();
        begin_sheet(0);
}

static const char *read_97(struct arena *a)
{
        end_part();
        begin_sheet(1);
        number(0, 0, 0, 1);
        end_part();
        struct book b = read_out(a);
        return shown(a, &b, 0);
}

static void cells(struct arena *a)
{
        begin_97();
        sheet_97();
        text_record(0x0204, 0, 6, 2, "0", "label");
        text_record(0x00D6, 0x00010000, 6, 2, "0", "styled");
        number(1, 0, 0, 0.1);
        number(1, 1, 1, 41152);
        number(1, 2, 2, 41152.5);
        number(1, 3, 9, 41152);
        RECORD(0x0205, 2, 2, 0, 2, 0, 2, 1, 1, 0, 1);
        RECORD(0x0205, 2, 2, 1, 2, 0, 2, 0x2A, 1, 1, 1);
        RECORD(0x027E, 3, 2, 0, 2, 0, 2, 0x40590001, 4);
        RECORD(0x027E, 3, 2, 1, 2, 0, 2, 7 << 2 | 2, 4);
        RECORD(0x027E, 3, 2, 2, 2, 0, 2, 1234 << 2 | 3, 4);
        RECORD(0x027E, 3, 2, 3, 2, 0, 2, 0xFFFFFFE6, 4);
        RECORD(0x027E, 3, 2, 4, 2, 0, 2, 0x3FF80000, 4);
        RECORD(0x00BD, 4, 2, 0, 2, 0, 2, 5 << 2 | 2, 4, 1, 2, 41152 << 2 | 2, 4, 1, 2);
        RECORD(0x0201, 5, 2, 0, 2, 0, 2);
        is_text(read_97(a),
                "A1=label B1=styled A2=0.1 B2=date 2012-08-31 C2=moment 2012-08-31T12:00:00 D2=41152 "
                "A3=boolean TRUE B3=error #N/A A4=1 B4=7 C4=12.34 D4=-7 E4=1.5 A5=5 "
                "B5=date 2012-08-31",
                "every kind of cell");
        struct book b = read_out(a);
        is_text(b.sheet_count == 2 ? b.sheets[1].name : "", "Old", "the second sheet");
        ok(b.sheet_count == 2 && b.sheets[1].hidden && !b.sheets[0].hidden, "is hidden");
}

static void formulas(struct arena *a)
{
        begin_97();
        sheet_97();
        RECORD(0x0006, 0, 2, 0, 2, 0, 2, 0, 6, 0x3FF8, 2, 0, 6, 0, 2);
        RECORD(0x0006, 0, 2, 1, 2, 0, 2, 0, 6, 0xFFFF, 2, 0, 6, 0, 2);
        RECORD(0x04BC, 0, 8); /* the formula that several cells share stands between */
        text_record(0x0207, 0, 0, 2, "0", "came to this");
        RECORD(0x0006, 0, 2, 2, 2, 0, 2, 1, 2, 1, 4, 0xFFFF, 2, 0, 6, 0, 2);
        RECORD(0x0006, 0, 2, 3, 2, 0, 2, 2, 2, 7, 4, 0xFFFF, 2, 0, 6, 0, 2);
        RECORD(0x0006, 0, 2, 4, 2, 0, 2, 3, 6, 0xFFFF, 2, 0, 6, 0, 2);
        text_record(0x0207, 0, 0, 2, "0", "of nobody");
        is_text(read_97(a), "A1=1.5 B1=came to this C1=boolean TRUE D1=error #DIV/0!",
                "what formulas came to last");
}

/* One string in a record and its CONTINUE, its end in two bytes a character; one with styles and one with how
 * it is pronounced; and one of a lone surrogate. */
static void shared_strings(struct arena *a)
{
        begin_97();
        size_t start = begin(0x00FC);
        put(4, 4), put(4, 4);
        put(6, 2), put(0, 1), buf_text(&out, "Sin");
        end(start);
        start = begin(0x003C);
        put(1, 1), put('\xE9' & 0xFF, 2), put(0xD83D, 2);
        end(start);
        start = begin(0x003C);
        put(1, 1), put(0xDE00, 2);
        put(2, 2), put(8, 1), put(2, 2), buf_text(&out, "ab"), put(0x1111, 4);
        end(start);
        start = begin(0x003C);
        put(0x1111, 4);
        put(2, 2), put(0x0C, 1), put(1, 2), put(3, 4), buf_text(&out, "cd"), put(0, 4), put(0, 3);
        put(1, 2), put(1, 1), put(0xD800, 2);
        end(start);
        sheet_97();
        for (unsigned i = 0; i < 5; i++)
                RECORD(0x00FD, 0, 2, i, 2, 0, 2, i, 4);
        is_text(read_97(a), "A1=Sin\xc3\xa9\xf0\x9f\x98\x80 B1=ab C1=cd D1=\xef\xbf\xbd", "shared strings");
        struct book b = read_out(a);
        ok(b.note_count == 1 && strstr(b.notes[0], "1 cells could not be read"),
           "a string that is not there is told");
}

static void parts(struct arena *a)
{
        begin_97();
        announce("Graph", 0, 2, true);
        announce("Module", 0, 6, true);
        sheet_97();
        number(0, 0, 0, 7);
        RECORD(0x0809, 0x600, 2, 0x20, 2, 0, 4);
        number(0, 0, 0, 99);
        end_part();
        number(0, 1, 0, 8);
        is_text(read_97(a), "A1=7 B1=8", "a chart within a sheet is passed over");
        struct book b = read_out(a);
        ok(b.note_count == 1 && strstr(b.notes[0], "\"Graph\" holds a chart"), "a chart alone is told");
        is_long((long)b.sheet_count, 3, "and counts as a sheet, as in Excel");
}

static void epoch(struct arena *a)
{
        begin_97();
        RECORD(0x0022, 1, 2);
        sheet_97();
        number(0, 0, 1, 39690);
        is_text(read_97(a), "A1=date 2012-08-31", "dates from 1904");
}

static void older(struct arena *a)
{
        static const struct {
                unsigned page;
                const char *want;
        } pages[] = { { 1252, "A1=Zo\xc3\xab \xe2\x80\x99" }, { 1251, "A1=Zo\xef\xbf\xbd \xef\xbf\xbd" } };
        for (size_t i = 0; i < 2; i++) {
                sheets = 0;
                begin_workbook(0x500);
                RECORD(0x0042, pages[i].page, 2);
                announce("Class", 0, 0, false);
                end_part();
                begin_sheet(0);
                text_record(0x0204, 0, 6, 2, "", "Zo\xEB \x92");
                end_part();
                struct book b = read_out(a);
                is_text(shown(a, &b, 0), pages[i].want, "Excel 95");
        }
        out.len = 0;
        RECORD(0x0009, 2, 2, 0x10, 2);
        text_record(0x001E, 0, 0, 1, "", "General");
        text_record(0x001E, 0, 0, 1, "", "d/m/yy");
        RECORD(0x0002, 0, 2, 0, 2, 0, 3, 7, 2);
        RECORD(0x0002, 0, 2, 1, 2, 0x000100, 3, 41152, 2);
        text_record(0x0004, 0x00020000, 7, 1, "", "label");
        end_part();
        struct book b = read_out(a);
        is_text(shown(a, &b, 0), "A1=7 B1=date 2012-08-31 C1=label", "Excel 2");
        out.len = 0;
        RECORD(0x0209, 0, 2, 0x10, 2, 0, 2);
        text_record(0x001E, 0, 0, 1, "", "d/m/yy");
        RECORD(0x0243, 0, 1, 0, 1);
        number(0, 0, 0, 41152);
        end_part();
        b = read_out(a);
        is_text(shown(a, &b, 0), "A1=date 2012-08-31", "Excel 3");
}

static void refusals(struct arena *a)
{
        struct book b;
        begin_97();
        RECORD(0x002F, 0, 2, 0, 4);
        sheet_97();
        says(read_97(a), "protected with a password", "a password");
        begin_97();
        sheet_97();
        number(0, 0, 0, 7);
        b = read_out(a);
        says(shown(a, &b, 0), "\"Year 7\" has no end", "a sheet that is cut short");
        sheets = 0;
        begin_workbook(0x600);
        announce("Gone", 0, 0, true);
        end_part();
        b = read_out(a);
        says(shown(a, &b, 0), "is damaged", "a sheet that is not where it should be");
        out.len = 0;
        RECORD(0x0409, 0, 2, 0x100, 2, 0, 2);
        b = read_out(a);
        says(shown(a, &b, 0), "Excel 4 with several sheets", "a workspace");
        begin_97();
        sheet_97();
        number(0, 300, 0, 7);
        number(0, 3000, 0, 7);
        says(read_97(a), "column", "a column that no sheet has");
}

/* The same cells behind each of the two locks, made apart from the program; between the parts of the second
 * lie 1000 noughts, so that it needs a second key. */
static void locks(struct arena *a)
{
        static const char xor_locked
            [] = "\x09\x08\x08\x00\x00\x06\x05\x00\x00\x00\x00\x00\x2f\x00\x06\x00\x00\x00\x59\xb3\x0a\x9a"
                 "\x85\x00"
                 "\x0d\x00\x2b\x00\x00\x00\x60\x98\xce\x94\x6c\x0a\x47\xf4\x8c\x0a\x00\x00\x00\x09\x08\x08"
                 "\x00\x00"
                 "\x06\x10\x00\x00\x00\x00\x00\x04\x02\x0d\x00\x1e\x69\x96\x60\x98\x6e\x14\x04\x87\x20\xb6"
                 "\xac\x32"
                 "\x03\x02\x0e\x00\x96\x60\xb8\x6e\x94\x04\x87\x6b\x9a\xe2\x1e\xe3\x86\x6a\x0a\x00\x00\x00",
  rc4_locked[] =
            "\x09\x08\x08\x00\x00\x06\x05\x00\x00\x00\x00\x00\x2f\x00\x36\x00\x01\x00\x01\x00\x01\x00\x4a\x72"
            "\x11\xc2\x9f\xad\x61\xc7\xb1\x3a\x55\x7b\xdc\x22\x32\xcf\x81\x00\x31\x8e\xac\xe5\x18\xd5\x9c\x33"
            "\xc1\xb2\x35\xcb\x03\x1f\x0e\xdf\xc9\x26\x34\x3e\x26\xac\x7c\x31\x6a\x45\x62\x8e\x2e\x0b\x85\x00"
            "\x0d\x00\x5b\x00\x00\x00\xdf\x45\xc2\x03\xb3\x07\xae\x1d\x5f\x0a\x00\x00\x00\x09\x08\x08\x00\x00"
            "\x06\x10\x00\x00\x00\x00\x00\x99\x09\xe8\x03",
  rc4_rest[] =
            "\x04\x02\x0d\x00\x81\xdd\xf7\xca\xb0\x96\x11\x73\x00\xe2\x5d\xc2\x6a\x03\x02\x0e\x00\x39\xa0\xa0"
            "\x1b\xb6\x18\xa0\xb1\xbc\xb6\x67\x18\xcc\x41\x0a\x00\x00\x00";
        struct book b;
        char *stream = arena_alloc(a, sizeof xor_locked);
        memcpy(stream, xor_locked, sizeof xor_locked);
        xls_unlock((unsigned char *)stream, sizeof xor_locked - 1);
        b = read_bytes(a, stream, sizeof xor_locked - 1);
        is_text(shown(a, &b, 0), "A1=Zara B1=7", "a lock of Excel 95");
        size_t first = sizeof rc4_locked - 1, rest = sizeof rc4_rest - 1, len = first + 1000 + rest;
        stream = arena_alloc(a, len);
        memcpy(stream, rc4_locked, first);
        memcpy(stream + first + 1000, rc4_rest, rest);
        stream[40] ^= 1;
        xls_unlock((unsigned char *)stream, len);
        b = read_bytes(a, stream, len);
        says(shown(a, &b, 0), "protected with a password", "a lock with a password of its own");
        stream[40] ^= 1;
        xls_unlock((unsigned char *)stream, len);
        b = read_bytes(a, stream, len);
        is_text(shown(a, &b, 0), "A1=Zara B1=7", "a lock of Excel 97");
}

/* Cut anywhere or changed anywhere, it ends with cells or a sentence. */
static void damage(struct arena *a)
{
        cells(a);
        size_t len = out.len, good = 0;
        char *bytes = arena_bytes(a, out.bytes, len);
        for (size_t i = 0; i < len; i++) {
                struct book b = read_bytes(a, bytes, i);
                good += b.sheet_count == 0 && words && words[0] != '(';
        }
        is_long((long)good, (long)len, "every cut is noticed");
        good = 0;
        for (size_t i = 0; i < len; i++) {
                bytes[i] ^= 0x41;
                struct book b = read_bytes(a, bytes, len);
                good += (b.sheet_count > 0) != (words && words[0] != '(');
                bytes[i] ^= 0x41;
        }
        is_long((long)good, (long)len, "every change ends well");
}

int main(void)
{
        struct arena *a = arena_new();
        cells(a);
        formulas(a);
        shared_strings(a);
        parts(a);
        epoch(a);
        older(a);
        refusals(a);
        locks(a);
        damage(a);
        arena_free(a);
        buf_free(&out);
        return done_testing();
}
