/* Children claimed by two schools and identifiers that are wrong, as people look at them: with the names of
 * pupils and schools. Which there are is claim.h's and upn_problem.h's. */
#ifndef STORE_IDENTITY_H
#define STORE_IDENTITY_H

#include "db/db.h"
#include "model/scope.h"

/* ---- claimed by two schools ---- */

struct claim_side {
        unsigned long school, pupil;
        const char *school_name, *surname, *forename, *dob, *upn, *nc_year, *entry_date;
};

struct claim_line {
        struct claim_side side[2];
        const char *since;
};

struct claim_lines {
        size_t count;
        const struct claim_line *items;
};

/* Of one school, or (0) of all, each once, longest first. For the authority's staff: it crosses schools. */
enum outcome claim_lines(struct db *db, struct arena *a, unsigned long school,
                         struct claim_lines *out) MUST_USE;

/* The same for a school: its own pupil, and of the other side nothing but the school's name. */
struct own_claim {
        unsigned long pupil;
        const char *surname, *forename, *dob, *nc_year, *class, *other_school, *since;
};

struct own_claims {
        size_t count;
        const struct own_claim *items;
};

enum outcome claim_own(struct db *db, struct arena *a, const struct scope *scope,
                       struct own_claims *out) MUST_USE;

/* ---- identifiers ---- */

struct upn_line {
        unsigned long school, pupil, other_school,
            other_pupil; /* pupil 0: a row that is nobody's yet; other 0: none */
        const char *school_name, *pupil_name, *other_school_name, *other_pupil_name; /* "Smith, Anna" */
        unsigned message;
        const char *value, *file, *sheet;
        unsigned row;
        const char *since;
};

struct upn_lines {
        size_t count;
        const struct upn_line *items;
};

struct upn_filter {
        unsigned long school; /* 0: all */
        unsigned message;     /* 0: all */
        unsigned from, limit; /* lines to leave out, and how many at most */
};

/* By school, message and since when. For the authority's staff. */
enum outcome upn_lines(struct db *db, struct arena *a, const struct upn_filter *f,
                       struct upn_lines *out) MUST_USE;

struct upn_count {
        unsigned message;
        unsigned long count;
};

struct upn_counts {
        size_t count;
        const struct upn_count *items; /* by message */
};

/* How many of each message, of one school or (0) of all. */
enum outcome upn_counts(struct db *db, struct arena *a, unsigned long school,
                        struct upn_counts *out) MUST_USE;

#endif
