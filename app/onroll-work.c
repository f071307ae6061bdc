/* onroll-work: what is due, once. Cron starts it every minute. */
#include <stdio.h>

#include "base/log.h"
#include "base/process.h"
#include "gate/keys.h"
#include "tasks/tasks.h"

int main(int argc, char **argv)
{
        struct arena *a = arena_new();
        const struct config *config;
        struct db *db = NULL;
        (void)argv;
        if (argc != 1) {
                fputs("usage: onroll-work    runs what is due, and ends; the configuration is read from $ONROLL_CONF or "
                      "/etc/onroll/onroll.conf\n", stderr);
                return 2;
        }
        log_program("onroll-work");
        process_private();
        process_clock();
        bool good = config_read(a, NULL, &config) == DONE && keys_open(config) == DONE && db_open(config, &db) == DONE && tasks_run(db, config);
        db_close(db);
        arena_free(a);
        return !good;
}
