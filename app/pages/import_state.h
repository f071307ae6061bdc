/* Where an import stands, in a word with a colour and what is to be known beside it; who sent it; and the
 * columns of lists of imports. */
#ifndef PAGES_IMPORT_STATE_H
#define PAGES_IMPORT_STATE_H

#include "model/asked.h"
#include "store/dashboard.h"
#include "view/list.h"

struct import_state {
        const char *words, *colour, *more;
};

struct import_state import_state_of(struct arena *a, const struct desk_import *i);

/* As a tag, with the rest in small type. */
struct html import_state_html(struct arena *a, const struct desk_import *i);

/* A person's name, or what stands for one. source: as in table delivery. */
const char *import_sender(char source, const char *received_by);

/* Who is in the file: everyone on roll, or changes alone; and what the school was asked for. */
const char *import_who(struct arena *a, bool complete, const struct asked *asked);

/* The two columns of a list's own, then state and numbers: IMPORT_COLUMNS of them, of rows of struct
 * desk_import. */
enum { IMPORT_COLUMNS = 10 };
const struct column *import_columns(struct arena *a, const struct column own[2]);

#endif
