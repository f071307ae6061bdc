/* Runs of tasks and each school's answer: issued once, by whichever program comes first; looked at, tried
 * again. Their SQL. What onroll-work does with answers afterwards is exchange_work.h. */
#ifndef STORE_EXCHANGE_RUN_H
#define STORE_EXCHANGE_RUN_H

#include "store/exchange_task.h"

/* Issues the run of the task that is due longest: the run, an answer for each school that it concerns, and
 * the task's next time, in one transaction. Answers are spread over the task's window; one of a school that
 * is paused is held, one of a school that is not ready says why at once; an answer of an earlier run that is
 * held still is cancelled. Times that went by unnoticed become one run, late. *issued is its number, 0 when
 * another program was first. ABSENT: nothing is due. */
enum outcome exchange_issue(struct db *db, time_t now, unsigned long *issued) MUST_USE;

/* Once for each version of the task, however often the button is pressed. REFUSED as of exchange_task_set. */
enum outcome exchange_run_now(struct db *db, const struct exchange_by *by, const struct exchange_task *t,
                              time_t now, unsigned long *run) MUST_USE;

struct exchange_run {
        unsigned long id, task;
        time_t due_at, issued_at;
        bool late;
        unsigned missed;                       /* as many times before it went by unnoticed */
        const char *by;                        /* who ran it, "": by its schedule */
        unsigned long all, done, failed, open; /* answers */
};

struct exchange_runs {
        size_t count;
        const struct exchange_run *items;
};

/* Of a task, newest first, those with numbers below before (0: the newest), limit at most. */
enum outcome exchange_run_list(struct db *db, struct arena *a, unsigned long task, unsigned long before,
                               unsigned limit, struct exchange_runs *out) MUST_USE;
enum outcome exchange_run_find(struct db *db, struct arena *a, unsigned long id,
                               struct exchange_run *out) MUST_USE;

struct exchange_answer {
        unsigned long id, run, task, school;
        const char *school_name, *laestab, *task_name;
        char state;
        time_t offer_at, gives_up_at, next_at, changed_at,
            due_at; /* next_at 0: at offer_at; due_at: of the run */
        unsigned tries;
        const char *words;
        unsigned long delivery, import; /* 0: none */
        unsigned long size, rows;
        const char *gone; /* what the school's system no longer has: "Leavers: deleted in bulk; ...", or "" */
};

struct exchange_answers {
        size_t count;
        const struct exchange_answer *items;
};

/* Of a run, by school. */
enum outcome exchange_answers(struct db *db, struct arena *a, unsigned long run,
                              struct exchange_answers *out) MUST_USE;

/* A school's own: of one task, or (0) the last of each; newest first, limit at most. */
enum outcome exchange_answers_own(struct db *db, struct arena *a, const struct scope *scope,
                                  unsigned long task, unsigned limit, struct exchange_answers *out) MUST_USE;

struct exchange_attempt {
        unsigned long answer, size;
        unsigned n;
        time_t started_at, ended_at; /* ended_at 0: going on */
        char outcome;                /* 0 going on, D, F, or L: the agent was lost */
        const char *words, *school_name;
};

struct exchange_attempts {
        size_t count;
        const struct exchange_attempt *items;
};

/* All of a run, by school and number; school 0: of all schools. */
enum outcome exchange_attempts(struct db *db, struct arena *a, unsigned long run, unsigned long school,
                               struct exchange_attempts *out) MUST_USE;

/* Those of the run that failed wait once more, as if it were issued now; of schools that are not ready it is
 * said again why. *count: how many wait. */
enum outcome exchange_retry(struct db *db, const struct exchange_by *by, unsigned long run, time_t now,
                            unsigned long *count) MUST_USE;

#endif
