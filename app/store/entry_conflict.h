/* Entries that came and were not written, until a person decides or the two agree: their SQL. The same for
 * entries as conflict.h for the fields of a pupil. */
#ifndef STORE_ENTRY_CONFLICT_H
#define STORE_ENTRY_CONFLICT_H

#include "model/rule.h"
#include "store/entry.h"

struct entry_conflict {
        unsigned long id, pupil;
        const char *key;
        struct entry theirs, ours; /* ours all empty: there was none */
        bool any;                  /* there was one of ours */
        enum cohort cohort;
        bool kept;        /* a person keeps ours against this one: not asked again until another comes */
        const char *told; /* what the school was told about that, or "" */
        const char *decided_by, *decided_at; /* who keeps ours, and when; "" while it is open */
        unsigned long batch;
        const char *file, *sheet;
        unsigned row;
        const char *opened_at;
        unsigned version;
        const char *surname, *forename; /* in lists */
        /* where ours came from, as of struct entry_held; changed_at "": there is none of ours */
        const char *ours_file, *ours_sheet, *ours_changed_at;
        unsigned ours_row;
};

struct entry_conflicts {
        size_t count;
        const struct entry_conflict *items;
};

/* Of the school, open and kept: by name and kind. */
enum outcome entry_conflict_list(struct db *db, struct arena *a, const struct scope *scope,
                                 struct entry_conflicts *out) MUST_USE;

/* The services that know a pupil of whom an entry is in conflict, on that day (yyyy-mm-dd, UTC): by pupil and
 * name. The authority's own: no school reads them. */
struct entry_known {
        unsigned long pupil;
        const char *service;
        bool counts; /* it makes the pupil active */
};

struct entries_known {
        size_t count;
        const struct entry_known *items;
};

enum outcome entry_conflict_known(struct db *db, struct arena *a, const struct scope *scope, const char *day,
                                  struct entries_known *out) MUST_USE;

/* All below are called inside a transaction that has the school's lock, and leave the counting to
 * store/status.h. */

/* Opens them, or gives one that is there its new value; whoever kept ours against another one is asked again.
 */
enum outcome entry_conflict_open(struct db *db, struct arena *a, const struct scope *scope,
                                 const struct entry_conflict *items, size_t count) MUST_USE;

/* They agree, or were accepted. */
enum outcome entry_conflict_end(struct db *db, struct arena *a, const struct scope *scope,
                                const struct entry_conflict *c) MUST_USE;

/* All of pupils who have left. */
enum outcome entry_conflict_forget(struct db *db, const struct scope *scope, const unsigned long *pupils,
                                   size_t count) MUST_USE;

/* A person keeps ours, and tells the school why ("": does not). REFUSED when the conflict has changed since
 * its version. */
enum outcome entry_conflict_keep(struct db *db, const struct scope *scope, const struct entry_conflict *c,
                                 const char *told) MUST_USE;

#endif
