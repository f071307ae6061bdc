/* Where each school stands with its data: the counts behind the dashboard, and who processes a school just now. Its SQL; what the
 * dashboard shows is dashboard.h's. */
#ifndef STORE_STATUS_H
#define STORE_STATUS_H

#include <stdint.h>

#include "db/db.h"
#include "model/scope.h"

/* Counts the school's open items anew, in the transaction that has changed any of them. */
enum outcome status_count(struct db *db, const struct scope *scope) MUST_USE;

/* Of a school whose claims the transaction of another has changed: their number and the oldest open item. */
enum outcome status_count_claims(struct db *db, unsigned long school) MUST_USE;

/* Open conflicts of one school, or (0) of all; for the authority's staff. */
enum outcome status_conflicts(struct db *db, struct arena *a, unsigned long school, unsigned long *out) MUST_USE;

/* The schools whose counters are not what they count; none, unless something has changed the tables without counting. For all of them
 * one statement, so that what is being changed meanwhile is seen wholly or not at all. */
struct status_wrong {
        size_t count;
        const unsigned long *schools;
};

enum outcome status_wrong(struct db *db, struct arena *a, struct status_wrong *out) MUST_USE;

/* What a school's last complete file was like. */
struct status_last {
        bool any;
        unsigned long children; /* on roll by it, each once */
        uint64_t full; /* bits of enum field: at least half of the rows fill them */
};

enum outcome status_last(struct db *db, struct arena *a, const struct scope *scope, struct status_last *out) MUST_USE;

/* After an import was processed. complete: it is the new last one. rows: for the chart of the day. */
struct status_processed {
        bool complete;
        unsigned long rows;
        uint64_t full;
        unsigned listed, new, changed; /* listed: children on roll by the file, each once */
};

enum outcome status_processed(struct db *db, const struct scope *scope, const struct status_processed *p) MUST_USE;

/* After an import was undone: the complete file before it is the last one again. */
enum outcome status_undone(struct db *db, const struct scope *scope) MUST_USE;

/* Data came: rows of it. */
enum outcome status_received(struct db *db, const struct scope *scope, unsigned long rows) MUST_USE;

/* The same data came that the schools of this delivery sent with it: they have sent, and no row is counted twice. */
enum outcome status_received_again(struct db *db, unsigned long delivery) MUST_USE;

/* Why the last try failed, for the authority's staff; "" when it did not. */
enum outcome status_problem(struct db *db, const struct scope *scope, const char *words) MUST_USE;

/* ---- one program at a time processes a school ---- */

enum { LEASE_SECONDS = 120 };

/* Takes the school of the scope, or (school 0) the one whose data waits longest, for this program, which is called by (32 characters
 * at most, different for each program). ABSENT: nothing waits, or another has it. A paused school has nothing to do. */
enum outcome status_lease(struct db *db, struct arena *a, unsigned long school, const char *by, unsigned long *out) MUST_USE;

/* Inside the transaction that writes: REFUSED when the lease was lost to another program. Prolongs it. */
enum outcome status_leased(struct db *db, const struct scope *scope, const char *by) MUST_USE;

/* Gives it back; status_rest: for nobody to take for a minute. */
enum outcome status_release(struct db *db, unsigned long school, const char *by) MUST_USE;
enum outcome status_rest(struct db *db, unsigned long school, const char *by) MUST_USE;

#endif
