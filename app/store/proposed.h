/* Proposed leavers as people look at them: with the names of pupils and schools. Which there are is
 * missing.h's. For the authority's staff: it crosses schools. */
#ifndef STORE_PROPOSED_H
#define STORE_PROPOSED_H

#include <stdbool.h>

#include "db/db.h"

struct proposed {
        unsigned long school, pupil;
        unsigned version; /* of the proposal */
        const char *school_name, *surname, *forename, *upn, *nc_year, *class, *entry_date, *since;
        const char *file;    /* the first complete file that did not list the pupil */
        const char *left_on; /* the leaving date that the last one gave, or "" */
        const char *decided_by,
            *decided_at; /* who said that the pupil is here, and when; "" while it is open */
};

struct proposed_list {
        size_t total; /* without from and limit */
        size_t count;
        const struct proposed *items;
};

enum proposed_order {
        PROPOSED_BY_SINCE,
        PROPOSED_BY_NAME,
        PROPOSED_BY_SCHOOL,
        PROPOSED_BY_YEAR,
        PROPOSED_ORDERS
};

enum { PROPOSED_ALL = 100000 }; /* a limit that no school reaches */

struct proposed_filter {
        unsigned long school; /* 0: all */
        const char *phase;    /* "": all */
        bool kept;            /* those said to be here, in place of those who are open */
        enum proposed_order order;
        bool down;
        unsigned from, limit; /* lines to leave out, and how many at most */
};

enum outcome proposed_list(struct db *db, struct arena *a, const struct proposed_filter *f,
                           struct proposed_list *out) MUST_USE;

#endif
