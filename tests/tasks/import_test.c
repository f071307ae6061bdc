/* Two programs share the files of a night: while one reads a file of several schools the other waits for its
 * share. A school that fails stops no other. What an import does is tests/flow/import_test.c's. */
#include "tasks/import.h"

#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "flow/decide_import.h"
#include "flow/deliver.h"
#include "gate/scope.h"
#include "intake/import_hold.h"
#include "model/upn.h"
#include "moving.h"
#include "store/import.h"
#include "store/status.h"

static struct moving m;
static struct scope oak;

SQL(another_reads, "UPDATE delivery SET lease_by = 'another', lease_until = UTC_TIMESTAMP() + INTERVAL 100 "
                   "SECOND WHERE state = 'new'");
SQL(another_is_gone, "UPDATE delivery SET lease_by = '', lease_until = NULL");
SQL(imports, "SELECT COUNT(*), COALESCE(SUM(b.state IN ('applied', 'listed')), 0), "
             "COALESCE(SUM(i.count_unmatched), 0) FROM import i JOIN batch b ON "
             "b.school_id = i.school_id AND b.id = i.batch_id");
SQL(new_ones, "SELECT COUNT(*) FROM delivery WHERE state = 'new'");
SQL(out_of_order, "SELECT COUNT(*) FROM import a JOIN import b ON b.school_id = a.school_id AND b.batch_id > a.batch_id AND "
                  "b.delivery_id < a.delivery_id");
SQL(in_the_way, "SELECT COUNT(*), COALESCE(SUM(s.problem <> ''), 0), COALESCE(SUM(b.hold <> ''), 0) FROM import i JOIN batch b "
                "ON b.school_id = i.school_id AND b.id = i.batch_id JOIN school_status s ON s.school_id = i.school_id "
                "WHERE b.state = 'open' AND i.tries = 1");
SQL(minute_is_over, "UPDATE school_status SET lease_until = NULL");
SQL(on_roll, "SELECT COUNT(*) FROM pupil WHERE state = 'R'");

static long number(const struct sql *q, unsigned column)
{
        struct result r;
        return db_find(m.d.db, m.a, &r, q, ARGS()) == DONE ? (long)result_number(&r, 0, column) : -1;
}

static double now(void)
{
        struct timespec t;
        clock_gettime(CLOCK_MONOTONIC, &t);
        return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void deliver(const struct scope *to, const char *label, const char *text)
{
        unsigned long id;
        enum delivery_state state;
        const struct flow f = { m.a, m.d.db, m.d.config, to, &m.why };
        const struct delivering d = {
                .label = label, .bytes = text, .len = strlen(text), .source = FROM_FOLDER
        };
        ok(flow_deliver(&f, &d, &id, &state) == DONE && state == DELIVERY_NEW, "%s is delivered", label);
}

static pid_t start_runner(void)
{
        fflush(stdout);
        pid_t pid = fork();
        struct db *db;
        unsigned long done = 0;
        if (pid == 0)
                _exit(db_open(m.d.config, &db) != DONE || import_run(db, m.d.config, &done) != DONE);
        return pid;
}

static void sleep_for(double seconds)
{
        const struct timespec t = { (time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9) };
        nanosleep(&t, NULL);
}

/* ---- a file of several schools ---- */

static const char both[] =
    "DfE number,UPN,Surname,Forename,Date of birth,Sex\n"
    "9992001,,Abbott,Anna,2016-05-04,F\n9992001,,Bexley,Ben,2016-06-05,M\n9992002,,Corby,Carl,2016-07-06,M\n";

static void waits_for_its_share(void)
{
        const struct scope everybody = gate_program_scope(0);
        int status = -1;
        deliver(&everybody, "all.csv", both);
        ok(db_run(m.d.db, &another_reads, ARGS()) == DONE, "another program reads it");
        pid_t pid = start_runner();
        sleep_for(1.5);
        ok(waitpid(pid, &status, WNOHANG) == 0, "a second one waits");
        is_long(number(&imports, 0), 0, "and writes nothing");
        ok(db_run(m.d.db, &another_is_gone, ARGS()) == DONE, "the first was killed");
        ok(waitpid(pid, &status, 0) == pid && status == 0, "the second has done it");
        is_long(number(&new_ones, 0), 0, "the file is sorted");
        is_long(number(&imports, 0), 2, "an import a school");
        is_long(number(&imports, 1), 2, "each processed");
        is_long(number(&on_roll, 0), 3, "with all pupils");
}

/* There is no share in it. */
static void waits_for_no_other(void)
{
        unsigned long done = 7;
        double begin = now();
        deliver(&oak, "oak.csv", "UPN,Surname,Forename,Date of birth,Sex\n,Abbott,Anna,2016-05-04,F\n");
        ok(db_run(m.d.db, &another_reads, ARGS()) == DONE, "another program reads the file of one school");
        ok(import_run(m.d.db, m.d.config, &done) == DONE && done == 7, "a second one has nothing to do");
        ok(now() - begin < 20, "and does not wait");
        ok(db_run(m.d.db, &another_is_gone, ARGS()) == DONE &&
               import_run(m.d.db, m.d.config, &done) == DONE && done == 8,
           "later it is done");
}

/* Two files of a school keep their order, whoever reads the first; other schools wait for neither. */
static void keeps_the_order(const struct scope *elm)
{
        unsigned long done = 0;
        deliver(&oak, "first.csv", "UPN,Surname,Forename,Date of birth,Sex\n,Garth,Gail,2015-05-04,F\n");
        ok(db_run(m.d.db, &another_reads, ARGS()) == DONE, "another program reads a school's first file");
        deliver(&oak, "second.csv", "UPN,Surname,Forename,Date of birth,Sex\n,Garth,Gail,2015-05-04,M\n");
        deliver(elm, "elm.csv", "UPN,Surname,Forename,Date of birth,Sex\n,Harlow,Hal,2014-07-06,M\n");
        ok(import_run(m.d.db, m.d.config, &done) == DONE && done == 1, "another school's file is processed");
        is_long(number(&new_ones, 0), 2, "the second waits for the first");
        ok(db_run(m.d.db, &another_is_gone, ARGS()) == DONE && import_run(m.d.db, m.d.config, &done) == DONE && done == 3,
           "then both are processed");
        is_long(number(&out_of_order, 0), 0, "the first before the second");
}

/* Two at once, each of which may take what it gets: all of it is done, and once. */
static void two_at_once(void)
{
        const struct scope everybody = gate_program_scope(0);
        static const char *const surnames[] = { "Abbott",  "Bexley", "Corby",  "Derwent", "Elstow",
                                                "Farrow",  "Goole",  "Hexham", "Ilkley",  "Jarrow",
                                                "Keswick", "Ludlow", "Morley", "Nelson",  "Oldham",
                                                "Penrith", "Redcar", "Settle", "Thirsk",  "Ulverston" };
        struct buf b = BUF_EMPTY;
        int first = -1, second = -1;
        long before = number(&on_roll, 0);
        buf_text(&b, "DfE number,UPN,Surname,Forename,Date of birth,Sex\n");
        for (int i = 0; i < 40; i++) {
                const char *laestab = arena_printf(m.a, "99930%02d", i);
                database_school(&m.d, laestab);
                for (int n = 0; n < 20; n++) {
                        char *upn = arena_printf(m.a, "A801200%06d", 10000 + (i * 20 + n) * 37);
                        upn[0] = upn_letter(upn + 1);
                        buf_printf(&b, "%s,%s,%s,Dan,201%d-%02d-%02d,M\n", laestab, upn,
                                   surnames[(i * 7 + n) % 20], 3 + n % 5, 1 + (n + i) % 12,
                                   1 + (3 * n + 5 * i) % 28);
                }
        }
        deliver(&everybody, "night.csv", arena_bytes(m.a, b.bytes, b.len));
        buf_free(&b);
        pid_t one = start_runner(), other = start_runner();
        ok(waitpid(one, &first, 0) == one && waitpid(other, &second, 0) == other && first == 0 && second == 0,
           "two programs end well");
        is_long(number(&on_roll, 0) - before + number(&imports, 2), 800,
                "every row is a pupil or a question, and once");
        is_long(number(&imports, 0), 46, "an import a school");
        is_long(number(&imports, 1), 46, "each processed");
        is_long(number(&new_ones, 0), 0, "no file is left");
}

/* Somebody changes the school for longer than an import tries: the file is not at fault, and nobody is told that it is. */
static void somebody_in_the_way(void)
{
        struct db *other = NULL;
        unsigned long done = 0;
        ok(db_open(m.d.config, &other) == DONE && db_script(m.d.db, "SET SESSION innodb_lock_wait_timeout = 1;\n") == DONE &&
               db_script(other, "START TRANSACTION;\nUPDATE school SET ver = ver + 1;\n") == DONE,
           "somebody holds the schools");
        deliver(&oak, "later.csv", "UPN,Surname,Forename,Date of birth,Sex\n,Zouch,Zoe,2016-09-04,F\n");
        ok(import_run(m.d.db, m.d.config, &done) == DONE && done == 0, "the file has to wait");
        is_long(number(&in_the_way, 0), 1, "it was tried");
        is_long(number(&in_the_way, 1), 0, "nothing is said against it");
        is_long(number(&in_the_way, 2), 0, "and it is not on hold");
        db_close(other);
        ok(db_run(m.d.db, &minute_is_over, ARGS()) == DONE && import_run(m.d.db, m.d.config, &done) == DONE && done == 1,
           "a minute later it is done");
}

/* ---- one school that fails ---- */

SQL(on_roll_of, "SELECT COUNT(*) FROM pupil WHERE state = 'R' AND school_id = ? AND surname = ?");
SQL(failed_ones, "SELECT i.batch_id, i.tries, b.state, b.hold, b.hold_why, i.problem, s.problem, s.held_files FROM import i JOIN batch b ON "
                 "b.school_id = i.school_id AND b.id = i.batch_id JOIN school_status s ON s.school_id = i.school_id WHERE i.school_id = ? "
                 "ORDER BY i.batch_id DESC LIMIT 1");

static const char not_processed[] = "The file could not be processed. Whoever looks after Onroll finds more in its log.";

static struct result failed_one(void)
{
        struct result r;
        if (db_find(m.d.db, m.a, &r, &failed_ones, ARGS(arg_id(oak.school))) != DONE)
                ok(0, "an import of the school");
        return r;
}

static long named(const struct scope *at, const char *surname)
{
        return moving_number(&m, &on_roll_of, ARGS(arg_id(at->school), arg_text(surname)));
}

/* A row that the database refuses, whatever is tried. */
static void fault(const char *surname)
{
        ok(db_script(m.d.db, arena_printf(m.a, "ALTER TABLE pupil ADD CONSTRAINT fault CHECK (school_id <> %lu OR surname <> '%s');\n",
                                          oak.school, surname)) == DONE,
           "%s cannot be written", surname);
}

static void fault_is_gone(void)
{
        ok(db_script(m.d.db, "ALTER TABLE pupil DROP CONSTRAINT fault;\n") == DONE, "the fault is gone");
}

static void runs(unsigned long want, const char *what)
{
        unsigned long done = 0;
        ok(db_run(m.d.db, &minute_is_over, ARGS()) == DONE && import_run(m.d.db, m.d.config, &done) == DONE, "a run");
        is_long((long)done, (long)want, what);
}

/* Oak stands first in the file and between the others. */
static void deliver_three(const char *label, const char *surname)
{
        const struct scope everybody = gate_program_scope(0);
        static const char *const rows[][3] = { { "9992001", "Greta", "2013-03-01" },
                                               { "9992002", "Flora", "2015-06-12" },
                                               { "9992001", "Doreen", "2014-09-23" },
                                               { "9992003", "Sybil", "2016-12-04" } };
        const char *text = "DfE number,UPN,Surname,Forename,Date of birth,Sex\n";
        for (int i = 0; i < 4; i++)
                text = arena_printf(m.a, "%s%s,,%s,%s,%s,F\n", text, rows[i][0], surname, rows[i][1], rows[i][2]);
        deliver(&everybody, label, text);
}

/* Once: it is said, tried again, and over. */
static void fails_once(const struct scope *elm, const struct scope *ash)
{
        fault("Inman");
        deliver_three("once.csv", "Inman");
        runs(2, "of three schools two are processed");
        is_long(named(elm, "Inman"), 1, "the second");
        is_long(named(ash, "Inman"), 1, "and the third");
        is_long(named(&oak, "Inman"), 0, "of the first nothing");
        struct result r = failed_one();
        is_text(result_text(&r, 0, 2), "open", "its file waits");
        is_long((long)result_number(&r, 0, 1), 1, "it was tried");
        is_text(result_text(&r, 0, 3), "", "it is not on hold yet");
        is_text(result_text(&r, 0, 5), not_processed, "the import says why");
        is_text(result_text(&r, 0, 6), not_processed, "and the school, on the dashboard");
        fault_is_gone();
        runs(1, "a minute later it is processed");
        r = failed_one();
        is_long(named(&oak, "Inman"), 2, "with everybody in it");
        is_text(result_text(&r, 0, 5), "", "and nothing is said against it");
        is_text(result_text(&r, 0, 6), "", "nor against the school");
}

/* As often as it takes: it waits for a person, others do not. */
static void fails_until_held(const struct scope *elm, const struct scope *ash)
{
        fault("Kemp");
        deliver_three("held.csv", "Kemp");
        runs(2, "of three schools two are processed");
        runs(0, "again it fails");
        deliver(elm, "more.csv", "UPN,Surname,Forename,Date of birth,Sex\n,Lorne,Lara,2016-02-01,F\n");
        runs(1, "a third time, and what came for another school goes in");
        is_long(named(elm, "Lorne"), 1, "it is on roll");
        is_long(named(elm, "Kemp") + named(ash, "Kemp"), 2, "as are those of the file");
        struct result r = failed_one();
        is_text(result_text(&r, 0, 2), "open", "the file that failed is kept");
        is_text(result_text(&r, 0, 3), "held", "on hold");
        is_text(result_text(&r, 0, 4), not_processed, "with the reason");
        is_text(result_text(&r, 0, 6), not_processed, "the school has an error");
        is_long((long)result_number(&r, 0, 7), 1, "and a file on hold");
        runs(0, "nobody tries any more");
        fault_is_gone();
        runs(0, "before a person says so");
        const struct person officer = moving_person(&m, 0, ROLE_LA_OFFICER, "Olga");
        const struct scope scope = gate_la_scope(&officer, oak.school);
        const struct flow f = { m.a, m.d.db, m.d.config, &scope, &m.why };
        struct import i;
        bool second;
        moving_done(&m, import_find(m.d.db, m.a, &scope, (unsigned long)result_number(&r, 0, 0), &i), "the file");
        moving_done(&m, flow_answer_import_hold(&f, &i, HOLD_RELEASE, "put right", &second), "is released");
        runs(1, "and processed");
        r = failed_one();
        is_long(named(&oak, "Kemp"), 2, "everybody in it is on roll");
        is_text(result_text(&r, 0, 6), "", "the school has no error");
        is_long((long)result_number(&r, 0, 7), 0, "and nothing on hold");
}

int main(void)
{
        if (!moving_open(&m))
                return done_testing();
        oak = database_school(&m.d, "9992001");
        const struct scope elm = database_school(&m.d, "9992002"), ash = database_school(&m.d, "9992003");
        waits_for_its_share();
        waits_for_no_other();
        keeps_the_order(&elm);
        two_at_once();
        somebody_in_the_way();
        fails_once(&elm, &ash);
        fails_until_held(&elm, &ash);
        moving_close(&m);
        return done_testing();
}
