/* Number formats of spreadsheets: is a cell that holds a number shown as a date or a time? XLSX and XLS share
 * this. */
#ifndef SHEET_FORMAT_H
#define SHEET_FORMAT_H

#include <stdbool.h>

/* code is the format as the workbook spells it, as "dd/mm/yyyy;@" or "#,##0.00". NULL is not a date. */
bool format_is_date(const char *code);

/* For an id that the workbook gives no code: those below 82 are known to every program. A code that the
 * workbook does give comes first, whatever its id. */
bool format_builtin_is_date(unsigned id);

#endif
