/* Changing pupils: every way in which a roll changes, each with its history, keys and the school's counters.
 * Not reading them (pupil.h), not what was (pupil_history.h). All calls end REFUSED when somebody else
 * changed the pupil since the version named, and ABSENT when the school has none of that number. */
#ifndef STORE_PUPIL_DEED_H
#define STORE_PUPIL_DEED_H

#include "db/db.h"
#include "model/pupil.h"
#include "model/scope.h"
#include "store/pupil.h"

/* ---- one pupil, by a person on a page; each a transaction with its audit row ---- */

enum outcome pupil_add(struct db *db, struct arena *a, const struct scope *scope, const struct record *r,
                       unsigned long *id) MUST_USE;

/* p: number, version seen, and the record as it shall be. Only of pupils on the roll. */
enum outcome pupil_edit(struct db *db, struct arena *a, const struct scope *scope,
                        const struct pupil *p) MUST_USE;

/* Which pupil, as somebody saw it. */
struct pupil_seen {
        unsigned long id;
        unsigned version; /* 0: whatever it is */
};

enum { DESTINATION_MAX = 120 }; /* characters */

struct pupil_leaving {
        struct pupil_seen pupil;
        const char *left_on, *ground, *destination; /* left_on yyyy-mm-dd; the others may be "" */
        unsigned long batch;                        /* the migration that removes the pupil, or 0 */
};

enum outcome pupil_leave(struct db *db, struct arena *a, const struct scope *scope,
                         const struct pupil_leaving *l) MUST_USE;

/* Back on the roll, with everything that was held. For the authority's staff alone: the routes' table says
 * so. */
enum outcome pupil_restore(struct db *db, struct arena *a, const struct scope *scope,
                           struct pupil_seen pupil) MUST_USE;

/* ---- many pupils, inside the caller's transaction; the caller writes the audit row ---- */

/* Where a value came from, for history: batch 0 and "" when a person typed it. */
struct pupil_source {
        unsigned long batch;
        const char *file, *sheet;
        unsigned row; /* as people count, from 1; 0: none */
};

struct pupil_new {
        const struct record *record;
        unsigned long child; /* of this child's row at another school, or 0: nobody knows the child yet */
        struct pupil_source from;
        unsigned long id; /* the number it was given */
};

struct pupil_edited {
        struct pupil_seen pupil;
        const struct record *record;
        struct pupil_source from;
};

enum outcome pupil_apply_new(struct db *db, struct arena *a, const struct scope *scope,
                             struct pupil_new *items, size_t count) MUST_USE;
enum outcome pupil_apply_change(struct db *db, struct arena *a, const struct scope *scope,
                                const struct pupil_edited *items, size_t count) MUST_USE;
enum outcome pupil_apply_leave(struct db *db, struct arena *a, const struct scope *scope,
                               const struct pupil_leaving *items, size_t count) MUST_USE;

/* batch: what is being undone, or 0. */
enum outcome pupil_apply_restore(struct db *db, struct arena *a, const struct scope *scope,
                                 const struct pupil_seen *items, size_t count, unsigned long batch) MUST_USE;

#endif
