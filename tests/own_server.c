#include "own_server.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tap.h"

static char dir[200]; /* below the one that tests/server takes away */
static pid_t server;

static bool run(const char *command)
{
        char words[400];
        snprintf(words, sizeof words, "ONROLL_DB_MEMORY=64M %s '%s' > /dev/null", command, dir);
        return system(words) == 0;
}

/* What the server said is gone with its directory. */
static bool run_start(void)
{
        char words[400];
        snprintf(words, sizeof words, "tail -5 '%s/mysqld.log' | sed 's/^/# /'", dir);
        if (run("app/deploy/mariadb start"))
                return true;
        if (system(words))
                printf("# it said nothing\n");
        return false;
}

bool own_server_start(void)
{
        char path[220];
        long pid = 0;
        if (!run_start())
                return false;
        snprintf(path, sizeof path, "%s/mysqld.pid", dir);
        FILE *f = fopen(path, "re");
        bool known = f && fscanf(f, "%ld", &pid) == 1 && pid > 1;
        if (f)
                fclose(f);
        server = known ? (pid_t)pid : 0;
        return known;
}

static void stop(void)
{
        if (!run("app/deploy/mariadb stop") || !run("rm -rf"))
                printf("# %s is left over\n", dir);
}

/* Whoever ends this test ends its server. */
static void interrupted(int number)
{
        if (server)
                kill(server, SIGKILL);
        _exit(128 + number);
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

void own_server_kill(void)
{
        char path[100];
        if (kill(server, SIGKILL))
                ok(0, "a server to kill");
        snprintf(path, sizeof path, "/proc/%d/cmdline", (int)server);
        while (is_running(path))
                nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
        server = 0;
}

bool own_server(void)
{
        char path[220];
        const char *conf = getenv("ONROLL_CONF"), *slash = conf ? strrchr(conf, '/') : NULL;
        if (!slash)
                return false;
        snprintf(dir, sizeof dir, "%.*s/crash-%d", (int)(slash - conf), conf, (int)getpid());
        signal(SIGINT, interrupted);
        signal(SIGTERM, interrupted);
        signal(SIGHUP, interrupted);
        if (!own_server_start())
                return false;
        atexit(stop);
        snprintf(path, sizeof path, "%s/onroll.conf", dir);
        FILE *f = fopen(path, "we");
        fprintf(f, "db_socket = %s/mysqld.sock\ndb_user = onroll\ndb_name = onroll\nsql_dir = sql\n", dir);
        fclose(f);
        return setenv("ONROLL_CONF", path, 1) == 0;
}
