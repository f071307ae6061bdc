/* One possible match: the listed child beside the pupils on record, and the authority's answer. */
#ifndef PAGES_LA_CASE_H
#define PAGES_LA_CASE_H

#include "pages/visit.h"

enum outcome la_case_page(struct visit *v) MUST_USE;
enum outcome la_case_post(struct visit *v) MUST_USE;

#endif
