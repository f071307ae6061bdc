/* What the database layer writes into the log when a statement fails: never the value that did not fit. */
#include "db/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../tap.h"
#include "database.h"

static struct database d;

SQL(bad_date, "INSERT INTO window_test (d) VALUES (?)");
SQL(bad_text, "UPDATE window_test SET t = ? WHERE d IS NULL");

/* Everything that the deed writes to standard error. */
static const char *log_of(const struct sql *q, struct arg arg)
{
        static char words[4096];
        int ends[2], old = dup(STDERR_FILENO);
        if (pipe(ends))
                abort();
        dup2(ends[1], STDERR_FILENO);
        ok(db_run(d.db, q, ARGS(arg)) == BROKEN, "does not fit");
        dup2(old, STDERR_FILENO);
        close(ends[1]);
        ssize_t n = read(ends[0], words, sizeof words - 1);
        words[n > 0 ? n : 0] = '\0';
        close(ends[0]);
        close(old);
        return words;
}

int main(void)
{
        if (!database_open(&d, false)) {
                skip("the log", "no server: run it by tests/server");
                return done_testing();
        }
        ok(db_script(d.db,
                     "CREATE TABLE window_test (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, d DATE "
                     "NULL, t VARCHAR(9) "
                     "CHARACTER SET ascii NULL);\nINSERT INTO window_test (d) VALUES (NULL);\n") == DONE,
           "a table");
        const char *words = log_of(&bad_date, arg_text("2012-13-37"));
        ok(strstr(words, "\"sql-failed\"") && strstr(words, "INSERT INTO window_test"),
           "a fault is in the log, with its statement");
        ok(!strstr(words, "2012-13") && !strstr(words, "13-37"), "without the date"); /* the line has its own moment and process */
        words = log_of(&bad_text, arg_text("Zo\xC3\xAB"));
        ok(strstr(words, "\"sql-failed\"") && !strstr(words, "Zo") && !strstr(words, "xC3"),
           "without the name");
        words = log_of(&bad_text, arg_text("Quillfeather-Zanzibar"));
        ok(strstr(words, "\"sql-failed\"") && !strstr(words, "Quill"), "however it does not fit");
        database_close(&d);
        return done_testing();
}
