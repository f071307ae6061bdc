/* Fix problems: what is wrong in the rows of a batch, by cause; putting it right, or leaving rows out. */
#ifndef PAGES_BATCH_PROBLEMS_H
#define PAGES_BATCH_PROBLEMS_H

#include "pages/visit.h"

enum outcome batch_problems_page(struct visit *v) MUST_USE;
enum outcome batch_problems_post(struct visit *v) MUST_USE;

#endif
