/* Possible matches: rows that may be a pupil on record, what the authority's staff answered, and the verdicts that are kept
 * for ever. Their SQL. */
#ifndef STORE_MATCH_CASE_H
#define STORE_MATCH_CASE_H

#include "model/batch.h"
#include "store/list.h"

/* Who a row says it is: match/key.h's fingerprint. */
struct print {
        unsigned char bytes[16];
};

enum case_answer { CASE_WAITING, CASE_ASKED, CASE_SAME, CASE_DIFFERENT, CASE_ANSWERS };

struct match_case {
        unsigned long id, school, batch, row;
        struct print print;
        unsigned long pupil, pupil_school, runner, runner_school;
        long weight, runner_weight; /* tenths of a bit */
        unsigned why;
        const char *reasons;
        enum case_answer answer;
        const char *question, *school_note, *answered_by, *answered_at, *created_at, *school_name;
        const char *pupil_name; /* "Smith, Anna" of the pupil */
        unsigned version;
};

struct match_cases {
        size_t count;
        const struct match_case *items;
};

/* What matching found for a row. */
struct row_match {
        unsigned long row;
        enum row_outcome outcome;
        unsigned long pupil, pupil_school;
};

/* Sets the outcomes of those rows of a batch that was matched with that version of the roll, and replaces its cases; a case of the same child and pupil keeps its question and notes.
 * REFUSED when the batch has changed since b was read. */
enum outcome list_set_matches(struct db *db, const struct scope *scope, const struct batch *b, unsigned long long roll,
                              const struct row_match *matches, size_t count, const struct match_case *cases, size_t case_count) MUST_USE;

enum outcome case_list(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                       struct match_cases *out) MUST_USE;
enum outcome case_find(struct db *db, struct arena *a, const struct scope *scope, unsigned long id,
                       struct match_case *out) MUST_USE;

/* Of the school's imports, those on which the authority has a question, oldest first. */
enum outcome case_asked(struct db *db, struct arena *a, const struct scope *scope, struct match_cases *out) MUST_USE;

/* Of the whole authority, oldest first, waiting or asked; for its staff. */
enum outcome case_queue(struct db *db, struct arena *a, struct match_cases *out) MUST_USE;

/* Same or different: the verdict is kept for ever, the row's outcome is set. Asked: with the question. REFUSED when the
 * case has changed since it was shown. */
enum outcome case_answer(struct db *db, const struct scope *scope, const struct match_case *c, enum case_answer answer,
                         unsigned long pupil, unsigned long pupil_school, const char *question) MUST_USE;

/* Same or different, of the whole authority, newest first, 300 at most; for its staff. */
enum outcome case_answered(struct db *db, struct arena *a, struct match_cases *out) MUST_USE;

/* One of those, whether or not its row is still in the list. */
enum outcome case_find_answered(struct db *db, struct arena *a, const struct scope *scope, unsigned long id,
                                struct match_case *out) MUST_USE;

/* A same or different that was wrong: the verdicts on that child are forgotten, and the next matching asks again. REFUSED when
 * the case has changed since it was shown. */
enum outcome case_reopen(struct db *db, const struct scope *scope, const struct match_case *c) MUST_USE;

/* The school says what it knows; a case that was asked waits for the authority again. */
enum outcome case_note(struct db *db, const struct scope *scope, const struct match_case *c, const char *note) MUST_USE;

struct stored_verdict {
        struct print print;
        unsigned long pupil;
        bool same;
};

struct verdicts {
        size_t count;
        const struct stored_verdict *items;
};

/* All verdicts on those prints. */
enum outcome verdict_list(struct db *db, struct arena *a, const struct print *prints, size_t count,
                          struct verdicts *out) MUST_USE;

#endif
