/* The authority's view over all schools: how far each has moved to the new year, and how much waits for its
 * staff. A query or two each, whatever the number of schools. For the authority's staff, so not scoped to a
 * school. */
#ifndef STORE_OVERVIEW_H
#define STORE_OVERVIEW_H

#include "db/db.h"
#include "model/batch.h"
#include "model/school.h"

/* A school with its migration of one academic year. batch.id 0: none was begun (or it was dropped). Filled in
 * are, of the school, number, LAESTAB, name, phase, roll and agreed number; of the batch id, state, academic,
 * hold.state and what was applied: when, its reference, and who is new, changed and leaving. */
struct overview {
        struct school school;
        struct batch batch;
        unsigned files, rows;    /* of a batch on its way */
        unsigned waiting, asked; /* possible matches: for the authority; for the school, which was asked */
};

struct overviews {
        size_t count;
        const struct overview *items;
};

/* Open schools by number: sorting them by name costs the server more than finding them. school 0: all. */
enum outcome overview_list(struct db *db, struct arena *a, int academic, unsigned long school,
                           struct overviews *out) MUST_USE;

/* How much waits for the authority's staff. */
struct overview_counts {
        long matches, holds, removed, restores;
};

enum outcome overview_count(struct db *db, struct arena *a, struct overview_counts *out) MUST_USE;

/* A batch that waits for a release, or (answered) was released or rejected. */
struct held_batch {
        unsigned long school, batch;
        const char *school_name, *why, *at;
        bool migration;
        enum batch_hold state;
        unsigned removals, on_roll;
        const char *answer, *answered_by, *answered_at;
};

struct held_batches {
        size_t count;
        const struct held_batch *items;
};

/* Waiting ones, longest first; answered ones, newest first, 200 at most. */
enum outcome overview_holds(struct db *db, struct arena *a, bool answered, struct held_batches *out) MUST_USE;

#endif
