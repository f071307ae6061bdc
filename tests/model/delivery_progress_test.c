/* How far a file is: each phase, what waits for people left out of it, and when the time that is left can be
 * told. */
#include "model/delivery_progress.h"

#include "tap.h"

static void is(struct delivery_facts f, enum delivery_phase phase, long schools_done, long schools, long left,
               const char *what)
{
        struct delivery_progress p = delivery_progress_of(&f);
        is_text(delivery_phase_keys[p.phase], delivery_phase_keys[phase], what);
        ok(p.schools_done == schools_done && p.schools == schools, "%s: %ld of %ld schools", what,
           p.schools_done, p.schools);
        is_long(p.seconds_left, left, what);
}

int main(void)
{
        is((struct delivery_facts){ .waits = true }, DELIVERY_WAITING, 0, 0, -1, "not read yet");
        is((struct delivery_facts){ .waits = true, .taken = true }, DELIVERY_READING, 0, 0, -1,
           "a program reads it");
        is((struct delivery_facts){ .imports = 4, .open = 4, .rows = 400, .seconds = 9 }, DELIVERY_PROCESSING,
           0, 4, -1, "nothing is done: nobody knows the pace");
        is((struct delivery_facts){ .imports = 4, .open = 3, .rows = 400, .rows_done = 100, .seconds = 10 },
           DELIVERY_PROCESSING, 1, 4, 30, "a quarter is done");
        is((struct delivery_facts){ .imports = 4, .open = 3, .rows = 400, .rows_done = 100 },
           DELIVERY_PROCESSING, 1, 4, -1, "in no time at all");
        is(
            (struct delivery_facts){
                .imports = 4, .open = 2, .stopped = 1, .rows = 300, .rows_done = 200, .seconds = 20 },
            DELIVERY_PROCESSING, 2, 3, 10, "one is on hold");
        is(
            (struct delivery_facts){
                .imports = 4, .open = 2, .stopped = 2, .rows = 200, .rows_done = 200, .seconds = 20 },
            DELIVERY_OVER, 2, 2, 0, "the rest waits for people");
        is((struct delivery_facts){ 0 }, DELIVERY_OVER, 0, 0, 0, "nothing was in it");
        return done_testing();
}
