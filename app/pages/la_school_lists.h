/* Saved lists of schools, for tasks. */
#ifndef PAGES_LA_SCHOOL_LISTS_H
#define PAGES_LA_SCHOOL_LISTS_H

#include "pages/visit.h"

#define LA_SCHOOL_LISTS       "/la/exchanges/lists"
#define LA_SCHOOL_LIST        "/la/exchanges/lists/{}"
#define LA_SCHOOL_LIST_DELETE "/la/exchanges/lists/{}/delete"

enum outcome la_school_lists_page(struct visit *v) MUST_USE;
enum outcome la_school_lists_post(struct visit *v) MUST_USE;
enum outcome la_school_list_page(struct visit *v) MUST_USE;
enum outcome la_school_list_post(struct visit *v) MUST_USE;
enum outcome la_school_list_delete_post(struct visit *v) MUST_USE;

#endif
