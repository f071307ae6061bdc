/* Saved lists of schools, by which tasks name whom they ask. Their SQL. */
#ifndef STORE_SCHOOL_LIST_H
#define STORE_SCHOOL_LIST_H

#include "store/exchange_task.h"

enum { SCHOOL_LIST_NAME_MAX = 120 };

struct school_list {
        unsigned long id;
        const char *name;
        unsigned version;
        unsigned long members, tasks; /* when read: of open schools; tasks that use it */
};

struct school_lists {
        size_t count;
        const struct school_list *items;
};

/* By name. */
enum outcome school_list_all(struct db *db, struct arena *a, struct school_lists *out) MUST_USE;
enum outcome school_list_find(struct db *db, struct arena *a, unsigned long id,
                              struct school_list *out) MUST_USE;
enum outcome school_list_members(struct db *db, struct arena *a, unsigned long id,
                                 struct exchange_picks *out) MUST_USE;

/* A new one (l->id 0), or its name and schools anew. REFUSED when another has the name or the version is not
 * the latest. A task that uses it asks the new schools from its next run on. */
enum outcome school_list_save(struct db *db, unsigned long by, const struct school_list *l,
                              const struct exchange_picks *members, unsigned long *id) MUST_USE;

/* REFUSED while a task uses it, or when the version is not the latest. */
enum outcome school_list_drop(struct db *db, unsigned long by, unsigned long id, unsigned version) MUST_USE;

#endif
