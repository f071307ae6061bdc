#include "db/transaction.h"

#include <mysqld_error.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "db/inside.h"

enum { TRIES = 5 };

/* Snapshot conflicts of MariaDB (1020) and commit failures (1180) are a deadlock by another name. */
static bool is_retried(unsigned error)
{
        return error == ER_LOCK_DEADLOCK || error == ER_LOCK_WAIT_TIMEOUT || error == ER_CHECKREAD ||
               error == ER_ERROR_DURING_COMMIT || db_lost(error);
}

static bool command(struct db *db, const char *words)
{
        if (!db->lost && mysql_query(db->mysql, words) == 0)
                return true;
        if (!db->lost)
                db_broken(db, "sql-transaction", mysql_errno(db->mysql), words, NULL);
        return false;
}

static void pause_before(int attempt)
{
        struct timespec t = { 0, (20L + random() % 80) * attempt * 1000000L };
        nanosleep(&t, NULL);
}

static enum outcome commit(struct db *db)
{
        if (mysql_query(db->mysql, "COMMIT") == 0)
                return DONE;
        db->failed = mysql_errno(db->mysql);
        db->unknown = db_lost(db->failed);
        db->lost |= db->unknown;
        log_event("sql-commit", "%u %s", db->failed, mysql_error(db->mysql));
        return BROKEN;
}

static enum outcome attempt(struct db *db, enum outcome (*work)(struct db *, void *), void *context)
{
        db->failed = 0;
        if (db->lost && db_ready(db) != DONE)
                return BROKEN;
        db->depth = 1;
        enum outcome result = command(db, "START TRANSACTION") ? work(db, context) : BROKEN;
        if (result == DONE && db->failed)
                result = BROKEN;
        if (result == DONE)
                result = commit(db);
        if (result != DONE && !db->lost)
                command(db, "ROLLBACK");
        db->depth = 0;
        return result;
}

enum outcome db_transaction(struct db *db, enum outcome (*work)(struct db *, void *), void *context)
{
        if (db->depth)
                return work(db, context);
        enum outcome result = BROKEN;
        db->unknown = db->in_the_way = false;
        for (int n = 1; n <= TRIES; n++) {
                result = attempt(db, work, context);
                if (result == DONE || db->unknown || !is_retried(db->failed))
                        break;
                if (n < TRIES)
                        pause_before(n);
        }
        db->in_the_way = result == BROKEN && !db->unknown && is_retried(db->failed);
        db->failed = 0;
        return result;
}

bool db_in_the_way(const struct db *db)
{
        return db->in_the_way;
}

bool db_unknown(const struct db *db)
{
        return db->unknown;
}

