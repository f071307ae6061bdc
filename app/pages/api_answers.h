/* /api/v1/answers: an agent takes what its school is asked for, sends the data in parts, fetches what is sent to the school, and says how
 * it ended. */
#ifndef PAGES_API_ANSWERS_H
#define PAGES_API_ANSWERS_H

#include "pages/visit.h"

enum outcome api_answer_take(struct visit *v) MUST_USE;
enum outcome api_answer(struct visit *v) MUST_USE;
enum outcome api_answer_renew(struct visit *v) MUST_USE;
enum outcome api_answer_part_put(struct visit *v) MUST_USE;
enum outcome api_answer_part(struct visit *v) MUST_USE;
enum outcome api_answer_complete(struct visit *v) MUST_USE;
enum outcome api_answer_gone(struct visit *v) MUST_USE;
enum outcome api_answer_failed(struct visit *v) MUST_USE;
enum outcome api_answer_confirm(struct visit *v) MUST_USE;

#endif
