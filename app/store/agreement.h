/* Which sets of data the authority has agreed with its schools: its SQL. The sets are model/data_set.h's. */
#ifndef STORE_AGREEMENT_H
#define STORE_AGREEMENT_H

#include "db/db.h"
#include "model/data_set.h"
#include "model/scope.h"

struct agreement {
        unsigned sets;       /* bits of enum data_set */
        bool own;            /* set for that school, or for all; else it follows from what lies below */
        const char *by, *at; /* who set it, and when; "" when nobody has */
        unsigned version;    /* 0: nothing is set */
};

/* What counts for a school; school 0: for every school without one of its own. */
enum outcome agreement_of(struct db *db, struct arena *a, unsigned long school,
                          struct agreement *out) MUST_USE;

/* The schools whose agreement is another than that for all. */
struct agreement_own {
        unsigned long school;
        const char *name;
        unsigned sets;
};
struct agreement_owns {
        size_t count;
        const struct agreement_own *items; /* by name */
};
enum outcome agreement_list(struct db *db, struct arena *a, struct agreement_owns *out) MUST_USE;

/* Sets it, with a line in the audit log. own false: the school follows what is agreed with all. REFUSED when
 * it has changed since that version. */
enum outcome agreement_set(struct db *db, struct arena *a, unsigned long by, unsigned long school,
                           unsigned version, bool own, unsigned sets) MUST_USE;

#endif
