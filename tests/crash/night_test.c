/* kill -9 of the runner, and of the database, at random moments of a night of 60 schools, with files of pupils and of results from each
 * and with one of each from all of them: whoever goes on afterwards ends where an undisturbed night ends. The server is this test's own.
 * NIGHT_KILLS says how often. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "demo/night.h"
#include "flow/deliver.h"
#include "gate/scope.h"
#include "match/key.h"
#include "moving.h"
#include "own_server.h"
#include "store/schema.h"
#include "tasks/import.h"

enum { KILLS = 10, SCHOOLS = 60, PUPILS = 1500 };

static struct moving m;

/* Everything that a night writes, without numbers that are given out on the way and moments. */
#define WHO       "p.school_id, p.surname, p.forename, COALESCE(p.date_of_birth, '')"
#define OF_PUPIL(table) " FROM " table " t JOIN pupil p ON p.school_id = t.school_id AND p.id = t.pupil_id"
#define DIGEST(values)                                                                                              \
        "SELECT CONCAT(COUNT(*), ' ', COALESCE(SUM(CAST(CONV(LEFT(MD5(CONCAT_WS('|', " values ")), 13), 16, 10) AS UNSIGNED)), 0))"
SQL(state_pupil, DIGEST(WHO ", p.state, p.upn, p.former_upn, p.sex, p.nc_year, p.class, p.address, p.postcode, p.ver, p.by_hand") " FROM pupil p");
SQL(state_change, DIGEST(WHO ", t.kind, t.field, t.old_value, t.new_value, t.file_name, t.row_n") OF_PUPIL("pupil_change"));
SQL(state_conflict, DIGEST(WHO ", t.field, t.theirs, t.ours, t.cohort, t.verdict, t.state, t.row_n") OF_PUPIL("conflict"));
SQL(state_missing, DIGEST(WHO ", t.state") OF_PUPIL("missing_pupil"));
SQL(state_entry, DIGEST(WHO ", t.kind, t.natural_key, t.held, t.sheet, t.row_n") OF_PUPIL("pupil_entry"));
SQL(state_entry_conflict,
    DIGEST(WHO ", t.kind, t.natural_key, t.theirs, t.ours, t.cohort, t.state, t.sheet, t.row_n") OF_PUPIL("entry_conflict"));
SQL(state_status, DIGEST("t.school_id, COALESCE(t.in_file, 0), t.filled, t.last_new, t.last_changed, t.waiting_files, t.waiting_rows, "
                         "t.held_files, t.missing, t.unmatched, t.conflicts_active, t.conflicts_other, t.rejected, t.claimed, t.upn_problems, "
                         "t.lease_by") " FROM school_status t");
SQL(state_import, DIGEST("i.school_id, d.file_name, b.state, b.hold, i.row_done, i.count_conflicts, i.count_unmatched, i.count_rejected, "
                         "i.count_missing, i.entry_new, i.entry_changed") " FROM import i JOIN batch b ON b.school_id = i.school_id AND b.id = i.batch_id JOIN delivery d ON "
                                            "d.id = i.delivery_id");
SQL(state_delivery, DIGEST("t.id, t.state, t.row_count, t.lease_by") " FROM delivery t");
SQL(state_day, DIGEST("t.school_id, t.received, t.processed") " FROM school_day t");

SQL(count_entries, "SELECT COUNT(*) FROM pupil_entry");
SQL(count_entry_conflicts, "SELECT COUNT(*) FROM entry_conflict");
/* Of every other school. */
SQL(results_conflict, "INSERT INTO rule (school_id, item, cohort, verdict, hand, set_at) SELECT s.id, 'attainment', c.cohort, 'C', '', "
                      "UTC_TIMESTAMP() FROM school s, (SELECT 'A' AS cohort UNION SELECT 'N') c WHERE s.id % 2 = 0");

static const char *state(void)
{
        static const struct sql *const parts[] = { &state_pupil,  &state_change,   &state_conflict, &state_missing, &state_entry,
                                                   &state_entry_conflict, &state_status, &state_import, &state_delivery, &state_day };
        static struct arena *a;
        const char *text = "";
        a = a ? a : arena_new();
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
                struct result r;
                if (db_find(m.d.db, a, &r, parts[i], ARGS()) != DONE)
                        return "not to be read";
                text = arena_printf(a, "%s%s\n", text, result_text(&r, 0, 0));
        }
        return text;
}

/* ---- back to the evening ---- */

#define EACH(what)                                                                                                  \
        what(school) what(pupil) what(pupil_key) what(class_count) what(pupil_change) what(batch) what(import) what(list_row)   \
        what(row_issue) what(match_case) what(conflict) what(conflict_end) what(missing_pupil) what(claim) what(upn_problem)     \
        what(pupil_entry) what(entry_conflict) what(school_status) what(school_day) what(delivery) what(audit)
#define KEEP(t)     "CREATE TABLE kept_" #t " AS SELECT * FROM " #t ";\n"
#define FORGET(t)   "DROP TABLE kept_" #t ";\n"
#define PUT_BACK(t) "DELETE FROM " #t ";\nINSERT INTO " #t " SELECT * FROM kept_" #t ";\n"

static bool put_back(void)
{
        return db_script(m.d.db, "START TRANSACTION;\n" EACH(PUT_BACK) "COMMIT;\n") == DONE;
}

/* Two minutes later nobody has a school any more. */
static bool leases_end(void)
{
        return db_script(m.d.db, "UPDATE school_status SET lease_until = '2000-01-01';\nUPDATE delivery SET lease_until = '2000-01-01';\n"
                                 "UPDATE school_status SET lease_by = '';\nUPDATE delivery SET lease_by = '';\n") == DONE;
}

/* ---- a night ---- */

static void deliver(unsigned long school, const char *label, const struct buf *b, bool complete)
{
        struct scope scope = gate_program_scope(school);
        struct flow f = { m.a, m.d.db, m.d.config, &scope, &m.why };
        unsigned long id;
        enum delivery_state state;
        const struct delivering x = { .label = label, .bytes = b->bytes, .len = b->len, .source = FROM_FOLDER, .complete = complete };
        if (flow_deliver(&f, &x, &id, &state) != DONE)
                ok(0, "a delivery");
}

/* The file of a school less its headings, and less the remark that the file of pupils has at its end. */
static void add_rows(struct buf *whole, const struct buf *one)
{
        size_t from = whole->len ? strcspn(one->bytes, "\n") + 1 : 0, last = one->len - 1;
        while (last && one->bytes[last - 1] != '\n')
                last--;
        size_t to = one->bytes[last] == ',' ? last : one->len;
        if (to > from)
                buf_add(whole, one->bytes + from, to - from);
}

typedef bool write_file(const struct nights *n, const struct demo_school *s, struct buf *out);

static bool write_pupils(const struct nights *n, const struct demo_school *s, struct buf *out)
{
        night_csv(n, s, out);
        return true;
}

static void deliver_files(const struct nights *n, const char *label, write_file *write, bool complete, bool in_one_file)
{
        struct buf whole = BUF_EMPTY;
        for (unsigned s = 0; s < n->demo->authority->count; s++) {
                struct buf b = BUF_EMPTY;
                bool any = write(n, &n->demo->authority->schools[s], &b);
                if (any && in_one_file)
                        add_rows(&whole, &b);
                else if (any)
                        deliver(s + 1, label, &b, complete);
                buf_free(&b);
        }
        if (in_one_file)
                deliver(0, label, &whole, complete);
        buf_free(&whole);
}

static void deliver_night(const struct demo *d, bool in_one_file)
{
        struct nights n = nights_new(m.a, d);
        for (int i = 0; i < 3; i++) /* enough has happened by then */
                nights_next(&n, false);
        deliver_files(&n, "night.csv", write_pupils, true, in_one_file);
        deliver_files(&n, "results.csv", night_results, false, in_one_file);
}

static void run_here(void)
{
        unsigned long done = 0;
        if (import_run(m.d.db, m.d.config, &done) != DONE)
                ok(0, "the runner");
}

static _Noreturn void run_as_another(void)
{
        struct db *db;
        unsigned long done = 0;
        if (db_open(m.d.config, &db) != DONE)
                _exit(1);
        _exit(import_run(db, m.d.config, &done) != DONE);
}

static void sleep_for(double seconds)
{
        struct timespec t = { (time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9) };
        nanosleep(&t, NULL);
}

static double now(void)
{
        struct timespec t;
        clock_gettime(CLOCK_MONOTONIC, &t);
        return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static pid_t start_another(void)
{
        fflush(stdout);
        pid_t pid = fork();
        if (pid == 0)
                run_as_another();
        return pid;
}

/* One kill at some moment of a night that two programs share; then a third goes on beside the second, until the night is over. */
static bool disturbed_night(long round, double seconds)
{
        pid_t killed = start_another(), other = start_another();
        sleep_for(seconds * (double)(random() % 1000) / 1000);
        bool server = round % 2;
        if (server)
                own_server_kill();
        kill(killed, SIGKILL);
        waitpid(killed, NULL, 0);
        if (server && !(own_server_start() && db_ready(m.d.db) == DONE))
                return ok(0, "the server comes back after round %ld", round);
        if (!leases_end())
                return ok(0, "leases end");
        run_here();
        waitpid(other, NULL, 0);
        if (!leases_end()) /* what the second had to leave rests for a minute */
                return ok(0, "leases end again");
        run_here();
        return true;
}

static void disturbed_nights(long kills, const char *what)
{
        long wrong = 0;
        moving_done(&m, db_script(m.d.db, EACH(KEEP)), "the evening is kept");
        const char *evening = arena_text(m.a, state());
        double begin = now();
        run_here();
        double seconds = now() - begin;
        const char *want = arena_text(m.a, state());
        ok(strcmp(evening, want) != 0, "%s: a night changes something", what);
        ok(moving_number(&m, &count_entries, NULL, 0) > 0, "%s: results are held", what);
        ok(moving_number(&m, &count_entry_conflicts, NULL, 0) > 0, "%s: and others wait", what);
        for (long round = 0; round < kills && wrong < 3; round++) {
                if (!put_back() || !disturbed_night(round, seconds))
                        break;
                const char *got = state();
                if (strcmp(got, want) != 0) {
                        printf("# round %ld: got\n%s# want\n%s", round, got, want);
                        wrong++;
                }
        }
        printf("# %s: %ld kills in nights of %.1f s\n", what, kills, seconds);
        is_long(wrong, 0, "every disturbed night ends as an undisturbed one");
}

int main(void)
{
        const char *given = getenv("NIGHT_KILLS");
        long kills = given ? atol(given) : KILLS;
        if (!getenv("ONROLL_CONF")) {
                skip("kill -9 in the night", "no server: run it by tests/server");
                return done_testing();
        }
        if (!ok(own_server(), "a server of its own") || !moving_open(&m))
                return done_testing();
        struct demo demo = demo_new(m.a, SCHOOLS, PUPILS, 11, date_today());
        moving_done(&m, demo_load(m.d.db, m.a, &demo, "", match_keys), "the demo authority");
        moving_done(&m, db_run(m.d.db, &results_conflict, ARGS()), "a rule for results");
        deliver_night(&demo, false);
        disturbed_nights(kills, "a file from each school");
        moving_done(&m, put_back() ? db_script(m.d.db, "DELETE FROM delivery;\n" EACH(FORGET)) : BROKEN, "the evening before");
        deliver_night(&demo, true);
        disturbed_nights(kills, "one file of all schools");
        moving_close(&m);
        return done_testing();
}
