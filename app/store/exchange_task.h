/* Tasks that get data from schools or send it to them: their SQL. What may be asked is model/exchange.h's,
 * when they run model/schedule.h's; their runs are exchange_run.h. */
#ifndef STORE_EXCHANGE_TASK_H
#define STORE_EXCHANGE_TASK_H

#include "db/db.h"
#include "model/exchange.h"
#include "model/schedule.h"
#include "model/scope.h"

enum { TASK_NAME_MAX = 120 };
enum { TASK_ACTIVE = 'A', TASK_PAUSED = 'P', TASK_DELETED = 'D' };
enum { SCHOOLS_PICKED = 'P', SCHOOLS_FILTER = 'F', SCHOOLS_LIST = 'L' };

struct exchange_task {
        unsigned long id, owner; /* owner: the school whose own task it is, 0: the authority's */
        const char *name;
        struct exchange_ask ask;
        char schools;      /* picked, by filter, or of a saved list */
        const char *phase; /* by filter: a code of code_phase, "" all */
        unsigned long list;
        struct schedule when;
        unsigned window, wait; /* minutes: over which answers are spread; that each school has to answer */
        unsigned version;
        /* when read: */
        const char *owner_name, *list_name, *created_by;
        bool locked;    /* its owner has locked its tasks */
        bool unsettled; /* its owner has tasks from before that are not decided and off */
        char state;
        time_t next_at, created_at; /* next_at 0: nothing is due any more */
        unsigned long school_count;
        unsigned long last_run, last_all, last_done,
            last_failed; /* answers of its last run; last_run 0: it never ran */
        time_t last_at;
};

struct exchange_tasks {
        size_t count;
        const struct exchange_task *items;
};

/* Who does it: somebody of the authority, or (school not NULL) of a school, who may do it to that school's
 * own tasks alone. The authority may do nothing to the tasks of a school that has locked them, or
 * that has tasks from before that are not decided and off (existing_task.h). */
struct exchange_by {
        unsigned long person;
        const struct scope *school;
};

/* Those that are not deleted (state 0) or in that state; school 0: of all, else those that concern it; data
 * "": all. Next run first. */
enum outcome exchange_task_list(struct db *db, struct arena *a, unsigned long school, const char *data,
                                char state, struct exchange_tasks *out) MUST_USE;

/* Also one that was deleted. */
enum outcome exchange_task_find(struct db *db, struct arena *a, unsigned long id,
                                struct exchange_task *out) MUST_USE;

/* For a school: ABSENT unless it concerns the school, or did. */
enum outcome exchange_task_find_own(struct db *db, struct arena *a, const struct scope *scope,
                                    unsigned long id, struct exchange_task *out) MUST_USE;

/* Schools that a task was given by picking. */
struct exchange_picks {
        size_t count;
        const unsigned long *ids;
};
enum outcome exchange_task_picks(struct db *db, struct arena *a, unsigned long id,
                                 struct exchange_picks *out) MUST_USE;

/* A new one, which runs from now on by its schedule; t->owner is set by who it is. */
enum outcome exchange_task_add(struct db *db, const struct exchange_by *by, const struct exchange_task *t,
                               const struct exchange_picks *picks, time_t now, unsigned long *id) MUST_USE;

/* All below: REFUSED when the version is not the latest, it was deleted, or it is not theirs to change. */
enum outcome exchange_task_set(struct db *db, const struct exchange_by *by, const struct exchange_task *t,
                               const struct exchange_picks *picks, time_t now) MUST_USE;

/* Paused: it does not run by itself; what schools have still to answer goes on. Active again: it runs at its
 * next time, and nothing is made up for. Deleted: what waits is cancelled, its history is kept. */
enum outcome exchange_task_state(struct db *db, const struct exchange_by *by, const struct exchange_task *t,
                                 char state, time_t now) MUST_USE;

/* ---- locks of schools ---- */

/* *locked_at 0: it is not locked. */
enum outcome exchange_lock_find(struct db *db, struct arena *a, unsigned long school, time_t *locked_at,
                                const char **by) MUST_USE;
enum outcome exchange_lock_set(struct db *db, const struct scope *scope, bool locked) MUST_USE;

/* All schools that are locked. */
enum outcome exchange_locked(struct db *db, struct arena *a, struct exchange_picks *out) MUST_USE;

#endif
