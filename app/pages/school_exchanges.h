/* A school's page of exchanges: every task that concerns it with its last result, its own tasks, and the
 * lock. */
#ifndef PAGES_SCHOOL_EXCHANGES_H
#define PAGES_SCHOOL_EXCHANGES_H

#include "pages/exchange_wizard.h"

#define SCHOOL_EXCHANGE_EDIT   "/school/exchanges/{}/edit"
#define SCHOOL_EXCHANGE_CLONE  "/school/exchanges/{}/clone"
#define SCHOOL_EXCHANGE_DELETE "/school/exchanges/{}/delete"
#define SCHOOL_EXCHANGE_STATE  "/school/exchanges/{}/state"
#define SCHOOL_EXCHANGE_RUN    "/school/exchanges/{}/run"
#define SCHOOL_EXCHANGE_LOCK   "/school/exchanges/lock"

enum outcome school_exchanges_page(struct visit *v) MUST_USE;
enum outcome school_exchange_page(struct visit *v) MUST_USE;
enum outcome school_exchange_edit_page(struct visit *v) MUST_USE;
enum outcome school_exchange_clone_page(struct visit *v) MUST_USE;
enum outcome school_exchange_delete_page(struct visit *v) MUST_USE;
enum outcome school_exchange_state_post(struct visit *v) MUST_USE;
enum outcome school_exchange_run_post(struct visit *v) MUST_USE;
enum outcome school_exchange_lock_post(struct visit *v) MUST_USE;

#endif
