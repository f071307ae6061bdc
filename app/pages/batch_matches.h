/* Possible matches, as the school sees them: how many wait, and what it can add. The authority decides (la_matches.h). */
#ifndef PAGES_BATCH_MATCHES_H
#define PAGES_BATCH_MATCHES_H

#include "pages/visit.h"

enum outcome batch_matches_page(struct visit *v) MUST_USE;
enum outcome batch_matches_post(struct visit *v) MUST_USE;

#endif
