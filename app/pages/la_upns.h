/* What is wrong with identifiers, in the DfE's words: of the whole authority, and as a tab of one school. */
#ifndef PAGES_LA_UPNS_H
#define PAGES_LA_UPNS_H

#include "pages/visit.h"

#define LA_UPNS        "/la/upns"
#define LA_SCHOOL_UPNS "/la/schools/{}/upns"

/* Each of both: of the route's school when it has one. */
enum outcome la_upns_page(struct visit *v) MUST_USE;
enum outcome la_upns_csv(struct visit *v) MUST_USE;
enum outcome la_upns_xlsx(struct visit *v) MUST_USE;

#endif
