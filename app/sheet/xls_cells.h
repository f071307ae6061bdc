/* The cells of one sheet of an old Excel workbook, from its records to the sink. What is common to all sheets
 * is kept in struct xls, which xls.c fills. */
#ifndef SHEET_XLS_CELLS_H
#define SHEET_XLS_CELLS_H

#include "sheet/biff.h"
#include "sheet/sink.h"

struct xls {
        struct sink *sink;
        unsigned version; /* of BIFF: 2, 3, 4, 5 (Excel 5 and 95) or 8 (97 to 2003) */
        bool western;     /* text in bytes is Windows-1252 */
        bool epoch_1904;
        struct buf strings;     /* all shared strings, one behind the other */
        struct buf string_ends; /* uint32_t each: where it ends in strings */
        struct buf xf_formats;  /* uint16_t each: the number format of cell style 0, 1 ... */
        unsigned char
            *format_says; /* by number format: nought when it has no code, then 1 + format_is_date */
        unsigned formats; /* before BIFF5 they are numbered as they come */
        struct buf text;  /* the text of the cell at hand */
        uint32_t formula_row, formula_column;
        bool formula_text; /* the last formula's text comes in a record of its own */
        unsigned damaged;  /* cells that could not be read */
};

/* The next text of a record, its length first: in bytes before BIFF8, where short lengths have one byte and
 * long ones two. It is left in x->text, ended by a NUL. */
const char *xls_text(struct xls *x, struct biff *b, bool long_length);

/* One record of a sheet; records that say nothing about a cell's value are passed over. */
enum outcome xls_cell_record(struct xls *x, struct biff *b) MUST_USE;

#endif
