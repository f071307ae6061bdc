/* The proposed leavers of all schools in one list, with the same answers as on a school's own page. */
#ifndef PAGES_LA_PROPOSED_H
#define PAGES_LA_PROPOSED_H

#include "pages/visit.h"

#define LA_PROPOSED "/la/leavers"

enum outcome la_proposed_page(struct visit *v) MUST_USE;
enum outcome la_proposed_post(struct visit *v) MUST_USE;
enum outcome la_proposed_csv(struct visit *v) MUST_USE;
enum outcome la_proposed_xlsx(struct visit *v) MUST_USE;

#endif
