/* A school's own dashboard: tabs, each a page of its own. Its overview, imports and pauses are here; whoever
 * adds a tab adds a line to its table. */
#ifndef PAGES_LA_DESK_SCHOOL_H
#define PAGES_LA_DESK_SCHOOL_H

#include "model/school.h"
#include "pages/la_desk.h"
#include "pages/visit.h"

#define LA_DATA_IMPORTS "/la/schools/{}/data/imports"
#define LA_DATA_PAUSES  "/la/schools/{}/data/pauses"
#define LA_DATA_OWNER   "/la/schools/{}/data/owner"

/* Sets {name} and {tabs} of the page and its breadcrumbs; current is the pattern of the page's own address.
 */
enum outcome la_data_frame(struct visit *v, struct view *page, const char *current) MUST_USE;

enum outcome la_data_page(struct visit *v) MUST_USE;
enum outcome la_data_imports_page(struct visit *v) MUST_USE;
enum outcome la_data_pauses_page(struct visit *v) MUST_USE;
enum outcome la_data_owner_post(struct visit *v) MUST_USE;

#endif
