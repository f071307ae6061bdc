#include "sheet/sink.h"

#include <errno.h>
#include <glib.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/date.h"
#include "base/text.h"
#include "base/wire.h"

enum { WRITE_AT = 256 * 1024, PAGE = 4096, CELLS_MAX = 4000000 };

struct sink {
        int fd;
        struct buf out;
        size_t written, cells;
        unsigned sheets, notes;
        uint32_t row;
        char sheet[64];
        char *refusal; /* made by GLib */
};

struct sink *sink_new(int fd)
{
        struct sink *s = g_new0(struct sink, 1);
        s->fd = fd;
        s->row = SINK_NO_ROW;
        return s;
}

void sink_free(struct sink *s)
{
        buf_free(&s->out);
        g_free(s->refusal);
        g_free(s);
}

/* Whoever reads has gone when this fails: there is nobody to tell. */
static void write_out(struct sink *s)
{
        for (size_t done = 0; done < s->out.len;) {
                ssize_t n = write(s->fd, s->out.bytes + done, s->out.len - done);
                if (n < 0 && errno != EINTR)
                        _exit(1);
                done += n > 0 ? (size_t)n : 0;
        }
        s->written += s->out.len;
        s->out.len = 0;
}

/* A kernel that does not know how refuses, and then they come one by one. */
void sink_expect(struct sink *s, size_t bytes)
{
        size_t room = bytes < WRITE_AT ? bytes : WRITE_AT;
        uintptr_t at = (uintptr_t)buf_reserve(&s->out, room), start = at / PAGE * PAGE;
        madvise((void *)start, at + room - start, MADV_POPULATE_WRITE);
}

void sink_again(struct sink *s)
{
        struct sink fresh = { .fd = s->fd, .out = s->out, .written = s->written, .row = SINK_NO_ROW };
        g_free(s->refusal);
        *s = fresh;
        s->out.len = 0;
        if (s->written)
                wire_put_again(&s->out);
}

void sink_kind(struct sink *s, const char *kind)
{
        wire_put_text(&s->out, WIRE_KIND, kind, strlen(kind));
}

/* At most max bytes of a text, cut between characters. */
static size_t cut(const char *text, size_t max)
{
        size_t len = strlen(text);
        if (len <= max)
                return len;
        return (size_t)(g_utf8_find_prev_char(text, text + max + 1) - text);
}

enum outcome sink_sheet(struct sink *s, const char *name, bool hidden)
{
        if (++s->sheets > WIRE_SHEETS_MAX)
                return sink_refuse(s,
                                   "The file has more than %d sheets. Save the sheets that are needed in a "
                                   "file of their own.",
                                   WIRE_SHEETS_MAX);
        char *good = g_utf8_make_valid(name, -1);
        s->row = SINK_NO_ROW;
        snprintf(s->sheet, sizeof s->sheet, "%.*s", (int)cut(good, sizeof s->sheet - 1), good);
        wire_put_sheet(&s->out, good, cut(good, WIRE_TEXT_MAX), hidden);
        g_free(good);
        return s->refusal ? REFUSED : DONE;
}

/* The limit is Excel's, in characters; no list of people needs more of one cell. Returns the length that is
 * kept. */
static size_t shorten(struct sink *s, uint32_t row, uint32_t column, const char *text, size_t len)
{
        char name[8];
        const char *end = text, *most = text + (len < WIRE_TEXT_MAX ? len : WIRE_TEXT_MAX);
        for (int left = BOOK_CELL_MAX; left && end < most && g_utf8_next_char(end) <= most; left--)
                end = g_utf8_next_char(end);
        if (end != text + len)
                sink_note(
                    s,
                    "Sheet \"%s\", row %u, column %s holds more than %d characters; the rest was left out.",
                    s->sheet, row + 1, book_column(column, name), BOOK_CELL_MAX);
        return (size_t)(end - text);
}

static enum outcome too_much(struct sink *s, uint32_t row, uint32_t column)
{
        char name[8];
        if (!s->sheets)
                return sink_refuse(
                    s, "The file is damaged: it has cells outside any sheet. Open it in Excel, save it "
                       "again and send that.");
        if (row >= BOOK_ROWS_MAX)
                return sink_refuse(
                    s, "Sheet \"%s\" has more than %d rows. Delete what is not needed and save it again.",
                    s->sheet, BOOK_ROWS_MAX);
        if (column >= WIRE_COLUMNS_MAX)
                return sink_refuse(
                    s,
                    "Sheet \"%s\", row %u has something in column %s; only the first %d columns are read. "
                    "Delete the columns that are not needed and save it again.",
                    s->sheet, row + 1, column < BOOK_COLUMNS_MAX ? book_column(column, name) : "XFE",
                    WIRE_COLUMNS_MAX);
        return sink_refuse(
            s,
            "The file is too large: it has more than %d cells with something in them. Save the sheet that "
            "is needed in a file of its own.",
            CELLS_MAX);
}

struct packing sink_pack(struct sink *s)
{
        return (struct packing){ &s->out, s->row, 0 };
}

enum outcome sink_packed(struct sink *s, const struct packing *p)
{
        s->row = p->row;
        s->cells += p->cells;
        if (s->cells > CELLS_MAX || s->written + s->out.len > WIRE_BYTES_MAX - (1 << 20))
                return too_much(s, 0, 0);
        if (s->out.len >= WRITE_AT && s->fd >= 0)
                write_out(s);
        return s->refusal ? REFUSED : DONE;
}

enum outcome sink_utf8(struct sink *s, uint32_t row, uint32_t column, enum cell_kind kind, const char *text,
                       size_t len)
{
        if (len == 0 || s->refusal)
                return s->refusal ? REFUSED : DONE;
        if (!s->sheets || row >= BOOK_ROWS_MAX || column >= WIRE_COLUMNS_MAX || ++s->cells > CELLS_MAX ||
            s->written + s->out.len > WIRE_BYTES_MAX - (1 << 20))
                return too_much(s, row, column);
        if (len > BOOK_CELL_MAX)
                len = shorten(s, row, column, text, len);
        if (row != s->row)
                wire_put_row(&s->out, s->row = row);
        wire_put_cell(&s->out, kind, column, text, len);
        if (s->out.len >= WRITE_AT && s->fd >= 0)
                write_out(s);
        return DONE;
}

enum outcome sink_cell(struct sink *s, uint32_t row, uint32_t column, enum cell_kind kind, const char *text,
                       size_t len)
{
        if (text_valid(text, len))
                return sink_utf8(s, row, column, kind, text, len);
        char *good = g_utf8_make_valid(text, (gssize)len);
        enum outcome result = sink_utf8(s, row, column, kind, good, strlen(good));
        g_free(good);
        return result;
}

/* The shortest decimal that gives the value back; plain notation unless that would be mostly noughts. */
static int decimal(double value, char out[64])
{
        if (value == 0)
                return snprintf(out, 64, "0");
        if (fabs(value) < 1e15 && value == trunc(value))
                return snprintf(out, 64, "%lld", (long long)value);
        int digits = 14, len;
        do
                len = snprintf(out, 64, "%.*g", ++digits, value);
        while (digits < 17 && strtod(out, NULL) != value);
        char *exponent = strchr(out, 'e');
        if (!exponent || fabs(value) < 1e-7 || fabs(value) >= 1e21)
                return len;
        int places = digits - 1 - atoi(exponent + 1);
        len = snprintf(out, 64, "%.*f", places > 0 ? places : 0, value);
        while (places > 0 && out[len - 1] == '0')
                out[--len] = '\0';
        return len;
}

enum outcome sink_number(struct sink *s, uint32_t row, uint32_t column, double value)
{
        char text[64];
        if (!isfinite(value))
                return sink_utf8(s, row, column, CELL_ERROR, "#NUM!", 5);
        int len = decimal(value, text);
        return sink_utf8(s, row, column, CELL_NUMBER, text, (size_t)len);
}

/* Excel counts 29 February 1900, which never was: serial 60. */
static struct date serial_date(long day, bool epoch_1904)
{
        const long from_1899_12_30 = -25569;
        if (epoch_1904)
                return date_from_days(day + 1462 + from_1899_12_30);
        if (day == 60)
                return NO_DATE;
        return date_from_days(day + from_1899_12_30 + (day < 60));
}

enum outcome sink_serial(struct sink *s, uint32_t row, uint32_t column, double serial, bool epoch_1904)
{
        char text[64], date[DATE_TEXT];
        if (!(serial >= 0 && serial < 2958466))
                return sink_number(s, row, column, serial);
        long day = (long)serial, second = lround((serial - (double)day) * 86400);
        if (second == 86400)
                day++, second = 0;
        if (serial < 1 && day == 0 && !(epoch_1904 && serial == 0)) {
                int len = snprintf(text, sizeof text, "%02ld:%02ld:%02ld", second / 3600, second / 60 % 60,
                                   second % 60);
                return sink_utf8(s, row, column, CELL_TIME, text, (size_t)len);
        }
        struct date d = serial_date(day, epoch_1904);
        if (!date_known(d))
                return sink_number(s, row, column, serial);
        date_to_iso(d, date);
        if (second == 0)
                return sink_utf8(s, row, column, CELL_DATE, date, strlen(date));
        int len = snprintf(text, sizeof text, "%sT%02ld:%02ld:%02ld", date, second / 3600, second / 60 % 60,
                           second % 60);
        return sink_utf8(s, row, column, CELL_MOMENT, text, (size_t)len);
}

static bool is_clock(const char *text)
{
        for (int i = 0; i < 8; i++)
                if (i % 3 == 2 ? text[i] != ':' : !g_ascii_isdigit(text[i]))
                        return false;
        return memcmp(text, "24", 2) < 0 && text[3] < '6' && text[6] < '6';
}

enum outcome sink_iso(struct sink *s, uint32_t row, uint32_t column, const char *text, size_t len)
{
        char room[20] = "";
        memcpy(room, text, len < 19 ? len : 19);
        bool clock = len >= 19 && (room[10] == 'T' || room[10] == ' ') && is_clock(room + 11);
        if (len >= 8 && len < 10 && is_clock(room))
                return sink_utf8(s, row, column, CELL_TIME, room, 8);
        char last = room[10];
        room[10] = '\0';
        if (!date_known(date_from_iso(room)) || (len > 10 && !clock))
                return sink_utf8(s, row, column, CELL_TEXT, text, len);
        if (!clock || memcmp(room + 11, "00:00:00", 8) == 0)
                return sink_utf8(s, row, column, CELL_DATE, room, 10);
        room[10] = last == ' ' ? 'T' : last;
        return sink_utf8(s, row, column, CELL_MOMENT, room, 19);
}

/* Names from the file are part of what is said, so even a sentence may need mending. */
static __attribute__((format(printf, 1, 0))) char *sentence(const char *format, va_list args)
{
        char *text = g_strdup_vprintf(format, args), *good = g_utf8_make_valid(text, -1);
        g_free(text);
        good[cut(good, 1000)] = '\0';
        return good;
}

void sink_note(struct sink *s, const char *format, ...)
{
        if (++s->notes > WIRE_NOTES_MAX)
                return;
        va_list args;
        va_start(args, format);
        char *text = sentence(format, args);
        va_end(args);
        wire_put_text(&s->out, WIRE_NOTE, text, strlen(text));
        g_free(text);
}

enum outcome sink_refuse(struct sink *s, const char *format, ...)
{
        va_list args;
        va_start(args, format);
        if (!s->refusal)
                s->refusal = sentence(format, args);
        va_end(args);
        return REFUSED;
}

size_t sink_cells(const struct sink *s)
{
        return s->cells;
}

void sink_end(struct sink *s)
{
        if (!s->refusal && !s->cells)
                sink_refuse(s, "The file has no data in it: every cell of every sheet is empty.");
        if (s->refusal)
                wire_put_text(&s->out, WIRE_REFUSED, s->refusal, strlen(s->refusal));
        else
                wire_put_end(&s->out);
        if (s->fd >= 0)
                write_out(s);
}

struct buf *sink_records(struct sink *s)
{
        return &s->out;
}
