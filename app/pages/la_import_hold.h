/* An import on hold: why, the roll by NC year before and after, and a person's answer. */
#ifndef PAGES_LA_IMPORT_HOLD_H
#define PAGES_LA_IMPORT_HOLD_H

#include "pages/la_import.h"

#define LA_IMPORT_HOLD LA_IMPORT "/hold"

/* The section of its page; nothing for one that was never on hold. */
enum outcome la_import_hold_html(struct visit *v, const struct import_visit *iv, const struct refusal *why,
                                 struct html *out) MUST_USE;

enum outcome la_import_hold_post(struct visit *v) MUST_USE;

/* The imports on hold of every school, or (school not 0) of one, as a section of the page of holds. answered: those that were. */
enum outcome la_import_holds_html(struct visit *v, unsigned long school, bool answered, struct html *out) MUST_USE;

#endif
