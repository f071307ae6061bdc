/* The keys by which a list's rows find a pupil (match/key.h), for store/pupil_write.c alone. Finding by them
 * is pupil.h. */
#ifndef STORE_PUPIL_KEY_H
#define STORE_PUPIL_KEY_H

#include "store/pupil_write.h"

/* Writes those of pupils whose keys are not what they were. All are of one school. */
enum outcome pupil_keys_write(struct db *db, struct arena *a, struct write *const *writes,
                              size_t count) MUST_USE;

#endif
