/* Writing pupils, for store/pupil_deed.c alone: the rows, what changed in them, and their keys. */
#ifndef STORE_PUPIL_WRITE_H
#define STORE_PUPIL_WRITE_H

#include "store/pupil_deed.h"

enum write_kind { WRITE_CREATED, WRITE_CHANGED, WRITE_LEFT, WRITE_RESTORED };

struct write {
        enum write_kind kind;
        const struct pupil_full *before; /* as locked; NULL when created */
        struct pupil_full after;         /* its number is filled in when created */
        struct pupil_source from;
};

/* Writes them with that version of the roll. The school and the pupils are locked. Nothing is written of a
 * pupil that stays as it was. */
enum outcome write_pupils(struct db *db, struct arena *a, const struct scope *scope,
                          unsigned long long roll_version, struct write *writes, size_t count) MUST_USE;

#endif
