#include "sheet/sink.h"
#include "base/wire.h"
#include "../tap.h"

#include <stdlib.h>

static const char *words;

static enum wire_answer answer(struct arena *a, struct sink *s, struct book *b)
{
        sink_end(s);
        return wire_book(a, sink_records(s)->bytes, sink_records(s)->len, b, &words);
}

static const struct cell *only(struct arena *a, struct sink *s)
{
        static const struct cell none = { .text = "(none)" };
        struct book b;
        bool good = answer(a, s, &b) == WIRE_GOOD && b.sheet_count == 1 && b.sheets[0].cell_count == 1;
        return good ? b.sheets[0].cells : &none;
}

static struct sink *begun(void)
{
        struct sink *s = sink_new(-1);
        sink_kind(s, "csv");
        ok(sink_sheet(s, "Year 7", false) == DONE, "a sheet begins");
        return s;
}

static void numbers(struct arena *a)
{
        static const struct {
                double value;
                const char *text;
        } t[] = {
                { 7, "7" },
                { -12, "-12" },
                { 0.1, "0.1" },
                { -0.0, "0" },
                { 1234567890123, "1234567890123" },
                { 0.1 + 0.2, "0.30000000000000004" },
                { 1e20, "100000000000000000000" },
                { 1e300, "1e+300" },
                { 0.000012345, "0.000012345" },
                { 1e-9, "1e-09" },
                { 1.5e15, "1500000000000000" },
                { 100.25, "100.25" },
        };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                struct sink *s = begun();
                ok(sink_number(s, 0, 0, t[i].value) == DONE, "a number");
                is_text(only(a, s)->text, t[i].text, "shortest decimal");
                sink_free(s);
        }
}

static void serials(struct arena *a)
{
        static const struct {
                double serial;
                bool mac;
                int kind;
                const char *text;
        } t[] = {
                { 41152, false, CELL_DATE, "2012-08-31" },
                { 39690, true, CELL_DATE, "2012-08-31" },
                { 1, false, CELL_DATE, "1900-01-01" },
                { 59, false, CELL_DATE, "1900-02-28" },
                { 60, false, CELL_NUMBER, "60" },
                { 61, false, CELL_DATE, "1900-03-01" },
                { 0, true, CELL_DATE, "1904-01-01" },
                { 0.5, false, CELL_TIME, "12:00:00" },
                { 41152.75, false, CELL_MOMENT, "2012-08-31T18:00:00" },
                { 41151.9999999, false, CELL_DATE, "2012-08-31" },
                { -3, false, CELL_NUMBER, "-3" },
                { 3000000, false, CELL_NUMBER, "3000000" },
        };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                struct sink *s = begun();
                ok(sink_serial(s, 0, 0, t[i].serial, t[i].mac) == DONE, "a serial date");
                const struct cell *c = only(a, s);
                is_text(c->text, t[i].text, "serial date");
                is_long(c->kind, t[i].kind, "its kind");
                sink_free(s);
        }
}

static void order(struct arena *a)
{
        struct book b;
        struct sink *s = begun();
        enum outcome o = sink_cell(s, 3, 2, CELL_TEXT, "late", 4);
        o |= sink_cell(s, 1, 5, CELL_TEXT, "b", 1) | sink_cell(s, 1, 0, CELL_TEXT, "a", 1);
        o |= sink_cell(s, 3, 2, CELL_TEXT, "last", 4) | sink_cell(s, 3, 3, CELL_TEXT, "", 0);
        sink_note(s, "A %s.", "note");
        o |= sink_sheet(s, "Bad \xFF name", true) | sink_cell(s, 0, 0, CELL_TEXT, "caf\xE9", 4);
        ok(o == DONE && answer(a, s, &b) == WIRE_GOOD && b.sheet_count == 2, "cells in any order");
        const struct cell *c = b.sheets[0].cells;
        ok(b.sheets[0].cell_count == 3 && b.sheets[0].rows == 4 && b.sheets[0].columns == 6, "are counted");
        ok(c[0].column == 0 && c[1].column == 5 && c[2].row == 3, "are sorted");
        is_text(c[2].text, "last", "a cell given twice");
        is_text(b.sheets[1].cells->text, "caf\xEF\xBF\xBD", "text that is not UTF-8 is mended");
        is_text(b.sheets[1].name, "Bad \xEF\xBF\xBD name", "and so is a name");
        ok(b.sheets[1].hidden && !b.sheets[0].hidden, "a hidden sheet");
        is_text(b.note_count ? b.notes[0] : NULL, "A note.", "a note");
        sink_free(s);
}

static void long_text(struct arena *a)
{
        struct book b;
        char *text = memset(malloc(BOOK_CELL_MAX * 3), 'x', BOOK_CELL_MAX * 3);
        struct sink *s = begun();
        for (int i = 0; i < BOOK_CELL_MAX * 3 - 1; i += 2)
                memcpy(text + i, "\xC3\xA9", 2);
        enum outcome o = sink_cell(s, 4, 1, CELL_TEXT, text, BOOK_CELL_MAX * 2);
        ok(o == DONE && sink_cell(s, 5, 1, CELL_TEXT, text, (size_t)BOOK_CELL_MAX * 2 + 2) == DONE,
           "long text");
        ok(answer(a, s, &b) == WIRE_GOOD && strlen(b.sheets[0].cells[1].text) == BOOK_CELL_MAX * 2,
           "is cut at the limit");
        ok(b.note_count == 1 && strstr(b.notes[0], "row 6, column B"), "with a note");
        sink_free(s);
        free(text);
}

static void limits(struct arena *a)
{
        static const struct {
                uint32_t row, column;
                const char *want;
        } t[] = {
                { BOOK_ROWS_MAX, 0, "more than 1048576 rows" },
                { 4, 16383, "row 5 has something in column XFD" },
        };
        struct book b;
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                struct sink *s = begun();
                ok(sink_cell(s, t[i].row, t[i].column, CELL_TEXT, "a", 1) == REFUSED, "too much is refused");
                ok(sink_cell(s, 0, 0, CELL_TEXT, "a", 1) == REFUSED, "and nothing is taken after it");
                ok(answer(a, s, &b) == WIRE_SAYS_NO && strstr(words, t[i].want), "with a sentence");
                printf("# %s\n", words);
                sink_free(s);
        }
        struct sink *s = begun();
        ok(answer(a, s, &b) == WIRE_SAYS_NO && strstr(words, "no data"), "no cell at all is an error");
        sink_free(s);
}

/* The answer of a child that was broken into: whatever the bytes, no harm and no belief. */
static void distrust(struct arena *a)
{
        struct book b;
        struct sink *s = begun();
        ok(sink_cell(s, 1, 2, CELL_TEXT, "abc", 3) == DONE && answer(a, s, &b) == WIRE_GOOD, "a good answer");
        struct buf *r = sink_records(s);
        int cut_ok = 0, kinds[3] = { 0 };
        for (size_t i = 0; i < r->len; i++)
                cut_ok += wire_book(a, r->bytes, i, &b, &words) == WIRE_DAMAGED;
        is_long(cut_ok, (long)r->len, "every cut is noticed");
        char *copy = malloc(r->len);
        srandom(1);
        for (int i = 0; i < 100000; i++) {
                memcpy(copy, r->bytes, r->len);
                for (int k = 0; k < 3; k++)
                        copy[(size_t)random() % r->len] = (char)random();
                kinds[wire_book(a, copy, r->len, &b, &words)]++;
                if (i % 100 == 0)
                        arena_reset(a);
        }
        ok(kinds[WIRE_DAMAGED] > kinds[WIRE_GOOD], "damage is noticed (%d of 100000 passed as good)",
           kinds[WIRE_GOOD]);
        free(copy);
        sink_free(s);
}

/* What was said before counts for nothing, whether it has been written or not. */
static void again(struct arena *a)
{
        struct book b;
        struct sink *s = begun();
        sink_note(s, "a note");
        ok(sink_cell(s, 7, 7, CELL_TEXT, "old", 3) == DONE && sink_refuse(s, "no") == REFUSED, "what will be forgotten");
        sink_again(s);
        sink_kind(s, "xls");
        ok(sink_sheet(s, "New", false) == DONE && sink_cell(s, 0, 0, CELL_TEXT, "new", 3) == DONE &&
               answer(a, s, &b) == WIRE_GOOD,
           "begun anew");
        ok(strcmp(b.kind, "xls") == 0 && b.note_count == 0 && b.sheet_count == 1 && b.sheets[0].cell_count == 1,
           "nothing of the old is left");
        struct buf r = BUF_EMPTY, *new = sink_records(s);
        struct sink *old = begun();
        buf_add(&r, sink_records(old)->bytes, sink_records(old)->len);
        wire_put_again(&r);
        ok(wire_book(a, r.bytes, r.len, &b, &words) == WIRE_DAMAGED, "an answer that ends there is none");
        buf_add(&r, new->bytes, new->len);
        ok(wire_book(a, r.bytes, r.len, &b, &words) == WIRE_GOOD && b.sheet_count == 1 &&
               strcmp(b.sheets[0].name, "New") == 0,
           "nor is it when it had been written");
        wire_put_again(&r);
        ok(wire_book(a, r.bytes, r.len, &b, &words) == WIRE_DAMAGED, "after the end it is damage");
        buf_free(&r);
        sink_free(old);
        sink_free(s);
}

int main(void)
{
        struct arena *a = arena_new();
        numbers(a);
        serials(a);
        order(a);
        long_text(a);
        limits(a);
        again(a);
        distrust(a);
        arena_free(a);
        return done_testing();
}
