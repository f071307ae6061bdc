/* Why and where to the pupils go who are in no file of a migration. Their SQL. */
#ifndef STORE_LEAVER_H
#define STORE_LEAVER_H

#include "db/db.h"
#include "model/scope.h"

struct leaver {
        unsigned long pupil;
        const char *ground, *destination, *left_on; /* "" where not said */
};

struct leavers {
        size_t count;
        const struct leaver *items;
};

enum outcome leaver_list(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                         struct leavers *out) MUST_USE;
enum outcome leaver_set(struct db *db, const struct scope *scope, unsigned long batch, const struct leaver *items,
                        size_t count) MUST_USE;

#endif
