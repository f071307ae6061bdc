/* A task's question on its way: an agent answers with all that its school has, and of it is taken what was
 * asked for, by each group and by months; the rest is counted and said, and troubles nobody. A file that
 * comes by itself is taken whole. */
#include "flow/asked.h"

#include <stdlib.h>
#include <string.h>

#include "agents.h"
#include "flow/answer.h"
#include "flow/deliver.h"
#include "flow/import.h"
#include "gate/caller.h"
#include "gate/scope.h"
#include "model/year.h"
#include "moving.h"
#include "store/answer_agent.h"
#include "store/attendance.h"
#include "store/entry.h"
#include "store/exchange_work.h"
#include "store/import.h"
#include "store/involvement.h"
#include "store/pupil.h"
#include "store/pupil_deed.h"
#include "store/status.h"
#include "tasks/import.h"

enum { PUPILS = 8, STRANGERS = 3 };

static struct moving m;
static struct test_agent agent;
static struct record rows[PUPILS + STRANGERS];
static unsigned long ids[PUPILS];

SQL(run_day, "UPDATE exchange_run SET issued_at = '2026-09-10 07:00:00' WHERE id = (SELECT run_id FROM "
             "exchange_answer WHERE id = ?)");
SQL(other_years, "UPDATE exchange_task SET years = 0, group_kind = 'V' WHERE id = (SELECT r.task_id FROM "
                 "exchange_run r JOIN "
                 "exchange_answer a ON a.run_id = r.id WHERE a.id = ?)");
SQL(answer_state, "SELECT ORD(state) FROM exchange_answer WHERE id = ?");
SQL(social_care, "SELECT id FROM service WHERE kind = 'C'");
SQL(early_help, "SELECT id FROM service WHERE kind = 'H'");
SQL(open_cases, "SELECT COUNT(*) FROM match_case WHERE school_id = ? AND row_id <> 0 AND answer = ''");
SQL(open_conflicts, "SELECT conflicts_active + conflicts_other FROM school_status WHERE school_id = ?");
SQL(open_missing, "SELECT missing FROM school_status WHERE school_id = ?");
SQL(left_rows, "SELECT COUNT(*) FROM list_row WHERE school_id = ?");

/* Bits of NC years. */
static unsigned bit(const char *year)
{
        size_t n = 0;
        while (strcmp(year_at(n), year) != 0)
                n++;
        return 1u << n;
}

/* Pupils 0-3 of year 3, 4-7 of year 4; nobody says whether they are looked after. Then strangers: of year 3,
 * of year 4, and of a year that nobody knows. */
static void set_up(void)
{
        static const char *const laestabs[] = { "9992001", "9992002", "9992003", "9992004",
                                                "9992005", "9992006", "9992007" };
        static size_t n;
        struct person p = moving_school(&m, laestabs[n++], "Admin", 0);
        struct pupil_new new[PUPILS];
        moving_act(&m, gate_program_scope(p.school));
        for (size_t i = 0; i < PUPILS + STRANGERS; i++) {
                rows[i] = moving_child(&m);
                rows[i].value[FIELD_NC_YEAR] = i == PUPILS + 2 ? "" : i < 4 || i == PUPILS ? "3" : "4";
                rows[i].value[FIELD_LOOKED_AFTER] = "";
                rows[i].value[FIELD_CLASS] = "Old";
        }
        for (size_t i = 0; i < PUPILS; i++)
                new[i] = (struct pupil_new){ .record = &rows[i] };
        moving_done(&m, pupil_apply_new(m.d.db, m.a, &m.scope, new, PUPILS), "a school with its pupils");
        for (size_t i = 0; i < PUPILS; i++)
                ids[i] = new[i].id;
        agent_of(&m.d, p.school, &agent);
}

/* ---- asking, and answering with the whole of a file ---- */

static unsigned long answer(const struct waiting *w, const char *text)
{
        unsigned char hash[32];
        struct agent_answer taken = { 0 };
        const struct answering by = { &m.scope, agent.id };
        unsigned long id = answer_waits(&m.d, m.scope.school, w), delivery = 0;
        moving_done(&m, db_run(m.d.db, &run_day, ARGS(arg_id(id))), "the task runs on 10 September");
        moving_done(&m, answer_take(m.d.db, m.a, &by, &taken), "the agent takes it");
        ok(taken.id == id && gate_from_hex(hex_of_sha256(m.a, text, strlen(text)), hash, sizeof hash),
           "this one");
        struct answer_said said = { .file_name = "export.csv", .size = strlen(text), .parts = 1 };
        memcpy(said.sha256, hash, sizeof hash);
        moving_done(&m, flow_answer_put(&m.flow, agent.id, id, 1, text, strlen(text), hash),
                    "sends its file");
        moving_done(&m, flow_answer_complete(&m.flow, agent.id, id, &said, &delivery), "and has sent it");
        return id;
}

static struct import last(void)
{
        struct imports all = { 0, NULL };
        moving_done(&m, import_list(m.d.db, m.a, &m.scope, 1, &all), "the last import");
        return all.count ? all.items[0] : (struct import){ 0 };
}

static long number(const struct sql *q)
{
        return moving_number(&m, q, ARGS(arg_id(m.scope.school)));
}

static struct import process(unsigned long answered, long imports)
{
        unsigned long done = 0;
        struct status_wrong wrong;
        moving_done(&m, import_run(m.d.db, m.d.config, &done), "the runner");
        is_long((long)done, imports, "imports");
        if (answered) {
                moving_done(&m, exchange_processed(m.d.db, time(NULL), &done), "looks after answers");
                is_long(ask_number(&m.d, &answer_state, answered), ANSWER_DONE, "the answer is done");
        }
        moving_done(&m, status_wrong(m.d.db, m.a, &wrong), "a recount");
        is_long((long)wrong.count, 0, "the counters equal it");
        return last();
}

static struct import ask(const struct waiting *w, const char *text)
{
        return process(answer(w, text), 1);
}

static void upload(const char *text, enum delivery_state want, const char *what)
{
        unsigned long id;
        enum delivery_state state = DELIVERY_REFUSED;
        const struct delivering d = {
                .label = "export.csv", .bytes = text, .len = strlen(text), .source = FROM_SCHOOL
        };
        moving_done(&m, flow_deliver(&m.flow, &d, &id, &state), "a file from the school's page");
        is_long(state, want, what);
}

static void counts(const struct import *i, const char *what, unsigned long all, unsigned unasked,
                   unsigned marks)
{
        is_long((long)i->rows, (long)all, arena_printf(m.a, "%s: rows of the file", what));
        is_long((long)i->done, (long)all, "all of them done");
        is_long(i->unasked, unasked, "not asked for");
        is_long(i->unasked_marks, marks, "marks that were not");
        is_long(i->batch.state, BATCH_APPLIED, "nothing is left of it");
        is_long(number(&open_conflicts) + number(&open_missing) + number(&open_cases) + number(&left_rows), 0,
                "and nobody is asked anything");
}

/* Of which rows has the pupil the class? '1' for yes; '-' for no pupil of the roll. */
static const char *with_class(const char *class)
{
        struct pupils roll = moving_roll(&m);
        char *out = arena_text(m.a, "-----------");
        for (size_t i = 0; i < PUPILS + STRANGERS; i++)
                for (size_t n = 0; n < roll.count; n++)
                        if (strcmp(roll.items[n].record.value[FIELD_UPN], rows[i].value[FIELD_UPN]) == 0)
                                out[i] =
                                    strcmp(roll.items[n].record.value[FIELD_CLASS], class) == 0 ? '1' : '0';
        return out;
}

/* Everybody, in another class; one of year 4 with another date of birth, and one with none that can be read.
 */
static const char *export_of(const char *class)
{
        struct record now[PUPILS + STRANGERS];
        memcpy(now, rows, sizeof now);
        for (size_t i = 0; i < PUPILS + STRANGERS; i++)
                now[i].value[FIELD_CLASS] = class;
        now[4].value[FIELD_DOB] = "2014-01-01";
        now[5].value[FIELD_DOB] = "soon";
        return moving_csv(&m, now, PUPILS + STRANGERS);
}

/* ---- NC years ---- */

static void years(void)
{
        const struct waiting three = { "G", "changed", "A", bit("3"), 0 },
                             both = { "G", "changed", "A", bit("3") | bit("5"), 0 };
        set_up();
        const char *text = export_of("New");
        struct import i = ask(&three, text);
        counts(&i, "year 3", 11, 5, 0);
        is_text(with_class("New"),
                "11110000"
                "1-1",
                "year 3 is taken, and whose year cannot be told");
        is_text(asked_words(m.a, &i.asked), "Year 3", "the import says what was asked for");
        const struct waiting no_column = { "G", "changed", "A", bit("4"), 0 };
        i = ask(&no_column,
                arena_printf(
                    m.a, "UPN,Surname,Forename,Date of birth,Class\n%s,%s,%s,%s,Sky\n%s,%s,%s,%s,Sky\n",
                    rows[0].value[FIELD_UPN], rows[0].value[FIELD_SURNAME], rows[0].value[FIELD_FORENAME],
                    rows[0].value[FIELD_DOB], rows[4].value[FIELD_UPN], rows[4].value[FIELD_SURNAME],
                    rows[4].value[FIELD_FORENAME], rows[4].value[FIELD_DOB]));
        counts(&i, "a file without NC years", 2, 1, 0);
        is_text(with_class("Sky"),
                "00001000"
                "0-0",
                "the roll says who is in year 4");

        /* The same bytes, asked for again: who is in the group may be others by now. */
        i = ask(&both, text);
        counts(&i, "the same file for other years", 11, 5, 0);
        upload(text, DELIVERY_NEW, "from a page the same bytes are no twin: all of them are wanted");
        i = process(0, 1);
        is_long(i.unasked, 0, "nothing is left out");
        is_text(with_class("New"),
                "11111011"
                "111",
                "everybody is taken whose row can be read");
        is_long(number(&open_conflicts), 1, "a date of birth that differs is asked about");
        is_long(i.rejected, 1, "and one that cannot be read is said");
        process(answer(&three, text), 0);
        ok(last().batch.id == i.batch.id, "after that no part of the file is news");
}

/* ---- looked-after pupils ---- */

static void knows(size_t row, const struct sql *service, const char *to)
{
        struct pupil_full p;
        unsigned long id;
        moving_done(&m, pupil_find(m.d.db, m.a, &m.scope, ids[row], &p), "a pupil");
        const struct involvement i = { .child = p.child,
                                       .service = (unsigned long)moving_number(&m, service, NULL, 0),
                                       .from = "2026-01-01",
                                       .to = to,
                                       .reference = "",
                                       .file = "" };
        moving_done(&m, involvement_add(m.d.db, 0, &i, &id), "is known to a service");
}

static void holds(size_t row, const char *looked_after)
{
        struct pupil_full p;
        moving_done(&m, pupil_find(m.d.db, m.a, &m.scope, ids[row], &p), "a pupil");
        p.pupil.record.value[FIELD_LOOKED_AFTER] = looked_after;
        moving_done(&m, pupil_edit(m.d.db, m.a, &m.scope, &p.pupil), "is held so");
}

/* The rows with that column; of row i the letter of says. */
static const char *looked_after(const char *class, const char *says)
{
        const char *text = "UPN,Surname,Forename,Date of birth,Class,Looked after\n";
        for (size_t i = 0; says[i]; i++)
                text = arena_printf(m.a, "%s%s,%s,%s,%s,%s,%.*s\n", text, rows[i].value[FIELD_UPN],
                                    rows[i].value[FIELD_SURNAME], rows[i].value[FIELD_FORENAME],
                                    rows[i].value[FIELD_DOB], class, says[i] != ' ', &says[i]);
        return text;
}

static void looked_after_pupils(void)
{
        const struct waiting w = { "G", "snapshot", "L", 0, 0 };
        set_up();
        holds(1, "Y");
        holds(2, "N");
        knows(2, &social_care, "");
        knows(3, &social_care, "");
        knows(4, &social_care, "2026-08-31");
        knows(5, &early_help, "");
        struct import i = ask(&w, looked_after("New", "        "
                                                      "   "));
        counts(&i, "nobody's row says", 11, 9, 0);
        is_text(with_class("New"),
                "01010000"
                "---",
                "the roll says it of one, and social care knows another");
        is_long(i.complete, 0, "and nobody is looked for who is missing");
        i = ask(&w, looked_after("Now", "YN NNNNN"
                                        "YN "));
        counts(&i, "rows say", 11, 8, 0);
        is_text(with_class("Now"),
                "11000000"
                "1--",
                "who is looked after now, and who is no more");
}

/* ---- leavers ---- */

static void leave(size_t row, const char *on)
{
        const struct pupil_leaving l = { { ids[row], 0 }, on, "a", "", 0 };
        moving_done(&m, pupil_leave(m.d.db, m.a, &m.scope, &l), "leaves");
}

static const char *results(const char *result)
{
        const char *text = "UPN,Key stage,Subject,Result,Date\n";
        for (size_t i = 0; i < PUPILS + STRANGERS; i++)
                text =
                    arena_printf(m.a, "%s%s,KS2,MAT,%s,12/05/2024\n", text, rows[i].value[FIELD_UPN], result);
        return arena_printf(m.a, "%s%s,KS2,ENG,%s,never\n%s,KS2,ENG,1,never\n", text,
                            rows[3].value[FIELD_UPN], "1", "H801200001001");
}

/* Of which rows does the pupil have results? */
static const char *with_results(void)
{
        char *out = arena_text(m.a, "00000000");
        struct entries all;
        for (size_t i = 0; i < PUPILS; i++) {
                moving_done(&m, entry_of_pupil(m.d.db, m.a, &m.scope, ids[i], &all), "results");
                out[i] = all.count ? '1' : '0';
        }
        return out;
}

static void leavers(void)
{
        const struct waiting details = { "G", "snapshot", "V", 0, 0 },
                             marks = { "G", "attainment", "V", 0, 0 };
        set_up();
        leave(0, "2026-09-08");
        leave(1, "2024-07-19");
        struct import i = ask(&marks, results("100"));
        counts(&i, "results of leavers", 13, 11, 0);
        is_text(with_results(), "11000000",
                "whenever they left; of nobody else, and a row that is wrong is not theirs");
        is_long(i.entry_new, 2, "new");
        i = ask(&details, export_of("New"));
        counts(&i, "details of leavers", 11, 9, 0);
        is_text(with_class("New"),
                "--000000"
                "---",
                "nobody is back on the roll, nor on it for the first time");
        i = ask(&(struct waiting){ "G", "attainment", "A", bit("4"), 0 }, results("90"));
        is_text(with_results(), "11001111", "a task for years brings those of its pupils");
        is_long(i.unasked, 5, "and not those of others");
}

/* ---- months ---- */

/* "A" for a mark, "-" for none, of the pupil's sessions of these days. */
static const char *marks_of(size_t row)
{
        static const struct date days[] = { { 2026, 6, 9 }, { 2026, 6, 10 }, { 2026, 9, 9 } };
        char *out = arena_text(m.a, "---");
        for (size_t i = 0; i < 3; i++) {
                struct marks all = { 0 };
                moving_done(
                    &m, attendance_of_pupil(m.d.db, m.a, &m.scope, ids[row], year_academic(days[i]), &all),
                    "marks");
                out[i] = marks_at(&all, session_of(days[i], false)) ? 'A' : '-';
        }
        return out;
}

static void months(void)
{
        const struct waiting w = { "G", "att-current", "A", bit("3"), 3 };
        const char *text = "UPN,Date,AM,PM\n";
        set_up();
        for (size_t i = 0; i < PUPILS; i++)
                text = arena_printf(m.a, "%s%s,09/06/2026,/,\\\n%s,10/06/2026,/,\\\n%s,09/09/2026,/,\\\n",
                                    text, rows[i].value[FIELD_UPN], rows[i].value[FIELD_UPN],
                                    rows[i].value[FIELD_UPN]);
        /* What cannot be read: before the months, of a pupil of another year, and of nobody but before the
         * months. */
        text = arena_printf(m.a, "%s%s,08/06/2026,?,?\n%s,11/06/2026,?,?\n%s,08/06/2026,/,/\n", text,
                            rows[0].value[FIELD_UPN], rows[4].value[FIELD_UPN], "H801200001001");
        struct import i = ask(&w, text);
        counts(&i, "three months of year 3", 9, 4, 12);
        is_text(marks_of(0), "-AA", "from the day on, which is in");
        is_text(marks_of(4), "---", "of year 4 none");
        is_text(asked_words(m.a, &i.asked), "Year 3; attendance from 10/06/2026",
                "the import says what was asked for");
        const struct waiting more = { "G", "att-current", "A", 0, 4 };
        i = ask(&more, text);
        is_text(marks_of(4), "AAA", "the same file for more pupils and months is taken so far");
        is_long(i.unasked + i.unasked_marks, 0, "with nothing left out");
        process(answer(&w, text), 0);
        ok(last().batch.id == i.batch.id, "and for fewer no news");
}

/* ---- again ---- */

/* A runner that was killed before its end, and a task that was changed meanwhile. */
struct killed {
        const struct import *i;
        const struct sorted *s;
        const char *by;
        enum outcome result;
};

static enum outcome half(struct db *db, void *context)
{
        struct killed *k = context;
        (void)db;
        k->result = flow_import(&m.flow, k->by, k->i, k->s);
        return BROKEN;
}

static void again(void)
{
        const struct waiting w = { "G", "changed", "A", bit("3"), 0 };
        const char *by = "a runner";
        struct delivery d;
        struct sorted s;
        struct import i;
        unsigned long leased;
        struct scope nobody = gate_program_scope(0);
        struct flow f = { m.a, m.d.db, m.d.config, &nobody, &m.why };
        set_up();
        unsigned long id = answer(&w, export_of("New"));
        moving_done(&m, delivery_take(m.d.db, m.a, by, &d), "a runner takes the file");
        moving_done(&m, flow_read_delivery(&f, &d, &s), "reads it");
        moving_done(&m, flow_sort(&f, by, &s), "sorts it");
        moving_done(&m, status_lease(m.d.db, m.a, m.scope.school, by, &leased), "takes the school");
        moving_done(&m, import_next(m.d.db, m.a, &m.scope, &i), "begins");
        struct killed k = { &i, &s, by, BROKEN };
        ok(db_transaction(m.d.db, half, &k) == BROKEN && k.result == DONE, "and is killed before the end");
        is_text(with_class("New"),
                "00000000"
                "---",
                "nothing was done");
        moving_done(&m, status_release(m.d.db, m.scope.school, by), "its lease is over");
        moving_done(&m, db_run(m.d.db, &other_years, ARGS(arg_id(id))), "the task asks for others by now");
        i = process(id, 1);
        counts(&i, "again", 11, 5, 0);
        is_text(with_class("New"),
                "11110000"
                "1-1",
                "what was asked for then is taken");
}

int main(void)
{
        if (!moving_open(&m))
                return done_testing();
        years();
        looked_after_pupils();
        leavers();
        months();
        again();
        moving_close(&m);
        return done_testing();
}
