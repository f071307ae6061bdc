/* Who leaves: everyone on the roll who is in no file, why and where to, and the acknowledgement of their removal. */
#ifndef PAGES_BATCH_LEAVERS_H
#define PAGES_BATCH_LEAVERS_H

#include "pages/visit.h"

enum outcome batch_leavers_page(struct visit *v) MUST_USE;
enum outcome batch_leavers_post(struct visit *v) MUST_USE;
enum outcome batch_acknowledge_page(struct visit *v) MUST_USE;
enum outcome batch_acknowledge_post(struct visit *v) MUST_USE;

#endif
