/* The class or year that a title ("Class 3B - Mrs Smith", "Year 4") or the name of a sheet or file says. */
#ifndef INTAKE_TITLE_H
#define INTAKE_TITLE_H

#include "base/arena.h"

/* Sets those that the text names and leaves the others alone. */
void title_read(struct arena *a, const char *text, const char **class, const char **year);

/* The same for the name of a sheet, where "3B" alone is a class. */
void title_read_name(struct arena *a, const char *name, const char **class, const char **year);

#endif
