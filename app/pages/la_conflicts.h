/* The conflicts of a school: the list, its files, and the same decision for all of one kind. One conflict is
 * la_conflict.h. */
#ifndef PAGES_LA_CONFLICTS_H
#define PAGES_LA_CONFLICTS_H

#include "pages/visit.h"

#define LA_CONFLICTS     "/la/schools/{}/conflicts"
#define LA_CONFLICTS_ALL "/la/schools/{}/conflicts/all"

enum outcome la_conflicts_page(struct visit *v) MUST_USE;
enum outcome la_conflicts_csv(struct visit *v) MUST_USE;
enum outcome la_conflicts_xlsx(struct visit *v) MUST_USE;

enum outcome la_conflicts_all_page(struct visit *v) MUST_USE;
enum outcome la_conflicts_all_post(struct visit *v) MUST_USE;

#endif
