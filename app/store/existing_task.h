/* Tasks that existed at schools before Onroll: as their agents read them, what became of each, and whether
 * the school's own is off. Their SQL. Until all of a school are off, the authority maintains no tasks for it
 * (exchange_task.h). */
#ifndef STORE_EXISTING_TASK_H
#define STORE_EXISTING_TASK_H

#include "model/existing.h"
#include "store/exchange_task.h"

struct existing_task {
        unsigned long id, school;
        struct existing is;
        char answer; /* EXISTING_ACCEPTED and so on; 0: nobody has decided yet */
        unsigned long task;
        const char *task_name, *answered_by; /* "" */
        time_t answered_at, off_at;          /* 0: not yet */
        unsigned version;
};

struct existing_tasks {
        size_t count;
        const struct existing_task *items;
};

/* Of a school, those that are open first. */
enum outcome existing_task_list(struct db *db, struct arena *a, const struct scope *scope,
                                struct existing_tasks *out) MUST_USE;

/* For the authority's staff, who are asked about all schools. */
enum outcome existing_task_find(struct db *db, struct arena *a, unsigned long id,
                                struct existing_task *out) MUST_USE;

/* All that the school has, as its agent read it. One that was read before keeps what was decided; one that is
 * not there any more is off, or is forgotten when nobody had decided. */
enum outcome existing_task_read(struct db *db, const struct scope *scope, const struct existing *items,
                                size_t count) MUST_USE;

/* The task that Onroll has in its place: added, and the decision noted, as one. REFUSED: it was decided
 * already, or has changed. */
enum outcome existing_task_take(struct db *db, const struct exchange_by *by, const struct existing_task *e,
                                char answer, const struct exchange_task *t,
                                const struct exchange_picks *picks, time_t now, unsigned long *id) MUST_USE;

/* It is not wanted any more. REFUSED as above. */
enum outcome existing_task_drop(struct db *db, const struct exchange_by *by,
                                const struct existing_task *e) MUST_USE;

/* The agent says that these are off at the school. What nobody has decided stays as it is. */
enum outcome existing_task_off(struct db *db, const struct scope *scope, const char *const *refs,
                               size_t count) MUST_USE;

/* Schools with tasks that are not decided and off. */
enum outcome existing_task_schools(struct db *db, struct arena *a, struct exchange_picks *out) MUST_USE;

#endif
