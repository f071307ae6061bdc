/* kill -9 of the database at random moments of Confirm: all of it or nothing, once it is back. The server is
 * this test's own. CRASH_ROUNDS says how often. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "crashing.h"

enum { ROUNDS = 40 };

static char dir[] = "/tmp/onroll-crash-XXXXXX";

static bool run(const char *command)
{
        char words[200];
        snprintf(words, sizeof words, "ONROLL_DB_MEMORY=64M %s '%s' > /dev/null", command, dir);
        return system(words) == 0;
}

static bool start(void)
{
        return run("app/deploy/mariadb start");
}

static void stop(void)
{
        if (!run("app/deploy/mariadb stop") || !run("rm -rf"))
                printf("# %s is left over\n", dir);
}

static bool is_running(const char *cmdline)
{
        char byte;
        int fd = open(cmdline, O_RDONLY | O_CLOEXEC);
        bool running = fd >= 0 && read(fd, &byte, 1) == 1;
        if (fd >= 0)
                close(fd);
        return running;
}

static void kill_server(void)
{
        char path[100];
        long pid = 0;
        snprintf(path, sizeof path, "%s/mysqld.pid", dir);
        FILE *f = fopen(path, "re");
        if (!f || fscanf(f, "%ld", &pid) != 1 || pid <= 1 || kill((pid_t)pid, SIGKILL))
                ok(0, "a server to kill");
        if (f)
                fclose(f);
        snprintf(path, sizeof path, "/proc/%ld/cmdline", pid);
        while (is_running(path))
                nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
}

static bool own_server(void)
{
        char path[100];
        if (!getenv("ONROLL_CONF") || !mkdtemp(dir) || !start())
                return false;
        atexit(stop);
        snprintf(path, sizeof path, "%s/onroll.conf", dir);
        FILE *f = fopen(path, "we");
        fprintf(f, "db_socket = %s/mysqld.sock\ndb_user = onroll\ndb_name = onroll\nsql_dir = sql\n", dir);
        fclose(f);
        return setenv("ONROLL_CONF", path, 1) == 0;
}

static void rounds(struct crash *c, long count)
{
        for (long round = 0; round < count; round++) {
                struct attempt t = attempt_start(&c->m, c->hash);
                attempt_go(&t);
                crash_wait(c, round);
                kill_server();
                bool back = start() && db_ready(c->m.d.db) == DONE;
                char told = attempt_end(&t, NULL, 0);
                if (!back) {
                        ok(0, "the server comes back after round %ld", round);
                        return;
                }
                crash_look(c, round, told);
        }
}

int main(void)
{
        struct crash c = { .hash = "" };
        const char *given = getenv("CRASH_ROUNDS");
        long count = given ? atol(given) : ROUNDS;
        if (!own_server()) {
                skip("kill -9 of the database", "no server: run it by tests/server");
                return done_testing();
        }
        if (!crash_open(&c, 90))
                return done_testing();
        rounds(&c, count);
        printf("# %ld kills: %ld nothing, %ld all, %ld of them acknowledged\n", count, c.nothing, c.applied,
               c.acknowledged);
        is_long(c.wrong, 0, "all of it or nothing, in every table, and once");
        is_long(c.nothing + c.applied, count, "at every moment");
        crash_close(&c);
        return done_testing();
}
