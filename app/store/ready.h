/* What is known of whether schools can answer tasks: what their agents reported, and what Onroll sees. Its
 * SQL. What it means is model/ready.h's. */
#ifndef STORE_READY_H
#define STORE_READY_H

#include "db/db.h"
#include "model/ready.h"
#include "model/scope.h"

/* What an agent reports, in place of what was reported before. system and version "": it does not say. */
struct ready_report {
        const char *system, *version;
        enum ready_said phase_2, services;
};
enum outcome ready_report_set(struct db *db, const struct scope *scope,
                              const struct ready_report *r) MUST_USE;

struct ready_school {
        unsigned long id;
        const char *name;
        struct ready_line lines[READY_ITEMS];
        const char *why; /* it cannot answer; NULL: it can */
};

struct ready_schools {
        size_t count;
        const struct ready_school *items; /* by name */
};

/* Open schools, or (school not 0) that one, as the authority's settings want them. data: for a task of such
 * data, a word of model/exchange.h; "": for tasks as such. */
enum outcome ready_list(struct db *db, struct arena *a, unsigned long school, const char *data, time_t now,
                        struct ready_schools *out) MUST_USE;

/* NULL when it is not among them. */
const struct ready_school *ready_of(const struct ready_schools *all, unsigned long school);

#endif
