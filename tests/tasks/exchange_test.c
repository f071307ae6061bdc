/* Exchanges as time goes by: pauses that begin and end, agents that are lost, answers that do not come, data
 * that is processed or refused; mails after failures and once a day; several programs at once. */
#include "tasks/exchange.h"

#include <sys/wait.h>
#include <unistd.h>

#include "exchanging.h"
#include "store/person.h"
#include "tasks/exchange_mail.h"

enum { SCHOOLS = 4, PROGRAMS = 4 };

static struct database d;
static struct arena *a;
static unsigned long task;

SQL(count_runs, "SELECT COUNT(*) FROM exchange_run");
SQL(count_answers, "SELECT COUNT(*) FROM exchange_answer");
SQL(last_run, "SELECT MAX(id) FROM exchange_run");
SQL(count_mails, "SELECT COUNT(*) FROM outbox");
SQL(lost_attempts, "SELECT COUNT(*) FROM exchange_attempt WHERE outcome = 'L' AND ended_at IS NOT NULL");
SQL(last_mail, "SELECT to_address, subject, body FROM outbox ORDER BY id DESC LIMIT 1");

static void run(const char *sql)
{
        exchanging_script(&d, sql);
}

static unsigned long work(const char *now)
{
        unsigned long count = 0;
        ok(exchange_work_at(d.db, exchanging_at(now), &count) == DONE, "the task at %s", now);
        return count;
}

static struct exchange_answers answers(void)
{
        struct exchange_answers all = { 0, NULL };
        ok(exchange_answers(d.db, a, (unsigned long)exchanging_count(&d, &last_run), &all) == DONE,
           "answers");
        return all;
}

static const char *states(void)
{
        struct exchange_answers all = answers();
        char *text = arena_alloc(a, all.count + 1);
        for (size_t i = 0; i < all.count; i++)
                text[i] = all.items[i].state;
        return text;
}

/* As agents do. */
static void takes(int school, const char *until)
{
        run(arena_printf(a,
                         "UPDATE exchange_answer SET state = 'T', tries = tries + 1, lease_until = '%s' "
                         "WHERE school_id = %d ORDER BY id DESC LIMIT "
                         "1;\nINSERT INTO exchange_attempt (answer_id, n, started_at) SELECT id, tries, "
                         "'2026-10-02 01:00' FROM exchange_answer "
                         "WHERE school_id = %d ORDER BY id DESC LIMIT 1;\n",
                         until, school, school));
}

static void pauses(void)
{
        is_long((long)work("2026-10-02 01:00"), 1, "a run is issued");
        is_text(states(), "WWWW", "all wait");
        run("INSERT INTO pause (school_id, from_at, until_at, reason, on_resume, set_by, set_at) VALUES (2, "
            "'2026-10-02 01:05', '2026-10-02 03:00', "
            "'x', 'N', 1, '2026-10-02');\n");
        is_long((long)work("2026-10-02 01:06"), 1, "a pause begins");
        is_text(states(), "WHWW", "its school's answer is held");
        is_long((long)work("2026-10-02 02:55"), 3, "the others' time ends");
        is_text(states(), "NHNN", "they did not answer; what is held does not end");
        is_long((long)work("2026-10-02 03:00"), 1, "the pause ends");
        struct exchange_answer x = answers().items[1];
        ok(x.state == 'W' && x.offer_at >= exchanging_at("2026-10-02 03:00") &&
               x.offer_at <= exchanging_at("2026-10-02 04:00") &&
               x.gives_up_at == exchanging_at("2026-10-02 05:00"),
           "it waits again, with all of its time");
}

static void lost(void)
{
        work("2026-10-03 01:00");
        takes(1, "2026-10-03 01:10:00");
        is_long((long)work("2026-10-03 01:10"), 0, "an agent whose lease runs is let be");
        is_long((long)work("2026-10-03 01:11"), 1, "one whose lease is over is lost");
        struct exchange_answer x = answers().items[0];
        ok(x.state == 'W' && x.next_at == exchanging_at("2026-10-03 01:12") && x.tries == 1,
           "it may be tried again in a minute");
        is_long(exchanging_count(&d, &lost_attempts), 1, "the try is recorded");
        takes(1, "2026-10-03 01:20:00");
        work("2026-10-03 01:21");
        is_long(answers().items[0].next_at, exchanging_at("2026-10-03 01:25"), "then in four");
        for (int n = 3; n <= EXCHANGE_TRIES; n++) {
                takes(1, arena_printf(a, "2026-10-03 01:3%d:00", n));
                work(arena_printf(a, "2026-10-03 01:3%d", n + 1));
        }
        x = answers().items[0];
        ok(x.state == 'F' && strstr(x.words, "each time"), "after some tries it is given up, with a reason");
        is_long(exchanging_count(&d, &lost_attempts), EXCHANGE_TRIES, "each try is recorded");
        takes(2, "2026-10-03 01:40:00");
        work("2026-10-03 01:41");
        work("2026-10-03 05:00");
        is_text(states(), "FFNN", "what was tried and ran out of time failed; what was not did not answer");
        ok(strstr(answers().items[1].words, "lost") != NULL, "with the last reason");
}

static void processed(void)
{
        work("2026-10-04 01:00");
        run("INSERT INTO delivery (id, school_id, source, complete, state, file_name, size, sha256, message, "
            "notes, row_count, received_at, "
            "delete_after) VALUES (1, 1, 'A', 1, 'sorted', 'a', 1, 'a', '', '', 30, '2026-10-04', "
            "'2026-12-01'), (2, 2, 'A', 1, 'refused', 'b', 1, "
            "'b', 'It is no list of pupils.', '', 0, '2026-10-04', '2026-12-01'), (3, 3, 'A', 1, 'twin', "
            "'c', 1, 'c', '', '', 0, '2026-10-04', "
            "'2026-12-01'), (4, 4, 'A', 1, 'new', 'd', 1, 'd', '', '', 0, '2026-10-04', '2026-12-01');\n"
            "INSERT INTO batch (id, school_id, kind, academic_year, state, opened_by, opened_at) VALUES (1, "
            "1, 'I', 2026, 'open', 0, "
            "'2026-10-04');\nINSERT INTO import (school_id, batch_id, delivery_id, complete, row_total) "
            "VALUES (1, 1, 1, 1, 30);\n"
            "UPDATE exchange_answer SET state = 'R', delivery_id = school_id ORDER BY id DESC LIMIT 4;\n");
        is_long((long)work("2026-10-04 01:01"), 2, "what could be told at once");
        is_text(states(), "RFDR", "refused, the same as before; the others are under way");
        is_text(answers().items[1].words, "It is no list of pupils.", "why it was refused");
        run("UPDATE batch SET hold = 'held' WHERE id = 1;\n");
        is_long((long)work("2026-10-04 01:02"), 0, "an import on hold is under way");
        run("UPDATE batch SET hold = '', state = 'listed' WHERE id = 1;\nUPDATE delivery SET state = "
            "'sorted' WHERE id = 4;\n");
        is_long((long)work("2026-10-04 01:03"), 2, "processed");
        is_text(states(), "DFDD", "and done");
        ok(answers().items[0].rows == 30, "with its rows");
}

/* Each runs all tasks a few times; none may fail. */
static void several(const char *now)
{
        int status;
        bool good = true;
        for (int i = 0; i < PROGRAMS; i++) {
                fflush(stdout);
                if (fork())
                        continue;
                struct db *db = NULL;
                unsigned long count = 0;
                if (db_open(d.config, &db) != DONE)
                        _exit(1);
                for (int n = 0; n < 5; n++)
                        if (exchange_work_at(db, exchanging_at(now), &count) != DONE ||
                            exchange_mail_at(db, exchanging_at(now), &count) != DONE)
                                _exit(1);
                _exit(0);
        }
        for (int i = 0; i < PROGRAMS; i++)
                good &= wait(&status) > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
        ok(good, "%d programs at %s", PROGRAMS, now);
}

static void mails(void)
{
        struct result r;
        unsigned long count = 0;
        run("DELETE FROM exchange_answer;\nDELETE FROM exchange_run;\nDELETE FROM outbox;\n");
        for (int day = 5; day < 7; day++) {
                work(arena_printf(a, "2026-10-0%d 01:00", day));
                work(arena_printf(a, "2026-10-0%d 03:00", day));
        }
        ok(exchange_mail_at(d.db, exchanging_at("2026-10-06 04:00"), &count) == DONE && count == 0,
           "after two failures nobody is told");
        work("2026-10-07 01:00");
        run("UPDATE exchange_answer SET state = 'D', changed_at = '2026-10-07 01:30' WHERE school_id = 1 "
            "ORDER BY id DESC LIMIT 1;\n");
        work("2026-10-07 03:00");
        ok(exchange_mail_at(d.db, exchanging_at("2026-10-07 03:01"), &count) == DONE && count == 3,
           "after three each of the three is");
        ok(db_find(d.db, a, &r, &last_mail, ARGS()) == DONE &&
               strcmp(result_text(&r, 0, 0), "office4@school.example") == 0 &&
               strstr(result_text(&r, 0, 2), "The last 3 exchanges"),
           "at its data contact");
        work("2026-10-08 01:00");
        work("2026-10-08 03:00");
        ok(exchange_mail_at(d.db, exchanging_at("2026-10-08 03:01"), &count) == DONE && count == 3, "once");
        for (int day = 10; day < 14; day++) {
                work(arena_printf(a, "2026-10-%d 01:00", day));
                if (day == 10)
                        run("UPDATE exchange_answer SET state = 'D', changed_at = '2026-10-10 01:30' WHERE "
                            "school_id = 4 ORDER BY id DESC LIMIT 1;\n");
                work(arena_printf(a, "2026-10-%d 03:00", day));
        }
        ok(exchange_mail_at(d.db, exchanging_at("2026-10-13 03:01"), &count) == DONE && count == 5,
           "again after it succeeded and failed again, and who had one good answer before");
        ok(exchange_mail_at(d.db, exchanging_at("2026-10-13 05:00"), &count) == DONE && count == 6,
           "in the morning comes the digest");
        ok(db_find(d.db, a, &r, &last_mail, ARGS()) == DONE &&
               strcmp(result_text(&r, 0, 0), "pat@la.example") == 0 &&
               strstr(result_text(&r, 0, 2), "1 run of tasks in the last 24 hours asked for 4 answers") &&
               strstr(result_text(&r, 0, 2), "4 not answered") &&
               strstr(result_text(&r, 0, 2), "School 1, Nightly: Not answered") == NULL &&
               strstr(result_text(&r, 0, 2), "School 1: Nightly, Not answered"),
           "with what came and what did not");
        ok(exchange_mail_at(d.db, exchanging_at("2026-10-13 23:00"), &count) == DONE && count == 6,
           "once a day");
        run("UPDATE task_day SET day = '2000-01-01';\nUPDATE exchange_told SET told_at = "
            "'2000-01-02';\nUPDATE exchange_answer SET changed_at = "
            "'2026-10-10' WHERE state = 'D';\n");
        long before = exchanging_count(&d, &count_mails);
        several("2026-10-14 05:00");
        is_long(exchanging_count(&d, &count_mails) - before, 3,
                "several programs tell each school once, and the authority once");
}

static void at_once(void)
{
        struct exchange_task t = exchanging_nightly("x");
        run("DELETE FROM exchange_answer;\nDELETE FROM exchange_run;\nDELETE FROM exchange_task;\n");
        for (int i = 0; i < 20; i++)
                if (exchange_task_add(d.db, &(struct exchange_by){ 1, NULL }, &t, NULL,
                                      exchanging_at("2026-11-01 00:00"), &task) != DONE)
                        ok(0, "a task");
        several("2026-11-01 02:00");
        is_long(exchanging_count(&d, &count_runs), 20, "each task ran once");
        is_long(exchanging_count(&d, &count_answers), 20 * SCHOOLS, "with an answer of each school");
        several("2026-11-01 04:00");
        several("2026-11-04 02:00");
        is_long(exchanging_count(&d, &count_runs), 40, "and once after days off");
}

/* What came to be so while the school was paused. */
static void not_ready_after_a_pause(void)
{
        static const char *const words[SCHOOLS] = { "No agent is installed.", "", "The school had locked its tasks",
                                                    "The school has tasks from before" };
        run("INSERT INTO pause (school_id, from_at, until_at, reason, on_resume, set_by, set_at) SELECT id, "
            "'2026-10-28 01:00', '2026-10-28 03:00', 'x', 'N', 1, '2026-10-02' FROM school;\n");
        work("2026-10-28 02:00");
        is_text(states(), "HHHH", "a run while all are paused");
        run("UPDATE agent SET revoked_at = '2026-10-28 02:30' WHERE school_id = 1;\n"
            "INSERT INTO exchange_lock (school_id, locked_at) VALUES (3, '2026-09-01');\n"
            "INSERT INTO existing_task (school_id, ref, name, way, data, described, read_at) VALUES (4, 'r', 'Old', 'G', "
            "'snapshot', '', '2026-09-01');\n");
        is_long((long)work("2026-10-28 02:40"), 0, "nothing is looked at while they are");
        is_long((long)work("2026-10-28 03:00"), 4, "the pauses end");
        is_text(states(), "XWXX", "one waits again, the others are not ready");
        struct exchange_answers all = answers();
        for (size_t i = 0; i < SCHOOLS; i++)
                ok(strncmp(all.items[i].words, words[i], strlen(words[i])) == 0 && (*words[i] || !*all.items[i].words),
                   "and say why: %s", all.items[i].words);
        is_long((long)work("2026-10-28 03:01"), 0, "once");
        run("UPDATE agent SET revoked_at = NULL;\nDELETE FROM exchange_lock;\nDELETE FROM existing_task;\n");
}

int main(void)
{
        struct exchange_task t = exchanging_nightly("Nightly");
        struct person pat = { .name = "Pat", .email = "pat@la.example", .role = ROLE_LA_OFFICER };
        if (!database_open(&d, true))
                return done_testing();
        a = d.arena;
        for (unsigned i = 0; i < SCHOOLS; i++)
                exchanging_school(&d, i + 1, "PS");
        ok(person_add(d.db, 0, &pat, &pat.id) == DONE, "somebody");
        ok(exchange_task_add(d.db, &(struct exchange_by){ pat.id, NULL }, &t, NULL,
                             exchanging_at("2026-10-01 12:00"), &task) == DONE,
           "a task");
        pauses();
        lost();
        processed();
        mails();
        not_ready_after_a_pause();
        at_once();
        database_close(&d);
        return done_testing();
}
