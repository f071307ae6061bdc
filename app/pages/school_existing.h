/* The tasks that the school's own system had before, as the school sees them: what the authority has decided
 * of each, and which its agent has switched off. Deciding is la_existing.h. */
#ifndef PAGES_SCHOOL_EXISTING_H
#define PAGES_SCHOOL_EXISTING_H

#include "pages/visit.h"

#define SCHOOL_EXISTING "/school/exchanges/existing"

enum outcome school_existing_page(struct visit *v) MUST_USE;

#endif
