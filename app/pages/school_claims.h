/* A school's pupils who are on the roll of another school as well. Of the other school no more than its name
 * is shown. */
#ifndef PAGES_SCHOOL_CLAIMS_H
#define PAGES_SCHOOL_CLAIMS_H

#include "pages/visit.h"

#define SCHOOL_CLAIMS "/school/claims"

enum outcome school_claims_page(struct visit *v) MUST_USE;

#endif
