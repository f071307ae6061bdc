/* What an import did to pupils: who was added, and each value that it changed, with the one before. Read from
 * the pupils' history, so a batch of any kind may be asked. */
#ifndef STORE_IMPORT_CHANGE_H
#define STORE_IMPORT_CHANGE_H

#include "db/db.h"
#include "model/field.h"
#include "model/pupil.h"
#include "model/scope.h"

/* A pupil that was added (field ""), or a value of one that was changed. who holds the names, UPN, date of
 * birth, NC year and class that the pupil has today. */
struct import_change {
        unsigned long pupil;
        struct record who;
        const char *field; /* a key of model/field.h */
        const char *before, *after;
        const char *person; /* who accepted the value afterwards, "" for the program itself */
        const char *sheet;
        unsigned row; /* from 1; 0: none */
};

struct import_changes {
        size_t total; /* without paging */
        size_t count;
        const struct import_change *items;
};

/* created: those who were added, else values that were changed. By name; pages count from 0. */
enum outcome import_change_list(struct db *db, struct arena *a, const struct scope *scope,
                                unsigned long batch, bool created, unsigned page, unsigned per_page,
                                struct import_changes *out) MUST_USE;

/* Sorted by pupil: the values that were written by files and lists that came after that one, all of them of a pupil whom one added. */
enum outcome import_change_newer(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                                 size_t *count, const struct pupil_fields **out) MUST_USE;

#endif
