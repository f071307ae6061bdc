/* The schedule of one school: the tasks that ask it, and what it answered. */
#ifndef PAGES_LA_DATA_SCHEDULE_H
#define PAGES_LA_DATA_SCHEDULE_H

#include "pages/visit.h"

#define LA_DATA_SCHEDULE "/la/schools/{}/data/schedule"

enum outcome la_data_schedule_page(struct visit *v) MUST_USE;

#endif
