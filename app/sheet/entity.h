/* The named characters of HTML: those of Latin-1 and the punctuation that office programs write. */
#ifndef SHEET_ENTITY_H
#define SHEET_ENTITY_H

#include <stdint.h>

#include "base/buf.h"

/* Adds what "&name;", "&#233;" or "&#xE9;" at text stands for, and returns what follows it; an ampersand that
 * starts none stands for itself. */
const char *entity_add(struct buf *to, const char *text);

#endif
