/* Pupils whom imports added: their SQL. */
#ifndef STORE_JOINER_H
#define STORE_JOINER_H

#include <stdbool.h>

#include "db/db.h"
#include "model/scope.h"

struct joiner {
        unsigned long pupil;
        const char *surname, *forename, *dob, *nc_year, *class;
        bool on_roll; /* has not left since */
        const char *at;
        const char *file, *sheet;
        unsigned row; /* 0: none */
};

struct joiners {
        size_t count;
        const struct joiner *items;
};

/* Of the school, of the last days, newest first; limit at most. */
enum outcome joiner_list(struct db *db, struct arena *a, const struct scope *scope, unsigned days,
                         unsigned limit, struct joiners *out) MUST_USE;

#endif
