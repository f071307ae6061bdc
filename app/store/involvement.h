/* Involvements of children with services: their SQL. Many at once is involvement_bulk.h; who is active
 * because of them is cohort.h, which every change here keeps right in the same transaction. The authority's
 * own: no school reads them. */
#ifndef STORE_INVOLVEMENT_H
#define STORE_INVOLVEMENT_H

#include <stdbool.h>

#include "db/db.h"
#include "model/involvement.h"

/* All of a child, the newest first. */
enum outcome involvement_of_child(struct db *db, struct arena *a, unsigned long child,
                                  struct involvements *out) MUST_USE;

/* ABSENT when the child has no such involvement. */
enum outcome involvement_find(struct db *db, struct arena *a, unsigned long child, unsigned long id,
                              struct involvement *out) MUST_USE;

/* REFUSED when the service or team takes none, the days are the wrong way round, or the child has the same
 * one already: child, service, team, first day and reference. by: who does it. */
enum outcome involvement_add(struct db *db, unsigned long by, const struct involvement *i,
                             unsigned long *id) MUST_USE;

/* Sets service, team, days and reference. REFUSED as above, and when the version is not the latest. */
enum outcome involvement_set(struct db *db, unsigned long by, const struct involvement *i) MUST_USE;

/* Its last day. REFUSED when that comes before its first, or the version is not the latest. */
enum outcome involvement_end(struct db *db, unsigned long by, const struct involvement *i,
                             const char *to) MUST_USE;

/* It never was. REFUSED when the version is not the latest. */
enum outcome involvement_remove(struct db *db, unsigned long by, const struct involvement *i) MUST_USE;

/* ---- those of a service ---- */

struct involvement_filter {
        unsigned long service, team; /* team 0: any */
        const char *words;           /* each begins a word of the pupil's name; "" is all */
        const char *day;             /* only those that run on it; NULL: all */
        unsigned page, per_page;     /* pages count from 0 */
};

/* With the child's pupil: the one on roll, else the latest; 0 and "" when no school holds the child any
 * longer. */
struct known_child {
        struct involvement involvement;
        unsigned long school, pupil;
        const char *school_name, *surname, *forename, *dob, *upn;
        bool on_roll;
};

struct known_children {
        size_t total; /* without paging */
        size_t count;
        const struct known_child *items;
};

/* By name. */
enum outcome involvement_list(struct db *db, struct arena *a, const struct involvement_filter *f,
                              struct known_children *out) MUST_USE;

#endif
