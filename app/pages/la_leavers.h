/* Who came to a school and who may have left it, by its imports: proposed leavers and what the authority's
 * staff answer, pupils said to be here, new pupils, and those whom another school claims as well. */
#ifndef PAGES_LA_LEAVERS_H
#define PAGES_LA_LEAVERS_H

#include "pages/visit.h"

#define LA_LEAVERS "/la/schools/{}/leavers"

enum outcome la_leavers_page(struct visit *v) MUST_USE;
enum outcome la_leavers_post(struct visit *v) MUST_USE;

#endif
