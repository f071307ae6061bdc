/* One involvement of a pupil: adding, changing, ending and removing it. */
#ifndef PAGES_LA_INVOLVEMENT_H
#define PAGES_LA_INVOLVEMENT_H

#include "pages/visit.h"

#define LA_INVOLVEMENTS       "/la/schools/{}/pupils/{}/involvements"
#define LA_INVOLVEMENT        "/la/schools/{}/pupils/{}/involvements/{}"
#define LA_INVOLVEMENT_END    LA_INVOLVEMENT "/end"
#define LA_INVOLVEMENT_REMOVE LA_INVOLVEMENT "/remove"

/* As typed. with: the number of a service, or "service-team". */
struct involvement_typed {
        const char *with, *from, *to, *reference;
};

/* The questions; what is closed is offered only where it is chosen already. */
enum outcome la_involvement_form(struct visit *v, const struct involvement_typed *typed,
                                 const struct refusal *why, struct html *out) MUST_USE;

enum outcome la_involvements_post(struct visit *v) MUST_USE;
enum outcome la_involvement_page(struct visit *v) MUST_USE;
enum outcome la_involvement_post(struct visit *v) MUST_USE;
enum outcome la_involvement_end_post(struct visit *v) MUST_USE;
enum outcome la_involvement_remove_post(struct visit *v) MUST_USE;

#endif
