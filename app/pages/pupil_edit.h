/* Adding one pupil, and editing one. */
#ifndef PAGES_PUPIL_EDIT_H
#define PAGES_PUPIL_EDIT_H

#include "pages/visit.h"

enum outcome pupil_new_page(struct visit *v) MUST_USE;
enum outcome pupil_new_post(struct visit *v) MUST_USE;
enum outcome pupil_edit_page(struct visit *v) MUST_USE;
enum outcome pupil_edit_post(struct visit *v) MUST_USE;

#endif
