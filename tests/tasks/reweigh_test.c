/* Rules are changed while conflicts are open: the task applies what the new rules let through, closes what they leave out, and keeps what
 * a person has set; of the schools that the rules are for, and once. */
#include "tasks/reweigh.h"

#include "flow/deliver.h"
#include "gate/scope.h"
#include "moving.h"
#include "store/conflict.h"
#include "store/entry.h"
#include "store/entry_conflict.h"
#include "store/pupil.h"
#include "store/pupil_deed.h"
#include "store/rule.h"
#include "store/status.h"
#include "tasks/import.h"

enum { PUPILS = 10 };

static struct moving m;
static struct person officer;

SQL(count_waiting, "SELECT COUNT(*) FROM rules_wait");
SQL(count_ruled, "SELECT COUNT(*) FROM conflict_end WHERE school_id = ? AND how = 'R'");

static void send_text(const char *name, const char *text, bool complete)
{
        unsigned long id, done = 0;
        enum delivery_state state;
        const struct delivering d = {
                .label = name, .bytes = text, .len = strlen(text), .source = FROM_FOLDER, .complete = complete
        };
        moving_done(&m, flow_deliver(&m.flow, &d, &id, &state), name);
        moving_done(&m, import_run(m.d.db, m.d.config, &done), "processed");
}

static void send(const struct record *rows, size_t count, const char *name)
{
        send_text(name, moving_csv(&m, rows, count), true);
}

/* Of the first pupil the date of birth differs, of the second the NC year, of the third a class that a person has set. */
static unsigned long school(const char *laestab)
{
        struct person p = moving_school(&m, laestab, "Admin", 0);
        struct record rows[PUPILS];
        struct pupil_new items[PUPILS] = { { 0 } };
        moving_act(&m, gate_program_scope(p.school));
        for (int i = 0; i < PUPILS; i++) {
                rows[i] = moving_child(&m);
                rows[i].value[FIELD_NC_YEAR] = "3";
                items[i].record = &rows[i];
        }
        moving_done(&m, pupil_apply_new(m.d.db, m.a, &m.scope, items, PUPILS), "its pupils");
        struct scope as = gate_la_scope(&officer, p.school);
        struct pupil third = { .id = items[2].id, .version = 1, .record = rows[2] };
        third.record.value[FIELD_CLASS] = "By hand";
        moving_done(&m, pupil_edit(m.d.db, m.a, &as, &third), "a person sets a class");
        rows[0].value[FIELD_DOB] = "2015-05-05";
        rows[1].value[FIELD_NC_YEAR] = "4";
        send(rows, PUPILS, arena_printf(m.a, "%s.csv", laestab));
        return p.school;
}

static struct conflicts conflicts(unsigned long of)
{
        struct scope scope = gate_program_scope(of);
        struct conflicts all = { 0, NULL };
        moving_done(&m, conflict_list(m.d.db, m.a, &scope, &all), "conflicts");
        return all;
}

static long held(unsigned long of, enum field field, const char *value)
{
        struct scope scope = gate_program_scope(of);
        struct pupils roll;
        long n = 0;
        moving_done(&m, pupil_roll(m.d.db, m.a, &scope, &roll), "the roll");
        for (size_t i = 0; i < roll.count; i++)
                n += strcmp(roll.items[i].record.value[field], value) == 0;
        return n;
}

static void set_rule(unsigned long of, int item, char verdict, char hand)
{
        struct rule_set set;
        moving_done(&m, rule_set_read(m.d.db, m.a, of, &set), "rules");
        struct rule_layer layer = set.layer;
        if (verdict)
                layer.verdict[item][COHORT_OTHER] = verdict;
        if (hand)
                layer.hand[item] = hand;
        moving_done(&m, rules_set(m.d.db, m.a, officer.id, of, set.version, &layer), "are changed");
}

static void reweigh(long want, const char *what)
{
        unsigned long count = 0;
        moving_done(&m, reweigh_run(m.d.db, m.d.config, &count), "weighed again");
        is_long((long)count, want, what);
        is_long(moving_number(&m, &count_waiting, ARGS()), 0, "nobody waits");
        struct status_wrong wrong = { 99, NULL };
        moving_done(&m, status_wrong(m.d.db, m.a, &wrong), "a recount");
        is_long((long)wrong.count, 0, "every counter is what it counts");
}

/* Of each school: open conflicts of results, and the result that is held. */
static void results(unsigned long of, long open, const char *held_one, const char *what)
{
        struct scope scope = gate_program_scope(of);
        struct entry_conflicts waiting = { 0, NULL };
        struct entries all = { 0, NULL };
        moving_done(&m, entry_conflict_list(m.d.db, m.a, &scope, &waiting), what);
        is_long((long)waiting.count, open, "conflicts of results");
        moving_done(&m, entry_list(m.d.db, m.a, &scope, ENTRY_RESULT, &all), "what is held");
        is_text(all.count ? all.items[0].entry.part[5] : "", held_one, "the result");
}

/* Results and histories are weighed again as the fields are. */
static void test_entries(unsigned long oak, unsigned long elm)
{
        const unsigned long schools[] = { oak, elm };
        set_rule(0, RULE_ATTAINMENT, 'C', 0);
        reweigh(0, "nothing is open yet");
        for (int i = 0; i < 2; i++) {
                struct scope scope = gate_program_scope(schools[i]);
                struct pupils roll;
                moving_act(&m, scope);
                moving_done(&m, pupil_roll(m.d.db, m.a, &scope, &roll), "the roll");
                send_text("results.csv",
                          arena_printf(m.a, "UPN,Subject,Result,Year\n%s,MAT,10%d,2026\n",
                                       roll.items[0].record.value[FIELD_UPN], i),
                          false);
                results(schools[i], 1, "", "a result waits");
        }
        set_rule(oak, RULE_ATTAINMENT, 'F', 0);
        reweigh(1, "a result that fills where nothing is held");
        results(oak, 0, "100", "is imported");
        results(elm, 1, "", "by the rule of that school alone");
        set_rule(0, RULE_ATTAINMENT, 'D', 0);
        reweigh(0, "what is not imported any more");
        results(elm, 0, "", "waits no more");
}

int main(void)
{
        if (!moving_open(&m))
                return done_testing();
        officer = moving_person(&m, 0, ROLE_LA_OFFICER, "Olive");
        unsigned long oak = school("9992001"), elm = school("9992002");
        is_long((long)conflicts(oak).count, 3, "three conflicts");
        is_long((long)conflicts(elm).count, 3, "at each school");

        set_rule(oak, FIELD_DOB, 'A', 0);
        is_long(moving_number(&m, &count_waiting, ARGS()), 1, "one school waits");
        is_long(held(oak, FIELD_DOB, "2015-05-05"), 0, "until the task comes");
        reweigh(1, "of the school whose rule lets it through");
        is_long(held(oak, FIELD_DOB, "2015-05-05"), 1, "the value is imported");
        is_long((long)conflicts(oak).count, 2, "and is no conflict");
        is_long((long)conflicts(elm).count, 3, "the other school has its rules");
        is_long(moving_number(&m, &count_ruled, ARGS(arg_id(oak))), 1, "it ended by a rule");
        reweigh(0, "twice does nothing");

        set_rule(0, FIELD_NC_YEAR, 'D', 0);
        reweigh(0, "what is not imported any more");
        is_long((long)conflicts(oak).count, 1, "closes at one school");
        is_long((long)conflicts(elm).count, 2, "and at the other");
        is_long(held(oak, FIELD_NC_YEAR, "3"), PUPILS, "ours stays");

        set_rule(0, FIELD_CLASS, 'F', 0);
        reweigh(0, "a person’s value");
        struct conflicts left = conflicts(oak);
        ok(left.count == 1 && left.items[0].field == FIELD_CLASS && left.items[0].rule == VERDICT_FILL, "stays in conflict");
        set_rule(0, FIELD_CLASS, 'A', 'O');
        reweigh(2, "unless it is to be overwritten");
        is_long((long)conflicts(oak).count, 0, "then none is left");
        is_long(held(oak, FIELD_CLASS, "By hand"), 0, "and the school's value is written");
        test_entries(oak, elm);
        moving_close(&m);
        return done_testing();
}
