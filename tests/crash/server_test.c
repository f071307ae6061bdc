/* kill -9 of the database at random moments of Confirm: all of it or nothing, once it is back. The server is
 * this test's own. CRASH_ROUNDS says how often. */
#include <stdlib.h>

#include "crashing.h"
#include "own_server.h"

enum { ROUNDS = 40 };

static void rounds(struct crash *c, long count)
{
        for (long round = 0; round < count; round++) {
                struct attempt t = attempt_start(&c->m, c->hash);
                attempt_go(&t);
                crash_wait(c, round);
                own_server_kill();
                bool back = own_server_start() && db_ready(c->m.d.db) == DONE;
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
        if (!getenv("ONROLL_CONF")) {
                skip("kill -9 of the database", "no server: run it by tests/server");
                return done_testing();
        }
        if (!ok(own_server(), "a server of its own") || !crash_open(&c, 90))
                return done_testing();
        rounds(&c, count);
        printf("# %ld kills: %ld nothing, %ld all, %ld of them acknowledged\n", count, c.nothing, c.applied,
               c.acknowledged);
        is_long(c.wrong, 0, "all of it or nothing, in every table, and once");
        is_long(c.nothing + c.applied, count, "at every moment");
        crash_close(&c);
        return done_testing();
}
