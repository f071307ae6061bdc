/* Tables in web pages: what many systems call "export to Excel". */
#ifndef SHEET_HTML_H
#define SHEET_HTML_H

#include <stddef.h>

#include "base/outcome.h"
#include "sheet/sink.h"

/* One sheet with the rows of all tables, one below the other, every cell text. text is UTF-8, whatever the
 * page says. */
enum outcome html_read(const char *text, size_t len, struct sink *s) MUST_USE;

#endif
