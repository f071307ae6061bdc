/* One pupil as the authority sees it: what is held and where it came from, the cohort, which services know
 * the child. Changing an involvement is la_involvement.h. */
#ifndef PAGES_LA_PUPIL_H
#define PAGES_LA_PUPIL_H

#include "model/school.h"
#include "pages/visit.h"
#include "store/pupil.h"

#define LA_PUPIL "/la/schools/{}/pupils/{}"

enum outcome la_pupil_page(struct visit *v) MUST_USE;

/* The pupil that the path names, with the school. */
struct la_pupil {
        struct school school;
        struct pupil_full p;
        const char *name;
};

enum outcome la_pupil_load(struct visit *v, struct la_pupil *out) MUST_USE;

/* Breadcrumbs: Pupils, the pupil, here (NULL: the pupil's own page). */
void la_pupil_trail(struct visit *v, const struct la_pupil *p, const char *here);

/* The page with the form for another involvement as it was filled in, and what was wrong. */
struct involvement_typed;
enum outcome la_pupil_show(struct visit *v, const struct la_pupil *p, const struct involvement_typed *typed,
                           const struct refusal *why) MUST_USE;

/* "3 September 2026: Children's social care (Team North)": for a sentence that begins with "Active since". */
struct cohort_state;
const char *la_cohort_words(struct arena *a, const struct cohort_state *s);

#endif
