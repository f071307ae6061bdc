/* When schools may move to the new year: the windows that the authority sets, for all schools or for one. */
#ifndef STORE_WINDOW_H
#define STORE_WINDOW_H

#include <string.h>

#include "db/db.h"

struct window {
        unsigned long school;             /* 0: the whole authority */
        int academic;                     /* 2026 is the academic year 2026/27 */
        const char *opens_on, *closes_on; /* yyyy-mm-dd, both days included */
        unsigned version;                 /* 0: not set yet */
};

struct windows {
        size_t count;
        const struct window *items;
};

/* The window that counts for a school and an academic year: its own, else the authority's. */
enum outcome window_find(struct db *db, struct arena *a, unsigned long school, int academic,
                         struct window *out) MUST_USE;

/* The one of a school that is open on a day (yyyy-mm-dd), else the next to open; ABSENT when none is to come.
 */
enum outcome window_coming(struct db *db, struct arena *a, unsigned long school, const char *day,
                           struct window *out) MUST_USE;

static inline bool window_open(const struct window *w, const char *day)
{
        /* ISO dates sort as text. */
        return strcmp(w->opens_on, day) <= 0 && strcmp(day, w->closes_on) <= 0;
}

/* All that were set, the newest academic year first, the authority's before the schools'. */
enum outcome window_list(struct db *db, struct arena *a, struct windows *out) MUST_USE;

/* Sets or changes it. REFUSED when the version is not the latest. by: who does it. */
enum outcome window_set(struct db *db, unsigned long by, const struct window *w) MUST_USE;

/* Takes a school's own away, so that the authority's counts again. REFUSED as above. */
enum outcome window_remove(struct db *db, unsigned long by, const struct window *w) MUST_USE;

#endif
