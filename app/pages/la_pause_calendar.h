/* Who is paused in the months ahead, as a table of months. */
#ifndef PAGES_LA_PAUSE_CALENDAR_H
#define PAGES_LA_PAUSE_CALENDAR_H

#include "pages/visit.h"

/* Sets {calendar} of the page. */
enum outcome pause_calendar_set(struct visit *v, struct view *page) MUST_USE;

#endif
