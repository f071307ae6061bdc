/* Setting a pause for one school or many: the questions, the page that names the schools, the deed. */
#ifndef PAGES_LA_PAUSE_ADD_H
#define PAGES_LA_PAUSE_ADD_H

#include "pages/visit.h"

/* Bytes of the numbers of all schools in one field, with "-" between them. */
enum { PAUSE_SCHOOLS_MAX = 60000 };

enum outcome la_pause_add_page(struct visit *v) MUST_USE;
enum outcome la_pause_add_post(struct visit *v) MUST_USE;

#endif
