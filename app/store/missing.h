/* Proposed leavers: pupils on roll whom the school's last complete file does not list. Their SQL; as people look at them
 * they are proposed.h. */
#ifndef STORE_MISSING_H
#define STORE_MISSING_H

#include "db/db.h"
#include "model/scope.h"

struct missing {
        unsigned long school, pupil, batch;
        bool kept; /* a person said that the pupil has not left */
        unsigned version;
        const char *left_on; /* as in missing_new */
};

struct missing_new {
        unsigned long pupil;
        const char *left_on; /* the leaving date that the file gives, or "" */
};

struct missings {
        size_t count;
        const struct missing *items;
};

/* Of the school, by pupil. */
enum outcome missing_list(struct db *db, struct arena *a, const struct scope *scope, struct missings *out) MUST_USE;

/* All below are called inside a transaction that has the school's lock, and leave the counting to store/status.h. */

/* After a complete file: these and no others are missing. Who was missing before keeps day and answer; a leaving date that is new or
 * another than before makes it a new version. */
enum outcome missing_set(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                         const struct missing_new *pupils, size_t count) MUST_USE;

/* Those are not missing any more: they left, or a file lists them. */
enum outcome missing_forget(struct db *db, const struct scope *scope, const unsigned long *pupils, size_t count) MUST_USE;

/* A person says that the pupil has not left. REFUSED when that was answered since m's version. */
enum outcome missing_keep(struct db *db, const struct scope *scope, const struct missing *m) MUST_USE;

#endif
