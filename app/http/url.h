/* Paths, path patterns and percent-encoding. */
#ifndef HTTP_URL_H
#define HTTP_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

enum { URL_PARTS = 4 };

/* The numbers that stand for {} in a pattern, in order. */
struct url_parts {
        size_t count;
        unsigned long number[URL_PARTS];
};

/* True when path has the shape of pattern, whose {} each stand for a number from 1 to 4294967295 without leading
 * zeros: "/school/pupils/{}/edit". */
bool url_match(const char *pattern, const char *path, struct url_parts *parts);

/* "/school/pupils/12/edit" from the pattern and its numbers. */
char *url_make(struct arena *a, const char *pattern, const unsigned long *numbers);

/* Undoes %XX and +; NULL when broken, when it holds a NUL or is no UTF-8. */
char *url_decode(struct arena *a, const char *bytes, size_t len);

/* Adds text so that it can stand as a value in a query. */
void url_encode(struct buf *b, const char *text);

#endif
