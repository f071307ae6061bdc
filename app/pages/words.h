/* Values as pages of pupils and batches say them. What stands in a field is value_words of intake/value.h. */
#ifndef PAGES_WORDS_H
#define PAGES_WORDS_H

#include "base/arena.h"
#include "model/field.h"

/* "14 September 2026 at 9:05am" of "2026-09-14 08:05:00" as store/ gives it, in UTC; "" of "". */
const char *words_moment(struct arena *a, const char *utc);

/* "14 September 2026" of "2026-09-14"; "" of "". */
const char *words_date(struct arena *a, const char *iso);

/* "Row 14 of results.csv, sheet Maths"; without the row when it is 0, "" when no file is known. */
const char *words_place(struct arena *a, const char *file, const char *sheet, unsigned row);

/* "Anna Smith", as one speaks of her; the preferred names where there are some. */
const char *words_name(struct arena *a, const struct record *r);

/* "Smith, Anna", as lists have it. */
const char *words_list_name(struct arena *a, const struct record *r);

#endif
