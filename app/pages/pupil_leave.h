/* Recording that a pupil has left, and asking the authority for one back. */
#ifndef PAGES_PUPIL_LEAVE_H
#define PAGES_PUPIL_LEAVE_H

#include "pages/visit.h"

enum outcome pupil_leave_page(struct visit *v) MUST_USE;
enum outcome pupil_leave_post(struct visit *v) MUST_USE;
enum outcome pupil_ask_page(struct visit *v) MUST_USE;
enum outcome pupil_ask_post(struct visit *v) MUST_USE;

#endif
