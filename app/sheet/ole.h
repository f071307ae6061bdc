/* The streams of an OLE2 compound file (old Excel workbooks, encrypted new ones). Nothing about what is in
 * them.
 *
 * Our own and not libgsf's: that one reads the time zone's files when it opens a container, which ends a
 * process that may open no file, and brings GObject into it. */
#ifndef SHEET_OLE_H
#define SHEET_OLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct ole;

/* Does it start like a compound file? */
bool ole_is(const unsigned char *bytes, size_t len);

/* Borrows bytes. NULL when header, allocation table or directory cannot be followed. */
const struct ole *ole_open(struct arena *a, const unsigned char *bytes, size_t len);

/* A copy, to be changed as one likes, of a stream directly in the root, by its name in ASCII and any case;
 * NULL when there is none. *len is less than *said, its length by the directory, when the file is cut short
 * or damaged. */
unsigned char *ole_stream(const struct ole *o, const char *name, size_t *len, size_t *said);

#endif
