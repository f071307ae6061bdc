/* Users: the people of the school who sign in, and the way to adding pupils in bulk. */
#ifndef PAGES_STAFF_H
#define PAGES_STAFF_H

#include "pages/visit.h"

enum outcome staff_page(struct visit *v) MUST_USE;

#endif
