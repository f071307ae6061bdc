/* The settings of the authority: one form for all of model/setting.h. Those of one school are la_school.c. */
#ifndef PAGES_LA_AUTHORITY_H
#define PAGES_LA_AUTHORITY_H

#include "pages/visit.h"

#define LA_AUTHORITY "/la/settings"

enum outcome la_authority_page(struct visit *v) MUST_USE;
enum outcome la_authority_post(struct visit *v) MUST_USE;

#endif
