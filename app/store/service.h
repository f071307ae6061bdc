/* Services and their teams: their SQL. Who is involved is involvement.h's; who becomes active by a change
 * here is kept right in the same transaction (cohort.h). */
#ifndef STORE_SERVICE_H
#define STORE_SERVICE_H

#include "db/db.h"
#include "model/service.h"

/* All of them, by name, with how many involvements run on that day (yyyy-mm-dd). */
enum outcome service_list(struct db *db, struct arena *a, const char *day, struct services *out) MUST_USE;
enum outcome service_find(struct db *db, struct arena *a, unsigned long id, const char *day,
                          struct service *out) MUST_USE;

/* REFUSED when there is one of that name. by: who does it. */
enum outcome service_add(struct db *db, unsigned long by, const struct service *s,
                         unsigned long *id) MUST_USE;

/* Sets name, kind, whether it counts and whether it is closed. REFUSED when the version is not the latest or
 * another has the name. */
enum outcome service_set(struct db *db, unsigned long by, const struct service *s) MUST_USE;

/* Those of a service, or (0) of all, by name. */
enum outcome team_list(struct db *db, struct arena *a, unsigned long service, const char *day,
                       struct teams *out) MUST_USE;

/* ABSENT when the service has no such team. */
enum outcome team_find(struct db *db, struct arena *a, unsigned long service, unsigned long id,
                       const char *day, struct team *out) MUST_USE;

/* As of services. A team that closes takes no new involvements; those that it has go on. */
enum outcome team_add(struct db *db, unsigned long by, const struct team *t, unsigned long *id) MUST_USE;
enum outcome team_set(struct db *db, unsigned long by, const struct team *t) MUST_USE;

#endif
