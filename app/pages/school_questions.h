/* What the authority asks a school about children in its nightly files. Who the child may be is not shown: it
 * may be another school's. Questions about spreadsheets are batch_matches.h. */
#ifndef PAGES_SCHOOL_QUESTIONS_H
#define PAGES_SCHOOL_QUESTIONS_H

#include "pages/visit.h"

#define SCHOOL_QUESTIONS "/school/questions"

enum outcome school_questions_page(struct visit *v) MUST_USE;
enum outcome school_questions_post(struct visit *v) MUST_USE;

#endif
