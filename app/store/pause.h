/* Pauses of schools: while one is current, data is received and kept, not processed. It ends by itself when
 * its time comes, or by hand. A school has one at a time. What is done with what waited is flow/import.h's.
 */
#ifndef STORE_PAUSE_H
#define STORE_PAUSE_H

#include <stdbool.h>
#include <time.h>

#include "db/db.h"
#include "model/scope.h"

enum { PAUSE_REASON_MAX = 200 };

struct pause {
        unsigned long school, id;
        time_t from_at, until_at; /* until_at 0: until somebody ends it */
        const char *reason;
        bool all; /* on resume all that waits is applied in order; else the newest alone */
        unsigned version;
        /* when read: */
        const char *school_name, *laestab, *set_by, *ended_by;
        time_t set_at, ended_at;
        long waiting_files, waiting_rows; /* of the school, now */
};

struct pauses {
        size_t count;
        const struct pause *items;
};

enum pause_when { PAUSE_CURRENT, PAUSE_PLANNED, PAUSE_PAST };

enum pause_when pause_when(const struct pause *p, time_t now);

/* The one of a school that is current. ABSENT: its data may be processed. */
enum outcome pause_current(struct db *db, struct arena *a, const struct scope *scope, time_t now,
                           struct pause *out) MUST_USE;

/* The last that was current and is over, for what is to be done with what waited. ABSENT: there was none. */
enum outcome pause_ended(struct db *db, struct arena *a, const struct scope *scope, time_t now,
                         struct pause *out) MUST_USE;

enum outcome pause_find(struct db *db, struct arena *a, const struct scope *scope, unsigned long id,
                        struct pause *out) MUST_USE;

/* Of one school, the latest to begin first. */
enum outcome pause_list(struct db *db, struct arena *a, const struct scope *scope,
                        struct pauses *out) MUST_USE;

/* Of all schools, those with any time between the two moments, by beginning and name; ended ones with their
 * time until then. For the authority's staff. */
enum outcome pause_between(struct db *db, struct arena *a, time_t from, time_t to,
                           struct pauses *out) MUST_USE;

/* The schools of a list of numbers, for the page that asks once more: their names, and those with a pause in
 * that time. */
struct pause_choice {
        unsigned long school;
        const char *name, *laestab;
        bool taken;
        long waiting_files;
};

struct pause_choices {
        size_t count;
        const struct pause_choice *items;
};

enum outcome pause_choices(struct db *db, struct arena *a, time_t from, time_t until,
                           struct pause_choices *out) MUST_USE;

/* Sets from, until, reason and on resume for each of the schools in one transaction; a school with a pause in
 * that time, or that is closed, is left as it is. *added: how many have got one. by: who does it. For the
 * authority's staff. */
enum outcome pause_add(struct db *db, unsigned long by, const struct pause *p, const unsigned long *schools,
                       size_t count, size_t *added) MUST_USE;

/* Changes one that is not over: reason, until, on resume and, while it is planned, from. REFUSED when it has
 * changed or ended meanwhile; *taken when the cause is another pause of the school in that time. */
enum outcome pause_change(struct db *db, const struct scope *scope, const struct pause *p, time_t now,
                          bool *taken) MUST_USE;

/* Ends a current one now; one that is planned is called off. all: what is done with what waits. REFUSED when it
 * has changed or is over. */
enum outcome pause_end(struct db *db, const struct scope *scope, unsigned long id, unsigned version,
                       bool all, time_t now) MUST_USE;

#endif
