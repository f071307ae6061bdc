/* Entries (model/entry.h) on pages: those of a pupil, and a school's lists of each kind, for the authority.
 */
#ifndef PAGES_ENTRIES_H
#define PAGES_ENTRIES_H

#include "pages/visit.h"

#define LA_ENTRIES "/la/schools/{}/data/entries"

/* A table for each kind of which the pupil has any, with where each came from; nothing when there is none. */
enum outcome entries_of_pupil(struct visit *v, unsigned long pupil, struct html *out) MUST_USE;

enum outcome la_entries_page(struct visit *v) MUST_USE;
enum outcome la_entries_csv(struct visit *v) MUST_USE;
enum outcome la_entries_xlsx(struct visit *v) MUST_USE;

#endif
