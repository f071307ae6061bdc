/* Separated values: CSV, TSV and the semicolon kind, in text that is UTF-8 already (sheet/plain.h). */
#ifndef SHEET_CSV_H
#define SHEET_CSV_H

#include <stddef.h>

#include "base/outcome.h"
#include "sheet/sink.h"

/* One sheet called "", every cell text exactly as it stands. text ends with a NUL that len does not count.
 * The separator is the one that divides most lines alike; a first line "sep=;" names it. */
enum outcome csv_read(const char *text, size_t len, struct sink *s) MUST_USE;

/* The same as one sheet among several: the file's kind has been said, and the sheet gets that name. */
enum outcome csv_read_sheet(const char *text, size_t len, const char *name, struct sink *s) MUST_USE;

#endif
