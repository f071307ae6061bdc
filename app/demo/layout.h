/* How each of the five teachers lays out a list, and in which format it is saved. */
#ifndef DEMO_LAYOUT_H
#define DEMO_LAYOUT_H

#include "demo/example.h"

/* Writes the files and truth.csv into the folder, which exists. False: *path could not be written. */
bool layout_write(struct arena *a, const struct demo *d, const struct example *e, const char *folder,
                  const char **path);

#endif
