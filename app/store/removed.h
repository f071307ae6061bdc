/* Pupils who were removed, over all schools: those for whom nobody gave a ground may be missing education.
 * For the authority's staff, so not scoped to a school but for removed_lately; one school's own are in store/pupil.h. */
#ifndef STORE_REMOVED_H
#define STORE_REMOVED_H

#include "db/db.h"
#include "model/scope.h"

struct removed_pupil {
        unsigned long school, pupil;
        unsigned version;
        const char *school_name, *surname, *forename, *dob, *upn, *year, *class;
        const char *left_on, *ground, *destination;
        const char *reference; /* of the migration that removed the pupil, or "" */
        const char *elsewhere; /* the school on whose roll the child is now, or "" */
};

struct removed_pupils {
        size_t total; /* without paging */
        size_t count;
        const struct removed_pupil *items;
};

/* Those whom the undoing of a migration took off again are left out: they never came. */
struct removed_filter {
        unsigned long school; /* 0: all */
        bool any_ground;      /* else those without a ground alone */
        unsigned page, per_page;
};

/* Latest first. */
enum outcome removed_list(struct db *db, struct arena *a, const struct removed_filter *f,
                          struct removed_pupils *out) MUST_USE;

/* Of a school, who left in the last days or was removed in them, latest first; limit at most. */
enum outcome removed_lately(struct db *db, struct arena *a, const struct scope *scope, unsigned days, unsigned limit,
                            struct removed_pupils *out) MUST_USE;

#endif
