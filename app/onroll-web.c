/* onroll-web: a pool of FastCGI workers for one audience. */
#include <malloc.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "base/process.h"
#include "db/db.h"
#include "gate/keys.h"
#include "gate/password.h"
#include "http/serve.h"
#include "pages/dispatch.h"
#include "view/view.h"

/* CONTENT_MAX: of a request to the API; nginx/site.conf has the same limit. */
enum { WATCHDOG = 60, REQUESTS_MAX = 10000, CONTENT_MAX = 1024 * 1024 };

static const char usage[] = "usage: onroll-web --pool la|school|exchange    serves until it is told to end\n"
                            "       onroll-web --check                      prepares every statement and template, and ends\n"
                            "The configuration is read from $ONROLL_CONF or /etc/onroll/onroll.conf.\n";

/* A worker's own: opened after the fork. */
static void *start_site(void *options)
{
        struct site *site = options;
        if (db_open(site->config, &site->db) != DONE || db_prepare_all(site->db) != DONE)
                return NULL;
        return site;
}

static void answer(void *context, struct request *request, struct response *response)
{
        dispatch(context, request, response);
}

static uid_t user_id(const char *name)
{
        const struct passwd *user = name ? getpwnam(name) : NULL;
        return user ? user->pw_uid : getuid();
}

/* What a hostile peer claims to send is not believed beyond this. */
static void limit_memory(void)
{
#ifndef ONROLL_SANITIZED
        struct rlimit memory = { 2UL << 30, 2UL << 30 };
        setrlimit(RLIMIT_AS, &memory);
#endif
}

/* A page's memory is kept for the next page: giving it back to the kernel and taking it again, zeroed, cost a third of the time
 * of a long list. */
static void keep_memory(void)
{
        mallopt(M_MMAP_THRESHOLD, 16 << 20);
        mallopt(M_TRIM_THRESHOLD, 64 << 20);
}

static const char *const pool_names[] = { [POOL_SCHOOL] = "school", [POOL_LA] = "la", [POOL_EXCHANGE] = "exchange" };

static enum pool pool_of_name(const char *name)
{
        int pool = POOL_SCHOOL;
        while (pool < POOL_ALL && strcmp(pool_names[pool], name) != 0)
                pool++;
        return (enum pool)pool;
}

static int serve_pool(struct site *site)
{
        const char *name = pool_names[site->pool];
        const struct config *c = site->config;
        struct arena *a = arena_new();
        (void)password_right("", ""); /* who does not exist takes as long as who does, from a worker's first request on */
        struct serve_options o = {
                .socket = config_get(c, arena_printf(a, "socket_%s", name), arena_printf(a, "/run/onroll/%s.sock", name)),
                .workers = (int)config_number(c, arena_printf(a, "workers_%s", name), 4),
                .peer = user_id(config_get(c, "nginx_user", NULL)),
                .watchdog = WATCHDOG,
                .requests_max = REQUESTS_MAX,
                .content_max = site->pool == POOL_EXCHANGE ? CONTENT_MAX : 0,
        };
        struct serve_work work = { start_site, answer, site };
        int code = serve(&o, &work);
        arena_free(a);
        return code;
}

int main(int argc, char **argv)
{
        struct arena *a = arena_new();
        struct site site = { 0 };
        bool check = argc == 2 && strcmp(argv[1], "--check") == 0;
        site.pool = argc == 3 && strcmp(argv[1], "--pool") == 0 ? pool_of_name(argv[2]) : POOL_ALL;
        if (!check && site.pool == POOL_ALL) {
                fputs(usage, stderr);
                return 2;
        }
        log_program("onroll-web");
        process_private();
        process_clock();
        limit_memory();
        keep_memory();
        if (config_read(a, NULL, &site.config) != DONE || keys_open(site.config) != DONE ||
            view_open(config_get(site.config, "templates_dir", "/usr/share/onroll/templates")) != DONE)
                return 1;
        int code = check ? !start_site(&site) : serve_pool(&site);
        db_close(site.db);
        view_close();
        arena_free(a);
        return code;
}
