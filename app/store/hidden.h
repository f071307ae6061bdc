/* The columns of lists that a person has hidden: their SQL. */
#ifndef STORE_HIDDEN_H
#define STORE_HIDDEN_H

#include <stdbool.h>

#include "db/db.h"

enum { HIDDEN_MAX = 500 };

/* The keys of the columns of a list that the person has hidden, with commas between them; "" for none. */
enum outcome hidden_find(struct db *db, struct arena *a, unsigned long person, const char *list,
                         const char **out) MUST_USE;

/* keys "": all are shown again. REFUSED when they are longer than HIDDEN_MAX. */
enum outcome hidden_set(struct db *db, unsigned long person, const char *list, const char *keys) MUST_USE;

/* Whether key is one of them. */
bool hidden_has(const char *keys, const char *key);

#endif
