/* What a change of pupils settles by itself, whoever made it: conflicts whose two values now agree, whatever was open about a pupil who
 * has left or whose UPN is right now, and which children two schools have on roll. For store/pupil_write.c alone. */
#ifndef STORE_SETTLE_H
#define STORE_SETTLE_H

#include "store/pupil_write.h"

/* All are of one school, whose lock the transaction has. */
enum outcome settle_written(struct db *db, struct arena *a, const struct scope *scope, struct write *const *writes,
                            size_t count) MUST_USE;

#endif
