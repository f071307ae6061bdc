/* The same bytes again are left alone only when they are what came last and it stands; then too the school
 * has sent its data. */
#include "tasks/import.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "flow/decide_import.h"
#include "flow/deliver.h"
#include "flow/undo.h"
#include "gate/scope.h"
#include "importing.h"
#include "store/import.h"

static struct moving m;

SQL(long_ago, "UPDATE school_status SET received_at = UTC_TIMESTAMP() - INTERVAL 9 DAY");
SQL(sent_now, "SELECT COUNT(*) FROM school_status WHERE school_id = ? AND received_at > UTC_TIMESTAMP() - "
              "INTERVAL 1 HOUR");
SQL(rows_received, "SELECT COALESCE(SUM(received), 0) FROM school_day WHERE school_id = ?");
SQL(on_hold, "SELECT held_files FROM school_status WHERE school_id = ?");
SQL(class_of, "SELECT COUNT(*) FROM pupil WHERE school_id = ? AND class = 'A'");

enum { PUPILS = 30 };

static long count(const struct sql *q, unsigned long school)
{
        return moving_number(&m, q, ARGS(arg_id(school)));
}

static enum delivery_state deliver_night(const char *text)
{
        return importing_deliver(&m, "night.csv", text, true);
}

/* ---- one school ---- */

static const char *list(struct record *rows, size_t rows_count, const char *class)
{
        rows[0].value[FIELD_CLASS] = class;
        return moving_csv(&m, rows, rows_count);
}

static void sends(const char *text, enum delivery_state want, const char *what)
{
        const unsigned long at = m.scope.school;
        moving_done(&m, db_run(m.d.db, &long_ago, ARGS()), "days go by");
        long before = count(&rows_received, at);
        is_long(deliver_night(text), want, what);
        is_long((long)importing_process(&m), want == DELIVERY_NEW,
                arena_printf(m.a, "%s: %s", what, want == DELIVERY_NEW ? "processed" : "left alone"));
        is_long(count(&sent_now, at), 1, arena_printf(m.a, "%s: the school has sent data just now", what));
        ok((count(&rows_received, at) > before) == (want == DELIVERY_NEW), "%s: no row is counted twice",
           what);
}

static void of_one_school(void)
{
        const unsigned long at = importing_school(&m, "9992001", 0);
        struct record rows[PUPILS];
        for (size_t i = 0; i < PUPILS; i++)
                rows[i] = moving_child(&m);
        const char *a = list(rows, PUPILS, "A"), *b = list(rows, PUPILS, "B"),
                   *half = list(rows, PUPILS / 2, "A");
        sends(a, DELIVERY_NEW, "a file");
        sends(a, DELIVERY_TWIN, "the same again");
        sends(a, DELIVERY_TWIN, "and again");
        sends(b, DELIVERY_NEW, "another");
        sends(a, DELIVERY_NEW, "the first after it");
        is_long(count(&class_of, at), 1, "what came last holds");
        moving_done(&m, flow_undo(&m.flow, importing_last(&m).batch.id, "the wrong file"), "it is undone");
        is_long(count(&class_of, at), 0, "the one before holds");
        sends(a, DELIVERY_NEW, "what was undone and is wanted after all");
        is_long(count(&class_of, at), 1, "it holds again");

        struct person officer = moving_person(&m, 0, ROLE_LA_OFFICER, "Officer");
        struct scope as = gate_la_scope(&officer, at);
        struct flow f = { m.a, m.d.db, m.d.config, &as, &m.why };
        bool second;
        deliver_night(half);
        importing_process(&m);
        is_long(count(&on_hold, at), 1, "half of them: on hold");
        sends(half, DELIVERY_TWIN, "the same while it is on hold");
        struct import i = importing_last(&m);
        moving_done(&m, flow_answer_import_hold(&f, &i, HOLD_REJECT, "half a file", &second),
                    "it is rejected");
        is_long(deliver_night(half), DELIVERY_NEW, "what was rejected may come again");
        is_long(deliver_night(half), DELIVERY_TWIN, "and is noticed while nobody has read it");
        importing_process(&m);
        is_long(count(&on_hold, at), 1, "it is looked at anew");
        i = importing_last(&m);
        moving_done(&m, import_failed(m.d.db, &m.scope, i.batch.id, "The machine was ill."),
                    "a try of it fails");
        is_long(deliver_night(half), DELIVERY_NEW, "what failed may come again");
        is_long(deliver_night(b), DELIVERY_NEW, "a newer file waits to be read");
        is_long(deliver_night(half), DELIVERY_NEW, "then the one before it is not the last");
        importing_process(&m);
}

/* ---- one file for many schools ---- */

static const char *line(const char *laestab, const char *surname)
{
        return arena_printf(m.a, "%s,,%s,Ann,2016-05-05,F\n", laestab, surname);
}

static const char *list_of(const char *one, const char *two)
{
        return arena_printf(m.a, "DfE number,UPN,Surname,Forename,Date of birth,Sex\n%s%s", one, two);
}

static void of_many_schools(void)
{
        const unsigned long one = importing_school(&m, "9992012", 0), two = importing_school(&m, "9992013", 0), other = importing_school(&m, "9992014", 0);
        const struct scope everybody = gate_program_scope(0);
        const char *both = list_of(line("9992012", "Abel"), line("9992013", "Bell"));
        moving_act(&m, everybody);
        is_long(deliver_night(both), DELIVERY_NEW, "a file for two schools");
        is_long((long)importing_process(&m), 2, "is processed for both");
        moving_done(&m, db_run(m.d.db, &long_ago, ARGS()), "days go by");
        is_long(deliver_night(both), DELIVERY_TWIN, "the same again");
        ok(count(&sent_now, one) && count(&sent_now, two) && !count(&sent_now, other),
           "its schools have sent data, and no other");

        moving_act(&m, gate_program_scope(other));
        deliver_night(list_of(line("9992014", "Cole"), ""));
        moving_act(&m, everybody);
        is_long((long)importing_process(&m), 1, "another school's data");
        is_long(deliver_night(both), DELIVERY_TWIN, "is no newer data of these");
        moving_act(&m, gate_program_scope(two));
        deliver_night(list_of(line("9992013", "Bellini"), ""));
        is_long((long)importing_process(&m), 1, "newer data of one of them");
        moving_act(&m, everybody);
        is_long(deliver_night(both), DELIVERY_NEW, "makes the file worth doing again");
        is_long((long)importing_process(&m), 2, "for both");
}

/* ---- two programs at once ---- */

enum { ROUNDS = 20 };

SQL(new_files, "SELECT COUNT(*) FROM delivery WHERE school_id = ? AND state = 'new'");

static pid_t start(const char *text)
{
        fflush(stdout);
        pid_t pid = fork();
        if (pid)
                return pid;
        struct flow f = m.flow;
        unsigned long id;
        enum delivery_state state;
        const struct delivering d = {
                .label = "same.csv", .bytes = text, .len = strlen(text), .source = FROM_SCHOOL
        };
        _exit(db_open(m.d.config, &f.db) != DONE || flow_deliver(&f, &d, &id, &state) != DONE);
}

static void at_the_same_time(void)
{
        const unsigned long at = importing_school(&m, "9992021", 0);
        int failed = 0;
        for (int i = 0; i < ROUNDS; i++) {
                int first, second;
                const char *text =
                    list_of(line("9992021", i % 2 ? "Odd" : "Even"), arena_printf(m.a, "%d\n", i));
                pid_t one = start(text), two = start(text);
                waitpid(one, &first, 0);
                waitpid(two, &second, 0);
                failed += first != 0 || second != 0;
        }
        is_long(failed, 0, "two programs bring the same file at the same time");
        is_long(count(&new_files, at), ROUNDS, "each is kept once");
        is_long((long)importing_process(&m), ROUNDS, "and processed once");
}

int main(void)
{
        if (!moving_open(&m))
                return done_testing();
        of_one_school();
        of_many_schools();
        at_the_same_time();
        moving_close(&m);
        return done_testing();
}
