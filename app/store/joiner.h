/* Pupils who came on roll: by an import, a migration, a bulk upload or by hand. Their SQL. */
#ifndef STORE_JOINER_H
#define STORE_JOINER_H

#include <stdbool.h>

#include "db/db.h"
#include "model/scope.h"

struct joiner {
        unsigned long pupil;
        const char *surname, *forename, *dob, *nc_year, *class;
        bool on_roll; /* has not left since */
        const char *at;    /* added, in UTC */
        const char *entry; /* entry date, or "" */
        const char *file, *sheet;
        unsigned row;       /* 0: none */
        const char *person; /* who added them, "" for the program itself */
};

struct joiners {
        size_t count;
        const struct joiner *items;
};

/* Of the school, added in the last days, newest first; limit at most. Not those whom an undone import or migration brought, nor who was
 * removed by mistake and restored. */
enum outcome joiner_list(struct db *db, struct arena *a, const struct scope *scope, unsigned days,
                         unsigned limit, struct joiners *out) MUST_USE;

#endif
