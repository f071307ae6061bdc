/* A fresh database for a test of store/ on the server that tests/server started. */
#ifndef TESTS_DATABASE_H
#define TESTS_DATABASE_H

#include "base/config.h"
#include "db/db.h"
#include "model/scope.h"

#include "tap.h"

struct database {
        struct arena *arena; /* of the whole test */
        const struct config *config;
        struct db *db;
        const char *name;
        const char *server; /* the configuration that tests/server wrote */
};

/* Makes an empty database of its own name and opens it, with every step of sql/ applied or with none.
 * ONROLL_CONF is set to name it, for programs that the test starts. False when there is no server; a server
 * that does not do ends the test. */
bool database_make(struct database *out, bool with_schema);

/* The same, saying that the test is skipped. */
static inline bool database_open(struct database *out, bool with_schema)
{
        if (database_make(out, with_schema))
                return true;
        skip("tests on a database", "no server: run them by tests/server");
        return false;
}

/* Drops it. */
/* A primary school of that number, called by it; the program's scope of it. */
struct scope database_school(struct database *d, const char *laestab);

void database_close(struct database *d);

#endif
