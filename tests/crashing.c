#include "crashing.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

SQL(others_here,
    "SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()");

static double now(void)
{
        struct timespec t;
        clock_gettime(CLOCK_MONOTONIC, &t);
        return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void pause_for(double seconds)
{
        struct timespec t = { (time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9) };
        nanosleep(&t, NULL);
}

/* ---- a process that confirms ---- */

static void say(int to, const char *bytes, size_t len)
{
        if (write(to, bytes, len) != (ssize_t)len)
                _exit(1);
}

static _Noreturn void confirm_here(struct moving *m, const char *hash, int to, int from)
{
        bool changed;
        char go;
        if (db_open(m->d.config, &m->d.db) != DONE)
                _exit(1);
        moving_act(m, m->scope);
        say(to, "r", 1);
        if (read(from, &go, 1) != 1)
                _exit(1);
        enum outcome o = moving_confirm(m, hash, &changed);
        const char *words = o == REFUSED && m->why.words ? m->why.words : "";
        words = arena_printf(m->a, "%c%s", "DARB"[o], words);
        say(to, words, strlen(words));
        _exit(0);
}

struct attempt attempt_start(struct moving *m, const char *hash)
{
        int out[2], in[2];
        char ready = 0;
        fflush(stdout);
        if (pipe2(out, O_CLOEXEC) || pipe2(in, O_CLOEXEC))
                abort();
        struct attempt t = { fork(), out[0], in[1] };
        if (t.pid == 0) {
                close(out[0]);
                close(in[1]);
                confirm_here(m, hash, out[1], in[0]);
        }
        close(out[1]);
        close(in[0]);
        if (t.pid < 0 || read(t.from, &ready, 1) != 1)
                ok(0, "a process that confirms");
        return t;
}

void attempt_go(struct attempt *t)
{
        say(t->to, "g", 1);
}

char attempt_end(struct attempt *t, char *words, size_t room)
{
        char told = 0;
        size_t used = 0;
        if (read(t->from, &told, 1) == 1)
                for (ssize_t n; used + 1 < room && (n = read(t->from, words + used, room - used - 1)) > 0;)
                        used += (size_t)n;
        if (room)
                words[used] = '\0';
        close(t->from);
        close(t->to);
        waitpid(t->pid, NULL, 0);
        return told;
}

/* ---- a migration to confirm again and again ---- */

static void something_of_each(const struct flow_plan *p)
{
        ok(p->plan.counts[PLAN_NEW] && p->plan.counts[PLAN_CHANGED] && p->plan.leaver_count,
           "%u come, %u change, %zu leave", p->plan.counts[PLAN_NEW], p->plan.counts[PLAN_CHANGED],
           p->plan.leaver_count);
}

static void prepare(struct crash *c, size_t pupils)
{
        struct moving *m = &c->m;
        struct flow_plan p;
        size_t count;
        moving_school(m, "9992001", "Anna", pupils);
        c->other = moving_person(m, m->scope.school, ROLE_SCHOOL_ADMIN, "Bert");
        moving_begin(m, true);
        struct record *rows = moving_list(m, &count);
        for (size_t i = 0; i < pupils / 6; i++) {
                rows[count] = moving_child(m);
                rows[count++].value[FIELD_NC_YEAR] = "R";
        }
        moving_receive(m, "all years.csv", moving_csv(m, rows, count));
        moving_tick(m);
        moving_answer(m);
        moving_again(m);
        moving_acknowledge(m);
        c->hash = moving_check(m);
        p = moving_plan(m);
        something_of_each(&p);
}

static double measured(struct crash *c)
{
        double best[5];
        for (int i = 0; i < 5; i++) {
                char words[200];
                struct attempt t = attempt_start(&c->m, c->hash);
                double start = now();
                attempt_go(&t);
                char told = attempt_end(&t, words, sizeof words);
                best[i] = now() - start;
                if (told != 'D') {
                        printf("Bail out! confirming undisturbed told %c: %s\n", told, words);
                        exit(1);
                }
                c->after = moving_state(c->m.d.db, c->m.a);
                moving_put_back(&c->m);
        }
        double sum = 0;
        for (int i = 0; i < 5; i++)
                sum += best[i];
        return sum / 5;
}

bool crash_open(struct crash *c, size_t pupils)
{
        if (!moving_open(&c->m))
                return false;
        signal(SIGPIPE, SIG_IGN);
        srandom(1);
        prepare(c, pupils);
        moving_keep(&c->m);
        c->before = moving_state(c->m.d.db, c->m.a);
        c->seconds = c->edge = measured(c);
        is_text(moving_state(c->m.d.db, c->m.a), c->before, "put back as it was");
        ok(strcmp(c->before, c->after) != 0, "confirming takes %.0f ms", c->seconds * 1000);
        c->m.a = arena_new(); /* of one round */
        moving_act(&c->m, c->m.scope);
        return true;
}

void crash_close(struct crash *c)
{
        arena_free(c->m.a);
        moving_close(&c->m);
}

void crash_wait(const struct crash *c, long round)
{
        double part = (double)(random() % 10000) / 10000;
        pause_for(round % 2 ? c->edge * (0.97 + part * 0.06) : c->seconds * part * 1.05);
}

/* A server goes on for a moment with what a killed process sent last. */
static void wait_for_quiet(struct moving *m)
{
        for (int n = 0; n < 5000 && moving_number(m, &others_here, ARGS()) > 0; n++)
                pause_for(0.001);
}

static void wrong(struct crash *c, long round, char told, const char *what, const char *state)
{
        c->wrong++;
        printf("# round %ld (told %c): %s\n# before:\n%s# after:\n%s# is:\n%s", round, told ? told : '-',
               what, c->before, c->after, state);
}

void crash_look(struct crash *c, long round, char told)
{
        struct moving *m = &c->m;
        bool changed;
        wait_for_quiet(m);
        const char *state = moving_state(m->d.db, m->a);
        bool all = strcmp(state, c->after) == 0, none = strcmp(state, c->before) == 0;
        c->applied += all;
        c->nothing += none;
        c->acknowledged += told == 'D';
        if (round % 2)
                c->edge *= told == 'D' ? 0.97 : all ? 1 : 1.03;
        if (!all && !none)
                wrong(c, round, told, "neither all nor nothing", state);
        if (told == 'D' && !all)
                wrong(c, round, told, "acknowledged and not there", state);
        if (told == 'R' && all)
                wrong(c, round, told, "there, although somebody was told that nothing was applied", state);
        enum outcome again = moving_confirm(m, c->hash, &changed);
        state = moving_state(m->d.db, m->a);
        if (again != (all ? REFUSED : DONE) || (all && !strstr(m->why.words, "M-26-")))
                wrong(c, round, told, "confirming again did not settle it", state);
        if (strcmp(state, c->after) != 0)
                wrong(c, round, told, "not there once", state);
        moving_put_back(m);
        arena_reset(m->a);
}
