/* A list as an XLSX file. The only door to libxlsxwriter. */
#ifndef VIEW_XLSX_H
#define VIEW_XLSX_H

#include "base/buf.h"
#include "base/outcome.h"
#include "view/list.h"

/* One sheet of that name (at most 31 characters, without []:*?/\): headings frozen and filtered, every cell
 * text except COLUMN_NUMBER. BROKEN, logged, when it cannot be made. */
enum outcome list_xlsx(const struct list *list, const char *sheet, struct buf *out) MUST_USE;

/* A sheet of text cells as they are: cells[row * columns + column], NULL and "" being empty. */
struct grid {
        const char *name; /* as any spreadsheet has it: made fit, and unlike those before it; "" is "Sheet 1" and so on */
        bool hidden;
        size_t rows, columns;
        const char **cells;
};

/* A workbook of several, for giving a file back to whom it came from. */
enum outcome grids_xlsx(const struct grid *grids, size_t count, struct buf *out) MUST_USE;

#endif
