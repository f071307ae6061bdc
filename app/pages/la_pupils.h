/* Looking for a pupil in the whole authority. */
#ifndef PAGES_LA_PUPILS_H
#define PAGES_LA_PUPILS_H

#include "pages/visit.h"

#define LA_PUPILS "/la/pupils"

enum outcome la_pupils_page(struct visit *v) MUST_USE;

#endif
