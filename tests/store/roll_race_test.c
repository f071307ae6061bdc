/* Four programs change the rolls of two schools at once: nothing is lost, counted twice or mixed up. */
#include "store/pupil_deed.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "database.h"
#include "gate/scope.h"
#include "match/key.h"
#include "store/pupil_history.h"
#include "store/school.h"
#include "tap.h"

enum { PROGRAMS = 4, ROUNDS = 12 };

static struct database d;

static unsigned long school(const char *laestab)
{
        const struct school s = { .laestab = laestab,
                                  .urn = "",
                                  .name = laestab,
                                  .phase = "PS",
                                  .year_low = "R",
                                  .year_high = "6",
                                  .contact_email = "" };
        unsigned long id = 0;
        is_long(school_add(d.db, 0, &s, &id), DONE, laestab);
        return id;
}

static struct record child(struct arena *a, int program, int round)
{
        struct record r;
        record_blank(&r);
        r.value[FIELD_SURNAME] = arena_printf(a, "Race%d", program);
        r.value[FIELD_FORENAME] = arena_printf(a, "Round%d", round);
        r.value[FIELD_DOB] = "2016-03-04";
        return r;
}

/* Adds one, changes it, lets every second one leave, and brings every fourth back. */
static bool one_round(struct db *db, struct arena *a, const struct scope *scope, int program, int round)
{
        struct pupil p = { .version = 1, .record = child(a, program, round) };
        const struct record *record = &p.record;
        if (pupil_add(db, a, scope, record, &p.id) != DONE)
                return false;
        p.record.value[FIELD_POSTCODE] = "AB1 2CD";
        if (pupil_edit(db, a, scope, &p) != DONE)
                return false;
        const struct pupil_leaving gone = { { p.id, 2 }, "2026-07-20", "a", "", 0 };
        if (round % 2 == 0 && pupil_leave(db, a, scope, &gone) != DONE)
                return false;
        return round % 4 != 0 || pupil_restore(db, a, scope, (struct pupil_seen){ p.id, 3 }) == DONE;
}

static int run(int program, const struct scope *scope)
{
        struct db *db;
        struct arena *a = arena_new();
        if (db_open(d.config, &db) != DONE)
                return 1;
        for (int round = 0; round < ROUNDS; round++)
                if (!one_round(db, a, scope, program, round))
                        return 2;
        db_close(db);
        arena_free(a);
        return 0;
}

static void all_there(const struct scope *scope)
{
        struct school s;
        struct pupils roll;
        struct pupil_list left;
        const struct pupil_filter gone = { .left = true, .per_page = 1000 };
        ok(school_by_id(d.db, d.arena, scope->school, &s) == DONE &&
               pupil_roll(d.db, d.arena, scope, &roll) == DONE &&
               pupil_list(d.db, d.arena, scope, &gone, &left) == DONE,
           "school %lu", scope->school);
        is_long((long)s.on_roll, (long)roll.count, "the count is that of the roll");
        is_long((long)(roll.count + left.total), PROGRAMS / 2 * ROUNDS, "everyone is there once");
        for (size_t i = 0; i < roll.count; i++) {
                uint64_t keys[MATCH_KEYS_MAX];
                struct pupil_list alike;
                unsigned count = match_keys(&roll.items[i].record, keys);
                if (pupil_alike(d.db, d.arena, scope, keys, count, &alike) != DONE || alike.count == 0)
                        ok(0, "pupil %lu has keys", roll.items[i].id);
        }
}

int main(void)
{
        if (!database_open(&d, true))
                return done_testing();
        const struct scope scopes[] = { gate_program_scope(school("9992001")),
                                        gate_program_scope(school("9992002")) };
        for (int i = 0; i < PROGRAMS; i++)
                if (fork() == 0)
                        _exit(run(i, &scopes[i % 2]));
        for (int i = 0, status; i < PROGRAMS; i++)
                ok(wait(&status) > 0 && status == 0, "a program did all it wanted");
        all_there(&scopes[0]);
        all_there(&scopes[1]);
        database_close(&d);
        return done_testing();
}
