/* Children whichever school holds them: looking for one in the whole authority. For the authority's staff,
 * and for flow/ alone where it works for a school: these calls cross schools. */
#ifndef STORE_CHILD_H
#define STORE_CHILD_H

#include <stdbool.h>

#include "db/db.h"

/* children[i] is the child of the pupil of number pupils[i], 0 when there is no such pupil. */
enum outcome child_of_pupils(struct db *db, const unsigned long *pupils, size_t count,
                             unsigned long *children) MUST_USE;

struct child_filter {
        const char *upn;   /* whole: a pupil who has it, or had it; or "" */
        const char *words; /* each begins a word of the name; the first four count */
        const char *dob;   /* yyyy-mm-dd, or "" */
        unsigned page, per_page;
};

/* A pupil of a school; a child who is or was at several is found at each. */
struct child_found {
        unsigned long school, pupil, child;
        const char *school_name, *surname, *forename, *dob, *upn, *year, *left_on;
        bool on_roll, active;
};

struct children_found {
        bool more; /* than are on this page */
        size_t count;
        const struct child_found *items;
};

/* By name, those on roll first. */
enum outcome child_search(struct db *db, struct arena *a, const struct child_filter *f,
                          struct children_found *out) MUST_USE;

/* The other schools that hold or held the child of a pupil. */
enum outcome child_elsewhere(struct db *db, struct arena *a, unsigned long child, unsigned long pupil,
                             struct children_found *out) MUST_USE;

#endif
