/* Schools and their settings: their SQL. Not their pupils (pupil.h) nor their people (person.h). The
 * authority's staff see all of them; a school's pages ask for their own. */
#ifndef STORE_SCHOOL_H
#define STORE_SCHOOL_H

#include "db/db.h"
#include "model/school.h"
#include "model/scope.h"

enum outcome school_by_id(struct db *db, struct arena *a, unsigned long id, struct school *out) MUST_USE;
enum outcome school_by_laestab(struct db *db, struct arena *a, const char *laestab,
                               struct school *out) MUST_USE;

/* Open schools whose name or LAESTAB holds what is sought ("" is all), by name. */
enum outcome school_list(struct db *db, struct arena *a, const char *sought, struct schools *out) MUST_USE;

/* REFUSED when the LAESTAB is taken. by: who does it, for the audit. */
enum outcome school_add(struct db *db, unsigned long by, const struct school *s, unsigned long *id) MUST_USE;

/* Sets everything but LAESTAB and roll. REFUSED when the version is not the latest. */
enum outcome school_set(struct db *db, unsigned long by, const struct school *s) MUST_USE;

/* How many are on the roll, by NC year and class. */
struct class_count {
        const char *year, *class;
        unsigned long pupils;
};

struct class_counts {
        size_t count;
        const struct class_count *items; /* youngest first, classes by name; "" for none */
};

enum outcome school_classes(struct db *db, struct arena *a, const struct scope *scope,
                            struct class_counts *out) MUST_USE;

#endif
