/* The questions of a pause - from when, until when, why, what then - and the answers to them. */
#ifndef PAGES_LA_PAUSE_FORM_H
#define PAGES_LA_PAUSE_FORM_H

#include "pages/visit.h"
#include "store/pause.h"

/* As typed or chosen. from_day "": now; until_day, which is the last, "": until somebody ends it; resume:
 * "newest" or "all". */
struct pause_form {
        const char *reason, *from_day, *until_day, *resume;
};

struct pause_form pause_form_sent(struct visit *v);
struct pause_form pause_form_of(struct arena *a, const struct pause *p);

/* Reads the answers into from_at, until_at, reason and all. False with why->field and its words. began: the
 * beginning of a pause that is current already and stays, or 0. */
bool pause_form_read(struct visit *v, const struct pause_form *f, time_t began, time_t now, struct pause *out,
                     struct refusal *why);

/* Sets {errors} and {questions}. began: a current pause is not asked from when. */
void pause_form_set(struct visit *v, struct view *page, const struct pause_form *f, bool began,
                    const struct refusal *why);

/* The last question alone. */
struct html pause_resume_radios(struct visit *v, const char *resume, const struct refusal *why);

/* The answers as hidden fields, for the page that asks once more. */
struct html pause_form_hidden(struct arena *a, const struct pause_form *f);

/* "From now until 31 August 2026" and the like. */
const char *pause_span(struct arena *a, const struct pause *p, time_t now);
const char *pause_resume_words(bool all);

/* "31 August 2026", the last day of a pause that ends at midnight; else the moment. until 0: it has no end yet. */
const char *pause_until(struct arena *a, time_t until);
const char *pause_from(struct arena *a, const struct pause *p);

#endif
