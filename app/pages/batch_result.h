/* A file given back as it came, with two more columns: what became of each row, and what is wrong in it. */
#ifndef PAGES_BATCH_RESULT_H
#define PAGES_BATCH_RESULT_H

#include "pages/visit.h"

enum outcome batch_result_xlsx(struct visit *v) MUST_USE;

#endif
