/* kill -9 of the worker at 200 moments of Confirm: all of it or nothing. */
#include <signal.h>

#include "crashing.h"

enum { KILLS = 200 };

int main(void)
{
        struct crash c = { .hash = "" };
        if (!crash_open(&c, 90))
                return done_testing();
        for (long round = 0; round < KILLS; round++) {
                struct attempt t = attempt_start(&c.m, c.hash);
                attempt_go(&t);
                crash_wait(&c, round);
                kill(t.pid, SIGKILL);
                crash_look(&c, round, attempt_end(&t, NULL, 0));
        }
        printf("# %d kills: %ld nothing, %ld all, %ld of them acknowledged\n", KILLS, c.nothing, c.applied,
               c.acknowledged);
        is_long(c.wrong, 0, "all of it or nothing, in every table, and once");
        is_long(c.nothing + c.applied, KILLS, "at every moment");
        ok(c.nothing > KILLS / 10 && c.applied > KILLS / 20, "before, during and after the COMMIT");
        crash_close(&c);
        return done_testing();
}
