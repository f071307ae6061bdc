/* Which format a file has, judged by its bytes and never by its name, and the call of that format's reader.
 */
#ifndef SHEET_DETECT_H
#define SHEET_DETECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/outcome.h"
#include "sheet/sink.h"

/* Reads the whole file into the sink. A NUL must follow the bytes. Opens nothing. REFUSED: the sink has the
 * sentence. */
enum outcome detect_read(const unsigned char *bytes, size_t len, struct sink *s) MUST_USE;

/* Is it separated values, when what starts with these bytes goes on in UTF-8? False when more would have to be seen. A NUL
 * must follow the bytes. */
bool detect_csv(const unsigned char *bytes, size_t len);

#endif
