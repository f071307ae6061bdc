/* Tasks and their runs: who may change what, whom a task concerns, what issuing makes and when, missed times,
 * pauses, locks, running now, trying again. */
#include "store/exchange_run.h"

#include "exchanging.h"
#include "gate/scope.h"
#include "store/exchange_next.h"
#include "store/person.h"

enum { SCHOOLS = 6 };

static struct database d;
static struct arena *a;
static unsigned long schools[SCHOOLS], officer;
static struct scope oak;
static struct exchange_by la, school;

static struct exchange_task find(unsigned long id)
{
        struct exchange_task t = { 0 };
        ok(exchange_task_find(d.db, a, id, &t) == DONE, "found");
        return t;
}

static unsigned long add(const struct exchange_by *by, const struct exchange_task *t,
                         const struct exchange_picks *picks, const char *now)
{
        unsigned long id = 0;
        ok(exchange_task_add(d.db, by, t, picks, exchanging_at(now), &id) == DONE, "%s is added", t->name);
        return id;
}

static void end_of(unsigned long id)
{
        struct exchange_task t = find(id);
        ok(exchange_task_state(d.db, t.owner ? &school : &la, &t, TASK_DELETED,
                               exchanging_at("2026-10-01 00:00")) == DONE,
           "and deleted");
}

static unsigned long issue(const char *now)
{
        unsigned long run = 0;
        enum outcome result = exchange_issue(d.db, exchanging_at(now), &run);
        ok(result == DONE || result == ABSENT, "issuing at %s", now);
        return run;
}

static struct exchange_answers answers(unsigned long run)
{
        struct exchange_answers all = { 0, NULL };
        ok(exchange_answers(d.db, a, run, &all) == DONE, "answers");
        return all;
}

static const char *states(unsigned long run)
{
        struct exchange_answers all = answers(run);
        char *text = arena_alloc(a, all.count + 1);
        for (size_t i = 0; i < all.count; i++)
                text[i] = all.items[i].state;
        return text;
}

static void kept(void)
{
        struct exchange_task t = exchanging_nightly("Attendance of a term"), got;
        const struct exchange_picks two = { 2, schools + 1 };
        struct exchange_picks picks;
        t.ask = (struct exchange_ask){ EXCHANGE_GET, "att-changed", GROUP_YEARS, 0x30, 4 };
        t.schools = SCHOOLS_PICKED;
        t.when = (struct schedule){ SCHEDULE_MONTHLY,           0, 31, 75, date_from_iso("2026-10-02"),
                                    date_from_iso("2027-02-28") };
        got = find(add(&la, &t, &two, "2026-10-01 12:00"));
        ok(strcmp(got.name, t.name) == 0 && got.ask.way == 'G' && strcmp(got.ask.data, "att-changed") == 0 &&
               got.ask.group == 'A' && got.ask.years == 0x30 && got.ask.months == 4,
           "what is asked");
        ok(got.schools == 'P' && got.school_count == 2 && !got.owner && !got.locked, "of whom");
        ok(exchange_task_picks(d.db, a, got.id, &picks) == DONE && picks.count == 2 &&
               picks.ids[1] == schools[2],
           "by name");
        ok(got.when.repeats == 'M' && got.when.day == 31 && got.when.at_minute == 75 &&
               date_compare(got.when.first_on, t.when.first_on) == 0 &&
               date_compare(got.when.last_on, t.when.last_on) == 0 && got.window == 60 && got.wait == 60,
           "when");
        is_long(got.next_at, exchanging_at("2026-10-31 01:15"), "its next time");
        ok(got.state == 'A' && strcmp(got.created_by, "Pat") == 0 && !got.last_run,
           "active, by Pat, never run");

        got.when.day = 5;
        got.name = "Attendance";
        is_long(exchange_task_set(d.db, &la, &got, &(struct exchange_picks){ 1, schools },
                                  exchanging_at("2026-10-10 00:00")),
                DONE, "changed");
        is_long(exchange_task_set(d.db, &la, &got, &two, 0), REFUSED, "not from a page that is out of date");
        got = find(got.id);
        ok(strcmp(got.name, "Attendance") == 0 && got.school_count == 1 &&
               got.next_at == exchanging_at("2026-11-05 01:15"),
           "it is");
        is_long(exchange_task_state(d.db, &la, &got, TASK_PAUSED, 0), DONE, "paused");
        got = find(got.id);
        ok(got.state == 'P' && !got.next_at, "it has no next time");
        is_long(exchange_task_set(d.db, &la, &got, &two, exchanging_at("2026-10-10 00:00")), DONE,
                "changed meanwhile");
        got = find(got.id);
        ok(!got.next_at, "still none");
        is_long(exchange_task_state(d.db, &la, &got, TASK_ACTIVE, exchanging_at("2027-02-20 00:00")), DONE,
                "active after its last time");
        ok(!find(got.id).next_at, "nothing is due any more");
        end_of(got.id);
        got = find(got.id);
        is_long(exchange_task_state(d.db, &la, &got, TASK_ACTIVE, 0), REFUSED, "what is deleted stays so");
}

static size_t listed(unsigned long of, const char *data, char state)
{
        struct exchange_tasks all = { 99, NULL };
        ok(exchange_task_list(d.db, a, of, data, state, &all) == DONE, "listed");
        return all.count;
}

static void concerns(void)
{
        struct exchange_task t = exchanging_nightly("Secondary"), got;
        t.phase = "SS";
        unsigned long secondary = add(&la, &t, NULL, "2026-09-01 00:00");
        t = exchanging_nightly("A list");
        exchanging_script(&d, "INSERT INTO school_list (id, name) VALUES (7, 'Pilots');\nINSERT INTO "
                              "school_list_member VALUES (7, 1), (7, 4);\n");
        t.schools = SCHOOLS_LIST, t.list = 7;
        unsigned long list = add(&la, &t, NULL, "2026-09-01 00:00");
        ok(find(secondary).school_count == 2 && find(list).school_count == 2 &&
               strcmp(find(list).list_name, "Pilots") == 0,
           "how many schools");
        is_long((long)listed(0, "", 0), 2, "all that are not deleted");
        is_long((long)listed(0, "", 'D'), 1, "the deleted one");
        is_long((long)listed(0, "changed", 0), 0, "of one set of data");
        is_long((long)listed(schools[0], "", 0), 1, "of a primary school that is listed");
        is_long((long)listed(schools[1], "", 0), 0, "of one that is not");
        is_long((long)listed(schools[4], "snapshot", 0), 1, "of a secondary school");
        is_long(exchange_task_find_own(d.db, a, &oak, list, &got), DONE, "a school sees what concerns it");
        is_long(exchange_task_find_own(d.db, a, &oak, secondary, &got), ABSENT, "and nothing else");
        end_of(secondary);
        end_of(list);
}

static void issuing(void)
{
        struct exchange_task t = exchanging_nightly("Nightly");
        unsigned long id = add(&la, &t, NULL, "2026-10-01 12:00");
        is_long((long)issue("2026-10-02 00:59"), 0, "not before its time");
        unsigned long run = issue("2026-10-02 01:00");
        ok(run, "at its time");
        is_long((long)issue("2026-10-02 01:00"), 0, "once");
        struct exchange_answers all = answers(run);
        is_long((long)all.count, SCHOOLS, "an answer of each school");
        ok(all.items[0].offer_at == exchanging_at("2026-10-02 01:00") &&
               all.items[1].offer_at == exchanging_at("2026-10-02 01:10") &&
               all.items[5].offer_at == exchanging_at("2026-10-02 01:50"),
           "spread over the hour");
        is_long(all.items[5].gives_up_at, exchanging_at("2026-10-02 02:50"), "each with an hour of its own");
        is_text(states(run), "WWWWWW", "all wait");
        struct exchange_run r = { 0 };
        ok(exchange_run_find(d.db, a, run, &r) == DONE && !r.late && !r.missed && !*r.by && r.all == 6 &&
               r.open == 6 && !r.done,
           "in time, by its schedule");
        is_long(find(id).next_at, exchanging_at("2026-10-03 01:00"), "and tomorrow again");

        run = issue("2026-10-06 09:30");
        ok(exchange_run_find(d.db, a, run, &r) == DONE && r.late && r.missed == 3 &&
               r.due_at == exchanging_at("2026-10-06 01:00") &&
               r.issued_at == exchanging_at("2026-10-06 09:30"),
           "after days off one run, late, that says how many were missed");
        is_long(find(id).next_at, exchanging_at("2026-10-07 01:00"), "then as ever");
        is_long((long)issue("2026-10-06 09:31"), 0, "nothing is made up for");
        struct exchange_runs runs;
        ok(exchange_run_list(d.db, a, id, 0, 10, &runs) == DONE && runs.count == 2 && runs.items[0].id == run,
           "its runs, newest first");
        t = find(id);
        ok(t.last_run == run && t.last_all == 6 && t.last_failed == 0, "the last is seen with the task");
        is_long(exchange_task_state(d.db, &la, &t, TASK_DELETED, exchanging_at("2026-10-06 10:00")), DONE,
                "deleted");
        is_text(states(run), "CCCCCC", "what waited is cancelled");
        is_long((long)issue("2026-10-07 01:00"), 0, "it runs no more");
        ok(exchange_run_list(d.db, a, id, 0, 10, &runs) == DONE && runs.count == 2, "its history is kept");
}

static void ends(void)
{
        struct exchange_task t = exchanging_nightly("Once");
        t.when = (struct schedule){ SCHEDULE_ONCE, 0, 0, 60, date_from_iso("2026-10-25"), NO_DATE };
        unsigned long id = add(&la, &t, NULL, "2026-10-20 12:00");
        ok(issue("2026-10-25 00:00") && !find(id).next_at, "once is once");
        is_long((long)issue("2026-10-25 01:00"), 0, "also when the clock goes back");
        end_of(id);
}

static void paused(void)
{
        struct exchange_task t = exchanging_nightly("Held");
        unsigned long id = add(&la, &t, NULL, "2026-10-01 12:00");
        exchanging_script(&d, "INSERT INTO pause (school_id, from_at, reason, on_resume, set_by, set_at) "
                              "VALUES (2, '2026-10-02', 'x', 'N', 1, "
                              "'2026-10-02');\n");
        unsigned long first = issue("2026-10-02 01:00"), second = issue("2026-10-03 01:00");
        is_text(states(first), "WCWWWW", "a paused school's answer was held, and a later run took its place");
        is_text(states(second), "WHWWWW", "which is held now");
        exchanging_script(&d, "DELETE FROM pause;\n");
        end_of(id);
}

static void locked(void)
{
        struct exchange_task t = exchanging_nightly("Own"), got;
        const struct exchange_picks self = { 1, schools };
        time_t since;
        const char *by;
        t.schools = SCHOOLS_PICKED;
        unsigned long own = add(&school, &t, &self, "2026-10-01 12:00");
        t = exchanging_nightly("All before");
        unsigned long all = add(&la, &t, NULL, "2026-10-01 12:00");
        got = find(own);
        ok(got.owner == schools[0] && strcmp(got.owner_name, "School 1") == 0, "a school's own task");
        is_long(exchange_task_state(d.db, &school, &(struct exchange_task){ .id = all, .version = 1 },
                                    TASK_PAUSED, 0),
                REFUSED, "a school does not change the authority's");
        is_long(exchange_task_set(d.db, &la, &got, &self, exchanging_at("2026-10-01 12:00")), DONE,
                "the authority may change a school's");
        is_long(exchange_lock_set(d.db, &oak, true), DONE, "until the school locks its tasks");
        got = find(own);
        ok(got.locked, "which one sees");
        is_long(exchange_task_set(d.db, &la, &got, &self, 0), REFUSED, "the authority changes it no more");
        is_long(exchange_task_state(d.db, &la, &got, TASK_DELETED, 0), REFUSED, "nor deletes it");
        unsigned long run = 9;
        is_long(exchange_run_now(d.db, &la, &got, exchanging_at("2026-10-01 13:00"), &run), REFUSED,
                "nor runs it");
        is_long(exchange_task_set(d.db, &school, &got, &self, exchanging_at("2026-10-01 12:00")), DONE,
                "the school does");
        ok(exchange_lock_find(d.db, a, schools[0], &since, &by) == DONE && since && strcmp(by, "Sam") == 0,
           "who locked them, and when");
        exchanging_script(&d, "UPDATE exchange_lock SET locked_at = '2026-10-01 15:00:00';\n");
        t = exchanging_nightly("All after");
        unsigned long after = add(&la, &t, NULL, "2026-10-01 16:00");
        is_text(states(issue("2026-10-02 01:00")), "W", "its own task runs");
        is_text(states(issue("2026-10-02 01:00")), "WWWWWW", "a task from before the lock too");
        run = issue("2026-10-02 01:00");
        is_text(states(run), "XWWWWW", "one from after it does not ask the school");
        ok(strstr(answers(run).items[0].words, "locked") != NULL, "and says why");
        is_long(exchange_lock_set(d.db, &oak, false), DONE, "unlocked");
        ok(!find(own).locked, "again");
        end_of(own);
        end_of(all);
        end_of(after);
}

static void now_and_again(void)
{
        struct exchange_task t = exchanging_nightly("Now");
        t.window = 0;
        unsigned long id = add(&la, &t, NULL, "2026-10-01 12:00"), run, none, count = 9;
        t = find(id);
        time_t now = exchanging_at("2026-10-01 13:00");
        is_long(exchange_run_now(d.db, &la, &t, now, &run), DONE, "run now");
        is_long(exchange_run_now(d.db, &la, &t, now + 1, &none), REFUSED, "pressed twice it runs once");
        struct exchange_run r = { 0 };
        ok(exchange_run_find(d.db, a, run, &r) == DONE && strcmp(r.by, "Pat") == 0 && !r.late &&
               r.due_at == now,
           "by Pat");
        ok(find(id).next_at == exchanging_at("2026-10-02 01:00"), "its schedule goes on");
        exchanging_script(
            &d,
            arena_printf(
                a,
                "UPDATE exchange_answer SET state = ELT(school_id, 'D', 'N', 'F', 'U', 'X', 'R'), tries = 2, "
                "delivery_id = 5 WHERE run_id = %lu;\n",
                run));
        is_long(exchange_retry(d.db, &la, run, exchanging_at("2026-10-01 15:00"), &count), DONE,
                "those that failed are tried again");
        is_long((long)count, 4, "four");
        is_text(states(run), "DWWWWR", "those four");
        struct exchange_answer x = answers(run).items[2];
        ok(x.offer_at == exchanging_at("2026-10-01 15:00") &&
               x.gives_up_at == exchanging_at("2026-10-01 16:00") && x.tries == 2 && !x.delivery,
           "with new time");
        ok(exchange_retry(d.db, &la, run, 0, &count) == DONE && count == 0,
           "then there is nothing to try again");
        struct exchange_answers own;
        ok(exchange_answers_own(d.db, a, &oak, id, 10, &own) == DONE && own.count == 1 &&
               own.items[0].school == schools[0],
           "a school's own");
        ok(exchange_answers_own(d.db, a, &oak, 0, 100, &own) == DONE && own.count > 3,
           "the last of each task");
        end_of(id);
}

static void dashboard(void)
{
        struct exchange_next n;
        struct exchange_task all = exchanging_nightly("All"), secondary = all, picked = all, list = all;
        time_t now = exchanging_at("2026-10-10 12:00");
        exchanging_script(&d, "DELETE FROM exchange_answer;\nDELETE FROM exchange_run;\nUPDATE exchange_task "
                              "SET state = 'D';\n");
        ok(exchange_next_read(d.db, a, now, &n) == DONE && !exchange_next_run(&n, schools[0], "PS") &&
               !exchange_unanswered(&n, schools[0]),
           "nothing is due and nothing was asked");
        secondary.phase = "SS", secondary.when.at_minute = 60;
        picked.schools = SCHOOLS_PICKED, picked.when.at_minute = 30;
        list.schools = SCHOOLS_LIST, list.list = 7, list.when.at_minute = 15;
        add(&la, &all, NULL, "2026-10-10 12:00");
        add(&la, &secondary, NULL, "2026-10-10 12:00");
        unsigned long of_picks =
            add(&la, &picked, &(struct exchange_picks){ 2, schools + 1 }, "2026-10-10 12:00");
        add(&la, &list, NULL, "2026-10-10 12:00");
        ok(exchange_next_read(d.db, a, now, &n) == DONE, "read");
        is_long(exchange_next_run(&n, schools[0], "PS"), exchanging_at("2026-10-10 23:15"), "by the list");
        is_long(exchange_next_run(&n, schools[1], "PS"), exchanging_at("2026-10-10 23:30"), "by name");
        is_long(exchange_next_run(&n, schools[4], "SS"), exchanging_at("2026-10-11 00:00"), "by phase");
        is_long(exchange_next_run(&n, schools[5], "PS"), exchanging_at("2026-10-11 01:00"), "as all");
        unsigned long first, run;
        struct exchange_task t = find(of_picks);
        is_long(exchange_run_now(d.db, &la, &t, now, &first), DONE, "asked once");
        t = find(of_picks);
        is_long(exchange_run_now(d.db, &la, &t, now + 60, &run), DONE, "and again");
        exchanging_script(
            &d, arena_printf(
                    a, "UPDATE exchange_answer SET state = IF(school_id = %lu AND run_id = %lu, 'D', 'N');\n",
                    schools[2], run));
        ok(exchange_next_read(d.db, a, now, &n) == DONE && exchange_unanswered(&n, schools[1]) == 2,
           "twice not answered");
        is_long(exchange_unanswered(&n, schools[2]), 0, "one that answered since");
        ok(exchange_next_read(d.db, a, now + 9 * 86400, &n) == DONE && !exchange_unanswered(&n, schools[1]),
           "forgotten after a week");
}

static void people(void)
{
        struct person pat = { .name = "Pat", .email = "pat@la.example", .role = ROLE_LA_OFFICER };
        struct person sam = {
                .name = "Sam", .email = "sam@school.example", .role = ROLE_SCHOOL_ADMIN, .school = schools[0]
        };
        ok(person_add(d.db, 0, &pat, &officer) == DONE && person_add(d.db, 0, &sam, &sam.id) == DONE,
           "people");
        oak = gate_own_scope(&sam);
        la = (struct exchange_by){ officer, NULL };
        school = (struct exchange_by){ sam.id, &oak };
}

int main(void)
{
        if (!database_open(&d, true))
                return done_testing();
        a = d.arena;
        for (unsigned i = 0; i < SCHOOLS; i++)
                schools[i] = exchanging_school(&d, i + 1, i < 4 ? "PS" : "SS");
        people();
        kept();
        concerns();
        issuing();
        ends();
        paused();
        locked();
        now_and_again();
        dashboard();
        database_close(&d);
        return done_testing();
}
