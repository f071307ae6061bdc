/* Where an import stands, in a word with a colour and what is to be known beside it; and who sent it. */
#ifndef PAGES_IMPORT_STATE_H
#define PAGES_IMPORT_STATE_H

#include "store/dashboard.h"
#include "view/view.h"

struct import_state {
        const char *words, *colour, *more;
};

struct import_state import_state_of(struct arena *a, const struct desk_import *i);

/* As a tag, with the rest in small type. */
struct html import_state_html(struct arena *a, const struct desk_import *i);

/* A person's name, or what stands for one. source: as in table delivery. */
const char *import_sender(char source, const char *received_by);

#endif
