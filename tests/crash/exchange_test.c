/* kill -9 of runners, several at once, and of the database, at random moments of many nights of exchanges:
 * after each night every task has run once, with one answer of each school, every lost try is recorded once,
 * and every mail is written once. The server is this test's own. EXCHANGE_KILLS says how often. */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "exchanging.h"
#include "own_server.h"
#include "store/person.h"
#include "tasks/exchange.h"
#include "tasks/exchange_mail.h"

enum { NIGHTS = 70, SCHOOLS = 12, TASKS = 4, RUNNERS = 3, NIGHT = 86400 };

static struct database d;
static double seconds; /* that a night takes, undisturbed */

SQL(count_runs, "SELECT COUNT(*) FROM exchange_run");
SQL(count_answers, "SELECT COUNT(*) FROM exchange_answer");
SQL(uneven_runs, "SELECT COUNT(*) FROM exchange_run r WHERE (SELECT COUNT(*) FROM exchange_answer a WHERE "
                 "a.run_id = r.id) <> 12");
SQL(still_due, "SELECT COUNT(*) FROM exchange_task WHERE next_at IS NULL OR next_at <= (SELECT "
               "MAX(issued_at) FROM exchange_run)");
SQL(taken, "SELECT COUNT(*) FROM exchange_answer WHERE state = 'T'");
SQL(received, "SELECT COUNT(*) FROM exchange_answer WHERE state = 'R'");
SQL(open_attempts, "SELECT COUNT(*) FROM exchange_attempt WHERE outcome = '' OR ended_at IS NULL");
SQL(old_waiting, "SELECT COUNT(*) FROM exchange_answer a JOIN exchange_run r ON r.id = a.run_id WHERE "
                 "a.state = 'W' AND a.gives_up_at < (SELECT "
                 "MAX(issued_at) FROM exchange_run)");
SQL(digests, "SELECT COUNT(*) FROM outbox WHERE to_address = 'pat@la.example'");
SQL(told, "SELECT COUNT(*) FROM outbox WHERE to_address <> 'pat@la.example'");
SQL(told_last,
    "SELECT COUNT(*) FROM exchange_told WHERE told_at = (SELECT MAX(issued_at) FROM exchange_run)");

static double now(void)
{
        struct timespec t;
        clock_gettime(CLOCK_MONOTONIC, &t);
        return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void sleep_for(double s)
{
        struct timespec t = { (time_t)s, (long)((s - (double)(time_t)s) * 1e9) };
        nanosleep(&t, NULL);
}

static enum outcome night(struct db *db, time_t at)
{
        unsigned long count = 0;
        enum outcome result = exchange_work_at(db, at, &count);
        return result == DONE ? exchange_mail_at(db, at, &count) : result;
}

/* As agents do before: a third is taken and lost, a third received and processed, the rest does not answer.
 */
static void agents(void)
{
        exchanging_script(
            &d, "UPDATE exchange_answer SET state = 'T', tries = tries + 1, lease_until = '2026-01-01' WHERE "
                "state = 'W' AND id % 3 = 0;\n"
                "INSERT INTO exchange_attempt (answer_id, n, started_at) SELECT id, tries, '2026-01-01' FROM "
                "exchange_answer WHERE state = 'T';\n"
                "UPDATE exchange_answer SET state = 'R', delivery_id = 1 WHERE state = 'W' AND id % 3 = 1;\n"
                "UPDATE task_day SET day = '2000-01-01';\n");
}

static pid_t runner(time_t at)
{
        fflush(stdout);
        pid_t pid = fork();
        if (pid)
                return pid;
        struct db *db;
        if (db_open(d.config, &db) != DONE)
                _exit(1);
        _exit(night(db, at) != DONE);
}

/* False when the database does not come back. */
static bool disturbed(long n, time_t at)
{
        pid_t pids[RUNNERS];
        for (int i = 0; i < RUNNERS; i++)
                pids[i] = runner(at);
        sleep_for(seconds * (double)(random() % 1000) / 1000 + 0.01);
        bool server = n % 20 == 19;
        if (server)
                own_server_kill();
        for (int i = 0; i < RUNNERS; i++) {
                kill(pids[i], SIGKILL);
                waitpid(pids[i], NULL, 0);
                sleep_for(seconds * (double)(random() % 300) / 1000);
        }
        return !server || (own_server_start() && db_ready(d.db) == DONE);
}

static bool is(const struct sql *q, long want, const char *what, long n)
{
        long got = exchanging_count(&d, q);
        return got == want || ok(0, "night %ld: %s: got %ld, want %ld", n, what, got, want);
}

/* One more night is over. */
static bool sound(long n)
{
        static long want_told;
        want_told += exchanging_count(&d, &told_last);
        return is(&count_runs, (n + 1) * TASKS, "runs", n) &&
               is(&count_answers, (n + 1) * TASKS * SCHOOLS, "answers", n) &&
               is(&uneven_runs, 0, "runs without an answer of each school", n) &&
               is(&still_due, 0, "tasks that are still due", n) &&
               is(&taken, 0, "answers of agents that were lost", n) &&
               is(&received, 0, "processed answers that wait", n) &&
               is(&open_attempts, 0, "tries that go on for ever", n) &&
               is(&old_waiting, 0, "answers that wait for ever", n) && is(&digests, n + 1, "digests", n) &&
               is(&told, want_told, "schools that were told", n);
}

static bool prepare(void)
{
        struct person pat = { .name = "Pat", .email = "pat@la.example", .role = ROLE_LA_OFFICER };
        struct exchange_task t = exchanging_nightly("Nightly");
        unsigned long id;
        for (unsigned i = 0; i < SCHOOLS; i++)
                exchanging_school(&d, i + 1, "PS");
        exchanging_script(&d, "INSERT INTO delivery (id, school_id, source, complete, state, file_name, "
                              "size, sha256, message, notes, row_count, "
                              "received_at, delete_after) VALUES (1, 1, 'A', 1, 'sorted', 'a', 1, 'a', '', "
                              "'', 30, '2026-10-04', '2026-12-01');\n");
        if (person_add(d.db, 0, &pat, &pat.id) != DONE)
                return ok(0, "somebody");
        for (int i = 0; i < TASKS; i++)
                if (exchange_task_add(d.db, &(struct exchange_by){ pat.id, NULL }, &t, NULL,
                                      exchanging_at("2026-10-01 00:00"), &id) != DONE)
                        return ok(0, "a task");
        return true;
}

int main(void)
{
        const char *given = getenv("EXCHANGE_KILLS");
        long nights = given ? atol(given) : NIGHTS, n;
        if (!getenv("ONROLL_CONF")) {
                skip("kill -9 of runners", "no server: run it by tests/server");
                return done_testing();
        }
        if (!ok(own_server(), "a server of its own") || !database_open(&d, true))
                return done_testing();
        srandom(1);
        time_t at = exchanging_at("2026-10-01 06:00");
        bool good = prepare();
        double begin = now();
        good = good && night(d.db, at) == DONE && sound(0);
        ok(good, "a night that nobody disturbs");
        seconds = now() - begin;
        for (n = 1; good && n <= nights; n++) {
                agents();
                at += NIGHT;
                good = disturbed(n, at) && night(d.db, at) == DONE && sound(n);
        }
        printf("# %ld nights of %.0f ms, %d runners in each\n", n - 1, seconds * 1000, RUNNERS);
        ok(good, "nothing twice, nothing lost in %ld nights with kills", nights);
        ok(exchanging_count(&d, &told) > 0, "some schools were told that their exchanges fail");
        database_close(&d);
        return done_testing();
}
