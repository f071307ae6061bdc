/* The audit log: who did or saw what. Written in the transaction of the deed. */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "db/db.h"

/* by and school may be 0; verb is a fixed word; object the number of what was done to; detail for people, never with
 * names or dates of birth. */
enum outcome audit_add(struct db *db, unsigned long by, unsigned long school, const char *verb, unsigned long object,
                       const char *detail) MUST_USE;

/* The verbs that are in the log, by name. */
struct audit_verbs {
        size_t count;
        const char *const *items;
};

enum outcome audit_verbs(struct db *db, struct arena *a, struct audit_verbs *out) MUST_USE;

struct audit_filter {
        unsigned long school, person; /* 0: all */
        const char *verb;             /* "": all */
        const char *from, *to;        /* yyyy-mm-dd, inclusive, "": open */
        unsigned long before;         /* rows with a smaller number: the next page; 0: from the newest */
        unsigned limit;
};

struct audit_row {
        unsigned long id, object;
        const char *at, *person, *school, *verb, *detail;
};

struct audit_rows {
        size_t count;
        const struct audit_row *items;
};

/* Newest first. For the authority's staff. */
enum outcome audit_list(struct db *db, struct arena *a, const struct audit_filter *f, struct audit_rows *out) MUST_USE;

#endif
