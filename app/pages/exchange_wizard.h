/* Setting up a task, one question a page, and what was answered with the next five runs before it is saved;
 * for the authority and for a school's own. */
#ifndef PAGES_EXCHANGE_WIZARD_H
#define PAGES_EXCHANGE_WIZARD_H

#include "pages/exchange_form.h"

#define LA_EXCHANGES        "/la/exchanges"
#define LA_EXCHANGE_NEW     "/la/exchanges/new"
#define LA_EXCHANGE         "/la/exchanges/{}"
#define SCHOOL_EXCHANGES    "/school/exchanges"
#define SCHOOL_EXCHANGE_NEW "/school/exchanges/new"
#define SCHOOL_EXCHANGE     "/school/exchanges/{}"

enum outcome exchange_new_page(struct visit *v) MUST_USE;
enum outcome exchange_new_post(struct visit *v) MUST_USE;

/* The answers of a task to be changed, or (copy) to begin a new one with. */
enum outcome exchange_check_page(struct visit *v, const struct exchange_task *t, bool copy) MUST_USE;

/* Who asks: the authority, or the school of the route. */
struct exchange_by exchange_by_of(const struct visit *v);

#endif
