/* Which pupils changed, in order, for other systems of the authority: its SQL. The pupils themselves are read by store/pupil.h. */
#ifndef STORE_PUPIL_FEED_H
#define STORE_PUPIL_FEED_H

#include "db/db.h"

struct pupil_feed_row {
        unsigned long change, school, pupil, child;
        const char *laestab, *kind, *field, *left_on;
};

struct pupil_feed {
        size_t count;
        const struct pupil_feed_row *items;
};

/* At most limit changes after that number, of one school or (0) of all. Changes of the last two minutes are not among them: numbers are given
 * out before their transactions end, so that a smaller one might still come. For the authority. */
enum outcome pupil_feed(struct db *db, struct arena *a, unsigned long school, unsigned long after, unsigned limit,
                        struct pupil_feed *out) MUST_USE;

#endif
