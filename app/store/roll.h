/* The roll as a whole: holding it still, and the size of all rolls together. */
#ifndef STORE_ROLL_H
#define STORE_ROLL_H

#include "db/db.h"
#include "model/scope.h"

/* First in a transaction that rests on what the roll is: others who change it wait until the transaction ends. */
enum outcome roll_lock(struct db *db, const struct scope *scope) MUST_USE;

/* The numbers of those who changed, came or left since that version of the roll. */
enum outcome roll_changed_since(struct db *db, struct arena *a, const struct scope *scope, unsigned long long version,
                                unsigned long **ids, size_t *count) MUST_USE;

/* Pupils on the rolls of all schools. */
enum outcome roll_of_authority(struct db *db, struct arena *a, unsigned long *out) MUST_USE;

#endif
