/* The schema's steps: sql/NNNN-name.sql, applied in order, each recorded in table schema_step. Not the schema
 * itself. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "base/arena.h"
#include "base/outcome.h"
#include "db/db.h"

/* How the database stands to the folder of steps. */
struct schema {
        int known;   /* the last step in the folder */
        int applied; /* the last step in the database; 0: none */
};

/* Compares them. REFUSED when the program cannot work with this database: it is newer, a step did not finish,
 * or a step was edited after it had been applied. DONE also when steps are still to be applied. */
enum outcome schema_compare(struct db *db, struct arena *a, const char *folder, struct schema *out,
                            struct refusal *why) MUST_USE;

/* Applies what is missing; out says how the database stood before. REFUSED as above, and when somebody else
 * is at it. */
enum outcome schema_upgrade(struct db *db, struct arena *a, const char *folder, struct schema *out,
                            struct refusal *why) MUST_USE;

#endif
