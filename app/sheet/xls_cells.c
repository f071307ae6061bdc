#include "sheet/xls_cells.h"

#include <string.h>

#include "sheet/format.h"

struct place {
        uint32_t row, column;
        bool date; /* by its number format */
};

const char *xls_text(struct xls *x, struct biff *b, bool long_length)
{
        size_t len = long_length ? biff_u16(b) : biff_u8(b);
        x->text.len = 0;
        buf_text(&x->text, "");
        if (x->version == 8)
                biff_unicode(b, len, &x->text);
        else
                biff_bytes(b, len, x->western, &x->text);
        return x->text.bytes;
}

static bool style_is_date(const struct xls *x, unsigned style)
{
        uint16_t format;
        if (style >= x->xf_formats.len / sizeof format)
                return false;
        memcpy(&format, x->xf_formats.bytes + style * sizeof format, sizeof format);
        unsigned says = x->format_says[format];
        return says ? says == 2 : x->version >= 5 && format_builtin_is_date(format);
}

/* Row, column and style. BIFF2 has no styles but three bytes of attributes, the second with the number
 * format. */
static struct place read_place(const struct xls *x, struct biff *b)
{
        struct place at = { .row = biff_u16(b), .column = biff_u16(b) };
        if (x->version > 2) {
                at.date = style_is_date(x, biff_u16(b));
        } else {
                biff_skip(b, 1);
                at.date = x->format_says[biff_u8(b) & 0x3F] == 2;
                biff_skip(b, 1);
        }
        return at;
}

static enum outcome put_text(struct xls *x, uint32_t row, uint32_t column)
{
        return sink_utf8(x->sink, row, column, CELL_TEXT, x->text.bytes, x->text.len);
}

static enum outcome put_number(struct xls *x, struct place at, double value)
{
        if (at.date)
                return sink_serial(x->sink, at.row, at.column, value, x->epoch_1904);
        return sink_number(x->sink, at.row, at.column, value);
}

static const char *error_text(unsigned code)
{
        switch (code) {
        case 0x00: return "#NULL!";
        case 0x07: return "#DIV/0!";
        case 0x0F: return "#VALUE!";
        case 0x17: return "#REF!";
        case 0x1D: return "#NAME?";
        case 0x24: return "#NUM!";
        case 0x2A: return "#N/A";
        default: return "#ERROR!";
        }
}

static enum outcome put_bool_or_error(struct xls *x, struct place at, unsigned value, bool error)
{
        const char *text = error ? error_text(value) : value ? "TRUE" : "FALSE";
        return sink_utf8(x->sink, at.row, at.column, error ? CELL_ERROR : CELL_BOOLEAN, text, strlen(text));
}

/* A number in 30 bits: an integer or the upper half of a double, either of them perhaps in hundredths. */
static double compact_number(uint32_t bits)
{
        double value;
        if (bits & 2) {
                value = (double)((int32_t)bits >> 2);
        } else {
                uint64_t upper = (uint64_t)(bits & ~3u) << 32;
                memcpy(&value, &upper, sizeof value);
        }
        return bits & 1 ? value / 100 : value;
}

static enum outcome label(struct xls *x, struct biff *b)
{
        struct place at = read_place(x, b);
        xls_text(x, b, x->version > 2);
        return b->lacking ? (x->damaged++, DONE) : put_text(x, at.row, at.column);
}

static enum outcome shared_label(struct xls *x, struct biff *b)
{
        struct place at = read_place(x, b);
        uint32_t i = biff_u32(b), ends[2] = { 0, 0 };
        if (b->lacking || i >= x->string_ends.len / sizeof *ends)
                return x->damaged++, DONE;
        const char *p = x->string_ends.bytes + (size_t)i * sizeof *ends;
        if (i)
                memcpy(ends, p - sizeof *ends, sizeof *ends);
        memcpy(ends + 1, p, sizeof *ends);
        return sink_utf8(x->sink, at.row, at.column, CELL_TEXT, x->strings.bytes + ends[0],
                         ends[1] - ends[0]);
}

static enum outcome number(struct xls *x, struct biff *b, double (*read)(struct biff *))
{
        struct place at = read_place(x, b);
        double value = read(b);
        return b->lacking ? (x->damaged++, DONE) : put_number(x, at, value);
}

static double read_integer(struct biff *b)
{
        return biff_u16(b);
}

static double read_compact(struct biff *b)
{
        return compact_number(biff_u32(b));
}

/* A run of numbers in one row: style and number for each, then the last column again. */
static enum outcome compact_numbers(struct xls *x, struct biff *b)
{
        struct place at = { .row = biff_u16(b), .column = biff_u16(b) };
        enum outcome result = DONE;
        for (; result == DONE && biff_left(b) >= 6; at.column++) {
                at.date = style_is_date(x, biff_u16(b));
                result = put_number(x, at, read_compact(b));
        }
        return result;
}

static enum outcome bool_or_error(struct xls *x, struct biff *b)
{
        struct place at = read_place(x, b);
        unsigned value = biff_u8(b), error = biff_u8(b);
        return b->lacking ? (x->damaged++, DONE) : put_bool_or_error(x, at, value, error);
}

/* What it came to last. Upper bytes of ones, which no finite number has, announce something else than a
 * number. */
static enum outcome formula(struct xls *x, struct biff *b)
{
        enum { TEXT, BOOLEAN, ERROR };
        struct place at = read_place(x, b);
        struct biff again = *b;
        double value = biff_double(b);
        unsigned kind = biff_u8(&again);
        biff_skip(&again, 1);
        unsigned code = biff_u8(&again);
        biff_skip(&again, 3);
        if (b->lacking)
                return x->damaged++, DONE;
        x->formula_row = at.row, x->formula_column = at.column;
        x->formula_text = false;
        if (biff_u16(&again) != 0xFFFF)
                return put_number(x, at, value);
        x->formula_text = kind == TEXT;
        if (kind == BOOLEAN || kind == ERROR)
                return put_bool_or_error(x, at, code, kind == ERROR);
        return DONE;
}

static enum outcome formula_text(struct xls *x, struct biff *b)
{
        if (!x->formula_text)
                return DONE;
        x->formula_text = false;
        xls_text(x, b, x->version > 2);
        return b->lacking ? (x->damaged++, DONE) : put_text(x, x->formula_row, x->formula_column);
}

enum outcome xls_cell_record(struct xls *x, struct biff *b)
{
        switch (b->type) {
        case 0x0002: return x->version == 2 ? number(x, b, read_integer) : DONE;
        case 0x0003:
        case 0x0203: return number(x, b, biff_double);
        case 0x0004:
        case 0x0204:
        case 0x00D6: return label(x, b);
        case 0x0005:
        case 0x0205: return bool_or_error(x, b);
        case 0x0006:
        case 0x0206:
        case 0x0406: return formula(x, b);
        case 0x0007:
        case 0x0207: return formula_text(x, b);
        case 0x007E:
        case 0x027E: return number(x, b, read_compact);
        case 0x00BD: return compact_numbers(x, b);
        case 0x00FD: return shared_label(x, b);
        default: return DONE;
        }
}
