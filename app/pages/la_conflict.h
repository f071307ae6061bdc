/* One conflict: both values side by side, who set ours, what stopped the school's, who knows the child; the
 * decision, and on to the next one. */
#ifndef PAGES_LA_CONFLICT_H
#define PAGES_LA_CONFLICT_H

#include "pages/visit.h"

#define LA_CONFLICT "/la/schools/{}/conflicts/{}"

enum outcome la_conflict_page(struct visit *v) MUST_USE;
enum outcome la_conflict_post(struct visit *v) MUST_USE;

#endif
