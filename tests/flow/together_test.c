/* Two people confirm at once: one applies, the other is told who did and with which reference. */
#include "crashing.h"
#include "gate/scope.h"

enum { ROUNDS = 50 };

static struct scope anna, bert;

static struct attempt begin(struct crash *c, struct scope who)
{
        c->m.scope = who;
        return attempt_start(&c->m, c->hash);
}

/* Who applied is in the batch, so the states of the two differ by who it was. */
static bool agrees(struct crash *c, char first, char second, const char *words)
{
        struct batch b = moving_batch(&c->m);
        const char *by = first == 'D' ? "Anna" : "Bert";
        return (first == 'D') + (second == 'D') == 1 && (first == 'R') + (second == 'R') == 1 &&
               b.state == BATCH_APPLIED && strcmp(b.applied.by, by) == 0 && strstr(words, by) &&
               strstr(words, b.applied.reference);
}

static void round_of_two(struct crash *c, long round, long *wrong, long *by_anna)
{
        char words[2][200], told[2];
        struct attempt one = begin(c, round % 2 ? anna : bert), two = begin(c, round % 2 ? bert : anna);
        attempt_go(&one);
        attempt_go(&two);
        told[0] = attempt_end(&one, words[0], sizeof words[0]);
        told[1] = attempt_end(&two, words[1], sizeof words[1]);
        char a = told[round % 2 ? 0 : 1], b = told[round % 2 ? 1 : 0];
        moving_act(&c->m, anna);
        if (!agrees(c, a, b, told[0] == 'R' ? words[0] : words[1])) {
                printf("# round %ld: Anna %c, Bert %c: %s%s\n", round, a, b, words[0], words[1]);
                ++*wrong;
        }
        const char *state = moving_state(c->m.d.db, c->m.a);
        *by_anna += a == 'D';
        if (a == 'D' && strcmp(state, c->after) != 0) {
                printf("# round %ld: want\n%s# have\n%s", round, c->after, state);
                ++*wrong;
        }
        moving_put_back(&c->m);
        arena_reset(c->m.a);
}

int main(void)
{
        struct crash c = { .hash = "" };
        long wrong = 0, by_anna = 0;
        if (!crash_open(&c, 60))
                return done_testing();
        anna = c.m.scope;
        bert = gate_own_scope(&c.other);
        for (long round = 0; round < ROUNDS; round++)
                round_of_two(&c, round, &wrong, &by_anna);
        is_long(wrong, 0, "one applies, and the other is told by whom, with the reference");
        ok(by_anna > 0 && by_anna < ROUNDS, "%ld of %d times it was Anna", by_anna, ROUNDS);
        crash_close(&c);
        return done_testing();
}
