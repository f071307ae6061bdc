/* The authority's tasks: all of them, one with its runs, one run with each school's answer, and what may be
 * done to them. */
#ifndef PAGES_LA_EXCHANGES_H
#define PAGES_LA_EXCHANGES_H

#include "pages/exchange_wizard.h"

#define LA_EXCHANGE_EDIT   "/la/exchanges/{}/edit"
#define LA_EXCHANGE_CLONE  "/la/exchanges/{}/clone"
#define LA_EXCHANGE_DELETE "/la/exchanges/{}/delete"
#define LA_EXCHANGE_STATE  "/la/exchanges/{}/state"
#define LA_EXCHANGE_RUN    "/la/exchanges/{}/run"
#define LA_RUN             "/la/exchanges/runs/{}"
#define LA_RUN_RETRY       "/la/exchanges/runs/{}/retry"

enum outcome la_exchanges_page(struct visit *v) MUST_USE;
enum outcome la_exchange_page(struct visit *v) MUST_USE;
enum outcome la_exchange_edit_page(struct visit *v) MUST_USE;
enum outcome la_exchange_clone_page(struct visit *v) MUST_USE;
enum outcome la_exchange_delete_page(struct visit *v) MUST_USE;
enum outcome la_exchange_state_post(struct visit *v) MUST_USE;
enum outcome la_exchange_run_post(struct visit *v) MUST_USE;
enum outcome la_run_page(struct visit *v) MUST_USE;
enum outcome la_run_retry_post(struct visit *v) MUST_USE;

#endif
