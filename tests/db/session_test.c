/* What every connection is set to: the defaults of the client and the server would lose or leak. */
#include "db/db.h"

#include "../tap.h"
#include "database.h"

SQL(words, "SELECT word FROM t ORDER BY id FOR UPDATE");
SQL(word_of, "SELECT word FROM t WHERE id = 2");
SQL(put_word, "UPDATE t SET word = ? WHERE id = 2");
SQL(connection, "SELECT CONNECTION_ID()");

struct meanwhile {
        struct arena *a;
        struct db *other;
        int times;
};

/* The first time somebody else changes a row between two reads. */
static enum outcome read_twice(struct db *db, void *context)
{
        struct meanwhile *m = context;
        struct result r;
        enum outcome result = db_find(db, m->a, &r, &word_of, ARGS());
        if (result == DONE && m->times++ == 0)
                result = db_run(m->other, &put_word, ARGS(arg_text("new")));
        return result == DONE ? db_find(db, m->a, &r, &words, ARGS()) : result;
}

static long connection_of(struct database *d)
{
        struct result r;
        return db_find(d->db, d->arena, &r, &connection, ARGS()) == DONE ? (long)result_number(&r, 0, 0) : -1;
}

/* A statement that was refused in the middle of its rows is used again as if nothing had been. */
static void refused_between_rows(struct database *d)
{
        struct meanwhile m = { .a = d->arena };
        long before = connection_of(d);
        if (!ok(db_open(d->config, &m.other) == DONE, "somebody else"))
                return;
        ok(db_script(d->db, "INSERT INTO t VALUES (1, 'one'), (2, 'two'), (3, 'thr');\n") == DONE, "three rows");
        ok(db_transaction(d->db, read_twice, &m) == DONE, "what was refused once");
        is_long(m.times, 2, "is done the second time");
        is_long(connection_of(d), before, "by the same connection");
        db_close(m.other);
}

int main(void)
{
        SQL(settings,
            "SELECT @@sql_mode LIKE '%STRICT_ALL_TABLES%NO_ENGINE_SUBSTITUTION%', @@tx_isolation, "
            "@@innodb_snapshot_isolation, "
            "@@max_statement_time, @@innodb_lock_wait_timeout, @@time_zone, @@character_set_client, "
            "@@innodb_flush_log_at_trx_commit, @@innodb_rollback_on_timeout, @@local_infile");
        static const char *const want[] = { "1",      "REPEATABLE-READ", "1", "25.000000", "5",
                                            "+00:00", "utf8mb4",         "1", "1",         "0" };
        static struct database d;
        struct result r;
        if (!database_open(&d, false)) {
                skip("a connection", "no server: run it by tests/server");
                return done_testing();
        }
        ok(db_find(d.db, d.arena, &r, &settings, NULL, 0) == DONE, "the settings of a connection");
        for (unsigned i = 0; i < sizeof want / sizeof *want; i++)
                is_text(result_text(&r, 0, i), want[i], want[i]);
        ok(db_script(d.db, "CREATE TABLE t (id INT PRIMARY KEY, word VARCHAR(3));\n") == DONE, "a table");
        ok(db_script(d.db, "LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE t (word);\n") != DONE,
           "no file of ours goes to a server");
        SQL(long_word, "INSERT INTO t (id, word) VALUES (1, ?)");
        ok(db_run(d.db, &long_word, ARGS(arg_text("abcd"))) == BROKEN, "nothing is cut to fit");
        SQL(two, "SELECT ?");
        ok(db_find(d.db, d.arena, &r, &two, ARGS(arg_text("'; DROP TABLE t; --"))) == DONE, "a value");
        is_text(result_text(&r, 0, 0), "'; DROP TABLE t; --", "is a value and no more");
        refused_between_rows(&d);
        database_close(&d);
        return done_testing();
}
