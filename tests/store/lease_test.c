/* One program at a time processes a school, and nobody waits for the one that does. */
#include "store/status.h"

#include <time.h>

#include "database.h"
#include "gate/scope.h"

SQL(hold_school, "SELECT school_id FROM school_status WHERE school_id = ? FOR UPDATE");

static struct database d;
static struct scope oak, elm;

static double now(void)
{
        struct timespec t;
        clock_gettime(CLOCK_MONOTONIC, &t);
        return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static enum outcome do_hold(struct db *db, void *context)
{
        struct result r;
        struct db *other;
        unsigned long got = 0;
        const struct scope *held = context;
        enum outcome result = db_find(db, d.arena, &r, &hold_school, ARGS(arg_id(held->school)));
        if (result == DONE)
                result = db_open(d.config, &other);
        if (result != DONE)
                return result;
        double begin = now();
        result = status_lease(other, d.arena, 0, "other", &got);
        ok(result == DONE && got == elm.school && now() - begin < 2, "another school is taken at once");
        ok(status_lease(other, d.arena, held->school, "other", &got) == ABSENT && now() - begin < 2,
           "and this one is left alone at once");
        db_close(other);
        return DONE;
}

/* The transaction of an import holds the row of its school, for seconds. */
static void nobody_waits(void)
{
        unsigned long got = 0;
        ok(db_script(d.db, "UPDATE school_status SET waiting_files = 1;\n") == DONE, "data waits");
        ok(status_lease(d.db, d.arena, oak.school, "me", &got) == DONE && got == oak.school, "one is taken");
        ok(status_lease(d.db, d.arena, oak.school, "other", &got) == ABSENT, "and not to be had");
        ok(db_transaction(d.db, do_hold, &oak) == DONE, "while it is processed");
        ok(status_release(d.db, oak.school, "me") == DONE &&
               status_lease(d.db, d.arena, oak.school, "other", &got) == DONE,
           "afterwards it is");
}

/* What waits for a person says nothing of how long data has waited for the program. */
static void longest_first(void)
{
        unsigned long got = 0;
        ok(db_script(d.db, arena_printf(d.arena,
                                        "UPDATE school_status SET lease_until = NULL, oldest_at = IF(school_id = %lu, '2026-01-01', "
                                        "'2026-09-01'), waiting_since = IF(school_id = %lu, '2026-09-02', '2026-09-01');\n",
                                        oak.school, oak.school)) == DONE,
           "two schools' data waits");
        ok(status_lease(d.db, d.arena, 0, "me", &got) == DONE && got == elm.school,
           "the longer of them is taken first, whatever else is older");
}

int main(void)
{
        if (!database_open(&d, true))
                return done_testing();
        oak = database_school(&d, "9992001");
        elm = database_school(&d, "9992002");
        nobody_waits();
        longest_first();
        database_close(&d);
        return done_testing();
}
