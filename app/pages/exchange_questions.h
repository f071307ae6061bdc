/* The questions about a task, a page each: labels, hints, choices and what was wrong. */
#ifndef PAGES_EXCHANGE_QUESTIONS_H
#define PAGES_EXCHANGE_QUESTIONS_H

#include "model/school.h"
#include "pages/exchange_form.h"

extern const char *const exchange_step_titles[STEP_CHECK];

/* Of that page, with its heading. schools: that may be picked; why: what is wrong, or NULL. */
struct html exchange_questions(struct visit *v, const struct exchange_form *f, enum exchange_step step,
                               const struct schools *schools, const struct refusal *why);

#endif
