/* Confirming in a process of its own that can be killed, for the tests that kill. */
#ifndef TESTS_CRASHING_H
#define TESTS_CRASHING_H

#include <sys/types.h>

#include "moving.h"

/* A school whose migration needs nothing but the last click: pupils come, change and leave. m is filled in;
 * everything is kept, to be put back before each round. */
struct crash {
        struct moving m;
        struct person other; /* another administrator of the school */
        const char *hash;
        const char *before, *after; /* moving_state of nothing and of everything */
        double seconds;             /* that confirming takes, in a process that is connected */
        double edge;                /* when the COMMIT seems to be: follows what was found */
        long nothing, applied, acknowledged, wrong;
};

/* False, said aloud, when there is no server. */
bool crash_open(struct crash *c, size_t pupils);
void crash_close(struct crash *c);

/* A process that confirms. */
struct attempt {
        pid_t pid;
        int from, to;
};

/* It is connected and waits for attempt_go. */
struct attempt attempt_start(struct moving *m, const char *hash);
void attempt_go(struct attempt *t);
/* Waits for its end. 'D' done, 'A' absent, 'R' refused (then words say why), 'B' broken, 0: it told nobody.
 */
char attempt_end(struct attempt *t, char *words, size_t room);

/* Some moment of confirming, from its start to shortly after its end; every other one near its COMMIT. */
void crash_wait(const struct crash *c, long round);

/* After a crash: all of it or nothing, in every table; all, when told was 'D'. Then it is confirmed again and
 * must be there once. */
void crash_look(struct crash *c, long round, char told);

#endif
