/* Tables in web pages: what many systems call "export to Excel". A scanner for tags that matter to a table,
 * as tolerant as a browser; it is ours because an HTML library would cost every file that is read more time
 * than reading it. */
#ifndef SHEET_HTML_H
#define SHEET_HTML_H

#include <stddef.h>

#include "base/buf.h"
#include "base/outcome.h"
#include "sheet/sink.h"

/* One sheet with the rows of all tables, one below the other, every cell text. text is UTF-8, whatever the
 * page says, and a NUL follows it. */
enum outcome html_read(const char *text, size_t len, struct sink *s) MUST_USE;

#endif
