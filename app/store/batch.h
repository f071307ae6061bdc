/* Batches: their SQL. Applying one is store/apply.h; its files are store/upload.h. */
#ifndef STORE_BATCH_H
#define STORE_BATCH_H

#include "db/db.h"
#include "model/batch.h"
#include "model/scope.h"

struct batches {
        size_t count;
        const struct batch *items;
};

enum outcome batch_find(struct db *db, struct arena *a, const struct scope *scope, unsigned long id,
                        struct batch *out) MUST_USE;

/* For store/ alone: of whichever school. */
enum outcome batch_of_school(struct db *db, struct arena *a, unsigned long school, unsigned long id, struct batch *out) MUST_USE;

/* The one on its way (open or listed) of that kind. ABSENT: none. Bulk uploads may be several: the newest. */
enum outcome batch_current(struct db *db, struct arena *a, const struct scope *scope, bool migration,
                           struct batch *out) MUST_USE;

/* All of the school, newest first, 100 at most. */
enum outcome batch_list(struct db *db, struct arena *a, const struct scope *scope, struct batches *out) MUST_USE;

/* REFUSED when the school has a migration on its way already. */
enum outcome batch_add(struct db *db, const struct scope *scope, bool migration, int academic, unsigned long *id) MUST_USE;

/* Each names the version it saw (b->version) and is REFUSED when that is stale or the batch has left the states in which
 * it is allowed. What came after it (acknowledgement, check) falls away where the deed makes it untrue. */
/* Unticking drops the rows that were added on a page: the list is made anew when all files are there again. */
enum outcome batch_tick(struct db *db, const struct scope *scope, const struct batch *b, bool listed) MUST_USE;
enum outcome batch_drop(struct db *db, const struct scope *scope, const struct batch *b) MUST_USE;
enum outcome batch_acknowledge(struct db *db, const struct scope *scope, const struct batch *b, long count,
                               const char *hash) MUST_USE;
/* bits 0: what the hold was for is gone. */
enum outcome batch_hold(struct db *db, const struct scope *scope, const struct batch *b, unsigned bits, unsigned removals,
                        const char *why) MUST_USE;
/* answer: HOLD_RELEASED or HOLD_REJECTED, with the reason that the school reads. */
enum outcome batch_answer_hold(struct db *db, const struct scope *scope, const struct batch *b, enum batch_hold answer,
                               const char *reason) MUST_USE;
enum outcome batch_checked(struct db *db, const struct scope *scope, const struct batch *b, const char *hash,
                           unsigned long long roll_version) MUST_USE;

struct batch_numbers {
        const char *reference;
        unsigned roll_before, roll_after, new, changed, unchanged, leaving, left_out;
};

/* Inside the transaction that applies it. */
enum outcome batch_applied(struct db *db, const struct scope *scope, const struct batch *b,
                           const struct batch_numbers *n) MUST_USE;
/* Inside the transaction that takes it back. why: the reason that the school reads. */
enum outcome batch_undone(struct db *db, const struct scope *scope, const struct batch *b, const char *why) MUST_USE;

/* Called by every deed that changes what the batch would do (files, fixes, matches, leavers), in its transaction: the
 * version grows, the check falls away. REFUSED when the batch is no longer on its way. */
enum outcome batch_touch(struct db *db, const struct scope *scope, unsigned long id) MUST_USE;
/* The same for matching, with the version of the roll it looked at. REFUSED also when the batch has changed since b was read. */
enum outcome batch_matched(struct db *db, const struct scope *scope, const struct batch *b,
                           unsigned long long roll) MUST_USE;

#endif
