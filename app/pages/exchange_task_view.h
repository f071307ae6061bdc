/* What the pages of one task have in common, whether the authority looks at it or a school. */
#ifndef PAGES_EXCHANGE_TASK_VIEW_H
#define PAGES_EXCHANGE_TASK_VIEW_H

#include "pages/exchange_wizard.h"

/* Patterns of the addresses of what may be done. */
struct exchange_urls {
        const char *edit, *clone, *run, *state, *delete;
};

/* Sets all of exchange/task but its history. may: this person may do something to it. */
enum outcome exchange_task_set_view(struct visit *v, struct view *page, const struct exchange_task *t,
                                    const struct exchange_urls *urls, bool may) MUST_USE;

/* The page that asks once more. */
enum outcome exchange_show_delete(struct visit *v, const struct exchange_task *t, const char *state,
                                  const char *back) MUST_USE;

/* Pauses, resumes or deletes, as the form says; then on to one, or after deleting to all. */
enum outcome exchange_do_state(struct visit *v, struct exchange_task *t, const char *one,
                               const char *all) MUST_USE;

#endif
