/* Values that came and were not written, until a person decides or the two agree: their SQL. Which differences become conflicts is
 * model/rule.h's; what a decision does to the pupil is flow/conflict.h's. */
#ifndef STORE_CONFLICT_H
#define STORE_CONFLICT_H

#include "db/db.h"
#include "model/rule.h"
#include "model/scope.h"

struct conflict {
        unsigned long id, school, pupil;
        enum field field;
        const char *theirs, *ours; /* ours as it was when theirs came */
        enum cohort cohort;
        enum verdict rule; /* that stopped it; APPLY: none, but ours came in a newer file */
        bool hand; /* a person had set ours, and that alone stopped it */
        bool kept; /* a person keeps ours against this value: not asked again until another comes */
        const char *told; /* what the school was told about that, or "" */
        unsigned long batch;
        const char *file, *sheet;
        unsigned row; /* as people count; 0: none */
        const char *opened_at;
        unsigned version;
};

struct conflicts {
        size_t count;
        const struct conflict *items;
};

/* Of the school, open and kept, by pupil and field. */
enum outcome conflict_list(struct db *db, struct arena *a, const struct scope *scope, struct conflicts *out) MUST_USE;

enum outcome conflict_find(struct db *db, struct arena *a, const struct scope *scope, unsigned long id,
                           struct conflict *out) MUST_USE;

/* All below are called inside a transaction that has the school's lock, and leave the counting to store/status.h. */

/* Opens them, or gives one that is there its new value; whoever kept ours against another value is asked again. */
enum outcome conflict_open(struct db *db, struct arena *a, const struct scope *scope, const struct conflict *items,
                           size_t count) MUST_USE;

enum conflict_how { CONFLICT_ACCEPTED, CONFLICT_KEPT, CONFLICT_AGREED, CONFLICT_RULED, CONFLICT_UNDONE, CONFLICT_HOWS };

/* Ends them for good, with a line of conflict_end each. */
enum outcome conflict_end(struct db *db, struct arena *a, const struct scope *scope, const struct conflict *items,
                          size_t count, enum conflict_how how) MUST_USE;

/* A person keeps ours, and tells the school why ("": does not). REFUSED when the conflict has changed since its version. */
enum outcome conflict_keep(struct db *db, const struct scope *scope, const struct conflict *c, const char *told) MUST_USE;

/* Of that pupil, weighed again: cohort and rule as they are now. */
enum outcome conflict_reweigh(struct db *db, const struct scope *scope, const struct conflict *c) MUST_USE;

#endif
