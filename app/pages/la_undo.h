/* Taking a whole applied migration back: the page that names the numbers, and the deed. */
#ifndef PAGES_LA_UNDO_H
#define PAGES_LA_UNDO_H

#include "pages/visit.h"

#define LA_UNDO "/la/schools/{}/batches/{}/undo"

enum outcome la_undo_page(struct visit *v) MUST_USE;
enum outcome la_undo_post(struct visit *v) MUST_USE;

#endif
