/* The authority's home: all schools, how far each has moved to the new year, and what waits. One school is
 * la_school.h. */
#ifndef PAGES_LA_SCHOOLS_H
#define PAGES_LA_SCHOOLS_H

#include "pages/visit.h"
#include "store/overview.h"

enum outcome la_schools_page(struct visit *v) MUST_USE;
enum outcome la_schools_csv(struct visit *v) MUST_USE;
enum outcome la_schools_xlsx(struct visit *v) MUST_USE;

/* How far a school's migration is, as a tag, and what there is to say about it: "3 files, 412 rows". */
struct html la_progress(struct arena *a, const struct overview *o);
const char *la_progress_words(struct arena *a, const struct overview *o);

#endif
