/* Pupils of a school: reading them. Changing them is pupil_deed.h, their past is pupil_history.h. */
#ifndef STORE_PUPIL_H
#define STORE_PUPIL_H

#include <stdint.h>

#include "db/db.h"
#include "model/pupil.h"
#include "model/scope.h"

/* All that is held of one. */
struct pupil_full {
        struct pupil pupil;
        unsigned long child; /* the same for one child's rows at several schools */
        const char *left_on; /* yyyy-mm-dd, or "" while on the roll */
        const char *ground;  /* a code of code_ground, or "" when it was not given */
        const char *destination;
        unsigned long left_batch; /* the migration that removed the pupil, or 0 */
};

struct pupil_list {
        size_t total; /* without paging */
        size_t count;
        const struct pupil_full *items;
};

enum pupil_order {
        ORDER_NAME,
        ORDER_FORENAME,
        ORDER_UPN,
        ORDER_DOB,
        ORDER_SEX,
        ORDER_YEAR,
        ORDER_CLASS,
        ORDER_ENTRY,
        ORDER_LEFT,
        ORDER_COUNT
};

struct pupil_filter {
        const char *words; /* each begins a word of the name; or it begins the UPN; "" is all */
        const char *year;  /* NC year, "" is any */
        const char *class; /* "" is any */
        bool left;         /* those who left instead of those on the roll */
        bool brief;        /* of those on the roll only number, UPN, name, birth, sex, year, class and entry */
        enum pupil_order order;
        bool down;               /* the other way round */
        unsigned page, per_page; /* pages count from 0 */
        size_t on_roll;          /* how long the whole roll is, when the caller knows: it is not counted again */
};

enum outcome pupil_list(struct db *db, struct arena *a, const struct scope *scope,
                        const struct pupil_filter *f, struct pupil_list *out) MUST_USE;

/* ABSENT when the school has no such pupil, whoever else has. */
enum outcome pupil_find(struct db *db, struct arena *a, const struct scope *scope, unsigned long id,
                        struct pupil_full *out) MUST_USE;

/* Everyone on the roll, by name. */
enum outcome pupil_roll(struct db *db, struct arena *a, const struct scope *scope,
                        struct pupils *out) MUST_USE;

/* Everyone of the school, also those who left, who shares one of match/key.h's keys: who a new pupil may be.
 */
enum outcome pupil_alike(struct db *db, struct arena *a, const struct scope *scope, const uint64_t *keys,
                         size_t count, struct pupil_list *out) MUST_USE;

/* The pupils of those numbers, at whatever school, in no order: who a listed child was found to be. */
enum outcome pupil_by_ids(struct db *db, struct arena *a, const unsigned long *ids, size_t count,
                          struct pupils *out) MUST_USE;

/* The pupils of ALL schools, also those who left, who share one of the keys; each once, by number; without those whom
 * the undoing of a batch took off again. This call
 * and the one above cross schools: for flow/ alone, which shows a school no more of another's pupil
 * than it may see. */
enum outcome pupil_candidates(struct db *db, struct arena *a, const uint64_t *keys, size_t count,
                              struct pupils *out) MUST_USE;

#endif
