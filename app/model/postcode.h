/* Postcodes: their shape, never whether the place exists. */
#ifndef MODEL_POSTCODE_H
#define MODEL_POSTCODE_H

#include "base/arena.h"

/* "sw1a1aa" and "SW1A  1AA" to "SW1A 1AA"; an O for a 0 where only a digit can stand is mended; NULL when it
 * has not the shape of one. */
char *postcode_tidy(struct arena *a, const char *text);

#endif
