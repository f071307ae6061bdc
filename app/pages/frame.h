/* What stands around every page: the layout with the person's navigation. */
#ifndef PAGES_FRAME_H
#define PAGES_FRAME_H

#include "pages/visit.h"

/* The whole document around main. */
struct html frame_page(struct visit *v, const char *title, struct html main);

/* The whole document of an error; words NULL: the usual ones. */
struct html frame_error(struct visit *v, int status, const char *words);

#endif
