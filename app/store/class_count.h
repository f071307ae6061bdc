/* How many of each class are on the roll: kept with every write of pupils. Reading it is school_classes of school.h. */
#ifndef STORE_CLASS_COUNT_H
#define STORE_CLASS_COUNT_H

#include "store/pupil_write.h"

/* For pupil_write.c alone, which holds the school: who came, left, or moved to another class. */
enum outcome class_count_write(struct db *db, struct arena *a, struct write *const *writes, size_t count) MUST_USE;

/* Of all schools anew: after loading pupils in bulk, and when workers of a version that did not count have gone. */
enum outcome class_count_all(struct db *db) MUST_USE;

#endif
