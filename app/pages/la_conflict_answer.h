/* What the conflicts of fields (la_conflicts.h) and those of entries (la_entry_conflicts.h) share: the
 * answers, and the page before all of one kind get the same. */
#ifndef PAGES_LA_CONFLICT_ANSWER_H
#define PAGES_LA_CONFLICT_ANSWER_H

#include "flow/decide_conflict.h"
#include "pages/visit.h"
#include "view/list.h"

enum { CONFLICT_SEEN_MAX = 300000 }; /* bytes of the numbers and versions that a preview showed */

/* The answers as forms name them. */
struct conflict_choice {
        const char *key, *words, *notice; /* "accept", "Accept the school’s value" */
        enum conflict_answer answer;
};

/* NULL: no such answer. */
const struct conflict_choice *conflict_choice_of(const char *key);

/* Questions: the answer, which conflicts, and what the school is told (why NULL: nothing is wrong with it).
 */
struct html conflict_answer_select(struct arena *a);
struct html conflict_cohort_select(struct arena *a, const char *value, size_t active, size_t other,
                                   size_t kept);
struct html conflict_note(struct visit *v, const struct refusal *why);

/* The page before: how many, the first of them, and the form that decides those that were seen. */
struct conflict_preview {
        const struct conflict_choice *choice;
        const char *what;                 /* all of them are: "about the field Town" */
        const char *cohort;               /* "active", "other" or "": of both */
        struct list list;                 /* all of them; the first are shown */
        const struct conflict_seen *seen; /* as many */
        struct html view;                 /* hidden: what was asked for */
        const char *action, *back;
        const struct refusal *why; /* of the note; NULL: nothing is wrong with it */
};
enum outcome conflict_preview(struct visit *v, const struct conflict_preview *p) MUST_USE;

/* The answer of that key. REFUSED without one. */
enum outcome conflict_answer_read(struct visit *v, const char *key,
                                  const struct conflict_choice **out) MUST_USE;

/* What the form of the preview says was seen. REFUSED when it is damaged, or nothing. */
enum outcome conflict_seen_read(struct visit *v, struct conflict_seen **out, size_t *count) MUST_USE;

#endif
