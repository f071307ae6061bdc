/* Text made safe inside HTML: between tags and in quoted attributes, nowhere else. */
#ifndef VIEW_ESCAPE_H
#define VIEW_ESCAPE_H

#include <stddef.h>

enum { ESCAPE_GROWTH = 6 }; /* one byte becomes at most so many */

/* Writes text[0..len) to out with & < > " ' as entities and U+FFFD for what is not UTF-8 or is a control
 * character other than tab and line ends. out has room for ESCAPE_GROWTH * len bytes. Returns the end of what
 * was written. */
char *escape_html(char *out, const char *text, size_t len);

#endif
