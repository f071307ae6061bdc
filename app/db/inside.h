/* What the files of db/ share; nobody else includes it. */
#ifndef DB_INSIDE_H
#define DB_INSIDE_H

#include <mysql.h>
#include <time.h>

#include "db/db.h"

struct db {
        const struct config *config;
        MYSQL *mysql;
        MYSQL_STMT **statements; /* one per struct sql, prepared at first use */
        unsigned long long last_id, affected;
        int depth;               /* of db_transaction */
        unsigned failed;         /* the error that ended the transaction; 0 while it is sound */
        bool lost, unknown, in_the_way;
        struct timespec asked;   /* when db_ready last found it there */
};

/* The connection is gone, as this error of the client says. */
bool db_lost(unsigned error);

/* Logs the error, once, where it was found, and ends the transaction it belongs to. REFUSED for a unique key. */
enum outcome db_broken(struct db *db, const char *doing, unsigned error, const char *words, const struct sql *q);

#endif
