/* The tasks that a school had before, beside Onroll's: each is taken as it is, changed, or dropped. */
#ifndef PAGES_LA_EXISTING_H
#define PAGES_LA_EXISTING_H

#include "pages/visit.h"

#define LA_EXISTING        "/la/schools/{}/data/existing"
#define LA_EXISTING_DECIDE "/la/schools/{}/data/existing/{}"

enum outcome la_existing_page(struct visit *v) MUST_USE;
enum outcome la_existing_decide_post(struct visit *v) MUST_USE;

#endif
