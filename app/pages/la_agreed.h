/* The sets of data that are agreed: with all schools, and with one that has an agreement of its own. */
#ifndef PAGES_LA_AGREED_H
#define PAGES_LA_AGREED_H

#include "pages/visit.h"

#define LA_SETS        "/la/sets"
#define LA_SCHOOL_SETS "/la/schools/{}/sets"

/* Both for all schools and (where the path names one) for a school. */
enum outcome la_sets_page(struct visit *v) MUST_USE;
enum outcome la_sets_post(struct visit *v) MUST_USE;

#endif
