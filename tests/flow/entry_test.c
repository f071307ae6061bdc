/* Results, SEN, exclusions and schools on their one way: from a school's file to its pupils under the rules;
 * the same file twice changes nothing, another value is applied or waits for a person, and a set that is not
 * agreed is refused. */
#include "flow/entry.h"

#include <stdlib.h>
#include <string.h>

#include "flow/deliver.h"
#include "gate/scope.h"
#include "moving.h"
#include "store/agreement.h"
#include "store/audit.h"
#include "store/delivery.h"
#include "store/entry.h"
#include "store/entry_conflict.h"
#include "store/import.h"
#include "store/involvement.h"
#include "store/list.h"
#include "store/pause.h"
#include "store/pupil.h"
#include "store/pupil_deed.h"
#include "store/rule.h"
#include "store/status.h"
#include "tap.h"
#include "tasks/import.h"
#include "tasks/reweigh.h"

static struct moving m;
static struct record ann, ben;
static unsigned long ann_id, ben_id;
static struct person officer;

SQL(open_conflicts, "SELECT conflicts_active + conflicts_other FROM school_status WHERE school_id = ?");
SQL(active_conflicts, "SELECT conflicts_active FROM school_status WHERE school_id = ?");
SQL(service_that_counts, "SELECT id FROM service WHERE counts = 1 ORDER BY id LIMIT 1");

/* Of the school that m acts for, processed at once. */
static unsigned long send_for(unsigned long school, const char *name, const char *text, bool complete)
{
        unsigned long id = 0, done = 0;
        enum delivery_state state;
        struct scope scope = gate_program_scope(school);
        struct flow f = { m.a, m.d.db, m.d.config, &scope, &m.why };
        const struct delivering d = {
                .label = name, .bytes = text, .len = strlen(text), .source = FROM_FOLDER, .complete = complete
        };
        moving_done(&m, flow_deliver(&f, &d, &id, &state), name);
        moving_done(&m, import_run(m.d.db, m.d.config, &done), "the runner");
        return id;
}

static struct delivery send(const char *text)
{
        static int n;
        struct delivery d = { .message = "?", .notes = "?" };
        /* Other bytes each time: a blank line more. */
        unsigned long id =
            send_for(m.scope.school, "results.csv", arena_printf(m.a, "%s%*s\n", text, ++n, ""), false);
        moving_done(&m, delivery_find(m.d.db, m.a, id, &d), "the delivery");
        return d;
}

static struct import last(void)
{
        struct imports all = { 0, NULL };
        moving_done(&m, import_list(m.d.db, m.a, &m.scope, 1, &all), "the last import");
        return all.count ? all.items[0] : (struct import){ 0 };
}

/* What is held of the pupil, a line an entry. */
static const char *held(unsigned long pupil)
{
        struct entries all = { 0, NULL };
        const char *out = "";
        moving_done(&m, entry_of_pupil(m.d.db, m.a, &m.scope, pupil, &all), "what is held");
        for (size_t i = 0; i < all.count; i++)
                out = arena_printf(m.a, "%s%s%c %s", out, i ? "\n" : "",
                                   entry_table[all.items[i].entry.kind].letter,
                                   entry_pack(m.a, &all.items[i].entry));
        return out;
}

static void made(const struct delivery *d, unsigned new, unsigned changed, unsigned conflicts,
                 unsigned rejected, const char *what)
{
        struct import i = last();
        struct status_wrong wrong;
        is_long((long)i.delivery, (long)d->id, arena_printf(m.a, "%s: an import", what));
        is_long(i.entry_new, new, arena_printf(m.a, "%s: new", what));
        is_long(i.entry_changed, changed, arena_printf(m.a, "%s: changed", what));
        is_long(i.conflicts, conflicts, arena_printf(m.a, "%s: conflicts", what));
        is_long(i.rejected, rejected, arena_printf(m.a, "%s: rejected", what));
        moving_done(&m, status_wrong(m.d.db, m.a, &wrong), "a recount");
        is_long((long)wrong.count, 0, "the counters equal it");
}

#define RESULTS "UPN,Key stage,Subject,Result,Date\n"

static void test_results(void)
{
        const char *text = arena_printf(
            m.a,
            RESULTS "%s,KS2,MAT,107,12/05/2026\n%s,KS2,REA,99,12/05/2026\n%s,KS2,MAT,101,12/05/2026\n"
                    "H801200001001,KS2,MAT,90,12/05/2026\n",
            ann.value[FIELD_UPN], ann.value[FIELD_UPN], ben.value[FIELD_UPN]);
        struct delivery d = send(text);
        made(&d, 3, 0, 0, 1, "results");
        is_text(held(ann_id), "R KS2|MAT||||107|2026-05-12|||\nR KS2|REA||||99|2026-05-12|||", "Ann's");
        is_text(held(ben_id), "R KS2|MAT||||101|2026-05-12|||", "Ben's");
        d = send(text);
        made(&d, 0, 0, 0, 1, "the same again");
        d = send(arena_printf(m.a, RESULTS "%s,KS2,MAT,,12/05/2026\n%s,KS2,MAT,110,12/05/2026\n",
                              ben.value[FIELD_UPN], ann.value[FIELD_UPN]));
        made(&d, 0, 1, 0, 0, "another result");
        is_text(held(ann_id), "R KS2|MAT||||110|2026-05-12|||\nR KS2|REA||||99|2026-05-12|||",
                "is imported, and nothing else goes");
        is_text(held(ben_id), "R KS2|MAT||||101|2026-05-12|||", "a blank overwrites nothing");
        struct entries all;
        moving_done(&m, entry_of_pupil(m.d.db, m.a, &m.scope, ann_id, &all), "Ann's");
        is_text(all.items[0].file, "results.csv", "where it came from");
        is_long(all.items[0].row, 3, "and its row");
        is_long((long)all.items[0].batch, (long)last().batch.id, "and import");
}

static void set_rule(enum rule_item item, enum cohort cohort, enum verdict verdict)
{
        struct rule_set set;
        moving_done(&m, rule_set_read(m.d.db, m.a, 0, &set), "the rules");
        set.layer.verdict[item][cohort] = verdict_letters[verdict];
        moving_done(&m, rules_set(m.d.db, m.a, officer.id, 0, set.version, &set.layer), "other rules");
}

static long open_now(void)
{
        return moving_number(&m, &open_conflicts, ARGS(arg_id(m.scope.school)));
}

static struct entry_conflict only_conflict(void)
{
        struct entry_conflicts all = { 0, NULL };
        moving_done(&m, entry_conflict_list(m.d.db, m.a, &m.scope, &all), "conflicts");
        is_long((long)all.count, 1, "one conflict");
        return all.count ? all.items[0] : (struct entry_conflict){ 0 };
}

static enum outcome decide(const struct entry_conflict *c, bool accept)
{
        struct scope scope = gate_la_scope(&officer, m.scope.school);
        struct flow f = { m.a, m.d.db, m.d.config, &scope, &m.why };
        const struct conflict_seen seen = { c->id, c->version };
        return entry_decide(&f, &seen, 1, accept ? ANSWER_ACCEPT : ANSWER_KEEP, "");
}

#define SUSPENSIONS "UPN,Exclusion category,Start date,Reason,Sessions\n"

/* Always put in conflict: what differs and what is new waits; Import if null: what is new is imported. */
static void test_conflicts(void)
{
        set_rule(RULE_EXCLUSIONS, COHORT_OTHER, VERDICT_FILL);
        struct delivery d =
            send(arena_printf(m.a, SUSPENSIONS "%s,SUSP,07/09/2026,,2\n", ann.value[FIELD_UPN]));
        made(&d, 1, 0, 0, 0, "where nothing is held");
        d = send(arena_printf(m.a, SUSPENSIONS "%s,SUSP,07/09/2026,PP,\n", ann.value[FIELD_UPN]));
        made(&d, 0, 1, 0, 0, "a reason where none was held");
        const char *other = arena_printf(m.a, SUSPENSIONS "%s,SUSP,07/09/2026,PP,4\n", ann.value[FIELD_UPN]);
        d = send(other);
        made(&d, 0, 0, 1, 0, "other sessions");
        is_long(open_now(), 1, "counted as open");
        d = send(other);
        made(&d, 0, 0, 1, 0, "the same again");
        struct entry_conflict c = only_conflict();
        is_text(entry_pack(m.a, &c.theirs), "2026-09-07|SUSP|PP|||4|", "theirs");
        is_text(entry_pack(m.a, &c.ours), "2026-09-07|SUSP|PP|||2|", "ours");
        struct entry_conflict stale = c;
        stale.version++;
        is_long(decide(&stale, true), REFUSED, "one that has changed since");
        is_long(decide(&c, false), DONE, "ours is kept");
        is_long(open_now(), 0, "and it is open no more");
        d = send(other);
        made(&d, 0, 0, 0, 0, "the same value is not asked again");
        d = send(arena_printf(m.a, SUSPENSIONS "%s,SUSP,07/09/2026,PP,6\n", ann.value[FIELD_UPN]));
        made(&d, 0, 0, 1, 0, "another one is");
        c = only_conflict();
        is_long(decide(&c, true), DONE, "theirs is accepted");
        is_long(open_now(), 0, "nothing is open");
        ok(strstr(held(ann_id), "X 2026-09-07|SUSP|PP|||6|") != NULL, "and it is held");
        send(arena_printf(m.a, SUSPENSIONS "%s,SUSP,07/09/2026,PP,7\n", ann.value[FIELD_UPN]));
        is_long(open_now(), 1, "one more");
        send(arena_printf(m.a, SUSPENSIONS "%s,SUSP,07/09/2026,PP,6\n", ann.value[FIELD_UPN]));
        is_long(open_now(), 0, "closes by itself when they agree");
}

#define SEN "UPN,SEN provision,Start date,End date\n"

/* Ben becomes active; Ann is not. */
static void test_cohort(void)
{
        struct pupil_full full;
        moving_done(&m, pupil_find(m.d.db, m.a, &m.scope, ben_id, &full), "Ben");
        const struct involvement i = { .child = full.child,
                                       .service =
                                           (unsigned long)moving_number(&m, &service_that_counts, NULL, 0),
                                       .from = "2026-09-01",
                                       .to = "",
                                       .reference = "" };
        unsigned long id;
        moving_done(&m, involvement_add(m.d.db, 0, &i, &id), "social care is involved");
        const char *both = arena_printf(m.a, SEN "%s,K,01/09/2024,\n%s,K,01/09/2024,\n", ben.value[FIELD_UPN],
                                        ann.value[FIELD_UPN]);
        set_rule(RULE_SEN_HISTORY, COHORT_ACTIVE, VERDICT_IGNORE);
        struct delivery d = send(both);
        made(&d, 1, 0, 0, 0, "what is not imported for active pupils");
        ok(strstr(held(ann_id), "P 2024-09-01|K|") && !strstr(held(ben_id), "P "), "is for the others");
        set_rule(RULE_SEN_HISTORY, COHORT_ACTIVE, VERDICT_CONFLICT);
        d = send(both);
        made(&d, 0, 0, 1, 0, "always in conflict, also where nothing is held");
        struct entry_conflict c = only_conflict();
        ok(!c.any && c.pupil == ben_id && c.cohort == COHORT_ACTIVE, "there is none of ours");
        set_rule(RULE_SEN_HISTORY, COHORT_ACTIVE, VERDICT_APPLY);
        d = send(both);
        made(&d, 1, 0, 0, 0, "with another rule it is imported");
        is_long(open_now(), 0, "and the conflict is over");
}

/* A conflict follows the child from one cohort to the other, and closes when the pupil leaves. */
static void test_moving(void)
{
        struct involvements all;
        struct pupil_full full;
        unsigned long let_through = 0;
        moving_done(&m, pupil_find(m.d.db, m.a, &m.scope, ben_id, &full), "Ben");
        moving_done(&m, involvement_of_child(m.d.db, m.a, full.child, &all), "who knows him");
        set_rule(RULE_SEN_HISTORY, COHORT_ACTIVE, VERDICT_FILL);
        send(arena_printf(m.a, SEN "%s,E,01/09/2024,\n", ben.value[FIELD_UPN]));
        is_long(moving_number(&m, &active_conflicts, ARGS(arg_id(m.scope.school))), 1,
                "a conflict of an active pupil");
        moving_done(&m, involvement_remove(m.d.db, 0, &all.items[0]), "it was another child");
        is_long(moving_number(&m, &active_conflicts, ARGS(arg_id(m.scope.school))), 0,
                "is one of a non-active pupil");
        is_long(open_now(), 1, "and still open");
        moving_done(&m, reweigh_run(m.d.db, m.d.config, &let_through), "weighed again");
        is_long((long)let_through, 1, "by the other rules it is imported");
        is_long(open_now(), 0, "and closed");
        ok(strstr(held(ben_id), "P 2024-09-01|E|") != NULL, "it is held");
        set_rule(RULE_SEN_HISTORY, COHORT_OTHER, VERDICT_CONFLICT);
        struct record zoe = moving_child(&m);
        struct pupil_new new = { .record = &zoe };
        moving_done(&m, pupil_apply_new(m.d.db, m.a, &m.scope, &new, 1), "one more pupil");
        send(arena_printf(m.a, SEN "%s,K,01/09/2024,\n", zoe.value[FIELD_UPN]));
        is_long(open_now(), 1, "a conflict");
        const struct pupil_leaving leaving = { { new.id, 0 }, "2026-09-09", "a", "", 0 };
        moving_done(&m, pupil_leave(m.d.db, m.a, &m.scope, &leaving), "the pupil leaves");
        is_long(open_now(), 0, "takes it along");
        set_rule(RULE_SEN_HISTORY, COHORT_OTHER, VERDICT_APPLY);
}

/* ---- what is agreed ---- */

static void agree(unsigned long school, unsigned sets)
{
        struct agreement now;
        moving_done(&m, agreement_of(m.d.db, m.a, school, &now), "what is agreed");
        moving_done(&m, agreement_set(m.d.db, m.a, officer.id, school, now.version, true, sets), "agreed");
}

static void test_agreed(void)
{
        unsigned long before = last().batch.id;
        const char *held_before = held(ann_id);
        agree(m.scope.school, SETS_ALL & ~(1u << SET_ATTAINMENT));
        struct delivery d =
            send(arena_printf(m.a, RESULTS "%s,KS2,MAT,120,12/05/2026\n", ann.value[FIELD_UPN]));
        is_long(d.state, DELIVERY_REFUSED, "a file of a set that is not agreed");
        is_text(d.message,
                "Attainment is not agreed with School 9992001, and was left out. Send files without it, or "
                "have the authority agree it with the "
                "school (Settings, Sets of data) and send the file again.",
                "says which, with whom and what to do");
        is_long((long)last().batch.id, (long)before, "makes no import");
        /* A transfer file with an agreed set beside it. */
        d = send(arena_printf(m.a,
                              "<CTfile><Header><CTFversion>26.0</CTFversion></"
                              "Header><CTFpupilData><Pupil><UPN>%s</UPN><Surname>%s</Surname>"
                              "<Forename>%s</Forename><DOB>%s</DOB><SENhistory><SEN><StartDate>2025-01-10</"
                              "StartDate><SENprovision>E"
                              "</SENprovision></SEN></SENhistory><StageAssessments><KeyStage><Stage>KS2</"
                              "Stage><StageAssessment><Year>2026"
                              "</Year><Subject>GPS</Subject><Result>100</Result></StageAssessment></"
                              "KeyStage></StageAssessments></Pupil>"
                              "</CTFpupilData></CTfile>",
                              ann.value[FIELD_UPN], ann.value[FIELD_SURNAME], ann.value[FIELD_FORENAME],
                              ann.value[FIELD_DOB]));
        made(&d, 1, 0, 0, 0, "the agreed set of a transfer file");
        ok(strstr(d.notes, "Attainment is not agreed with School 9992001") != NULL,
           "and a note on the other");
        ok(strstr(held(ann_id), "P 2025-01-10|E|") && !strstr(held(ann_id), "GPS") &&
               strstr(held(ann_id), "MAT||||110|") &&
               strlen(held(ann_id)) == strlen(held_before) + strlen("P 2025-01-10|E|\n"),
           "which was left out");
        agree(m.scope.school, SETS_ALL);
        struct audit_rows rows;
        moving_done(
            &m,
            audit_list(m.d.db, m.a,
                       &(struct audit_filter){ .verb = "sets-agreed", .from = "", .to = "", .limit = 5 },
                       &rows),
            "the log");
        ok(rows.count == 2 && strcmp(rows.items[0].person, "Officer") == 0, "says who and when");
}

/* After a pause of which the newest list counts, results that came before it are taken all the same, also those of a file that holds
 * pupil details as well. */
static void test_pause(void)
{
        const struct pause pause = { .from_at = time(NULL) - 60, .reason = "Summer" };
        struct pauses all;
        size_t added;
        struct imports before, after;
        moving_done(&m, pause_add(m.d.db, officer.id, &pause, &m.scope.school, 1, &added), "a pause");
        struct record roll[2] = { ann, ben };
        roll[0].value[FIELD_CLASS] = "Old list";
        send_for(m.scope.school, "old.csv", moving_csv(&m, roll, 2), true);
        send(arena_printf(m.a, RESULTS "%s,KS2,SCI,88,12/05/2026\n", ann.value[FIELD_UPN]));
        send(arena_printf(m.a,
                          "<CTfile><Header><CTFversion>26.0</CTFversion></Header><CTFpupilData><Pupil><UPN>%s</UPN><Surname>%s</Surname>"
                          "<Forename>%s</Forename><DOB>%s</DOB><StageAssessments><KeyStage><Stage>KS2</Stage><StageAssessment><Year>2026"
                          "</Year><Subject>GPS</Subject><Result>99</Result></StageAssessment></KeyStage></StageAssessments></Pupil>"
                          "</CTFpupilData></CTfile>",
                          ben.value[FIELD_UPN], ben.value[FIELD_SURNAME], ben.value[FIELD_FORENAME], ben.value[FIELD_DOB]));
        roll[0].value[FIELD_CLASS] = "New list";
        send_for(m.scope.school, "new.csv", moving_csv(&m, roll, 2), true);
        moving_done(&m, import_list(m.d.db, m.a, &m.scope, 4, &before), "four wait");
        is_long(before.items[2].sets, 1u << SET_ATTAINMENT, "one of results alone");
        is_long(before.items[1].sets, 1u << SET_PUPILS | 1u << SET_ATTAINMENT, "one of results and pupils");
        moving_done(&m, pause_list(m.d.db, m.a, &m.scope, &all), "the pause");
        moving_done(&m, pause_end(m.d.db, &m.scope, all.items[0].id, all.items[0].version, false, time(NULL)),
                    "is over");
        unsigned long done = 0;
        moving_done(&m, import_run(m.d.db, m.d.config, &done), "the runner");
        is_long((long)done, 3, "three are processed");
        moving_done(&m, import_list(m.d.db, m.a, &m.scope, 4, &after), "afterwards");
        is_long(after.items[3].batch.state, BATCH_DROPPED, "the older list is not");
        ok(strstr(held(ann_id), "KS2|SCI||||88|") != NULL, "the results are held");
        ok(strstr(held(ben_id), "|GPS||||99|") != NULL, "those beside pupil details too");
}

/* A file of several schools: each gets its own, and one that has not agreed a set gets nothing of it. */
static void test_many(void)
{
        struct scope here = m.scope;
        struct person elm = moving_school(&m, "9992002", "Elm", 0);
        struct record eve = moving_child(&m);
        struct pupil_new new = { .record = &eve };
        moving_act(&m, gate_program_scope(elm.school));
        moving_done(&m, pupil_apply_new(m.d.db, m.a, &m.scope, &new, 1), "a pupil");
        agree(elm.school, 1u << SET_PUPILS);
        unsigned long id = send_for(
            0, "all.csv",
            arena_printf(m.a,
                         "DfE number,UPN,Subject,Result,Year\n9992001,%s,Art,5,2026\n9992002,%s,Art,6,2026\n"
                         "9992002,%s,,,\n9992001,%s,Music,7,soon\n",
                         ben.value[FIELD_UPN], eve.value[FIELD_UPN], eve.value[FIELD_UPN],
                         ben.value[FIELD_UPN]),
            false);
        struct delivery d;
        struct imports all;
        moving_done(&m, delivery_find(m.d.db, m.a, id, &d), "the delivery");
        is_long(d.state, DELIVERY_SORTED, "of two schools");
        ok(strstr(d.notes, "Attainment is not agreed with School 9992002") != NULL, "one has not agreed");
        moving_done(&m, import_list(m.d.db, m.a, &m.scope, 5, &all), "its imports");
        is_long((long)all.count, 0, "and has no import");
        is_text(held(new.id), "", "and no entry");
        moving_act(&m, here);
        made(&d, 1, 0, 0, 1, "the other");
        ok(strstr(held(ben_id), "R |Art||||5||2026||") != NULL, "has its own");
}

int main(void)
{
        if (!moving_open(&m))
                return done_testing();
        struct person p = moving_school(&m, "9992001", "Oak", 0);
        officer = moving_person(&m, 0, ROLE_LA_OFFICER, "Officer");
        moving_act(&m, gate_program_scope(p.school));
        ann = moving_child(&m);
        ben = moving_child(&m);
        struct pupil_new new[] = { { .record = &ann }, { .record = &ben } };
        moving_done(&m, pupil_apply_new(m.d.db, m.a, &m.scope, new, 2), "two pupils");
        ann_id = new[0].id;
        ben_id = new[1].id;
        test_results();
        test_conflicts();
        test_cohort();
        test_moving();
        test_agreed();
        test_pause();
        test_many();
        moving_close(&m);
        return done_testing();
}
