/* A school asks the authority to bring a removed pupil back, and the answer: their SQL. */
#ifndef STORE_RESTORE_H
#define STORE_RESTORE_H

#include "db/db.h"
#include "model/scope.h"

struct restore_request {
        unsigned long id, school, pupil;
        const char *school_name, *surname, *forename, *left_on;
        const char *asked_by, *asked_at, *note;
        char answer; /* 0 waiting, 'R' restored, 'N' refused */
        const char *answer_note, *answered_by, *answered_at;
        unsigned version;
};

struct restore_requests {
        size_t count;
        const struct restore_request *items;
};

/* REFUSED when the pupil is on the roll, or a request for the same pupil waits already; ABSENT when the
 * school has no such pupil. */
enum outcome restore_ask(struct db *db, struct arena *a, const struct scope *scope, unsigned long pupil,
                         const char *note) MUST_USE;

/* Of one school, newest first, 100 at most. */
enum outcome restore_of_school(struct db *db, struct arena *a, const struct scope *scope,
                               struct restore_requests *out) MUST_USE;

/* All that wait, oldest first: for the authority's staff. */
enum outcome restore_waiting(struct db *db, struct arena *a, struct restore_requests *out) MUST_USE;

/* For the authority's staff: brings the pupil back, or says why not. REFUSED when it was answered already, or
 * the pupil is back on the roll by another way. */
enum outcome restore_answer(struct db *db, struct arena *a, const struct scope *scope, unsigned long request,
                            unsigned version, bool restore, const char *note) MUST_USE;

#endif
