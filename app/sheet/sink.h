/* Where the readers of all formats put what they find. They know nothing of what happens to it. */
#ifndef SHEET_SINK_H
#define SHEET_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/book.h"
#include "base/buf.h"
#include "base/outcome.h"

struct sink;

/* A sink that writes records (base/wire.h) to the descriptor as they come; with -1 it keeps them all. */
struct sink *sink_new(int fd);

/* About so much will come: the memory for it is better asked for at once than page by page. */
void sink_expect(struct sink *s, size_t bytes);

/* Once, before anything else: "xlsx", "csv" ... as detected. */
void sink_kind(struct sink *s, const char *kind);

/* A new sheet; cells that follow belong to it. Sheets come in the workbook's order. A name that is not UTF-8
 * is mended. Too many sheets: REFUSED. */
enum outcome sink_sheet(struct sink *s, const char *name, bool hidden) MUST_USE;

/* A cell, in any order of rows and columns; one of no length is left out. text needs no NUL; it is checked
 * (what is not UTF-8 becomes U+FFFD) and copied. A cell given twice counts as it came last; one longer than
 * Excel's limit is cut, with a note. REFUSED once a
 * limit is passed (the sink has kept the sentence): stop reading then. */
enum outcome sink_cell(struct sink *s, uint32_t row, uint32_t column, enum cell_kind kind, const char *text,
                       size_t len) MUST_USE;

/* The same without the check, for text that is known to be UTF-8 without NUL (as expat's is). */
enum outcome sink_utf8(struct sink *s, uint32_t row, uint32_t column, enum cell_kind kind, const char *text,
                       size_t len) MUST_USE;

#define SINK_NO_ROW UINT32_MAX

/* For a reader of millions of small cells that packs them itself (base/wire.h), within the limits: where to,
 * which row was named last, and how many cells came. */
struct packing {
        struct buf *out;
        uint32_t row; /* or SINK_NO_ROW */
        size_t cells;
};

struct packing sink_pack(struct sink *s);
enum outcome sink_packed(struct sink *s, const struct packing *p) MUST_USE;

/* Forgets all that came since sink_new, also where it has been written already. */
void sink_again(struct sink *s);

/* A number as the file held it; writes the shortest decimal. */
enum outcome sink_number(struct sink *s, uint32_t row, uint32_t column, double value) MUST_USE;

/* A serial date of a spreadsheet (days since 1899-12-30, or since 1904-01-01 when epoch_1904): becomes a
 * date, a time or a moment as its parts say, and a number when out of range. */
enum outcome sink_serial(struct sink *s, uint32_t row, uint32_t column, double serial,
                         bool epoch_1904) MUST_USE;

/* A date, time or moment in ISO form, "2012-08-31T09:30:00.000Z"; put as text when it is none or has an
 * impossible day. */
enum outcome sink_iso(struct sink *s, uint32_t row, uint32_t column, const char *text, size_t len) MUST_USE;

/* A sentence for the person that does not stop the reading. */
void sink_note(struct sink *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A sentence for the person that does; returns REFUSED. Only the first one counts. */
enum outcome sink_refuse(struct sink *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* How many cells there have been. */
size_t sink_cells(const struct sink *s);

/* Ends the answer: the refusal if there was one; no cell at all is one too. */
void sink_end(struct sink *s);

/* The records that have not been written; of a sink that keeps them, all. Good until sink_free. */
struct buf *sink_records(struct sink *s);
void sink_free(struct sink *s);

#endif
