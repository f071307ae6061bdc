/* Columns whose headings alone leave a doubt: two of one meaning, "Name" beside "Surname", and whether the
 * whole is a list of pupils at all. A part of header.h. */
#ifndef INTAKE_HEADER_SETTLE_H
#define INTAKE_HEADER_SETTLE_H

#include "intake/grid.h"
#include "intake/header.h"

void header_settle(struct arena *a, const struct grid *g, struct header *h);

/* Adds a sentence to the notes of the header. */
void header_note(struct arena *a, struct header *h, const char *text);

#endif
