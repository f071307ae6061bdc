/* "XML Spreadsheet 2003", which school systems save under the name .xls or .xml. */
#ifndef SHEET_XML2003_H
#define SHEET_XML2003_H

#include <stddef.h>

#include "base/outcome.h"
#include "sheet/sink.h"

enum outcome xml2003_read(const char *text, size_t len, struct sink *s) MUST_USE;

#endif
