/* "Add or move in bulk": the two tools, starting one, and the task list of one. */
#ifndef PAGES_BULK_H
#define PAGES_BULK_H

#include "pages/visit.h"

enum outcome bulk_page(struct visit *v) MUST_USE;
enum outcome bulk_start_post(struct visit *v) MUST_USE;
enum outcome bulk_tasks_page(struct visit *v) MUST_USE;
enum outcome bulk_drop_post(struct visit *v) MUST_USE;

#endif
