/* One school as the authority sees it: facts, migration, roll by year, batches, users; and its settings. */
#ifndef PAGES_LA_SCHOOL_H
#define PAGES_LA_SCHOOL_H

#include "pages/visit.h"

#define LA_SCHOOL          "/la/schools/{}"
#define LA_SCHOOL_SETTINGS "/la/schools/{}/settings"

enum outcome la_school_page(struct visit *v) MUST_USE;
enum outcome la_settings_page(struct visit *v) MUST_USE;
enum outcome la_settings_post(struct visit *v) MUST_USE;

#endif
