/* Rules: the authority's default set and one school's own, to look at and to choose. Nothing is saved here:
 * the form leads to la_rules_check.h. */
#ifndef PAGES_LA_RULES_H
#define PAGES_LA_RULES_H

#include "pages/visit.h"

enum outcome la_rules_page(struct visit *v) MUST_USE;

#endif
