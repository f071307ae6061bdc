/* Which of the invented families services know: some 17 in a hundred, one of three of them no longer. The
 * families themselves are family.h's, and are the same whether or not this is asked for. */
#ifndef DEMO_INVOLVED_H
#define DEMO_INVOLVED_H

#include "demo/family.h"
#include "store/bulk.h"

const struct bulk_team *involved_teams(size_t *count);

/* Sorted by child. The same pupils and day give the same. */
const struct bulk_involvement *involved_new(struct arena *a, const struct demo_pupils *pupils,
                                            struct date today, size_t *count);

#endif
