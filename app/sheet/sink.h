/* Where the readers of all formats put what they find. They know nothing of what happens to it. */
#ifndef SHEET_SINK_H
#define SHEET_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/book.h"
#include "base/outcome.h"

struct sink;

/* A new sheet; cells that follow belong to it. Sheets come in the workbook's order. */
void sink_sheet(struct sink *s, const char *name, bool hidden);

/* A cell that is not empty, in any order of rows and columns. text needs no NUL; it is checked and copied.
 * REFUSED once a limit of DESIGN or STACK 2.7 is passed (the sink has kept the sentence): stop reading then. */
enum outcome sink_cell(struct sink *s, uint32_t row, uint32_t column, enum cell_kind kind, const char *text,
                       size_t len) MUST_USE;

/* A number as the file held it; writes the shortest decimal. */
enum outcome sink_number(struct sink *s, uint32_t row, uint32_t column, double value) MUST_USE;

/* A serial date of a spreadsheet (days since 1899-12-30, or since 1904-01-01 when epoch_1904): becomes a date, a time or
 * a moment as its parts say, and a number when out of range. */
enum outcome sink_serial(struct sink *s, uint32_t row, uint32_t column, double serial, bool epoch_1904) MUST_USE;

/* A sentence for the person that does not stop the reading. */
void sink_note(struct sink *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A sentence for the person that does; returns REFUSED. Only the first one counts. */
enum outcome sink_refuse(struct sink *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
