/* The few pupils most like each row, weighed. Whether one of them is the child is decided in match.c. */
#ifndef MATCH_SEARCH_H
#define MATCH_SEARCH_H

#include "match/match.h"

enum { SHORTLIST = 6 };

struct listed {
        uint32_t pupil; /* in the pool */
        bool same;      /* the authority said so */
        struct agreement agreement;
};

/* items is sorted, the heaviest first. strong holds the heaviest whose identifier agrees, even when too light
 * for items. */
struct shortlist {
        unsigned count;
        struct listed items[SHORTLIST];
        bool has_strong;
        struct listed strong;
};

/* One shortlist a row. facts are those of the rows. Pupils that a verdict says are different are left out. */
struct shortlist *match_search(struct arena *a, const struct match_row *rows, const struct facts *facts,
                               size_t row_count, const struct pupil *pool, size_t pool_count,
                               const struct match_options *options);

/* True when the pupil is on the roll of the school whose list it is. */
static inline bool match_own(const struct pupil *p, const struct match_options *options)
{
        return p->on_roll && (options->whole || p->school == options->school);
}

#endif
