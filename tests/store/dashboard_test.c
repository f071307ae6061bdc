/* What the dashboard reads: every counter from its own column, the current pause, the owner, days and
 * imports. Also the columns that a person hides. */
#include "store/dashboard.h"

#include <time.h>

#include "database.h"
#include "gate/scope.h"
#include "store/hidden.h"
#include "store/person.h"
#include "store/school.h"
#include "store/status.h"

static struct database d;
static struct arena *a;
static unsigned long oak, elm, officer;
static struct scope of_oak, of_elm;

static unsigned long add_school(const char *laestab, const char *name)
{
        const struct school s = { .laestab = laestab,
                                  .urn = "",
                                  .name = name,
                                  .phase = "PS",
                                  .year_low = "R",
                                  .year_high = "6",
                                  .contact_email = "" };
        unsigned long id = 0;
        ok(school_add(d.db, 0, &s, &id) == DONE, "%s", name);
        return id;
}

static unsigned long add_person(const char *email, enum role role, unsigned long school)
{
        const struct person p = { .name = "Pat", .email = email, .role = role, .school = school };
        unsigned long id = 0;
        ok(person_add(d.db, 0, &p, &id) == DONE, "%s", email);
        return id;
}

static void run(const char *sql)
{
        ok(db_script(d.db, sql) == DONE, "%.60s", sql);
}

static struct desk desk_now(const struct scope *scope)
{
        struct desk desk = { 0 };
        ok(dashboard_school(d.db, a, scope, time(NULL), &desk) == DONE, "the school's row");
        return desk;
}

static void without_status(void)
{
        struct desk desk;
        run("DELETE FROM school_status;\n");
        desk = desk_now(&of_oak);
        is_text(desk.name, "Oak", "a school nobody has counted anything of is there");
        ok(desk.n.in_file == -1 && desk.n.received_at == 0 && desk_left(&desk.n) == 0 && !desk.n.error &&
               !desk.n.paused && !desk.owner,
           "with nothing");
}

static void counters(void)
{
        run(arena_printf(
            a,
            "INSERT INTO school_status (school_id, owner_id, received_at, in_file, last_new, last_changed, "
            "waiting_files, waiting_rows, held_files, missing, unmatched, conflicts_active, conflicts_other, "
            "rejected, claimed, upn_problems, oldest_at, problem) VALUES (%lu, %lu, '2026-09-01 04:00:00', "
            "1, "
            "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, '2026-08-01 00:00:00', 'It could not be read.');\n",
            oak, officer));
        const struct desk desk = desk_now(&of_oak);
        const struct desk_numbers *n = &desk.n;
        ok(n->in_file == 1 && n->new == 2 && n->changed == 3 && n->waiting_files == 4 &&
               n->waiting_rows == 5 && n->held_files == 6 && n->missing == 7 && n->unmatched == 8 &&
               n->conflicts_active == 9 && n->conflicts_other == 10 && n->rejected == 11 &&
               n->claimed == 12 && n->upn_problems == 13,
           "each counter is that of its column");
        is_long(n->received_at, 1788235200, "the last data, in UTC");
        is_long(n->oldest_at, 1785542400, "the oldest open item");
        ok(n->error && strcmp(desk.problem, "It could not be read.") == 0, "the problem");
        ok(desk.owner == officer && strcmp(desk.owner_name, "Pat") == 0, "who looks after it");
        is_text(desk.laestab, "9992001", "the number of the school");
}

static void all_schools(void)
{
        struct desks all = { 0 };
        ok(dashboard_list(d.db, a, time(NULL), &all) == DONE && all.count == 2, "all open schools");
        run(arena_printf(a, "UPDATE school SET closed_on = '2026-08-31' WHERE id = %lu;\n", elm));
        ok(dashboard_list(d.db, a, time(NULL), &all) == DONE && all.count == 1 &&
               all.items[0].school == oak && all.items[0].n.upn_problems == 13,
           "not a closed one");
        run("UPDATE school SET closed_on = NULL;\n");
}

static void pauses(void)
{
        time_t now = 1790000000; /* 2026-09-21 14:13:20 */
        struct desk desk;
        run(arena_printf(a,
                         "INSERT INTO pause (school_id, from_at, until_at, reason, on_resume, set_by, "
                         "set_at, ended_at) VALUES "
                         "(%lu, '2026-09-01', '2026-09-21 14:13:20', 'over', 'N', %lu, '2026-08-01', NULL), "
                         "(%lu, '2026-09-01', NULL, 'ended', 'N', %lu, '2026-08-01', '2026-09-02'), "
                         "(%lu, '2026-09-21 14:13:21', NULL, 'to come', 'N', %lu, '2026-08-01', NULL), "
                         "(%lu, '2026-09-01', NULL, 'of another', 'N', %lu, '2026-08-01', NULL);\n",
                         oak, officer, oak, officer, oak, officer, elm, officer));
        ok(dashboard_school(d.db, a, &of_oak, now, &desk) == DONE && !desk.n.paused, "none is current");
        run(arena_printf(
            a,
            "INSERT INTO pause (school_id, from_at, until_at, reason, on_resume, set_by, set_at) VALUES "
            "(%lu, "
            "'2026-09-21 14:13:20', '2026-09-21 14:13:21', 'New hall', 'N', %lu, '2026-08-01');\n",
            oak, officer));
        ok(dashboard_school(d.db, a, &of_oak, now, &desk) == DONE && desk.n.paused &&
               desk.n.paused_until == now + 1,
           "the one whose second it is");
        is_text(desk.pause_reason, "New hall", "its reason");
        is_text(desk.paused_by, "Pat", "who paused");
        ok(dashboard_school(d.db, a, &of_elm, now, &desk) == DONE && desk.n.paused &&
               desk.n.paused_until == 0,
           "one without an end");
        struct desks all = { 0 };
        ok(dashboard_list(d.db, a, now, &all) == DONE && all.count == 2 && all.items[0].n.paused &&
               all.items[1].n.paused,
           "and in the list, once each");
}

static void waiting(void)
{
        run(arena_printf(
            a,
            "INSERT INTO batch (school_id, kind, academic_year, state, opened_by, opened_at) VALUES "
            "(%lu, 'I', 2026, 'applied', 0, '2026-09-01'), (%lu, 'B', 2026, 'open', 0, '2026-09-02'), "
            "(%lu, 'I', 2026, 'open', 0, '2026-09-21 14:13:20'), (%lu, 'I', 2026, 'open', 0, '2026-09-22'), "
            "(%lu, 'I', 2026, 'open', 0, '2026-09-03');\n",
            oak, oak, oak, oak, elm));
        is_long(status_count(d.db, &of_oak), DONE, "counted");
        const struct desk desk = desk_now(&of_oak);
        is_long(desk.n.waiting_since, 1790000000, "since when the oldest import waits, not a bulk upload");
}

/* Whatever desk_open counts has an age. */
static void oldest(void)
{
        static const struct {
                const char *what, *table, *rest; /* what is inserted; @school and @since stand for themselves */
        } items[] = {
                { "a missing pupil", "missing_pupil", "(school_id, pupil_id, batch_id, since) VALUES (@school, 1, 1, @since)" },
                { "a conflict", "conflict",
                  "(school_id, pupil_id, field, theirs, ours, cohort, verdict, batch_id, opened_at) VALUES (@school, 1, 'class', "
                  "'a', 'b', 'N', 'C', 1, @since)" },
                { "a conflict of an entry", "entry_conflict",
                  "(school_id, pupil_id, kind, natural_key, theirs, ours, cohort, batch_id, opened_at) VALUES (@school, 1, 'A', "
                  "'k', 'a', 'b', 'N', 1, @since)" },
                { "a claim", "claim", "VALUES (@school, 1, 4000000, 2, @since)" },
                { "a claim of the other school's", "claim", "VALUES (1, 1, @school, 2, @since)" },
                { "a problem with a UPN", "upn_problem",
                  "(school_id, pupil_id, message, since) VALUES (@school, 1, 1510, @since)" },
                { "a rejected row", "batch",
                  "(school_id, kind, academic_year, state, opened_by, opened_at, listed_at) VALUES (@school, 'I', 2026, "
                  "'listed', 0, '2026-01-01', @since);\n"
                  "INSERT INTO import (school_id, batch_id, delivery_id, complete, row_total, count_rejected) SELECT school_id, "
                  "id, 1, 1, 9, 1 FROM batch WHERE state = 'listed'" },
        };
        for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
                run("DELETE FROM batch;\n");
                run(arena_printf(a, "SET @school = %lu, @since = '2026-09-21 14:13:20';\n", oak));
                run(arena_printf(a, "INSERT INTO %s %s;\n", items[i].table, items[i].rest));
                is_long(status_count(d.db, &of_oak), DONE, items[i].what);
                const struct desk desk = desk_now(&of_oak);
                ok(desk_open(&desk.n) == 1 && desk.n.oldest_at == 1790000000, "is open, since then");
                run(arena_printf(a, "DELETE FROM %s;\n", items[i].table));
                is_long(status_count(d.db, &of_oak), DONE, "it is gone");
                is_long(desk_now(&of_oak).n.oldest_at, 0, "and nothing is the oldest");
        }
        run("DELETE FROM import;\n");
}

static void owners(void)
{
        unsigned long teacher = add_person("t@school.example", ROLE_TEACHER, oak),
                      gone = add_person("g@la", ROLE_LA_READER, 0);
        run(arena_printf(a, "UPDATE person SET disabled_at = UTC_TIMESTAMP() WHERE id = %lu;\n", gone));
        is_long(dashboard_own(d.db, &of_oak, officer, 0), DONE, "nobody looks after it");
        is_long(desk_now(&of_oak).owner, 0, "any more");
        is_long(dashboard_own(d.db, &of_oak, officer, officer), REFUSED, "from a page that is out of date");
        is_long(dashboard_own(d.db, &of_oak, 0, officer), DONE, "somebody does");
        is_long((long)desk_now(&of_oak).owner, (long)officer, "again");
        is_long(dashboard_own(d.db, &of_oak, officer, teacher), ABSENT, "not a school's people");
        is_long(dashboard_own(d.db, &of_oak, officer, gone), ABSENT, "nor who has left");
        is_long(dashboard_own(d.db, &of_elm, 0, officer), DONE, "a school of which nothing was counted yet");
        is_long((long)desk_now(&of_elm).owner, (long)officer, "has an owner too");
}

static void days(void)
{
        struct desk_days got = { 0 };
        run(arena_printf(
            a,
            "INSERT INTO school_day VALUES (%lu, '2026-09-01', 1, 2), (%lu, '2026-09-02', 4, 8), (%lu, "
            "'2026-09-02', 16, 32);\n",
            oak, oak, elm));
        ok(dashboard_days(d.db, a, "2026-09-01", &got) == DONE && got.count == 2 &&
               got.items[1].received == 20 && got.items[1].processed == 40,
           "the whole authority, day by day");
        is_text(got.items[0].day, "2026-09-01", "the first day first");
        ok(dashboard_days(d.db, a, "2026-09-02", &got) == DONE && got.count == 1, "from a day on");
        ok(dashboard_school_days(d.db, a, &of_elm, "2026-09-01", &got) == DONE && got.count == 1 &&
               got.items[0].received == 16,
           "one school");
}

/* The sum of what was received on the days that are read. */
static long all_received(size_t *count)
{
        struct desk_days got = { 0 };
        long sum = 0;
        ok(dashboard_days(d.db, a, "2000-01-01", &got) == DONE, "all days");
        for (size_t i = 0; i < got.count; i++)
                sum += got.items[i].received;
        *count = got.count;
        return sum;
}

static void adding_up(void)
{
        unsigned long long added = 99;
        size_t before, after;
        run("DELETE FROM school_day;\n");
        for (int ago = 0; ago < 5; ago++)
                run(arena_printf(a,
                                 "INSERT INTO school_day VALUES (%lu, UTC_DATE() - INTERVAL %d DAY, %d, 1), (%lu, UTC_DATE() - "
                                 "INTERVAL %d DAY, 100, 1);\n",
                                 oak, ago, 1 << ago, elm, ago));
        is_long(all_received(&before), 531, "before they are added up");
        const time_t midnight = time(NULL) / 86400 * 86400, late = midnight + 3599, later = midnight + 3600;
        is_long(dashboard_add_up(d.db, late, &added), DONE, "adding up");
        is_long((long)added, 3, "the days that are over, but for yesterday, in which somebody may still count");
        is_long(all_received(&after), 531, "gives the same");
        ok(before == 5 && after == 5, "on as many days");
        run(arena_printf(a, "UPDATE school_day SET received = received + 1000 WHERE school_id = %lu AND day >= UTC_DATE() - "
                            "INTERVAL 1 DAY;\n",
                         oak));
        is_long(all_received(&after), 2531, "what comes today and still came yesterday counts");
        ok(dashboard_add_up(d.db, late, &added) == DONE && added == 0, "no day is added up twice");
        ok(dashboard_add_up(d.db, later, &added) == DONE && added == 1, "yesterday, after an hour");
        is_long(all_received(&after), 2531, "gives the same");
}

static void imports(void)
{
        struct desk_imports got = { 0 };
        run(arena_printf(
            a,
            "INSERT INTO delivery (id, school_id, source, complete, state, file_name, size, sha256, notes, "
            "received_by, received_at, delete_after) VALUES (5, 0, 'L', 1, 'sorted', 'all.csv', 1, "
            "REPEAT('x', "
            "32), '', %lu, '2026-09-01', '2027-01-01');\n",
            officer));
        run(arena_printf(a,
                         "INSERT INTO batch (id, school_id, kind, academic_year, state, opened_by, "
                         "opened_at, hold, hold_why, "
                         "count_new, count_changed) VALUES (100, %lu, 'I', 2026, 'applied', 0, '2026-09-01', "
                         "'', '', 1, 2), "
                         "(101, %lu, 'I', 2026, 'open', 0, '2026-09-01', 'held', 'Few.', NULL, NULL), "
                         "(102, %lu, 'I', 2026, 'open', 0, '2026-09-01', '', '', NULL, NULL);\n",
                         oak, oak, elm));
        run(arena_printf(
            a,
            "INSERT INTO import (school_id, batch_id, delivery_id, complete, row_total, row_done, "
            "count_conflicts, count_unmatched, count_rejected, count_missing) VALUES (%lu, 100, 5, 1, 3, 4, "
            "5, 6, "
            "7, 8), (%lu, 101, 5, 0, 30, 0, 0, 0, 0, 0), (%lu, 102, 5, 1, 9, 0, 0, 0, 0, 0);\n",
            oak, oak, elm));
        ok(dashboard_imports(d.db, a, &of_oak, 0, 10, &got) == DONE && got.count == 2,
           "the school's own imports");
        const struct desk_import *held = &got.items[0], *done = &got.items[1];
        ok(held->batch == 101 && strcmp(held->hold, "held") == 0 && strcmp(held->hold_why, "Few.") == 0 &&
               !held->complete,
           "the newest first, with its hold");
        ok(done->new == 1 && done->changed == 2 && done->rows == 3 && done->done == 4 &&
               done->conflicts == 5 && done->unmatched == 6 && done->rejected == 7 && done->missing == 8 &&
               done->complete && done->source == 'L',
           "each number from its column");
        is_text(done->file_name, "all.csv", "and the file");
        ok(dashboard_imports(d.db, a, &of_oak, 101, 10, &got) == DONE && got.count == 1 &&
               got.items[0].batch == 100,
           "older ones");
        ok(dashboard_imports(d.db, a, &of_oak, 0, 1, &got) == DONE && got.count == 1 &&
               got.items[0].batch == 101,
           "so many");
}

static void hidden(void)
{
        const char *keys;
        char many[HIDDEN_MAX + 2] = { 0 };
        memset(many, 'x', sizeof many - 1);
        ok(hidden_find(d.db, a, officer, "dashboard", &keys) == DONE && !*keys, "nothing is hidden");
        is_long(hidden_set(d.db, officer, "dashboard", "new,changed"), DONE, "two columns are");
        ok(hidden_find(d.db, a, officer, "dashboard", &keys) == DONE && hidden_has(keys, "new") &&
               hidden_has(keys, "changed") && !hidden_has(keys, "change") && !hidden_has(keys, "changed2") &&
               !hidden_has(keys, ""),
           "those two and no others");
        ok(hidden_find(d.db, a, officer, "other", &keys) == DONE && !*keys, "of that list alone");
        ok(hidden_find(d.db, a, officer + 1, "dashboard", &keys) == DONE && !*keys, "for that person alone");
        is_long(hidden_set(d.db, officer, "dashboard", "new"), DONE, "one of them is shown again");
        ok(hidden_find(d.db, a, officer, "dashboard", &keys) == DONE && !hidden_has(keys, "changed"),
           "it is");
        is_long(hidden_set(d.db, officer, "dashboard", many), REFUSED, "too many");
        is_long(hidden_set(d.db, officer, "dashboard", ""), DONE, "all are shown again");
        ok(hidden_find(d.db, a, officer, "dashboard", &keys) == DONE && !*keys, "they are");
}

int main(void)
{
        if (!database_open(&d, true))
                return done_testing();
        a = d.arena;
        oak = add_school("9992001", "Oak");
        elm = add_school("9992002", "Elm");
        officer = add_person("officer@la.example", ROLE_LA_OFFICER, 0);
        const struct person who = { .id = officer };
        of_oak = gate_la_scope(&who, oak);
        of_elm = gate_la_scope(&who, elm);
        without_status();
        counters();
        all_schools();
        pauses();
        waiting();
        oldest();
        owners();
        days();
        adding_up();
        imports();
        hidden();
        database_close(&d);
        return done_testing();
}
