/* A school's nightly files under the authority's rules: what is applied, what becomes a conflict, what closes by itself, what waits;
 * twice the same changes nothing; counters equal a recount after every step. */
#include "tasks/import.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "flow/decide.h"
#include "flow/decide_conflict.h"
#include "flow/decide_import.h"
#include "flow/deliver.h"
#include "gate/scope.h"
#include "importing.h"
#include "store/batch.h"
#include "store/claim.h"
#include "store/conflict.h"
#include "store/import.h"
#include "store/involvement.h"
#include "store/match_case.h"
#include "store/missing.h"
#include "store/pupil.h"
#include "store/setting.h"
#include "store/status.h"
#include "store/upn_problem.h"
#include "tasks/reweigh.h"

static struct moving m;

SQL(service_of, "SELECT id FROM service WHERE counts = 1 ORDER BY id LIMIT 1");
#define COUNT(name, column) SQL(name, "SELECT COALESCE(" column ", 0) FROM school_status WHERE school_id = ?")
COUNT(count_missing, "missing");
COUNT(count_unmatched, "unmatched");
COUNT(count_active, "conflicts_active");
COUNT(count_other, "conflicts_other");
COUNT(count_waiting, "waiting_files");
COUNT(count_held, "held_files");
COUNT(count_rejected, "rejected");
COUNT(count_claimed, "claimed");
COUNT(count_upn, "upn_problems");
COUNT(count_in_file, "in_file");
COUNT(count_new, "last_new");
COUNT(count_changed, "last_changed");

SQL(somebody_gone, "SELECT MIN(id) FROM pupil WHERE school_id = ? AND state = 'L'");
SQL(count_marks, "SELECT COUNT(*) FROM attendance_year WHERE school_id = ?");

static long count(const struct sql *q)
{
        return moving_number(&m, q, ARGS(arg_id(m.scope.school)));
}

static void counts(const char *what, long active, long other, long missing, long unmatched, long rejected)
{
        is_long(count(&count_active), active, arena_printf(m.a, "%s: conflicts of active pupils", what));
        is_long(count(&count_other), other, arena_printf(m.a, "%s: conflicts of the others", what));
        is_long(count(&count_missing), missing, arena_printf(m.a, "%s: proposed leavers", what));
        is_long(count(&count_unmatched), unmatched, arena_printf(m.a, "%s: unmatched", what));
        is_long(count(&count_rejected), rejected, arena_printf(m.a, "%s: rejected", what));
}

/* ---- files ---- */

static struct record rows[200];
static size_t row_count;

static void list_roll(void)
{
        row_count = importing_roll(&m, rows);
}

static int night;

/* The list as this night's complete file. */
static void send_night(void)
{
        ++night; /* other bytes each night */
        importing_deliver(&m, arena_printf(m.a, "night-%d.csv", night), arena_printf(m.a, "%s,,,,,,,,%d\n", moving_csv(&m, rows, row_count), night), true);
        is_long((long)importing_process(&m), 1, arena_printf(m.a, "night %d is processed", night));
}

/* What is held of all pupils, with their history. */
static const char *pupils_state(void)
{
        char *state = arena_text(m.a, moving_state(m.d.db, m.a));
        strstr(state, "batch ")[0] = '\0';
        return state;
}

static const char *held(size_t i, enum field field)
{
        struct pupils roll = moving_roll(&m);
        for (size_t n = 0; n < roll.count; n++)
                if (strcmp(roll.items[n].record.value[FIELD_UPN], rows[i].value[FIELD_UPN]) == 0)
                        return roll.items[n].record.value[field];
        return "(nobody)";
}

static unsigned long pupil_of_row(size_t i)
{
        struct pupils roll = moving_roll(&m);
        for (size_t n = 0; n < roll.count; n++)
                if (strcmp(roll.items[n].record.value[FIELD_UPN], rows[i].value[FIELD_UPN]) == 0)
                        return roll.items[n].id;
        return 0;
}

/* ---- the nights ---- */

static void first_nights(void)
{
        importing_school(&m, "9992001", 30);
        list_roll();
        send_night();
        counts("all agree", 0, 0, 0, 0, 0);
        is_long(count(&count_in_file), 30, "30 in the file");
        is_long(importing_last(&m).batch.state, BATCH_APPLIED, "nothing is left of it");

        rows[0].value[FIELD_CLASS] = "New class";
        rows[1].value[FIELD_SURNAME] = "Newname";
        rows[2].value[FIELD_DOB] = "2015-01-01";
        rows[3].value[FIELD_POSTCODE] = "ZZ9 9ZZ";
        rows[4].value[FIELD_SEX] = "";
        const char *dob = held(2, FIELD_DOB), *sex = held(4, FIELD_SEX);
        send_night();
        is_text(held(0, FIELD_CLASS), "New class", "a class is always imported");
        is_text(held(1, FIELD_SURNAME), "Newname", "of a non-active pupil a surname too");
        is_text(held(2, FIELD_DOB), dob, "a date of birth is not");
        is_text(held(3, FIELD_POSTCODE), "ZZ9 9ZZ", "a postcode is");
        is_text(held(4, FIELD_SEX), sex, "blank never overwrites");
        counts("a changed date of birth", 0, 1, 0, 0, 0);
        is_long(count(&count_changed), 3, "three changed");

        struct conflicts all;
        moving_done(&m, conflict_list(m.d.db, m.a, &m.scope, &all), "conflicts");
        ok(all.count == 1 && all.items[0].field == FIELD_DOB && strcmp(all.items[0].theirs, "2015-01-01") == 0 &&
               strcmp(all.items[0].ours, dob) == 0 && all.items[0].rule == VERDICT_CONFLICT && !all.items[0].hand &&
               strcmp(all.items[0].file, "night-2.csv") == 0 && all.items[0].row == 4,
           "the conflict names both values, the rule, file and row");
        const char *opened = all.items[0].opened_at;

        /* The same again, in other bytes. */
        const char *before = pupils_state();
        send_night();
        is_text(pupils_state(), before, "the same data again changes no pupil");
        counts("the same again", 0, 1, 0, 0, 0);
        moving_done(&m, conflict_list(m.d.db, m.a, &m.scope, &all), "conflicts");
        ok(all.count == 1 && strcmp(all.items[0].opened_at, opened) == 0 && strcmp(all.items[0].file, "night-2.csv") == 0,
           "a conflict keeps its age");

        /* The same bytes. */
        const char *text = arena_printf(m.a, "%s\n\n", moving_csv(&m, rows, row_count));
        is_long(importing_deliver(&m, "once.csv", text, true), DELIVERY_NEW, "a file");
        importing_process(&m);
        is_long(importing_deliver(&m, "again.csv", text, true), DELIVERY_TWIN, "its bytes again are noticed");
        is_long((long)importing_process(&m), 0, "and nothing is done");

        /* The values agree: closed by itself, whoever gave way. */
        rows[2].value[FIELD_DOB] = dob;
        send_night();
        counts("the school gave way", 0, 0, 0, 0, 0);
        rows[2].value[FIELD_DOB] = "2015-01-02";
        send_night();
        counts("another date of birth", 0, 1, 0, 0, 0);
        struct pupil_full p;
        moving_done(&m, pupil_find(m.d.db, m.a, &m.scope, pupil_of_row(2), &p), "the pupil");
        p.pupil.record.value[FIELD_DOB] = "2015-01-02";
        moving_done(&m, pupil_edit(m.d.db, m.a, &m.scope, &p.pupil), "a person writes the school's value");
        counts("we gave way", 0, 0, 0, 0, 0);
}

static void by_hand(void)
{
        struct person officer = moving_person(&m, 0, ROLE_LA_OFFICER, "Officer");
        struct scope as = gate_la_scope(&officer, m.scope.school);
        struct pupil_full p;
        list_roll();
        moving_done(&m, pupil_find(m.d.db, m.a, &m.scope, pupil_of_row(6), &p), "a pupil");
        p.pupil.record.value[FIELD_CLASS] = "By hand";
        moving_done(&m, pupil_edit(m.d.db, m.a, &as, &p.pupil), "a person sets a class");
        send_night();
        is_text(held(6, FIELD_CLASS), "By hand", "what a person set is not overwritten");
        counts("a value set by hand", 0, 1, 0, 0, 0);
        struct conflicts all;
        moving_done(&m, conflict_list(m.d.db, m.a, &m.scope, &all), "conflicts");
        ok(all.count == 1 && all.items[0].hand && all.items[0].field == FIELD_CLASS, "and the conflict says why");
        rows[6].value[FIELD_CLASS] = "By hand";
        send_night();
        counts("the school writes the same", 0, 0, 0, 0, 0);
}

static void active(void)
{
        list_roll();
        struct pupil_full p;
        moving_done(&m, pupil_find(m.d.db, m.a, &m.scope, pupil_of_row(8), &p), "a pupil");
        unsigned long id;
        const struct involvement i = { .child = p.child, .service = (unsigned long)moving_number(&m, &service_of, NULL, 0),
                                           .from = "2026-09-01", .to = "", .reference = "", .file = "" };
        moving_done(&m, involvement_add(m.d.db, 0, &i, &id), "social care is involved");
        const char *postcode = held(8, FIELD_POSTCODE);
        rows[8].value[FIELD_POSTCODE] = "ZZ1 1ZZ";
        rows[8].value[FIELD_CLASS] = "Active class";
        send_night();
        is_text(held(8, FIELD_POSTCODE), postcode, "of an active pupil an address is not imported");
        is_text(held(8, FIELD_CLASS), "Active class", "but a class is");
        counts("an active pupil moved", 1, 0, 0, 0, 0);
        rows[8].value[FIELD_POSTCODE] = postcode;
        send_night();
        counts("and moved back", 0, 0, 0, 0, 0);
}

static void joiners_and_leavers(void)
{
        list_roll();
        struct record stranger = moving_child(&m);
        size_t last = row_count - 1;
        struct record gone = rows[last];
        rows[last] = stranger;
        send_night();
        is_long(count(&count_new), 1, "one is new");
        is_long((long)moving_roll(&m).count, 31, "nobody leaves by a file");
        counts("one left, one came", 0, 0, 1, 0, 0);
        rows[row_count++] = gone;
        send_night();
        counts("the pupil is listed again", 0, 0, 0, 0, 0);

        /* Changed data says nothing of who is not in it. */
        importing_deliver(&m, "changes.csv", moving_csv(&m, rows, 2), false);
        importing_process(&m);
        counts("changed data", 0, 0, 0, 0, 0);
        is_long(count(&count_in_file), 31, "and is not the last complete file");

        /* A row without what says who the child is. */
        const char *dob = rows[5].value[FIELD_DOB];
        rows[5].value[FIELD_DOB] = "soon";
        send_night();
        counts("a row that cannot be read", 0, 0, 0, 0, 1);
        rows[5].value[FIELD_DOB] = dob;
        rows[5].value[FIELD_SEX] = "perhaps";
        send_night();
        counts("a value that cannot be read is left out alone", 0, 0, 0, 0, 0);
        rows[5].value[FIELD_SEX] = "";

        /* A pupil leaves by a person: nothing about them stays open. */
        rows[3].value[FIELD_DOB] = "2014-12-12";
        send_night();
        counts("a conflict", 0, 1, 0, 0, 0);
        const struct pupil_leaving l = { { pupil_of_row(3), 0 }, "2026-09-09", "a", "", 0 };
        moving_done(&m, pupil_leave(m.d.db, m.a, &m.scope, &l), "the pupil leaves");
        counts("its conflict is gone", 0, 0, 0, 0, 0);
}

static void holds(void)
{
        importing_school(&m, "9992002", 40);
        list_roll();
        send_night();
        size_t all = row_count;
        row_count = 30;
        send_night();
        is_long(count(&count_held), 1, "ten of forty are missing: on hold");
        struct import i = importing_last(&m);
        ok(i.batch.hold.state == HOLD_HELD && strstr(i.batch.hold.why, " of 40 pupils on roll"), "and the reason is there");
        counts("on hold", 0, 0, 0, 0, 0);
        is_long((long)importing_process(&m), 0, "it waits");

        struct person officer = moving_person(&m, 0, ROLE_LA_OFFICER, "Releaser");
        struct scope as = gate_la_scope(&officer, m.scope.school);
        moving_done(&m, batch_answer_hold(m.d.db, &as, &i.batch, HOLD_RELEASED, "they moved"), "released");
        moving_done(&m, status_count(m.d.db, &m.scope), "counted");
        is_long((long)importing_process(&m), 1, "then it is processed");
        counts("released", 0, 0, 10, 0, 0);

        row_count = 28;
        send_night();
        is_long(count(&count_held), 1, "twelve of forty: on hold again");
        i = importing_last(&m);
        row_count = all;
        send_night();
        is_long(count(&count_held), 0, "a newer file of the whole school comes: the older one is dropped");
        is_long(flow_answer_import_hold(&(struct flow){ m.a, m.d.db, m.d.config, &as, &m.why }, &i, HOLD_RELEASE, "late", &(bool){ false }),
                REFUSED, "and can be released no more");
        counts("the newer one", 0, 0, 0, 0, 0);
        importing_deliver(&m, "empty.csv", "UPN,Surname,Forename,Date of birth\n", true);
        importing_process(&m);
        is_long(count(&count_held), 1, "a file without pupils is held");
        ok(strstr(importing_last(&m).batch.hold.why, "no pupil") != NULL, "and says so");
}

/* A column that some rows have is none that used to be full. */
static void thin_columns(void)
{
        static const struct {
                const char *what;
                size_t filled;
                long held;
        } cases[] = { { "one child", 1, 0 }, { "fewer than half", 19, 0 }, { "half", 20, 1 } };
        for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
                importing_school(&m, arena_printf(m.a, "999202%zu", n), 40);
                list_roll();
                for (size_t i = cases[n].filled; i < row_count; i++)
                        rows[i].value[FIELD_POSTCODE] = "";
                send_night();
                for (size_t i = 0; i < row_count; i++)
                        rows[i].value[FIELD_POSTCODE] = "";
                send_night();
                is_long(count(&count_held), cases[n].held, arena_printf(m.a, "%s had a postcode and nobody has any more", cases[n].what));
        }
}

/* The first rows as changed data, twice: the rows that are left of it are asked about once, in the newest. */
static void changes_twice(void)
{
        const char *dob = rows[1].value[FIELD_DOB];
        rows[1].value[FIELD_DOB] = "soon";
        for (int n = 0; n < 2; n++) {
                importing_deliver(&m, arena_printf(m.a, "part-%d.csv", n), arena_printf(m.a, "%s,,,,,,,,x%d\n", moving_csv(&m, rows, 3), n), false);
                importing_process(&m);
                is_long(count(&count_unmatched), 1, "changed data asks the same once");
                is_long(count(&count_rejected), 1, "and rejects the same row once");
        }
        rows[1].value[FIELD_DOB] = dob;
        send_night();
        is_long(count(&count_rejected), 0, "a complete file puts it right");
}

/* A child who may be somebody on record. */
static void doubtful(void)
{
        importing_school(&m, "9992003", 20);
        list_roll();
        struct record like = rows[0];
        like.value[FIELD_UPN] = "";
        like.value[FIELD_DOB] = "2011-11-11";
        like.value[FIELD_POSTCODE] = "";
        rows[0] = like;
        send_night();
        is_long(count(&count_unmatched), 1, "one waits for a person");
        is_long((long)moving_roll(&m).count, 20, "and nobody was added");
        is_long(importing_last(&m).batch.state, BATCH_LISTED, "something is left of the import");
        send_night();
        is_long(count(&count_unmatched), 1, "the next night does not ask twice");

        changes_twice();
        struct match_cases cases;
        moving_done(&m, case_list(m.d.db, m.a, &m.scope, importing_last(&m).batch.id, &cases), "the question");
        is_long((long)cases.count, 1, "is one");
        struct person officer = moving_person(&m, 0, ROLE_LA_OFFICER, "Matcher");
        struct scope as = gate_la_scope(&officer, m.scope.school);
        struct flow f = { m.a, m.d.db, m.d.config, &as, &m.why };
        if (cases.count)
                moving_done(&m, flow_answer_case(&f, &cases.items[0], CASE_SAME, false, ""), "it is the same child");
        is_long(count(&count_unmatched), 0, "nothing waits");
        counts("the date of birth differs", 0, 1, 0, 0, 0);
        is_long(importing_last(&m).batch.state, BATCH_APPLIED, "nothing is left of the import");
        send_night();
        is_long(count(&count_unmatched), 0, "the answer holds");
        counts("the next night", 0, 1, 0, 0, 0);
}

static struct conflict the_conflict(void)
{
        struct conflicts all;
        moving_done(&m, conflict_list(m.d.db, m.a, &m.scope, &all), "conflicts");
        ok(all.count == 1, "there is one");
        return all.count ? all.items[0] : (struct conflict){ 0 };
}

/* Accept, keep, keep and tell; and the child's cohort changes. */
static void deciding(void)
{
        importing_school(&m, "9992008", 25);
        struct person officer = moving_person(&m, 0, ROLE_LA_OFFICER, "Decider");
        struct scope as = gate_la_scope(&officer, m.scope.school);
        struct flow f = { m.a, m.d.db, m.d.config, &as, &m.why };
        list_roll();
        rows[0].value[FIELD_DOB] = "2015-05-05";
        send_night();
        struct conflict c = the_conflict();
        struct conflict_seen seen = { c.id, c.version + 1 };
        is_long(flow_decide_conflicts(&f, &seen, 1, ANSWER_ACCEPT, ""), REFUSED, "a stale version is refused");
        seen.version = c.version;
        moving_done(&m, flow_decide_conflicts(&f, &seen, 1, ANSWER_ACCEPT, ""), "accepted");
        is_text(held(0, FIELD_DOB), "2015-05-05", "theirs is written");
        counts("accepted", 0, 0, 0, 0, 0);
        is_long(flow_decide_conflicts(&f, &seen, 1, ANSWER_ACCEPT, ""), REFUSED, "twice is refused");
        send_night();
        counts("and agrees from then on", 0, 0, 0, 0, 0);

        rows[1].value[FIELD_DOB] = "2015-06-06";
        send_night();
        c = the_conflict();
        seen = (struct conflict_seen){ c.id, c.version };
        moving_done(&m, flow_decide_conflicts(&f, &seen, 1, ANSWER_TELL, "The birth certificate says otherwise."), "kept and told");
        counts("kept", 0, 0, 0, 0, 0);
        c = the_conflict();
        ok(c.kept && strstr(c.told, "certificate"), "the school can read why");
        send_night();
        counts("the same value is not asked again", 0, 0, 0, 0, 0);
        rows[1].value[FIELD_DOB] = "2015-07-07";
        send_night();
        counts("another one is", 0, 1, 0, 0, 0);
        ok(!the_conflict().kept && !*the_conflict().told, "as a new question");

        /* A person's class; then an active child's address. */
        rows[1].value[FIELD_DOB] = held(1, FIELD_DOB);
        struct pupil_full p;
        moving_done(&m, pupil_find(m.d.db, m.a, &m.scope, pupil_of_row(2), &p), "a pupil");
        struct involvement i = { .child = p.child, .service = (unsigned long)moving_number(&m, &service_of, NULL, 0),
                                 .from = "2026-09-01", .to = "", .reference = "", .file = "" };
        moving_done(&m, involvement_add(m.d.db, 0, &i, &i.id), "social care is involved");
        rows[2].value[FIELD_POSTCODE] = "ZZ5 5ZZ";
        send_night();
        counts("an active child moved", 1, 0, 0, 0, 0);
        i.version = 1;
        moving_done(&m, involvement_remove(m.d.db, 0, &i), "it was another child");
        counts("the conflict is of a non-active pupil now", 0, 1, 0, 0, 0);
        unsigned long let_through = 0;
        moving_done(&m, reweigh_run(m.d.db, m.d.config, &let_through), "weighed again");
        is_long((long)let_through, 1, "by the other rules it is imported");
        is_text(held(2, FIELD_POSTCODE), "ZZ5 5ZZ", "and is written");
        counts("nothing is left", 0, 0, 0, 0, 0);

        /* Proposed leavers. */
        size_t all = row_count;
        row_count -= 2;
        send_night();
        counts("two are missing", 0, 0, 2, 0, 0);
        struct missings missing;
        moving_done(&m, missing_list(m.d.db, m.a, &m.scope, &missing), "who");
        if (missing.count != 2)
                return;
        const struct leaver_answer answers[] = {
                { missing.items[0].pupil, missing.items[0].version, "2026-09-08", "a", "Elsewhere School" },
                { missing.items[1].pupil, missing.items[1].version, "", "", "" },
        };
        moving_done(&m, flow_decide_leavers(&f, answers, 2), "one left, one stays");
        counts("both answered", 0, 0, 0, 0, 0);
        is_long((long)moving_roll(&m).count, (long)all - 1, "one is off the roll");
        is_long(flow_decide_leavers(&f, answers + 1, 1), REFUSED, "twice is refused");
        send_night();
        counts("who stays is not asked again", 0, 0, 0, 0, 0);

        /* Rejected rows are put aside. */
        rows[4].value[FIELD_DOB] = "31/31/2015";
        send_night();
        counts("a row without a date of birth", 0, 0, 0, 0, 1);
        moving_done(&m, flow_put_rejected_aside(&f, importing_last(&m).batch.id), "put aside");
        counts("seen to", 0, 0, 0, 0, 0);
        is_long(importing_last(&m).batch.state, BATCH_APPLIED, "nothing is left of the import");
}

static void two_persons(void)
{
        importing_school(&m, "9992009", 40);
        list_roll();
        send_night();
        struct settings_seen s;
        moving_done(&m, settings_see(m.d.db, m.a, &s), "settings");
        s.settings.second_person = true;
        moving_done(&m, settings_set(m.d.db, m.a, 0, s.version, &s.settings), "two people release a hold");
        row_count = 25;
        send_night();
        struct person first = moving_person(&m, 0, ROLE_LA_OFFICER, "First"), other = moving_person(&m, 0, ROLE_LA_OFFICER, "Second");
        struct scope as = gate_la_scope(&first, m.scope.school), as_other = gate_la_scope(&other, m.scope.school);
        struct flow f = { m.a, m.d.db, m.d.config, &as, &m.why }, g = { m.a, m.d.db, m.d.config, &as_other, &m.why };
        bool second;
        struct import i = importing_last(&m);
        is_long(flow_answer_import_hold(&f, &i, HOLD_RELEASE, "", &second), REFUSED, "a reason is needed");
        moving_done(&m, flow_answer_import_hold(&f, &i, HOLD_RELEASE, "they moved", &second), "the first");
        ok(second, "a second person is awaited");
        is_long((long)importing_process(&m), 0, "it still waits");
        i = importing_last(&m);
        is_long(flow_answer_import_hold(&f, &i, HOLD_RELEASE, "they moved", &second), REFUSED, "the same person again is refused");
        moving_done(&m, flow_answer_import_hold(&g, &i, HOLD_RELEASE_ADDITIONS, "additions alone", &second), "the second");
        ok(!second, "now it is released");
        is_long((long)importing_process(&m), 1, "and processed");
        counts("additions and changes alone: nobody is proposed as a leaver", 0, 0, 0, 0, 0);
        row_count = 20;
        send_night();
        i = importing_last(&m);
        moving_done(&m, flow_answer_import_hold(&f, &i, HOLD_REJECT, "half a file", &second), "rejected");
        is_long(importing_last(&m).batch.state, BATCH_DROPPED, "it is dropped");
        is_long(count(&count_waiting), 0, "and does not wait");
        moving_done(&m, settings_see(m.d.db, m.a, &s), "settings");
        s.settings.second_person = false;
        moving_done(&m, settings_set(m.d.db, m.a, 0, s.version, &s.settings), "one person will do");
}

/* The child comes back by a person's hand; then the second school says that it is a guest there. */
static void claimed_again(unsigned long one, unsigned long two, const char *upn)
{
        moving_act(&m, gate_program_scope(one));
        const struct pupil_seen back = { (unsigned long)moving_number(&m, &somebody_gone, ARGS(arg_id(one))), 0 };
        moving_done(&m, pupil_restore(m.d.db, m.a, &m.scope, back), "the first school has the child again");
        is_long(count(&count_claimed), 1, "and claims it again");
        moving_act(&m, gate_program_scope(two));
        is_long(count(&count_claimed), 1, "as the second does");
        struct pupils roll = moving_roll(&m);
        for (size_t i = 0; i < roll.count; i++)
                if (strcmp(roll.items[i].record.value[FIELD_UPN], upn) == 0) {
                        struct pupil p = roll.items[i];
                        p.record.value[FIELD_ENROLMENT] = "G";
                        moving_done(&m, pupil_edit(m.d.db, m.a, &m.scope, &p), "a guest of the second");
                }
        is_long(count(&count_claimed), 0, "is claimed by the first alone");
}

/* One file for many schools. */
static void whole_authority(void)
{
        unsigned long one = importing_school(&m, "9992004", 15);
        list_roll();
        struct buf b = BUF_EMPTY;
        buf_text(&b, "DfE number,UPN,Surname,Forename,Date of birth,Sex,NC year,Class,Postcode\n");
        for (size_t i = 0; i < row_count; i++)
                buf_printf(&b, "9992004,%s,%s,%s,%s,%s,%s,%s,%s\n", rows[i].value[FIELD_UPN], rows[i].value[FIELD_SURNAME],
                           rows[i].value[FIELD_FORENAME], rows[i].value[FIELD_DOB], rows[i].value[FIELD_SEX], rows[i].value[FIELD_NC_YEAR],
                           i < 7 ? "Far" : rows[i].value[FIELD_CLASS], rows[i].value[FIELD_POSTCODE]);
        struct record mover = rows[0];
        unsigned long two = importing_school(&m, "9992005", 15);
        list_roll();
        for (size_t i = 0; i < row_count; i++)
                buf_printf(&b, "2005,%s,%s,%s,%s,%s,%s,%s,%s\n", rows[i].value[FIELD_UPN], rows[i].value[FIELD_SURNAME],
                           rows[i].value[FIELD_FORENAME], rows[i].value[FIELD_DOB], rows[i].value[FIELD_SEX], rows[i].value[FIELD_NC_YEAR],
                           i < 7 ? "Near" : rows[i].value[FIELD_CLASS], rows[i].value[FIELD_POSTCODE]);
        buf_printf(&b, "9992005,%s,%s,%s,%s,%s,%s,Near,%s\n", mover.value[FIELD_UPN], mover.value[FIELD_SURNAME],
                   mover.value[FIELD_FORENAME], mover.value[FIELD_DOB], mover.value[FIELD_SEX], mover.value[FIELD_NC_YEAR], mover.value[FIELD_POSTCODE]);
        buf_text(&b, "9999999,,Nobody,Ever,2015-01-01,F,6,None,\n");
        moving_act(&m, gate_program_scope(0));
        unsigned long id;
        enum delivery_state state;
        const struct delivering d = { .label = "all.csv", .bytes = b.bytes, .len = b.len, .source = FROM_FOLDER, .complete = true };
        moving_done(&m, flow_deliver(&m.flow, &d, &id, &state), "all.csv");
        is_long((long)importing_process(&m), 2, "two schools' parts");
        struct delivery kept;
        moving_done(&m, delivery_find(m.d.db, m.a, id, &kept), "the delivery");
        ok(kept.state == DELIVERY_SORTED && strstr(kept.notes, "1 row is of no school") && strstr(kept.notes, "row 33"),
           "the row of a school that nobody knows is named");

        buf_free(&b);
        for (int n = 0; n < 2; n++) {
                moving_act(&m, gate_program_scope(n ? two : one));
                struct pupils roll = moving_roll(&m);
                size_t right = 0;
                for (size_t i = 0; i < roll.count; i++)
                        right += strcmp(roll.items[i].record.value[FIELD_CLASS], n ? "Near" : "Far") == 0;
                is_long((long)right, n ? 8 : 7, "each school has its classes");
                is_long(count(&count_claimed), 1, "a child on two rolls is claimed by both");
        }
        const struct pupil_leaving l = { { 0, 0 }, "2026-09-09", "a", "", 0 };
        moving_act(&m, gate_program_scope(one));
        struct pupils roll = moving_roll(&m);
        for (size_t i = 0; i < roll.count; i++)
                if (strcmp(roll.items[i].record.value[FIELD_UPN], mover.value[FIELD_UPN]) == 0) {
                        struct pupil_leaving leaving = l;
                        leaving.pupil.id = roll.items[i].id;
                        moving_done(&m, pupil_leave(m.d.db, m.a, &m.scope, &leaving), "the first school lets the child go");
                }
        is_long(count(&count_claimed), 0, "and claims nobody");
        moving_act(&m, gate_program_scope(two));
        is_long(count(&count_claimed), 0, "nor does the second");
        claimed_again(one, two, mover.value[FIELD_UPN]);
}

/* The DfE's words. */
static void identifiers(void)
{
        importing_school(&m, "9992006", 12);
        list_roll();
        char *wrong = arena_text(m.a, rows[0].value[FIELD_UPN]);
        wrong[0] = wrong[0] == 'A' ? 'B' : 'A'; /* no other letter goes with these digits */
        rows[0].value[FIELD_UPN] = wrong;
        send_night();
        struct upn_problems all;
        moving_done(&m, upn_problem_list(m.d.db, m.a, &m.scope, &all), "problems");
        ok(all.count == 1 && all.items[0].message == 1510 && all.items[0].pupil && strcmp(all.items[0].value, wrong) == 0,
           "a wrong check letter is 1510, of the pupil");
        is_long(count(&count_upn), 1, "and counted");

        list_roll();
        send_night();
        is_long(count(&count_upn), 0, "put right");

        /* What a person puts right here is settled at once. */
        struct pupil_full p;
        moving_done(&m, pupil_find(m.d.db, m.a, &m.scope, pupil_of_row(1), &p), "a pupil");
        const char *upn = arena_text(m.a, p.pupil.record.value[FIELD_UPN]);
        p.pupil.record.value[FIELD_UPN] = "";
        moving_done(&m, pupil_edit(m.d.db, m.a, &m.scope, &p.pupil), "without a UPN");
        rows[1].value[FIELD_UPN] = "";
        rows[1].value[FIELD_NC_YEAR] = p.pupil.record.value[FIELD_NC_YEAR];
        send_night();
        is_long(count(&count_upn), 1, "it is missing");
        moving_done(&m, pupil_find(m.d.db, m.a, &m.scope, p.pupil.id, &p), "again");
        p.pupil.record.value[FIELD_UPN] = upn;
        moving_done(&m, pupil_edit(m.d.db, m.a, &m.scope, &p.pupil), "a person fills it in");
        is_long(count(&count_upn), 0, "and nothing is missing");
}

/* Marks come as a set of data of their own. */
static void registers(void)
{
        importing_school(&m, "9992010", 8);
        list_roll();
        struct buf b = BUF_EMPTY;
        buf_text(&b, "UPN,Surname,Forename,Date,Session,Mark\n");
        for (size_t i = 0; i < row_count; i++)
                buf_printf(&b, "%s,%s,%s,09/09/2026,AM,%s\n", rows[i].value[FIELD_UPN], rows[i].value[FIELD_SURNAME],
                           rows[i].value[FIELD_FORENAME], i ? "/" : "O");
        buf_text(&b, "A999200001999,Nobody,Ever,09/09/2026,AM,/\n");
        importing_deliver(&m, "register.csv", b.bytes, true);
        buf_free(&b);
        is_long((long)importing_process(&m), 1, "a register is processed");
        is_long((long)moving_number(&m, &count_marks, ARGS(arg_id(m.scope.school))), 8, "eight pupils have marks");
        counts("a child of the register whom nobody knows", 0, 0, 0, 0, 1);
        ok(!importing_last(&m).complete, "and nobody is missing because of it");
}

static void unreadable(void)
{
        importing_school(&m, "9992007", 5);
        importing_deliver(&m, "picture.png", "\x89PNG\r\n\x1a\nxxxx", true);
        is_long((long)importing_process(&m), 0, "a picture is no data");
        struct deliveries all;
        moving_done(&m, delivery_list(m.d.db, m.a, m.scope.school, 0, 10, &all), "deliveries");
        ok(all.count == 1 && all.items[0].state == DELIVERY_REFUSED && strstr(all.items[0].message, "picture"), "and it is said why");
        is_long(count(&count_waiting), 0, "nothing waits");
}

int main(void)
{
        if (!moving_open(&m))
                return done_testing();
        first_nights();
        by_hand();
        active();
        joiners_and_leavers();
        holds();
        thin_columns();
        doubtful();
        deciding();
        two_persons();
        whole_authority();
        identifiers();
        registers();
        unreadable();
        struct status_wrong wrong = { 99, NULL };
        moving_done(&m, status_wrong(m.d.db, m.a, &wrong), "a recount");
        is_long((long)wrong.count, 0, "after all of that every counter of every school is what it counts");
        moving_close(&m);
        return done_testing();
}
