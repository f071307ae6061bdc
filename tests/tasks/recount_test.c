/* The nightly recount of the dashboard's counters: each counter that is wrong is seen and put right, others
 * are left alone, once a day, also when two programs come at the same time. */
#include "tasks/recount.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "database.h"
#include "store/school.h"
#include "store/status.h"

static struct database d;

static unsigned long add_school(const char *laestab)
{
        const struct school s = { .laestab = laestab,
                                  .urn = "",
                                  .name = laestab,
                                  .phase = "PS",
                                  .year_low = "R",
                                  .year_high = "6",
                                  .contact_email = "" };
        unsigned long id = 0;
        ok(school_add(d.db, 0, &s, &id) == DONE, "%s", laestab);
        return id;
}

static void run(const char *sql)
{
        ok(db_script(d.db, sql) == DONE, "%.70s", sql);
}

static unsigned long wrong(void)
{
        struct status_wrong w = { 99, NULL };
        ok(status_wrong(d.db, d.arena, &w) == DONE, "compared");
        return w.count;
}

static void tomorrow(void)
{
        run("UPDATE task_day SET day = day - INTERVAL 1 DAY;\n");
}

static unsigned long recount(void)
{
        unsigned long count = 0;
        ok(recount_run(d.db, d.config, &count) == DONE, "the task");
        return count;
}

/* Something of everything that is counted. */
static void fill(unsigned long oak, unsigned long elm)
{
        run(arena_printf(d.arena,
                         "INSERT INTO missing_pupil (school_id, pupil_id, batch_id, since) VALUES (%lu, 1, "
                         "1, '2026-09-01');\n"
                         "INSERT INTO conflict (school_id, pupil_id, field, theirs, ours, cohort, verdict, "
                         "batch_id, opened_at) VALUES "
                         "(%lu, 1, 'class', 'a', 'b', 'A', 'C', 1, '2026-09-02'), (%lu, 2, 'class', 'a', "
                         "'b', 'N', 'C', 1, '2026-09-03');\n"
                         "INSERT INTO claim VALUES (%lu, 1, %lu, 2, '2026-09-01');\n"
                         "INSERT INTO upn_problem (school_id, pupil_id, message, since) VALUES (%lu, 1, "
                         "1510, '2026-09-01');\n",
                         oak, oak, oak, oak, elm, oak));
        run(arena_printf(
            d.arena,
            "INSERT INTO batch (school_id, kind, academic_year, state, hold, opened_by, opened_at) VALUES "
            "(%lu, 'I', 2026, "
            "'open', 'held', 0, '2026-09-04'), (%lu, 'I', 2026, 'listed', '', 0, '2026-09-04');\n"
            "INSERT INTO import (school_id, batch_id, delivery_id, complete, row_total, count_rejected) "
            "SELECT school_id, id, 1, "
            "1, 30, 7 FROM batch;\n",
            oak, oak));
}

static void each_counter(unsigned long oak)
{
        static const char *const counters[] = { "missing",      "conflicts_active", "conflicts_other",
                                                "upn_problems", "claimed",          "waiting_files",
                                                "waiting_rows", "held_files",       "rejected",
                                                "unmatched" };
        for (size_t i = 0; i < sizeof counters / sizeof *counters; i++) {
                run(arena_printf(d.arena, "UPDATE school_status SET %s = %s + 1 WHERE school_id = %lu;\n",
                                 counters[i], counters[i], oak));
                is_long((long)wrong(), 1, arena_printf(d.arena, "%s is one too many", counters[i]));
                tomorrow();
                is_long((long)recount(), 1, "and put right");
        }
        static const char *const moments[] = { "oldest_at", "waiting_since" };
        for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
                run(arena_printf(d.arena, "UPDATE school_status SET %s = NULL WHERE school_id = %lu;\n", moments[i], oak));
                is_long((long)wrong(), 1, arena_printf(d.arena, "%s is forgotten", moments[i]));
                tomorrow();
                is_long((long)recount(), 1, "and found again");
        }
        is_long((long)wrong(), 0, "all is well");
}

/* How many schools a program of its own puts right. */
static pid_t start(void)
{
        pid_t pid = fork();
        if (pid)
                return pid;
        unsigned long count = 0;
        struct db *db = NULL;
        if (db_open(d.config, &db) != DONE || recount_run(db, d.config, &count) != DONE)
                _exit(99);
        _exit((int)count);
}

static void at_the_same_time(void)
{
        int first, second;
        run("UPDATE school_status SET missing = missing + 5;\n");
        tomorrow();
        pid_t one = start(), two = start();
        waitpid(one, &first, 0);
        waitpid(two, &second, 0);
        ok(WIFEXITED(first) && WIFEXITED(second) && WEXITSTATUS(first) != 99 && WEXITSTATUS(second) != 99,
           "two programs");
        is_long(WEXITSTATUS(first) + WEXITSTATUS(second), 3, "together they mend each school once");
        is_long((long)wrong(), 0, "all is well");
}

int main(void)
{
        if (!database_open(&d, true))
                return done_testing();
        unsigned long oak = add_school("9992001"), elm = add_school("9992002");
        add_school("9992003");
        is_long((long)wrong(), 0, "new schools");
        is_long((long)recount(), 0, "nothing to do");
        fill(oak, elm);
        is_long((long)wrong(), 2, "two schools have something");
        is_long((long)recount(), 0, "it has run today");
        tomorrow();
        is_long((long)recount(), 2, "the next day it finds both");
        is_long((long)recount(), 0, "once");
        is_long((long)wrong(), 0, "all is well");
        each_counter(oak);
        at_the_same_time();
        database_close(&d);
        return done_testing();
}
