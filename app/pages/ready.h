/* Whether schools can answer tasks: all schools, one school's list with the remedies (for the authority and
 * for the school), and the words that tasks' pages say about schools that cannot. */
#ifndef PAGES_READY_H
#define PAGES_READY_H

#include "pages/visit.h"
#include "store/exchange_task.h"

#define LA_READY      "/la/exchanges/ready"
#define LA_DATA_READY "/la/schools/{}/data/ready"
#define SCHOOL_READY  "/school/exchanges/ready"

enum outcome la_ready_page(struct visit *v) MUST_USE;
enum outcome la_data_ready_page(struct visit *v) MUST_USE;
enum outcome school_ready_page(struct visit *v) MUST_USE;

/* The open schools that a task concerns: of its filter, its picks or its list. */
struct ready_chosen {
        size_t schools;
        unsigned long pupils;
        const char *list, *owner; /* names; "" */
        struct html not_ready;    /* which cannot answer it, and why; nothing when all can */
};

/* A school's page is told of that school alone. */
enum outcome ready_chosen(struct visit *v, const struct exchange_task *t, const struct exchange_picks *picks,
                          struct ready_chosen *out) MUST_USE;

#endif
