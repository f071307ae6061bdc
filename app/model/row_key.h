/* The hidden key of a row in our downloads: brings an edited row back to its pupil even when the name was
 * corrected. */
#ifndef MODEL_ROW_KEY_H
#define MODEL_ROW_KEY_H

#include <stdbool.h>

#include "base/arena.h"

/* The heading of its column. */
#define ROW_KEY_HEADING "Onroll key"

/* "P1234-56": the pupil's number and two digits that depend on the school too. */
char *row_key_text(struct arena *a, unsigned long school, unsigned long pupil);

/* False when it is no key, was mistyped, or is another school's. It proves nothing: the pupil must still be
 * on the asker's roll. */
bool row_key_read(const char *text, unsigned long school, unsigned long *pupil);

#endif
