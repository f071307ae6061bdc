/* Old Excel workbooks (.xls): Excel 2 to 4, a single sheet in a bare stream, and 5 to 2003, a workbook in an
 * OLE2 compound file. New workbooks (.xlsx) are here only to be told apart when a password has wrapped them
 * in such a file. */
#ifndef SHEET_XLS_H
#define SHEET_XLS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/outcome.h"
#include "sheet/sink.h"

/* Does it start like one of them? Other OLE2 files (Word's and such) do too; xls_read says what is wrong with
 * those. */
bool xls_is(const unsigned char *bytes, size_t len);

/* Reads all worksheets into the sink; charts and macro sheets are left out with a note. REFUSED with a
 * sentence in the sink for a password, a damaged file or one that is no workbook. */
enum outcome xls_read(const unsigned char *bytes, size_t len, struct sink *s) MUST_USE;

#endif
