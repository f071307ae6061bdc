/* A whole authority at once, into an empty database: for the demo authority, tests and benchmarks. Nothing
 * here checks or audits; the rows of real people go through the other files of store/. */
#ifndef STORE_BULK_H
#define STORE_BULK_H

#include "base/date.h"
#include "db/db.h"
#include "model/person.h"
#include "model/pupil.h"

struct bulk_school {
        unsigned long id;
        const char *laestab, *urn, *name, *phase, *year_low, *year_high, *email;
        unsigned agreed, on_roll;
};

struct bulk_pupil {
        struct pupil pupil;
        const char *sort_name; /* folded "surname forename" */
};

/* Of table pupil_key, where the keys of match/key.h are signed. */
struct bulk_key {
        long long value;
        unsigned long school, pupil;
};

/* Of the service of that kind (model/service.h). Sorted by child; the team is one of teams, or "". Days as in model/involvement.h. */
struct bulk_team {
        char kind;
        const char *name;
};

struct bulk_involvement {
        unsigned long child;
        char kind;
        const char *team, *from, *to, *reference;
};

/* Pupils are best sorted by school and number, keys by value. created is a moment, "2025-09-02 08:00:00".
 * password is a hash that all people get. The window is open for the whole authority from one day to the
 * other. */
struct bulk {
        const struct bulk_school *schools;
        const struct person *people;
        const struct bulk_pupil *pupils;
        const struct bulk_key *keys;
        const struct bulk_team *teams;
        const struct bulk_involvement *involvements;
        size_t school_count, person_count, pupil_count, key_count, team_count, involvement_count;
        const char *day; /* on which the active cohort is that of the involvements */
        const char *created, *password;
        int academic_year;
        struct date opens, closes;
};

/* In one transaction. REFUSED when the database has a school, a person or a pupil already. */
enum outcome bulk_load(struct db *db, const struct bulk *all) MUST_USE;

#endif
