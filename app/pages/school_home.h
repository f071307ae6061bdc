/* The school's first page: what is needed now. */
#ifndef PAGES_SCHOOL_HOME_H
#define PAGES_SCHOOL_HOME_H

#include "pages/visit.h"

enum outcome school_home_page(struct visit *v) MUST_USE;

#endif
