/* What is wrong with pupils' identifiers, by the DfE's numbers of messages (model/upn.h): their SQL. */
#ifndef STORE_UPN_PROBLEM_H
#define STORE_UPN_PROBLEM_H

#include <stdbool.h>

#include "db/db.h"
#include "model/scope.h"

/* Of a pupil, or of a row that is nobody's yet (pupil 0). */
struct upn_problem {
        unsigned long id, pupil, other_school, other_pupil; /* other: who has the same UPN; 0 */
        unsigned message;
        const char *value;
        unsigned long batch;
        const char *file, *sheet;
        unsigned row;
        const char *since;
};

struct upn_problems {
        size_t count;
        const struct upn_problem *items;
};

/* The same is wrong, wherever it was found. */
bool upn_problem_same(const struct upn_problem *x, const struct upn_problem *y);

enum outcome upn_problem_list(struct db *db, struct arena *a, const struct scope *scope, struct upn_problems *out) MUST_USE;

/* All below are called inside a transaction that has the school's lock, and leave the counting to store/status.h. */

/* What the school's last file and roll say, in place of what was said before; what is still the same keeps its day. */
enum outcome upn_problem_set(struct db *db, struct arena *a, const struct scope *scope, const struct upn_problem *items,
                             size_t count) MUST_USE;

/* The pupil has got that UPN: nothing is missing, and no other one differs from it. */
enum outcome upn_problem_settle(struct db *db, const struct scope *scope, unsigned long pupil, const char *upn) MUST_USE;

/* Of an import's rows that were nobody's yet: those that are left no more. */
enum outcome upn_problem_forget_rows(struct db *db, const struct scope *scope, unsigned long batch) MUST_USE;

/* What the files of an import said. */
enum outcome upn_problem_forget_batch(struct db *db, const struct scope *scope, unsigned long batch) MUST_USE;

enum outcome upn_problem_forget(struct db *db, const struct scope *scope, const unsigned long *pupils, size_t count) MUST_USE;

#endif
