/* What a batch did to pupils, read back so that it can be undone. Nothing is written here: flow/undo.c does
 * that. */
#ifndef STORE_UNDO_H
#define STORE_UNDO_H

#include <stdbool.h>

#include "db/db.h"
#include "model/field.h"
#include "model/scope.h"
#include "store/pupil_deed.h"

/* A value that the batch changed. since: somebody has changed it again. */
struct undo_value {
        unsigned long pupil;
        enum field field;
        const char *before, *after;
        bool since;
};

/* back: those it removed who are still away. came: those who came with it and are still on the roll.
 * came_gone: who came with it and have left since. values are in the order of pupils. */
struct undo_facts {
        size_t back_count, came_count, came_gone, value_count;
        const struct pupil_seen *back, *came;
        const struct undo_value *values;
};

enum outcome undo_read(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                       struct undo_facts *out) MUST_USE;

#endif
