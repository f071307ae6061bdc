/* Before rules are saved: what changes, and what it would have done to the data of the last days; and saving
 * them. */
#ifndef PAGES_LA_RULES_CHECK_H
#define PAGES_LA_RULES_CHECK_H

#include "pages/visit.h"

enum outcome la_rules_check_page(struct visit *v) MUST_USE;
enum outcome la_rules_post(struct visit *v) MUST_USE;

#endif
