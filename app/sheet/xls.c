#include "sheet/xls.h"

#include <string.h>

#include "base/arena.h"
#include "sheet/format.h"
#include "sheet/ole.h"
#include "sheet/xls_cells.h"
#include "sheet/xls_lock.h"

enum { EVERY_FORMAT = 65536 };

/* A sheet as the workbook's first part announces it. */
struct part {
        struct part *next;
        const char *name;
        size_t at; /* where its records start */
        bool hidden;
        enum { WORKSHEET, MACROS, CHART, PROGRAM = 6 } kind;
};

struct workbook {
        struct xls x; /* what the cells need */
        struct arena *arena;
        const unsigned char *bytes;
        size_t len;
        struct part *first, **last;
        bool single; /* no list of sheets: the stream is the only one */
        bool locked; /* by a password: no record can be read */
};

enum { BOF_2 = 0x0009, BOF_3 = 0x0209, BOF_4 = 0x0409, BOF_5 = 0x0809 };

static bool is_bof(int type)
{
        return type == BOF_2 || type == BOF_3 || type == BOF_4 || type == BOF_5;
}

bool xls_is(const unsigned char *bytes, size_t len)
{
        if (ole_is(bytes, len))
                return true;
        struct biff b = biff_start(bytes, len);
        size_t left = biff_next(&b) && is_bof(b.type) ? biff_left(&b) : 0;
        return left == 4 || left == 6 || left == 8 || left == 16;
}

static void read_shared_strings(struct xls *x, struct biff *b)
{
        biff_skip(b, 4);
        for (uint32_t count = biff_u32(b); count && !b->lacking; count--) {
                size_t units = biff_u16(b);
                biff_unicode(b, units, &x->strings);
                uint32_t end = (uint32_t)x->strings.len;
                if (!b->lacking)
                        buf_add(&x->string_ends, &end, sizeof end);
        }
}

static void read_style(struct xls *x, struct biff *b)
{
        uint16_t format;
        if (x->version >= 5) {
                biff_skip(b, 2);
                format = biff_u16(b);
        } else {
                biff_skip(b, 1);
                format = biff_u8(b);
        }
        buf_add(&x->xf_formats, &format, sizeof format);
}

static void read_format(struct xls *x, struct biff *b)
{
        unsigned id = x->formats++ % EVERY_FORMAT;
        if (x->version >= 5)
                id = biff_u16(b);
        else if (x->version == 4)
                biff_skip(b, 2);
        x->format_says[id] = 1 + format_is_date(xls_text(x, b, x->version == 8));
}

static void read_part(struct workbook *w, struct biff *b)
{
        struct part *p = arena_alloc(w->arena, sizeof *p);
        p->at = biff_u32(b);
        p->hidden = biff_u8(b) & 3;
        p->kind = biff_u8(b);
        p->name = arena_text(w->arena, xls_text(&w->x, b, false));
        if (b->lacking)
                return;
        *w->last = p;
        w->last = &p->next;
}

/* Anything that is common to the sheets, or in old files stands before the cells of the only one. */
static void common_record(struct workbook *w, struct biff *b)
{
        switch (b->type) {
        case 0x0022: w->x.epoch_1904 = biff_u16(b) == 1; break;
        case 0x002F: w->locked = true; break;
        case 0x0042: {
                unsigned page = biff_u16(b);
                w->x.western = page == 1252 || page == 32769;
                break;
        }
        case 0x0085: read_part(w, b); break;
        case 0x00E0:
        case 0x0243:
        case 0x0443: read_style(&w->x, b); break;
        case 0x001E:
        case 0x041E: read_format(&w->x, b); break;
        case 0x00FC: read_shared_strings(&w->x, b); break;
        default: break;
        }
}

/* The records from a start of a part to its end; parts within it (charts) are passed over. False when it has
 * no end. */
static bool next_of_part(struct biff *b, unsigned *depth)
{
        while (biff_next(b)) {
                *depth += is_bof(b->type);
                *depth -= b->type == BIFF_EOF;
                if (*depth <= 1)
                        return true;
        }
        return false;
}

static enum outcome locked(struct sink *s)
{
        return sink_refuse(
            s, "The workbook is protected with a password, so it cannot be read. Open it in Excel, take the "
               "password off (File, Info, Protect Workbook, Encrypt with Password), save it and upload "
               "that.");
}

static enum outcome damaged(struct sink *s)
{
        return sink_refuse(
            s, "The workbook is damaged or was cut short on its way. Open it in Excel, save it again and "
               "upload that.");
}

static enum outcome read_cells(struct workbook *w, struct biff b, const char *name)
{
        unsigned depth = 0;
        while (next_of_part(&b, &depth)) {
                if (!depth)
                        return DONE;
                if (w->single)
                        common_record(w, &b);
                enum outcome result = w->locked ? locked(w->x.sink) : xls_cell_record(&w->x, &b);
                if (result != DONE)
                        return result;
        }
        return sink_refuse(
            w->x.sink,
            "The workbook is damaged or was cut short on its way: sheet \"%s\" has no end. Open it in Excel, "
            "save it again and upload that.",
            name);
}

/* What Excel shows as a sheet counts as one here, so that both number them alike; a program does not. */
static enum outcome read_part_cells(struct workbook *w, const struct part *p)
{
        if (p->kind == PROGRAM)
                return DONE;
        enum outcome result = sink_sheet(w->x.sink, p->name, p->hidden);
        if (result != DONE)
                return result;
        if (p->kind != WORKSHEET) {
                sink_note(w->x.sink, "Sheet \"%s\" holds %s; it was left out.", p->name,
                          p->kind == CHART ? "a chart" : "macros");
                return DONE;
        }
        if (!p->at || p->at >= w->len)
                return damaged(w->x.sink);
        struct biff b = biff_start(w->bytes + p->at, w->len - p->at);
        return is_bof(biff_peek(&b)) ? read_cells(w, b, p->name) : damaged(w->x.sink);
}

static enum outcome read_list(struct workbook *w)
{
        unsigned depth = 0;
        struct biff b = biff_start(w->bytes, w->len);
        while (!w->locked && next_of_part(&b, &depth) && depth)
                common_record(w, &b);
        if (w->locked)
                return locked(w->x.sink);
        enum outcome result = w->first ? DONE : damaged(w->x.sink);
        for (struct part *p = w->first; p && result == DONE; p = p->next)
                result = read_part_cells(w, p);
        return result;
}

/* The stream's first record says which Excel wrote it, and whether it is a whole workbook or one sheet. */
static enum outcome read_stream(struct workbook *w)
{
        enum { SHEET = 0x0010, SEVERAL = 0x0100 };
        struct biff b = biff_start(w->bytes, w->len);
        if (!biff_next(&b) || !is_bof(b.type))
                return damaged(w->x.sink);
        unsigned version = biff_u16(&b), what = biff_u16(&b);
        w->x.version = b.type != BOF_5 ? 2 + (b.type >> 9) : version >= 0x0600 ? 8 : 5;
        w->single = w->x.version < 5 || what == SHEET;
        if (!w->single)
                return read_list(w);
        if (what == SEVERAL)
                return sink_refuse(
                    w->x.sink,
                    "This is a workbook of Excel 4 with several sheets, which cannot be read. Save it "
                    "as an Excel workbook (.xlsx) and upload that.");
        enum outcome result = sink_sheet(w->x.sink, "Sheet1", false);
        return result == DONE ? read_cells(w, biff_start(w->bytes, w->len), "Sheet1") : result;
}

static enum outcome not_a_workbook(const struct ole *o, struct sink *s)
{
        size_t len, said;
        if (ole_stream(o, "EncryptedPackage", &len, &said))
                return locked(s);
        if (ole_stream(o, "WordDocument", &len, &said))
                return sink_refuse(
                    s, "This is a Word document. Copy its table into a spreadsheet and upload that.");
        return sink_refuse(
            s, "There is no workbook in this file. Open it in the program that it was made with, save it as "
               "an Excel workbook (.xlsx) and upload that.");
}

/* A file of Excel 5 for both that and 97 has two streams; the newer one says more. */
static enum outcome read_ole(struct workbook *w)
{
        size_t said;
        const struct ole *o = ole_open(w->arena, w->bytes, w->len);
        if (!o)
                return damaged(w->x.sink);
        unsigned char *stream = ole_stream(o, "Workbook", &w->len, &said);
        if (!stream)
                stream = ole_stream(o, "Book", &w->len, &said);
        if (!stream)
                return not_a_workbook(o, w->x.sink);
        xls_unlock(stream, w->len);
        w->bytes = stream;
        return read_stream(w);
}

enum outcome xls_read(const unsigned char *bytes, size_t len, struct sink *s)
{
        struct workbook w = {
                .x = { .sink = s, .western = true }, .arena = arena_new(), .bytes = bytes, .len = len
        };
        sink_kind(s, "xls");
        w.x.format_says = arena_alloc(w.arena, EVERY_FORMAT);
        w.last = &w.first;
        enum outcome result = ole_is(bytes, len) ? read_ole(&w) : read_stream(&w);
        if (w.x.damaged)
                sink_note(s, "%u cells could not be read: the workbook is damaged.", w.x.damaged);
        buf_free(&w.x.strings);
        buf_free(&w.x.string_ends);
        buf_free(&w.x.xf_formats);
        buf_free(&w.x.text);
        arena_free(w.arena);
        return result;
}
