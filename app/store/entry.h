/* Entries as held (model/entry.h): their SQL. What becomes of one that came is flow/entry.h's; those that
 * wait for a person are entry_conflict.h. */
#ifndef STORE_ENTRY_H
#define STORE_ENTRY_H

#include "db/db.h"
#include "model/entry.h"
#include "model/scope.h"

struct entry_held {
        unsigned long pupil;
        struct entry entry;
        const char *key; /* entry_key's */
        /* where it came from */
        unsigned long batch;      /* 0: not with an import */
        const char *file, *sheet; /* file: "" when it is not known */
        unsigned row;             /* as people count; 0: none */
        const char *changed_at;
        /* in lists: whose */
        const char *surname, *forename, *upn, *nc_year;
        bool on_roll;
};

struct entries {
        size_t count;
        const struct entry_held *items;
};

/* All of one pupil: by kind and key. */
enum outcome entry_of_pupil(struct db *db, struct arena *a, const struct scope *scope, unsigned long pupil,
                            struct entries *out) MUST_USE;

/* All of the school of one kind, also of pupils who left: by name. */
enum outcome entry_list(struct db *db, struct arena *a, const struct scope *scope, enum entry_kind kind,
                        struct entries *out) MUST_USE;

/* The same without names and sources, in no order: for comparison. */
enum outcome entry_of_school(struct db *db, struct arena *a, const struct scope *scope, enum entry_kind kind,
                             struct entries *out) MUST_USE;

/* Writes them, new or over what is held under the key; batch, sheet and row as in the items. Called inside a
 * transaction that has the school's lock. */
enum outcome entry_write(struct db *db, struct arena *a, const struct scope *scope,
                         const struct entry_held *items, size_t count) MUST_USE;

#endif
