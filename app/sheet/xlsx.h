/* Workbooks of Office Open XML (.xlsx, .xlsm), transitional and strict. */
#ifndef SHEET_XLSX_H
#define SHEET_XLSX_H

#include "base/outcome.h"
#include "sheet/package.h"
#include "sheet/sink.h"

/* ABSENT when the package is something else: nothing has been put then. A sheet that is a chart comes as an
 * empty one. */
enum outcome xlsx_read(struct package *p, struct sink *s) MUST_USE;

#endif
