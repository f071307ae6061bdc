/* onroll-agent: runs in a school. Answers what the authority asks for, and fetches what it sends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "agent/keep.h"
#include "agent/work.h"
#include "base/log.h"
#include "base/process.h"

#define VERSION "1.0"
enum { JITTER_SECONDS = 30 };

static const char usage[] = "usage: onroll-agent [-c FILE]                answers what waits, and ends\n"
                            "       onroll-agent [-c FILE] enrol CODE    makes itself known to the authority, once\n"
                            "The configuration is read from FILE, $ONROLL_AGENT_CONF or /etc/onroll/onroll-agent.conf.\n";

/* So that the agents of many schools do not ask in the same second. */
static void wait_a_little(const struct config *c)
{
        long most = config_number(c, "jitter_seconds", JITTER_SECONDS);
        unsigned chance = (unsigned)getpid() * 2654435761u ^ (unsigned)time(NULL);
        if (most > 0)
                sleep(chance % (unsigned)most);
}

static int enrol(struct arena *a, const struct config *c, const char *code)
{
        enum outcome result = site_enrol(a, c, code);
        if (result != DONE)
                fputs("onroll-agent: it was not enrolled; the line above says why.\n", stderr);
        return result != DONE;
}

static int run(struct arena *a, const struct config *c)
{
        struct site site;
        enum outcome result = site_open(a, c, &site);
        if (result == ABSENT)
                fputs("onroll-agent: not enrolled yet: onroll-agent enrol CODE, with a code from the portal.\n", stderr);
        if (result != DONE)
                return 1;
        wait_a_little(c);
        bool good = work_run(&site, VERSION);
        site_close(&site);
        return !good;
}

int main(int argc, char **argv)
{
        struct arena *a = arena_new();
        const struct config *config;
        const char *path = getenv("ONROLL_AGENT_CONF");
        if (argc > 2 && strcmp(argv[1], "-c") == 0) {
                path = argv[2];
                argv += 2;
                argc -= 2;
        }
        bool enrols = argc == 3 && strcmp(argv[1], "enrol") == 0;
        if (!enrols && argc != 1) {
                fputs(usage, stderr);
                return 2;
        }
        log_program("onroll-agent");
        process_private();
        if (config_read(a, path ? path : "/etc/onroll/onroll-agent.conf", &config) != DONE)
                return 1;
        enum outcome result = keep_open(config_get(config, "state_dir", "/var/lib/onroll-agent"));
        if (result == REFUSED)
                fputs("onroll-agent: another one runs just now.\n", stderr);
        int code = result == REFUSED ? 0 : result != DONE ? 1 : enrols ? enrol(a, config, argv[2]) : run(a, config);
        arena_free(a);
        return code;
}
