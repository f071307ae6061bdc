/* The data management dashboard: where every school stands, and what came and was processed day by day. Who
 * writes the counters is store/status.h; what they mean is model/desk_state.h. Calls without a scope are for
 * the authority's staff. */
#ifndef STORE_DASHBOARD_H
#define STORE_DASHBOARD_H

#include "db/db.h"
#include "model/desk_state.h"
#include "model/scope.h"
#include "store/person.h"

struct desk {
        unsigned long school;
        const char *name, *laestab, *phase;
        struct desk_numbers n;
        const char *problem; /* in words, "" for none */
        unsigned long owner; /* who looks after the school, 0: nobody */
        const char *owner_name;
        unsigned long pause; /* the current one, or 0 */
        const char *pause_reason, *paused_by;
};

struct desks {
        size_t count;
        const struct desk *items;
        struct people staff; /* of the authority, by name: who may look after a school */
};

/* Open schools in the order of their ids: six or seven queries, whatever their number. */
enum outcome dashboard_list(struct db *db, struct arena *a, time_t now, struct desks *out) MUST_USE;

/* One school, also a closed one. */
enum outcome dashboard_school(struct db *db, struct arena *a, const struct scope *scope, time_t now,
                              struct desk *out) MUST_USE;

/* Rows by day, from day (yyyy-mm-dd) on; days on which nothing happened are left out. */
struct desk_day {
        const char *day; /* yyyy-mm-dd */
        long received, processed;
};

struct desk_days {
        size_t count;
        const struct desk_day *items;
};

enum outcome dashboard_days(struct db *db, struct arena *a, const char *from, struct desk_days *out) MUST_USE;
enum outcome dashboard_school_days(struct db *db, struct arena *a, const struct scope *scope,
                                   const char *from, struct desk_days *out) MUST_USE;

/* Adds up the days that are over since an hour or longer (what began before midnight has ended by then), so that the dashboard need not
 * go through all schools' days each time. A task does it; any number of programs may at once. */
enum outcome dashboard_add_up(struct db *db, time_t now, unsigned long long *added) MUST_USE;

/* Who looks after the school from now on (0: nobody). seen: who did when the page was made; REFUSED when that
 * has changed, ABSENT when the person is not one of the authority's staff who may sign in. */
enum outcome dashboard_own(struct db *db, const struct scope *scope, unsigned long seen,
                           unsigned long owner) MUST_USE;

/* The school's part of a delivery: a line of its list of imports. */
struct desk_import {
        unsigned long batch, delivery;
        const char *file_name, *received_at, *received_by, *applied_at; /* moments in UTC or "" */
        char source;                                                    /* L, S, D as in table delivery */
        bool complete;
        const char *state, *hold, *hold_why, *problem;
        const char *hold_answer;                       /* the reason of whoever answered the hold, or "" */
        const char *undone_at, *undone_by, *undone_why; /* "" unless it was taken back */
        long rows, done, new, changed, unchanged, conflicts, unmatched, rejected, missing;
        unsigned long school;
        const char *school_name, *laestab;
};

struct desk_imports {
        size_t count;
        const struct desk_import *items;
};

/* Newest first, limit at most; before: only older ones than that batch, 0: from the newest. */
enum outcome dashboard_imports(struct db *db, struct arena *a, const struct scope *scope,
                               unsigned long before, unsigned limit, struct desk_imports *out) MUST_USE;

enum outcome dashboard_import(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                              struct desk_import *out) MUST_USE;

/* The complete one that was processed last: the school's new and changed are its. ABSENT: none was. */
enum outcome dashboard_last_import(struct db *db, struct arena *a, const struct scope *scope, unsigned long *batch) MUST_USE;

/* What became of a delivery, by the schools' names. */
enum outcome dashboard_delivery(struct db *db, struct arena *a, unsigned long delivery,
                                struct desk_imports *out) MUST_USE;

/* Of the school's parts of the deliveries numbered from to to. */
enum outcome dashboard_own_imports(struct db *db, struct arena *a, const struct scope *scope,
                                   unsigned long from, unsigned long to, struct desk_imports *out) MUST_USE;

#endif
