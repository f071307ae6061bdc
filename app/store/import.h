/* Imports: each school's part of a delivery, a batch of kind I with what only imports have. Their SQL. */
#ifndef STORE_IMPORT_H
#define STORE_IMPORT_H

#include <stdint.h>

#include "db/db.h"
#include "model/asked.h"
#include "model/batch.h"
#include "model/scope.h"

struct import {
        struct batch batch;
        unsigned long delivery;
        const char *file_name;
        bool complete;       /* everyone on roll is in the file */
        unsigned sets; /* bits of model/data_set.h: what is in it and was agreed when it came; the rest is not taken */
        bool only_additions; /* released so: additions and changes, and nobody is proposed as a leaver */
        unsigned long rows, done;
        uint64_t full; /* bits of enum field: at least half of the rows fill them */
        unsigned conflicts, unmatched, rejected, missing;
        unsigned entry_new, entry_changed; /* of model/entry.h */
        struct asked asked;                /* of the delivery */
        unsigned unasked, unasked_marks;   /* what was not asked for and so is not taken: rows; marks of the others */
        unsigned tries;
        unsigned long first_released_by; /* the first of two persons; 0: nobody yet */
        const char *first_released_name;
        const char *problem; /* why the last try failed, or "" */
};

struct imports {
        size_t count;
        const struct import *items;
};

enum outcome import_find(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                         struct import *out) MUST_USE;

/* Newest first, limit at most. */
enum outcome import_list(struct db *db, struct arena *a, const struct scope *scope, unsigned limit, struct imports *out) MUST_USE;

/* The newest that was processed and stands. */
enum outcome import_last(struct db *db, struct arena *a, const struct scope *scope, struct import *out) MUST_USE;

/* The oldest that waits to be processed and is not on hold. */
enum outcome import_next(struct db *db, struct arena *a, const struct scope *scope, struct import *out) MUST_USE;

/* Of the whole authority, those on hold, longest first. */
enum outcome import_holds_list(struct db *db, struct arena *a, struct imports *out) MUST_USE;

/* Of the whole authority, those on hold that were released or rejected, newest answer first, 200 at most. */
enum outcome import_holds_answered(struct db *db, struct arena *a, struct imports *out) MUST_USE;

/* All below are called inside a transaction, and leave the counting to store/status.h. */

/* A new one, waiting. */
struct import_new {
        unsigned long delivery, rows;
        bool complete;
        int academic;
        unsigned sets;
};
enum outcome import_add(struct db *db, const struct scope *scope, const struct import_new *n, unsigned long *batch) MUST_USE;

struct import_result {
        unsigned listed; /* children on roll by the file, each once */
        unsigned roll_before, roll_after, new, changed, unchanged, missing, conflicts, unmatched, rejected, entry_new, entry_changed, unasked,
            unasked_marks;
        uint64_t full;
        bool open; /* possible matches or rejected rows are left */
};

/* It was processed. REFUSED when it no longer waits. */
enum outcome import_done(struct db *db, const struct scope *scope, const struct import *i, const struct import_result *r) MUST_USE;

/* A complete file makes what was left of those before it needless: their rows go, and the questions about them; one that is asked again
 * keeps its age and what was said about it. Those before it that are still on hold are dropped. Changed data does so only with rows that stand in it again. */
enum outcome import_supersede(struct db *db, struct arena *a, const struct scope *scope, unsigned long by, bool complete) MUST_USE;

/* What is left of it goes: rows, and the questions about them. */
enum outcome import_forget_left(struct db *db, const struct scope *scope, unsigned long batch) MUST_USE;

/* What is left of it is dealt with: rows that were rejected count no more, and with nothing else left it is over. */
enum outcome import_close(struct db *db, const struct scope *scope, unsigned long batch, unsigned unmatched, unsigned rejected) MUST_USE;

/* Of those that came during a pause that wants the newest alone: lists of pupils older than the newest complete one that waits are
 * dropped. Registers and results are in no other file: whatever holds any stays as it came, and is applied before the newest, so that
 * the pupils whom it lists are there for its marks. */
enum outcome import_drop_older(struct db *db, const struct scope *scope, unsigned long *count) MUST_USE;

/* One more try begins; *tries counts it. problem: why the last one failed. */
enum outcome import_try(struct db *db, const struct scope *scope, unsigned long batch) MUST_USE;
enum outcome import_failed(struct db *db, const struct scope *scope, unsigned long batch, const char *problem) MUST_USE;

/* How a hold was released: additions alone; or by the first of two persons. */
enum outcome import_released(struct db *db, const struct scope *scope, unsigned long batch, bool only_additions) MUST_USE;
enum outcome import_first_release(struct db *db, const struct scope *scope, const struct import *i) MUST_USE;

#endif
