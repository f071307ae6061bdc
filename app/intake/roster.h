/* The sets of CSV files in which systems hand out their rosters, made into one sheet of pupils: OneRoster 1.1
 * and 1.2, Microsoft's School Data Sync version 2.1 and its format for the UK. */
#ifndef INTAKE_ROSTER_H
#define INTAKE_ROSTER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/book.h"

/* Kinds of the books that are made: all pupils of the schools as they are now, or changes alone, from whose
 * silence nothing follows. */
#define ROSTER_KIND  "roster"
#define CHANGES_KIND "delta"

/* False, and *out as it was, when the book is no such set. Else *out has one sheet that list.h reads, with a
 * row for each pupil where the file of users (or students) has it, and notes about who and what was left out:
 * people who are no pupils, entries marked to be deleted (which make no leavers), classes where there are
 * several. *delta: the set holds changes. *out points into *in. */
bool roster_book(struct arena *a, const struct book *in, struct book *out, bool *delta);

#endif
