/* Children on the roll of two schools, for the authority: a queue of all, and a table of one school's. What
 * the schools see of it is school_claims.h. */
#ifndef PAGES_LA_CLAIMS_H
#define PAGES_LA_CLAIMS_H

#include "pages/visit.h"

#define LA_CLAIMS "/la/claims"

enum outcome la_claims_page(struct visit *v) MUST_USE;
enum outcome la_claims_csv(struct visit *v) MUST_USE;
enum outcome la_claims_xlsx(struct visit *v) MUST_USE;

/* Of that school. */
enum outcome la_claims_table(struct visit *v, unsigned long school, struct html *out) MUST_USE;

#endif
