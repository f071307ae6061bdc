/* How far deliveries are: what their imports add up to. Its SQL. A delivery itself is store/delivery.h, its
 * imports one by one are dashboard_delivery of store/dashboard.h. For the authority's staff. */
#ifndef STORE_DELIVERY_MADE_H
#define STORE_DELIVERY_MADE_H

#include "db/db.h"

struct delivery_made {
        unsigned long delivery;
        long imports, open, held,
            kept;             /* open: not processed; of them on hold, kept while their school is paused */
        long rows, rows_done; /* those of imports that wait for a person or for the end of a pause are no
                                 work: left out */
        unsigned long school, batch; /* of the first */
        long seconds;                /* since it was sorted */
};

struct deliveries_made {
        size_t count;
        const struct delivery_made *items;
};

/* Of the deliveries numbered from to to, newest first; those without imports are left out. */
enum outcome delivery_made_list(struct db *db, struct arena *a, unsigned long from, unsigned long to,
                                struct deliveries_made *out) MUST_USE;

/* Of one: all 0 when it has none. */
enum outcome delivery_made_find(struct db *db, struct arena *a, unsigned long delivery,
                                struct delivery_made *out) MUST_USE;

#endif
