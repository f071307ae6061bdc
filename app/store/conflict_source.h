/* Who set our value of each conflict, and who decided: what people look at beside the conflict itself
 * (conflict.h). */
#ifndef STORE_CONFLICT_SOURCE_H
#define STORE_CONFLICT_SOURCE_H

#include "db/db.h"
#include "model/scope.h"
#include "store/pupil_history.h"

struct conflict_source {
        unsigned long conflict;
        struct pupil_event
            set; /* what gave the field its value; at "" when the pupil's beginning is not known */
        const char *decided_by, *decided_at; /* of one that is kept, else "" */
};

struct conflict_sources {
        size_t count;
        const struct conflict_source *items; /* by number of the conflict */
};

/* Of all conflicts of the school, open and kept. */
enum outcome conflict_sources(struct db *db, struct arena *a, const struct scope *scope,
                              struct conflict_sources *out) MUST_USE;

/* NULL: there is no conflict of that number. */
const struct conflict_source *conflict_source_of(const struct conflict_sources *all, unsigned long conflict);

#endif
