/* Many involvements at once, from a file: what would become of each, and all of it in one transaction. The
 * same file twice changes nothing the second time. */
#ifndef STORE_INVOLVEMENT_BULK_H
#define STORE_INVOLVEMENT_BULK_H

#include "db/db.h"
#include "model/involvement.h"

enum involvement_fate {
        FATE_NEW,
        FATE_ENDED,     /* it is on record and goes on; the row has its last day, or another one */
        FATE_UNCHANGED, /* it is on record, or in a row before, with nothing new */
        FATE_PAST,      /* ends what is not on record: nothing is done */
        FATES
};

/* Of the involvement: child, service, team, from, to, reference and file. ends: a row that ends one, and
 * never begins it. */
struct involvement_row {
        struct involvement is;
        bool ends;
        enum involvement_fate fate; /* set by both calls below */
};

struct involvement_tally {
        unsigned long of[FATES];
};

/* What would become of the rows, in their order. Changes nothing but their fates. */
enum outcome involvement_weigh(struct db *db, struct involvement_row *rows, size_t count,
                               struct involvement_tally *out) MUST_USE;

/* Does it, in one transaction (the caller's, when there is one). REFUSED, and nothing is done, when it would
 * not come to the tally that was seen. by: who does it. */
enum outcome involvement_add_all(struct db *db, unsigned long by, struct involvement_row *rows, size_t count,
                                 const struct involvement_tally *seen) MUST_USE;

#endif
