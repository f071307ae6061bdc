/* The active cohort: children with a current involvement in a service that counts. Table active_child always
 * says what the involvements say: written in the transaction of whatever changes them, and at night for days
 * that came and went. */
#ifndef STORE_COHORT_H
#define STORE_COHORT_H

#include <stdbool.h>

#include "db/db.h"
#include "model/involvement.h"
#include "model/scope.h"

/* ---- keeping it right: inside the caller's transaction ---- */

/* The first thing of every transaction that changes services, teams or involvements: they come one after the
 * other. */
enum outcome cohort_lock(struct db *db) MUST_USE;

/* After the involvements of these children changed, in any order, also several times the same. */
enum outcome cohort_refresh(struct db *db, const unsigned long *children, size_t count) MUST_USE;

/* After a service began or stopped to count: everybody whom it ever knew. */
enum outcome cohort_refresh_service(struct db *db, unsigned long service) MUST_USE;

/*
 * Called by the two above, in the same transaction, with those who became active or stopped to be. Their
 * pupils' open conflicts get the letter of the new cohort, the counts in school_status follow, and the
 * children wait in cohort_changes for their conflicts to be weighed by the other rules.
 */
enum outcome cohort_changed(struct db *db, const unsigned long *children, size_t count) MUST_USE;

/* Days came and went: looks through everybody when this has not been done yet for that day (yyyy-mm-dd, UTC).
 * *count: children put right. Several machines may do it at once. */
enum outcome cohort_night(struct db *db, const char *day, unsigned long *count) MUST_USE;

/* How many children the table has wrong; 0 but for a mistake of ours, or before today's cohort_night. */
enum outcome cohort_wrong(struct db *db, const char *day, unsigned long *count) MUST_USE;

/* ---- who waits to be weighed again ---- */

struct cohort_change {
        unsigned long long id;
        unsigned long child;
        bool active; /* became it, or stopped to be */
        const char *at;
};

struct cohort_changes {
        size_t count;
        const struct cohort_change *items;
};

/* The oldest of those that wait; the same child comes again when it changed again. */
enum outcome cohort_changes(struct db *db, struct arena *a, unsigned limit,
                            struct cohort_changes *out) MUST_USE;

/* Takes these away, in the transaction that weighed: a change that came since stays. */
enum outcome cohort_changes_done(struct db *db, const struct cohort_changes *done) MUST_USE;

/* The pupils, on roll or not, of a school who are that child. */
struct cohort_pupil {
        unsigned long school, pupil;
};

struct cohort_pupils {
        size_t count;
        const struct cohort_pupil *items;
};

enum outcome cohort_pupils(struct db *db, struct arena *a, unsigned long child,
                           struct cohort_pupils *out) MUST_USE;

/* ---- asking ---- */

/* The active pupils of a school, by number: for weighing what arrived. */
struct cohort_set {
        size_t count;
        const unsigned long *pupils;
};

enum outcome cohort_of_school(struct db *db, struct arena *a, const struct scope *scope,
                              struct cohort_set *out) MUST_USE;

/* Those whose child social care knows on that day (yyyy-mm-dd, UTC), whether its service counts or not. */
enum outcome cohort_in_care(struct db *db, struct arena *a, const struct scope *scope, const char *day,
                            struct cohort_set *out) MUST_USE;

bool cohort_has(const struct cohort_set *set, unsigned long pupil);

/* Since when a child is active ("" when it is not), and the involvements that make it so. */
struct cohort_state {
        bool active;
        const char *since;
        struct involvements because;
};

enum outcome cohort_since(struct db *db, struct arena *a, unsigned long child, const char *day,
                          struct cohort_state *out) MUST_USE;

#endif
