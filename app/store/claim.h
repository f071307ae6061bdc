/* Children on the roll of two schools at once, of which neither says that it is the subsidiary one: their SQL. Both schools and the
 * authority see a claim; it is one row. */
#ifndef STORE_CLAIM_H
#define STORE_CLAIM_H

#include "db/db.h"
#include "model/scope.h"

struct claim {
        unsigned long school, pupil, other_school, other_pupil; /* school is the smaller number */
        const char *since;
};

struct claims {
        size_t count;
        const struct claim *items;
};

/* Those that the school is a part of. */
enum outcome claim_list(struct db *db, struct arena *a, const struct scope *scope, struct claims *out) MUST_USE;

/* Both are called inside a transaction that has the school's lock; the other schools' counts are brought up to date here. */

/* Looks which pupils of the roll another school has as well, and makes the rows so. */
enum outcome claim_refresh(struct db *db, struct arena *a, const struct scope *scope) MUST_USE;

/* Pupils of the school who have left. */
enum outcome claim_forget(struct db *db, struct arena *a, const struct scope *scope, const unsigned long *pupils,
                          size_t count) MUST_USE;

#endif
