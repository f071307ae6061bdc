/* What a school sent and the authority did not take over, where it was told so. Nothing of cohorts, rules or
 * services is on it. */
#ifndef PAGES_SCHOOL_DIFFERENCES_H
#define PAGES_SCHOOL_DIFFERENCES_H

#include "pages/visit.h"

#define SCHOOL_DIFFERENCES "/school/differences"

enum outcome school_differences_page(struct visit *v) MUST_USE;

/* How many there are, for the school's first page. */
enum outcome school_differences_count(struct visit *v, size_t *count) MUST_USE;

#endif
