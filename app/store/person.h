/* People who sign in: their SQL. Reached by the authority's staff and by gate/, so not scoped to a school, except where
 * a scope is taken. */
#ifndef STORE_PERSON_H
#define STORE_PERSON_H

#include "db/db.h"
#include "model/person.h"
#include "model/scope.h"

struct people {
        size_t count;
        const struct person *items;
};

/* password is the hash, "" when none was chosen. ABSENT when nobody has that e-mail address. */
enum outcome person_by_email(struct db *db, struct arena *a, const char *email, struct person *out,
                             const char **password) MUST_USE;
enum outcome person_by_id(struct db *db, struct arena *a, unsigned long id, struct person *out) MUST_USE;

/* All of the authority (school 0) or of one school, by name. */
enum outcome person_list(struct db *db, struct arena *a, unsigned long school, struct people *out) MUST_USE;

/* Everyone with the name of the school, "" for the authority's staff, who come first; then by school and name. */
struct person_place {
        struct person person;
        const char *school_name;
};

struct people_places {
        size_t count;
        const struct person_place *items;
};

enum outcome person_everyone(struct db *db, struct arena *a, struct people_places *out) MUST_USE;

/* How many may sign in with that role: of a school, or of the authority (school 0). */
enum outcome person_count(struct db *db, struct arena *a, unsigned long school, enum role role, long *out) MUST_USE;

/* REFUSED when the e-mail address is taken. by: who does it, for the audit. */
enum outcome person_add(struct db *db, unsigned long by, const struct person *p, unsigned long *id) MUST_USE;

/* REFUSED when version is not the latest. Disabling ends the person's sessions. */
enum outcome person_disable(struct db *db, unsigned long by, const struct person *p, bool disabled) MUST_USE;

/* Sets the hash, ends all sessions and links of the person. link: the hash of the link that permits it, or NULL; ABSENT
 * when somebody else has used it first. */
enum outcome person_set_password(struct db *db, unsigned long by, unsigned long id, const char *hash,
                                 const unsigned char link[32]) MUST_USE;

/* One-time links. link_find is ABSENT for one that was used, has expired or never was. */
enum outcome link_add(struct db *db, unsigned long person, const unsigned char hash[32]) MUST_USE;
enum outcome link_find(struct db *db, struct arena *a, const unsigned char hash[32], struct person *out) MUST_USE;

#endif
