/* The questions about one pupil, as add and edit ask them: showing them, and reading the answers. */
#ifndef PAGES_PUPIL_FORM_H
#define PAGES_PUPIL_FORM_H

#include "model/pupil.h"
#include "pages/visit.h"

struct pupil_form {
        struct record typed;  /* as people write: dates as 31/08/2012 */
        struct record record; /* as it is kept */
        size_t error_count;
        struct refusal errors[FIELD_COUNT + 1];
};

/* Shows what is held. NULL: nothing, for a new pupil. */
void pupil_form_held(struct visit *v, const struct record *held, struct pupil_form *out);

/* Reads the answers. What still is as held is not questioned. held NULL: of a new pupil. */
void pupil_form_read(struct visit *v, const struct record *held, struct pupil_form *out);

void pupil_form_error(struct pupil_form *f, const char *field, const char *words);

/* All questions, in sections. */
struct html pupil_form_html(struct visit *v, const struct pupil_form *f);

/* The answers again, for a page that asks to confirm them. */
struct html pupil_form_hidden(struct visit *v, const struct pupil_form *f);

#endif
