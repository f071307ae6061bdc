/* What every connection is set to: the defaults of the client and the server would lose or leak. */
#include "db/db.h"

#include "../tap.h"
#include "database.h"

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
        database_close(&d);
        return done_testing();
}
