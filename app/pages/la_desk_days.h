/* Rows received and processed over the last thirty days, as a chart with its table: of all schools or of one.
 */
#ifndef PAGES_LA_DESK_DAYS_H
#define PAGES_LA_DESK_DAYS_H

#include "pages/visit.h"

/* Sets {days} of the page. scope NULL: the whole authority. */
enum outcome desk_days_set(struct visit *v, struct view *page, const struct scope *scope) MUST_USE;

#endif
