/* What the authority's staff answer about proposed leavers, of one school or of several: the questions below
 * a list whose boxes are ticked, what was typed, and the names before anybody is removed. */
#ifndef PAGES_LA_LEAVER_ANSWER_H
#define PAGES_LA_LEAVER_ANSWER_H

#include "pages/visit.h"
#include "store/proposed.h"
#include "view/page.h"

enum { LEAVERS_SHOWN_MAX = 400000 }; /* bytes of the numbers and versions that a page showed */

struct leaver_answers; /* as typed */

/* The name with a link to the pupil; may: with the box before it. */
struct html leaver_name(struct arena *a, const struct proposed *p, bool may);

/* The form for those of the list, nothing when there are none or the person may not. x NULL: nothing was
 * typed. */
struct html leaver_form(struct visit *v, const struct proposed_list *all, const char *action,
                        const struct leaver_answers *x);

/* Sets v->errors, and "errors" of the page. */
void leaver_errors(struct visit *v, struct view *page, const struct leaver_answers *x);

/* Where the answer comes from, and where it leads back. */
struct leaver_place {
        unsigned long school; /* the only one whose pupils it may be about; 0: any */
        const char *url;
        size_t trail_count; /* to the page itself */
        const struct page_link *trail;
        enum outcome (*show)(struct visit *v, const struct leaver_answers *x); /* the page with its errors */
};

/* Of each school all of its pupils or none: what was answered by somebody else meanwhile is said, and does
 * not stop the other schools. */
enum outcome leaver_answer(struct visit *v, const struct leaver_place *place) MUST_USE;

#endif
