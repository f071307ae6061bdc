/* What a column means by what stands in it, for lists without headings. Only what is plain is said. */
#ifndef INTAKE_HEADER_GUESS_H
#define INTAKE_HEADER_GUESS_H

#include "base/arena.h"
#include "intake/grid.h"

/* A meaning (intake/header_words.h) for the column from row body on; COLUMN_UNKNOWN when it is not plain. */
int header_guess(struct arena *a, const struct grid *g, uint32_t body, uint32_t column);

#endif
