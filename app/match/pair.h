/* One list compared with itself: rows that may be one child. */
#ifndef MATCH_PAIR_H
#define MATCH_PAIR_H

#include "match/match.h"

/* Two rows; first < second. outcome is MATCH_SURE or MATCH_CHECK, why as in match.h. */
struct match_pair {
        size_t first, second;
        enum match_outcome outcome;
        unsigned why;
        struct agreement agreement;
};

/* Returns how many pairs; *out is in the arena, sorted by the two rows. */
size_t match_pairs(struct arena *a, const struct match_row *rows, size_t row_count, struct match_pair **out);

#endif
