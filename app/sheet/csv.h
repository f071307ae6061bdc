/* Separated values: CSV, TSV and the semicolon kind, in text that is UTF-8 already (sheet/plain.h). */
#ifndef SHEET_CSV_H
#define SHEET_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/outcome.h"
#include "sheet/sink.h"

/* One sheet called "", every cell text exactly as it stands. text ends with a NUL that len does not count.
 * The separator is the one that divides most lines alike; a first line "sep=;" names it. */
enum outcome csv_read(const char *text, size_t len, struct sink *s) MUST_USE;

/* The same as one sheet among several: the file's kind has been said, and the sheet gets that name. */
enum outcome csv_read_sheet(const char *text, size_t len, const char *name, struct sink *s) MUST_USE;

/* The same for text that comes in pieces. csv_start looks at the first CSV_LOOK bytes, or at all when there are fewer; then
 * csv_take is given the text from its start, piece by piece. It takes whole cells and says of how many bytes: the next piece
 * begins with the rest. What stands at text[len] is neither a quotation mark nor an end of line, and the last piece ends the
 * text. csv_end frees. */
enum { CSV_LOOK = 64 * 1024 };

struct csv;

enum outcome csv_start(const char *text, size_t len, struct sink *s, struct csv **out) MUST_USE;
enum outcome csv_take(struct csv *c, const char *text, size_t len, bool last, size_t *taken) MUST_USE;
void csv_end(struct csv *c);

#endif
