/* /api/v1/existing-tasks: the tasks that a school's own system has, as its agent reads them, and what was
 * decided. */
#ifndef PAGES_API_EXISTING_H
#define PAGES_API_EXISTING_H

#include "pages/visit.h"

enum outcome api_existing(struct visit *v) MUST_USE;
enum outcome api_existing_post(struct visit *v) MUST_USE;
enum outcome api_existing_off_post(struct visit *v) MUST_USE;

#endif
