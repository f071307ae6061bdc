/* Files that a school's processing holds for a person, or takes only in part: another school's pupils, lost letters, too many changes;
 * and what one does that is released late. */
#include "tasks/import.h"

#include <string.h>

#include "base/buf.h"
#include "flow/decide_conflict.h"
#include "flow/deliver.h"
#include "gate/scope.h"
#include "importing.h"
#include "intake/import_hold.h"
#include "model/year.h"
#include "store/batch.h"
#include "store/conflict.h"
#include "store/import.h"
#include "store/list.h"
#include "store/pupil.h"
#include "store/status.h"

static struct moving m;

SQL(count_claimed, "SELECT COALESCE(claimed, 0) FROM school_status WHERE school_id = ?");
SQL(count_rejected, "SELECT COALESCE(rejected, 0) FROM school_status WHERE school_id = ?");
SQL(count_marks, "SELECT COUNT(*) FROM attendance_year WHERE school_id = ?");
SQL(say_why, "SELECT COUNT(*) FROM row_issue WHERE school_id = ? AND cause = 'other-school' AND words LIKE ?");

static long count(const struct sql *q)
{
        return moving_number(&m, q, ARGS(arg_id(m.scope.school)));
}

static struct record rows[200];
static size_t row_count;

static void list_roll(void)
{
        row_count = importing_roll(&m, rows);
}

/* What becomes of a file: the reasons for which it is held, 0 for none. */
static unsigned send(const char *name, const char *text, bool complete)
{
        ok(importing_deliver(&m, name, text, complete) == DELIVERY_NEW, "%s is new", name);
        is_long((long)importing_process(&m), 1, arena_printf(m.a, "%s is looked at", name));
        const struct import i = importing_last(&m);
        return i.batch.hold.state == HOLD_HELD ? i.batch.hold.bits : 0;
}

/* ---- another school's pupils ---- */

/* No column says whose they are: matching finds them on the other school's roll. */
static void other_school(void)
{
        importing_school(&m, "9993001", 30);
        list_roll();
        static struct record theirs[30];
        memcpy(theirs, rows, sizeof theirs);
        importing_school(&m, "9993002", 30);
        list_roll();
        is_long(send("own.csv", moving_csv(&m, rows, row_count), true), 0, "a school's own pupils");

        is_long(send("theirs-changes.csv", moving_csv(&m, theirs, 12), false), IMPORT_OTHER_SCHOOL, "changed data of another school is held");
        ok(strstr(importing_last(&m).batch.hold.why, "12 of 12 children look like pupils of another school") != NULL, "and it is said why");
        is_long((long)moving_roll(&m).count, 30, "nobody has joined the roll");
        is_long(count(&count_claimed), 0, "or is claimed by two schools");
        ok(send("theirs.csv", moving_csv(&m, theirs, 30), true) & IMPORT_OTHER_SCHOOL, "a complete file too");

        for (size_t i = 0; i < 5; i++)
                rows[row_count++] = theirs[i];
        is_long(send("joiners.csv", moving_csv(&m, rows + 30, 5), false), 0, "five who came from another school are joiners");
        is_long(count(&count_claimed), 5, "whom both claim");
        importing_school(&m, "9993003", 0);
        is_long(send("first.csv", moving_csv(&m, theirs, 30), true), IMPORT_OTHER_SCHOOL, "at a school without any pupils yet");
}

/* A transfer file that another school made for this one lists whoever is there still. */
static void received(void)
{
        importing_school(&m, "9993004", 10);
        list_roll();
        struct buf b = BUF_EMPTY;
        buf_text(&b, "<CTfile><Header><CTFversion>26.0</CTFversion><DocumentQualifier>full</DocumentQualifier><SourceSchool><LEA>999</LEA>"
                     "<Estab>3004</Estab></SourceSchool><DestSchool><LEA>999</LEA><Estab>3005</Estab></DestSchool></Header><CTFpupilData>");
        for (size_t i = 0; i < 10; i++)
                buf_printf(&b, "<Pupil><UPN>%s</UPN><Surname>%s</Surname><Forename>%s</Forename><DOB>%s</DOB><Gender>%s</Gender></Pupil>",
                           rows[i].value[FIELD_UPN], rows[i].value[FIELD_SURNAME], rows[i].value[FIELD_FORENAME], rows[i].value[FIELD_DOB],
                           rows[i].value[FIELD_SEX]);
        buf_text(&b, "</CTFpupilData></CTfile>");
        importing_school(&m, "9993005", 0);
        is_long(send("9993004_CTF_9993005_001.xml", arena_bytes(m.a, b.bytes, b.len), false), 0, "a transfer file for this school");
        is_long((long)moving_roll(&m).count, 10, "is let in");
        buf_free(&b);
}

/* Of a register that names another school nothing is taken, and each child is said. */
static void other_register(void)
{
        importing_school(&m, "9993006", 3);
        list_roll();
        struct buf b = BUF_EMPTY;
        buf_text(&b, "DfE number,UPN,Date,Session,Mark\n");
        for (size_t i = 0; i < 3; i++)
                buf_printf(&b, "%s,%s,09/09/2026,AM,/\n", i ? "9993001" : "9993006", rows[i].value[FIELD_UPN]);
        is_long(send("register.csv", arena_bytes(m.a, b.bytes, b.len), false), 0, "a register");
        is_long(count(&count_marks), 1, "one child has a mark");
        is_long(count(&count_rejected), 2, "two rows are rejected");
        is_long(moving_number(&m, &say_why, ARGS(arg_id(m.scope.school), arg_text("%ow 3: want this school's number 9993006, found '9993001'"))), 1,
                "and named with what they say");

        /* A file of the whole authority holds others' registers, which are nothing to complain of. */
        const unsigned long here = m.scope.school;
        moving_act(&m, gate_program_scope(0));
        buf_text(&b, ",,,,\n");
        unsigned long id, done = 0;
        enum delivery_state state;
        const struct delivering d = { .label = "all.csv", .bytes = b.bytes, .len = b.len, .source = FROM_FOLDER };
        moving_done(&m, flow_deliver(&m.flow, &d, &id, &state), "a file of two schools");
        moving_done(&m, import_run(m.d.db, m.d.config, &done), "the runner");
        is_long((long)done, 2, "is two schools' work");
        moving_act(&m, gate_program_scope(here));
        is_long(importing_last(&m).rejected, 0, "no row of it is rejected at the one");
        buf_free(&b);
}

/* ---- lost letters ---- */

/* The second file's names have them in a capital, and in a name that few look at. */
static void damaged(void)
{
        importing_school(&m, "9993007", 120);
        list_roll();
        is_long(send("sound.csv", moving_csv(&m, rows, row_count), true), 0, "sound names");
        const struct record zoe = rows[0];
        rows[0].value[FIELD_FORENAME] = "ZOÃ‹";
        is_long(send("one.csv", moving_csv(&m, rows, row_count), true), 0, "one damaged name is a slip");
        rows[1].value[FIELD_SURNAME] = "MUÃ‘OZ";
        rows[2].value[FIELD_FORENAME] = "Å\xC2\x81ucja";
        is_long(send("damaged.csv", moving_csv(&m, rows, row_count), true), IMPORT_DAMAGED, "two more of 120 are not");
        ok(strstr(importing_last(&m).batch.hold.why, "The names of 2 children have letters that were lost") != NULL,
           "the one that was let in is not counted again");
        rows[0] = zoe;
        rows[1].value[FIELD_SURNAME] = "MUÑOZ";
        rows[2].value[FIELD_FORENAME] = "Łucja";
        is_long(send("right.csv", moving_csv(&m, rows, row_count), true), 0, "put right by the school");
        struct buf b = BUF_EMPTY;
        buf_text(&b, "UPN,Surname,Forename,Date of birth,Preferred surname\n");
        for (size_t i = 3; i < 5; i++)
                buf_printf(&b, "%s,%s,%s,%s,Å½i\n", rows[i].value[FIELD_UPN], rows[i].value[FIELD_SURNAME], rows[i].value[FIELD_FORENAME],
                           rows[i].value[FIELD_DOB]);
        is_long(send("preferred.csv", arena_bytes(m.a, b.bytes, b.len), false), IMPORT_DAMAGED, "in any name");
        buf_free(&b);
}

/* ---- too many changes ---- */

static void next_day(struct record *r)
{
        struct date day = date_from_iso(r->value[FIELD_DOB]);
        char text[DATE_TEXT];
        day.day = (signed char)(day.day % 28 + 1);
        r->value[FIELD_DOB] = arena_text(m.a, date_to_iso(day, text));
}

static void changes(void)
{
        importing_school(&m, "9993008", 16);
        list_roll();
        for (size_t i = 0; i < 8; i++)
                rows[i].value[FIELD_POSTCODE] = "ZZ9 9ZZ";
        is_long(send("half.csv", moving_csv(&m, rows, row_count), true), 0, "half of a small school changes");
        list_roll();
        for (size_t i = 0; i < 9; i++)
                rows[i].value[FIELD_POSTCODE] = "ZZ8 8ZZ";
        is_long(send("more.csv", moving_csv(&m, rows, row_count), true), IMPORT_CHANGES, "more than half of it is held");

        /* A date of birth is not imported but asked about: of everybody at once it is no question but a fault. */
        list_roll();
        for (size_t i = 0; i < 8; i++)
                next_day(&rows[i]);
        is_long(send("dobs.csv", moving_csv(&m, rows, row_count), true), 0, "half of them have a new date of birth");
        for (size_t i = 8; i < 16; i++)
                next_day(&rows[i]);
        is_long(send("other-dobs.csv", moving_csv(&m, rows, row_count), true), 0, "what is asked already is not counted again");
        for (size_t i = 0; i < 9; i++)
                next_day(&rows[i]);
        is_long(send("swapped.csv", moving_csv(&m, rows, row_count), true), IMPORT_CHANGES, "new questions about more than half");
        ok(strstr(importing_last(&m).batch.hold.why, "9 of 16 pupils would change, or have a new value to be decided") != NULL, "are counted");

        /* September: all go up, into other classes. */
        list_roll();
        for (size_t i = 0; i < row_count; i++) {
                rows[i].value[FIELD_NC_YEAR] = year_next(rows[i].value[FIELD_NC_YEAR]);
                rows[i].value[FIELD_CLASS] = "Up";
        }
        is_long(send("september.csv", moving_csv(&m, rows, row_count), true), 0, "a new year is no fault");
        list_roll();
        for (size_t i = 0; i < row_count; i++)
                rows[i].value[FIELD_CLASS] = "Other";
        is_long(send("classes.csv", moving_csv(&m, rows, row_count), true), IMPORT_CHANGES, "all in other classes without a new year");
}

/* ---- an old file let go ---- */

static const struct record *ours(size_t i)
{
        static struct pupils roll;
        roll = moving_roll(&m);
        for (size_t n = 0; n < roll.count; n++)
                if (strcmp(roll.items[n].record.value[FIELD_UPN], rows[i].value[FIELD_UPN]) == 0)
                        return &roll.items[n].record;
        return &rows[i];
}

static void late(void)
{
        importing_school(&m, "9993009", 30);
        list_roll();
        static struct record old[30];
        memcpy(old, rows, sizeof old);
        old[0].value[FIELD_CLASS] = old[1].value[FIELD_CLASS] = "Old";
        is_long(send("old.csv", moving_csv(&m, old, 20), true), IMPORT_REMOVALS, "a file on hold");
        const struct import held = importing_last(&m);
        rows[0].value[FIELD_CLASS] = "New";
        is_long(send("new.csv", moving_csv(&m, rows, 1), false), 0, "changed data that came after it");

        struct person officer = moving_person(&m, 0, ROLE_LA_OFFICER, "Officer");
        const struct scope as = gate_la_scope(&officer, m.scope.school);
        moving_done(&m, batch_answer_hold(m.d.db, &as, &held.batch, HOLD_RELEASED, "they moved"), "it is released");
        moving_done(&m, status_count(m.d.db, &m.scope), "counted");
        unsigned long done = 0;
        moving_done(&m, import_run(m.d.db, m.d.config, &done), "the runner");
        is_long((long)done, 1, "and processed");
        is_text(ours(0)->value[FIELD_CLASS], "New", "the newer value stays");
        is_text(ours(1)->value[FIELD_CLASS], "Old", "what no newer file has said is imported");
        struct conflicts all;
        moving_done(&m, conflict_list(m.d.db, m.a, &m.scope, &all), "conflicts");
        ok(all.count == 1 && strcmp(all.items[0].theirs, "Old") == 0 && !all.items[0].hand && all.items[0].rule == VERDICT_APPLY,
           "and a person is asked, whatever the rule");
        unsigned let_through = 9;
        moving_done(&m, flow_reweigh_school(&m.flow, &let_through), "weighed again");
        is_long(let_through, 0, "no rule lets it through");
        is_text(ours(0)->value[FIELD_CLASS], "New", "and the newer value stays");

        is_long(send("newest.csv", arena_printf(m.a, "%s\n", moving_csv(&m, rows, 1)), false), 0, "the newer value again");
        moving_done(&m, conflict_list(m.d.db, m.a, &m.scope, &all), "conflicts");
        is_long((long)all.count, 0, "ends the question");
}

int main(void)
{
        if (!moving_open(&m))
                return done_testing();
        other_school();
        received();
        other_register();
        damaged();
        changes();
        late();
        struct status_wrong wrong = { 99, NULL };
        moving_done(&m, status_wrong(m.d.db, m.a, &wrong), "a recount");
        is_long((long)wrong.count, 0, "after all of that every counter of every school is what it counts");
        moving_close(&m);
        return done_testing();
}
