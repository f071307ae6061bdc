/* Who came to a school and who left it in the last 30 days, with the return that the school owes for each (model/pupil_return.h): two
 * tables of the page of leavers and joiners. */
#ifndef PAGES_LA_RETURNS_H
#define PAGES_LA_RETURNS_H

#include "pages/visit.h"
#include "view/view.h"

enum outcome la_came_table(struct visit *v, struct html *out) MUST_USE;
enum outcome la_left_table(struct visit *v, struct html *out) MUST_USE;

#endif
