/* One pupil of the school: what is held, where each value came from, and what became of the pupil. Changing
 * it is pupil_edit.h and pupil_leave.h. */
#ifndef PAGES_PUPIL_H
#define PAGES_PUPIL_H

#include "pages/visit.h"
#include "store/pupil.h"
#include "store/pupil_history.h"

enum outcome pupil_page(struct visit *v) MUST_USE;

/* Breadcrumbs: Manage pupils, the pupil, here (NULL: the pupil's own page). */
void pupil_trail(struct visit *v, const struct pupil_full *p, const char *here);

/* "Left on 20 July 2026. Registered at another school. Destination: ..." */
const char *pupil_leaving_words(struct arena *a, const struct pupil_full *p);

/* Also for the authority's page of a pupil: what is held, with where each value came from; the words of what is not; the history.
 */
struct html pupil_held_list(struct arena *a, const struct pupil_full *p, const struct pupil_events *events);
const char *pupil_not_held(struct arena *a, const struct record *r);
struct html pupil_history_list(struct arena *a, const struct pupil_events *events);

/* "Row 14 of Year 5.xlsx, by Pat Smith, 3 September 2026 at 9:05am"; "" of NULL. */
const char *pupil_source_words(struct arena *a, const struct pupil_event *e);

#endif
