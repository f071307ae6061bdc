#include "agent/command.h"

#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

enum { TICK_SECONDS = 60 };

extern char **environ;

static char **environment(struct arena *a, const char *const *variables)
{
        size_t own = 0, more = 0, n = 0;
        while (environ[own])
                own++;
        while (variables[more])
                more++;
        char **all = arena_array(a, own + more + 1, sizeof *all);
        for (size_t i = 0; i < more; i++)
                all[n++] = arena_text(a, variables[i]);
        for (size_t i = 0; i < own; i++)
                if (strncmp(environ[i], "ONROLL_", 7) != 0)
                        all[n++] = environ[i];
        return all;
}

/* Looks ten times a second, so that short commands cost no minute. */
static int wait_for(pid_t child, const struct command *c)
{
        int status;
        const struct timespec tenth = { 0, 100000000 };
        time_t next = time(NULL) + TICK_SECONDS;
        for (pid_t got; (got = waitpid(child, &status, WNOHANG)) == 0; nanosleep(&tenth, NULL))
                if (time(NULL) >= next) {
                        c->tick(c->with);
                        next = time(NULL) + TICK_SECONDS;
                }
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int command_run(struct arena *a, const struct command *c)
{
        pid_t child;
        posix_spawn_file_actions_t files;
        char *const line[] = { arena_text(a, "sh"), arena_text(a, "-c"), arena_text(a, c->line), NULL };
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, c->in ? c->in : "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, c->out ? c->out : "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0600);
        int fault = posix_spawn(&child, "/bin/sh", &files, NULL, line, environment(a, c->variables));
        posix_spawn_file_actions_destroy(&files);
        if (fault) {
                log_event("command", "could not be started: %s", strerror(fault));
                return -1;
        }
        return wait_for(child, c);
}
