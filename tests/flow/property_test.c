/* What holds whatever happens. Random sequences of files, answers, leavers, pauses, holds, involvements, rules and imports taken back, at a
 * few schools: after each step every counter equals a recount, and nobody is lost; a file applied twice changes nothing; in which order
 * two schools' files come does not matter. PROPERTY_SEED and PROPERTY_STEPS repeat a sequence, or make longer ones. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "demo/chance.h"
#include "flow/decide.h"
#include "flow/decide_conflict.h"
#include "flow/decide_import.h"
#include "flow/deliver.h"
#include "flow/undo.h"
#include "gate/scope.h"
#include "moving.h"
#include "store/cohort.h"
#include "store/conflict.h"
#include "store/import.h"
#include "store/involvement.h"
#include "store/missing.h"
#include "store/pause.h"
#include "store/pupil.h"
#include "store/rule.h"
#include "store/status.h"
#include "tasks/import.h"
#include "tasks/reweigh.h"

enum { SCHOOLS = 3, PUPILS = 14, ROWS_MAX = 60, SEQUENCES = 2, STEPS = 40, STREETS = 5 };

/* A school as its own system has it: what is in its files. */
struct sender {
        struct scope scope;
        size_t count, gone_count;
        struct record rows[ROWS_MAX], gone[ROWS_MAX];
};

static struct moving m;
static struct chance chance;
static struct sender senders[SCHOOLS];
static struct person officer;
static unsigned long service;
static int serial;
static long deeds, wrong, orders; /* orders: pairs of files that were compared */

static void must(enum outcome o, const char *what)
{
        if (o != DONE)
                ok(0, "%s: %d %s", what, (int)o, m.why.words ? m.why.words : "");
}

static struct flow flow_of(const struct scope *scope)
{
        m.why = (struct refusal){ "", "" };
        return (struct flow){ m.a, m.d.db, m.d.config, scope, &m.why };
}

static struct sender *any_sender(void)
{
        return &senders[chance_below(&chance, SCHOOLS)];
}

static struct scope as_officer(const struct sender *p)
{
        return gate_la_scope(&officer, p->scope.school);
}

/* ---- what is held, told without numbers that are given out on the way ---- */

#define DIGEST(values)                                                                                              \
        "SELECT CONCAT(COUNT(*), ' ', COALESCE(SUM(CAST(CONV(LEFT(MD5(CONCAT_WS('|', " values ")), 13), 16, 10) AS UNSIGNED)), 0))"
#define WHO(p) p ".school_id, " p ".surname, " p ".forename, COALESCE(" p ".date_of_birth, ''), " p ".upn"
#define OF_PUPIL(table) " FROM " table " t JOIN pupil p ON p.school_id = t.school_id AND p.id = t.pupil_id"
SQL(state_pupil, DIGEST(WHO("p") ", p.state, p.former_upn, p.sex, p.nc_year, p.class, p.postcode, p.ver, p.by_hand, (SELECT "
                        "MIN(CONCAT_WS('|', " WHO("q") ")) FROM pupil q WHERE q.child_id = p.child_id)") " FROM pupil p");
SQL(state_change, DIGEST(WHO("p") ", t.kind, t.field, t.old_value, t.new_value") OF_PUPIL("pupil_change"));
SQL(state_conflict, DIGEST(WHO("p") ", t.field, t.theirs, t.ours, t.cohort, t.verdict, t.state, t.told") OF_PUPIL("conflict"));
SQL(state_missing, DIGEST(WHO("p") ", t.state") OF_PUPIL("missing_pupil"));
SQL(state_claim, DIGEST(WHO("p") ", t.other_school_id") OF_PUPIL("claim"));
SQL(state_upn, DIGEST("t.school_id, t.message, t.value, (SELECT CONCAT_WS('|', " WHO("p") ") FROM pupil p WHERE p.school_id = "
                      "t.school_id AND p.id = t.pupil_id)") " FROM upn_problem t");
SQL(state_case, DIGEST(WHO("p") ", t.school_id, HEX(t.fingerprint), t.answer, t.why, t.reasons")
                       " FROM match_case t JOIN batch b ON b.school_id = t.school_id AND b.id = t.batch_id AND b.state = 'listed' JOIN pupil "
                       "p ON p.id = t.pupil_id AND p.school_id = t.pupil_school_id WHERE t.row_id <> 0 AND t.answer IN ('', 'A')");
SQL(state_count, DIGEST("t.school_id, t.missing, t.unmatched, t.conflicts_active, t.conflicts_other, t.rejected, t.claimed, "
                        "t.upn_problems, COALESCE(t.in_file, 0), t.filled") " FROM school_status t");
/* How long each has waited. */
SQL(state_age, "SELECT CONCAT_WS(' ', (SELECT SUM(UNIX_TIMESTAMP(opened_at)) FROM conflict), (SELECT SUM(UNIX_TIMESTAMP(since)) FROM "
               "missing_pupil), (SELECT SUM(UNIX_TIMESTAMP(since)) FROM claim), (SELECT SUM(UNIX_TIMESTAMP(since)) FROM upn_problem), (SELECT "
               "SUM(UNIX_TIMESTAMP(c.created_at)) FROM match_case c JOIN batch b ON b.school_id = c.school_id AND b.id = c.batch_id AND "
               "b.state = 'listed' WHERE c.row_id <> 0 AND c.answer IN ('', 'A')))");

static const struct {
        const char *name;
        const struct sql *q;
} parts[] = { { "pupils", &state_pupil },     { "history", &state_change },      { "conflicts", &state_conflict },
              { "missing", &state_missing },  { "claims", &state_claim },        { "UPN problems", &state_upn },
              { "questions", &state_case },   { "counters", &state_count },      { "ages", &state_age } };
enum { PARTS = sizeof parts / sizeof *parts, AGES = PARTS - 1 };

struct state {
        const char *part[PARTS];
};

static struct state state_now(void)
{
        struct state s;
        for (int i = 0; i < PARTS; i++) {
                struct result r;
                s.part[i] = db_find(m.d.db, m.a, &r, parts[i].q, ARGS()) == DONE ? result_text(&r, 0, 0) : "not to be read";
        }
        return s;
}

static void compare(const struct state *want, const struct state *got, int count, const char *what)
{
        for (int i = 0; i < count; i++)
                if (strcmp(want->part[i], got->part[i]) != 0) {
                        printf("# deed %ld, %s: %s were %s, are %s\n", deeds, what, parts[i].name, want->part[i], got->part[i]);
                        wrong++;
                }
}

/* ---- what must hold after each step ---- */

#define NONE(name, what, sql) SQL(name, "SELECT COUNT(*) FROM " sql)
NONE(lost, "", "pupil_change c LEFT JOIN pupil p ON p.school_id = c.school_id AND p.id = c.pupil_id WHERE p.id IS NULL");
NONE(made_up, "", "pupil p WHERE (SELECT COUNT(*) FROM pupil_change c WHERE c.school_id = p.school_id AND c.pupil_id = p.id AND c.kind = "
                  "'created') <> 1");
NONE(misplaced, "", "pupil p WHERE (p.state = 'R') <> (SELECT c.kind <> 'left' FROM pupil_change c WHERE c.school_id = p.school_id AND "
                    "c.pupil_id = p.id AND c.kind IN ('created', 'left', 'restored') ORDER BY c.id DESC LIMIT 1)");
NONE(roll_wrong, "", "school s WHERE s.on_roll <> (SELECT COUNT(*) FROM pupil p WHERE p.school_id = s.id AND p.state = 'R') OR s.on_roll <> "
                     "(SELECT COALESCE(SUM(k.pupils), 0) FROM class_count k WHERE k.school_id = s.id)");
NONE(rows_wrong, "", "import i JOIN batch b ON b.school_id = i.school_id AND b.id = i.batch_id WHERE b.state IN ('applied', 'listed') AND "
                     "(b.roll_after <> b.roll_before + b.count_new)");
NONE(of_nobody, "", "(SELECT t.school_id FROM conflict t JOIN pupil p ON p.school_id = t.school_id AND p.id = t.pupil_id WHERE p.state <> "
                    "'R' UNION ALL SELECT t.school_id FROM missing_pupil t JOIN pupil p ON p.school_id = t.school_id AND p.id = t.pupil_id "
                    "WHERE p.state <> 'R' UNION ALL SELECT t.school_id FROM upn_problem t JOIN pupil p ON p.school_id = t.school_id AND "
                    "p.id = t.pupil_id WHERE p.state <> 'R') gone");
NONE(outdated, "", "batch o JOIN batch n ON n.school_id = o.school_id AND n.id > o.id AND n.kind = 'I' AND n.state IN ('applied', 'listed') "
                   "JOIN import i ON i.school_id = n.school_id AND i.batch_id = n.id AND i.complete = 1 WHERE o.kind = 'I' AND o.state = "
                   "'open'");
#define CLAIMS                                                                                                      \
        "pupil p JOIN pupil q ON q.child_id = p.child_id AND q.school_id > p.school_id AND q.state = 'R' AND p.state = 'R' AND "     \
        "p.enrolment NOT IN ('S', 'G') AND q.enrolment NOT IN ('S', 'G')"
NONE(unclaimed, "", CLAIMS " LEFT JOIN claim k ON k.school_id = p.school_id AND k.pupil_id = p.id AND k.other_school_id = q.school_id AND "
                           "k.other_pupil_id = q.id WHERE k.since IS NULL");
SQL(claims_over, "SELECT (SELECT COUNT(*) FROM claim) - (SELECT COUNT(*) FROM " CLAIMS ")");

static void check_none(const struct sql *q, const char *what)
{
        long n = moving_number(&m, q, ARGS());
        if (n == 0)
                return;
        printf("# deed %ld: %ld %s\n", deeds, n, what);
        wrong++;
}

/* A conflict is settled once the values agree. */
static void check_conflicts(const struct sender *p)
{
        struct conflicts all;
        must(conflict_list(m.d.db, m.a, &p->scope, &all), "conflicts");
        for (size_t i = 0; i < all.count; i++) {
                struct pupil_full pupil;
                const struct conflict *c = &all.items[i];
                must(pupil_find(m.d.db, m.a, &p->scope, c->pupil, &pupil), "its pupil");
                if (strcmp(pupil.pupil.record.value[c->field], c->theirs) == 0) {
                        printf("# deed %ld: %s agrees and is a conflict\n", deeds, field_table[c->field].key);
                        wrong++;
                }
        }
}

static void check_all(void)
{
        char day[DATE_TEXT];
        struct status_wrong counters = { 99, NULL };
        unsigned long cohort = 99;
        must(status_wrong(m.d.db, m.a, &counters), "a recount");
        must(cohort_wrong(m.d.db, date_to_iso(date_today_utc(), day), &cohort), "a recount of cohorts");
        if (counters.count || cohort) {
                printf("# deed %ld: counters of %zu schools, cohort of %lu children are wrong\n", deeds, counters.count, cohort);
                wrong++;
        }
        check_none(&lost, "pupils were made and are gone");
        check_none(&made_up, "pupils were not made once");
        check_none(&misplaced, "pupils are not where their history says");
        check_none(&roll_wrong, "schools count their roll wrong");
        check_none(&rows_wrong, "imports count their roll wrong");
        check_none(&of_nobody, "questions are about pupils who have left");
        check_none(&outdated, "files wait that are older than one that was processed");
        check_none(&unclaimed, "children on two rolls are no claim");
        check_none(&claims_over, "claims too many");
        for (int i = 0; i < SCHOOLS; i++)
                check_conflicts(&senders[i]);
}

/* ---- files ---- */

static enum delivery_state deliver(const struct sender *p, bool complete, size_t count)
{
        struct flow f = flow_of(&p->scope);
        unsigned long id;
        enum delivery_state state = DELIVERY_REFUSED;
        const char *text = arena_printf(m.a, "%s,,,,,,,,%d\n", moving_csv(&m, p->rows, count), ++serial); /* other bytes each time */
        const struct delivering d = { .label = arena_printf(m.a, "file-%d.csv", serial), .bytes = text, .len = strlen(text),
                                      .source = FROM_FOLDER, .complete = complete };
        must(flow_deliver(&f, &d, &id, &state), "a delivery");
        return state;
}

static void run(void)
{
        unsigned long done = 0;
        must(import_run(m.d.db, m.d.config, &done), "the runner");
}

static const char *some_value(enum field field, const char *now)
{
        switch (field) {
        case FIELD_DOB: return arena_printf(m.a, "2015-0%d-1%d", chance_between(&chance, 1, 9), chance_between(&chance, 0, 9));
        case FIELD_POSTCODE: return arena_printf(m.a, "ZZ%d 1ZZ", chance_between(&chance, 1, STREETS));
        case FIELD_NC_YEAR: return arena_printf(m.a, "%d", chance_between(&chance, 1, 6));
        case FIELD_SEX: return *now == 'F' ? "M" : "F";
        case FIELD_UPN: return "";
        default: return arena_printf(m.a, "Name %c", chance_between(&chance, 'A', 'F'));
        }
}

static void change_row(struct sender *p)
{
        static const enum field fields[] = { FIELD_SURNAME, FIELD_FORENAME, FIELD_CLASS, FIELD_DOB, FIELD_POSTCODE, FIELD_NC_YEAR,
                                             FIELD_SEX,     FIELD_UPN,      FIELD_CLASS, FIELD_POSTCODE };
        enum field field = fields[chance_below(&chance, sizeof fields / sizeof *fields)];
        struct record *r = &p->rows[chance_below(&chance, (unsigned)p->count)];
        r->value[field] = some_value(field, r->value[field]);
}

static void add_row(struct sender *p, struct record r)
{
        if (p->count < ROWS_MAX)
                p->rows[p->count++] = r;
}

static void drop_row(struct sender *p)
{
        size_t i = chance_below(&chance, (unsigned)p->count);
        if (p->count <= PUPILS / 2)
                return;
        if (p->gone_count < ROWS_MAX)
                p->gone[p->gone_count++] = p->rows[i];
        p->rows[i] = p->rows[--p->count];
}

/* The school's system has everybody as we have them. */
static void agree(struct sender *p)
{
        struct pupils roll;
        must(pupil_roll(m.d.db, m.a, &p->scope, &roll), "the roll");
        p->count = 0;
        for (size_t i = 0; i < roll.count; i++)
                add_row(p, roll.items[i].record);
}

static void happen(struct sender *p)
{
        struct sender *other = any_sender();
        struct record *r = &p->rows[chance_below(&chance, (unsigned)p->count)];
        switch (chance_below(&chance, 20)) {
        case 0 ... 1: add_row(p, moving_child(&m)); break;
        case 2 ... 3: add_row(p, other->rows[chance_below(&chance, (unsigned)other->count)]); break;
        case 4 ... 6: drop_row(p); break;
        case 7:
                if (p->gone_count)
                        add_row(p, p->gone[--p->gone_count]);
                break;
        case 8: r->value[FIELD_DOB] = "soon"; break;
        case 9: agree(p); break;
        default: change_row(p); break;
        }
}

static void send(struct sender *p, unsigned changes, bool complete)
{
        for (unsigned i = 0; i < changes; i++)
                happen(p);
        size_t some = 1 + chance_below(&chance, (unsigned)p->count);
        deliver(p, complete, complete ? p->count : some);
}

/* ---- people ---- */

static void decide_conflict(const struct sender *p)
{
        struct conflicts all;
        struct scope as = as_officer(p);
        must(conflict_list(m.d.db, m.a, &as, &all), "conflicts");
        if (all.count == 0)
                return;
        const struct conflict *c = &all.items[chance_below(&chance, (unsigned)all.count)];
        const struct conflict_seen seen = { c->id, c->version };
        struct flow f = flow_of(&as);
        if (!c->kept)
                must(flow_decide_conflicts(&f, &seen, 1, chance_below(&chance, 3), "A note."), "a conflict");
}

static void decide_missing(const struct sender *p)
{
        struct missings all;
        struct scope as = as_officer(p);
        must(missing_list(m.d.db, m.a, &as, &all), "who is missing");
        if (all.count == 0)
                return;
        const struct missing *x = &all.items[chance_below(&chance, (unsigned)all.count)];
        const struct leaver_answer answer = { x->pupil, x->version, chance_below(&chance, 3) ? "2026-09-09" : "", "a", "" };
        struct flow f = flow_of(&as);
        if (!x->kept)
                must(flow_decide_leavers(&f, &answer, 1), "a leaver");
}

static void decide_case(void)
{
        struct match_cases all;
        must(case_queue(m.d.db, m.a, &all), "possible matches");
        if (all.count == 0)
                return;
        const struct match_case *c = &all.items[chance_below(&chance, (unsigned)all.count)];
        struct scope as = gate_la_scope(&officer, c->school);
        struct flow f = flow_of(&as);
        must(flow_answer_case(&f, c, chance_below(&chance, 2) ? CASE_SAME : CASE_DIFFERENT, false, ""), "a possible match");
}

static void decide_hold(void)
{
        struct imports all;
        must(import_holds_list(m.d.db, m.a, &all), "holds");
        if (all.count == 0)
                return;
        const struct import *i = &all.items[chance_below(&chance, (unsigned)all.count)];
        struct scope as = gate_la_scope(&officer, i->batch.school);
        struct flow f = flow_of(&as);
        bool second;
        must(flow_answer_import_hold(&f, i, chance_below(&chance, 3), "A reason.", &second), "a hold");
}

static bool some_pupil(const struct sender *p, struct pupil *out)
{
        struct pupils roll;
        must(pupil_roll(m.d.db, m.a, &p->scope, &roll), "the roll");
        if (roll.count)
                *out = roll.items[chance_below(&chance, (unsigned)roll.count)];
        return roll.count != 0;
}

static void by_hand(const struct sender *p)
{
        struct scope as = as_officer(p);
        struct pupil x;
        if (!some_pupil(p, &x))
                return;
        enum field field = chance_below(&chance, 2) ? FIELD_CLASS : FIELD_DOB;
        x.record.value[field] = some_value(field, "");
        must(pupil_edit(m.d.db, m.a, &as, &x), "a value by hand");
}

SQL(somebody_gone, "SELECT COALESCE(MIN(id), 0) FROM pupil WHERE school_id = ? AND state = 'L'");

static void leave_or_return(const struct sender *p)
{
        struct scope as = as_officer(p);
        struct pupil x;
        struct pupil_seen gone = { (unsigned long)moving_number(&m, &somebody_gone, ARGS(arg_id(as.school))), 0 };
        struct flow f = flow_of(&as);
        if (gone.id && chance_below(&chance, 2)) {
                must(flow_restore(&f, gone), "a pupil returns");
        } else if (some_pupil(p, &x)) {
                const struct pupil_leaving l = { { x.id, x.version }, "2026-09-09", "a", "", 0 };
                must(pupil_leave(m.d.db, m.a, &as, &l), "a pupil leaves");
        }
}

static void involve(const struct sender *p)
{
        static const char *const days[] = { "2026-08-01", "2026-09-10", "2026-10-01" };
        struct pupil x;
        struct pupil_full full;
        struct involvements all;
        if (!some_pupil(p, &x))
                return;
        must(pupil_find(m.d.db, m.a, &p->scope, x.id, &full), "a pupil");
        must(involvement_of_child(m.d.db, m.a, full.child, &all), "who knows the child");
        struct involvement i = { .child = full.child, .service = service, .from = days[chance_below(&chance, 3)], .to = "",
                                 .reference = "", .file = "" };
        if (all.count == 0)
                must(involvement_add(m.d.db, officer.id, &i, &i.id), "a service begins");
        else if (chance_below(&chance, 2))
                must(involvement_remove(m.d.db, officer.id, &all.items[0]), "it never was");
        else
                must(involvement_end(m.d.db, officer.id, &all.items[0], "2026-12-01"), "it ends in winter");
}

/* Afterwards no conflict is open that the rules of today would not open. */
static void reweigh(void)
{
        unsigned long count = 0;
        must(reweigh_run(m.d.db, m.d.config, &count), "weighing again");
        for (int i = 0; i < SCHOOLS; i++) {
                struct conflicts all;
                struct rules rules;
                must(conflict_list(m.d.db, m.a, &senders[i].scope, &all), "conflicts");
                must(rules_of(m.d.db, m.a, senders[i].scope.school, &rules), "rules");
                for (size_t n = 0; n < all.count; n++)
                        if (!all.items[n].kept && rules.of[all.items[n].field][all.items[n].cohort].verdict == VERDICT_IGNORE) {
                                printf("# deed %ld: a conflict of a field that is not imported\n", deeds);
                                wrong++;
                        }
        }
}

static void change_rules(const struct sender *p)
{
        static const enum field fields[] = { FIELD_SURNAME, FIELD_CLASS, FIELD_DOB, FIELD_POSTCODE, FIELD_NC_YEAR, FIELD_UPN };
        unsigned long school = chance_below(&chance, 2) ? p->scope.school : 0;
        enum field field = fields[chance_below(&chance, sizeof fields / sizeof *fields)];
        struct rule_set set;
        must(rule_set_read(m.d.db, m.a, school, &set), "rules");
        struct rule_layer layer = set.layer;
        layer.verdict[field][chance_below(&chance, COHORTS)] = "\0ACFD"[chance_below(&chance, 5)];
        layer.hand[field] = "\0KO"[chance_below(&chance, 3)];
        must(rules_set(m.d.db, m.a, officer.id, school, set.version, &layer), "rules change");
}

static void pause(const struct sender *p)
{
        time_t now = time(NULL);
        struct pause x;
        size_t added;
        enum outcome result = pause_current(m.d.db, m.a, &p->scope, now, &x);
        if (result == DONE) {
                must(pause_end(m.d.db, &p->scope, x.id, x.version, x.all, now), "a pause ends");
                return;
        }
        x = (struct pause){ .from_at = now - 60, .until_at = now + 3600, .reason = "Holidays", .all = chance_below(&chance, 2) };
        must(pause_add(m.d.db, officer.id, &x, &p->scope.school, 1, &added), "a pause");
}

SQL(listed_import, "SELECT COALESCE(MAX(id), 0) FROM batch WHERE school_id = ? AND kind = 'I' AND state = 'listed'");

static void put_aside(const struct sender *p)
{
        struct scope as = as_officer(p);
        struct flow f = flow_of(&as);
        unsigned long batch = (unsigned long)moving_number(&m, &listed_import, ARGS(arg_id(as.school)));
        if (batch)
                must(flow_put_rejected_aside(&f, batch), "rejected rows are seen to");
}

static void take_back(const struct sender *p)
{
        struct scope as = as_officer(p);
        struct flow f = flow_of(&as);
        struct import last;
        enum outcome result = import_last(m.d.db, m.a, &as, &last);
        if (result == DONE)
                must(flow_undo(&f, last.batch.id, "A reason."), "an import is taken back");
}

/* ---- twice, and in another order ---- */

SQL(open_imports, "SELECT COUNT(*) FROM batch WHERE kind = 'I' AND state = 'open'");

/* Nothing waits, and nobody is paused. */
static void calm(void)
{
        for (int i = 0; i < SCHOOLS; i++) {
                struct pause x;
                if (pause_current(m.d.db, m.a, &senders[i].scope, time(NULL), &x) == DONE)
                        pause(&senders[i]);
        }
        run();
        for (int n = 0; n < 50 && moving_number(&m, &open_imports, ARGS()); n++) {
                decide_hold();
                run();
        }
        reweigh();
}

static void twice(void)
{
        struct sender *p = any_sender();
        calm();
        bool complete = chance_below(&chance, 4) != 0;
        send(p, 2, complete);
        size_t count = complete ? p->count : 1 + chance_below(&chance, (unsigned)p->count);
        deliver(p, complete, count);
        calm();
        struct state before = state_now();
        deliver(p, complete, count);
        run();
        struct state after = state_now();
        compare(&before, &after, PARTS, complete ? "the same complete file again" : "the same changed data again");
        calm();
}

#define EACH(what)                                                                                                  \
        what(school) what(pupil) what(pupil_key) what(class_count) what(pupil_change) what(batch) what(import) what(list_row)   \
        what(row_issue) what(match_case) what(conflict) what(conflict_end) what(missing_pupil) what(claim) what(upn_problem)     \
        what(school_status) what(school_day) what(delivery) what(audit) what(outbox)
#define MAKE(t)     "CREATE TABLE kept_" #t " LIKE " #t ";\n"
#define KEEP(t)     "DELETE FROM kept_" #t ";\nINSERT INTO kept_" #t " SELECT * FROM " #t ";\n"
#define PUT_BACK(t) "DELETE FROM " #t ";\nINSERT INTO " #t " SELECT * FROM kept_" #t ";\n"

/* Rows since then that may be a pupil of another school: the second of two files that bring one doubtful child is the one that waits. */
SQL(last_batch, "SELECT MAX(id) FROM batch");
SQL(across, "SELECT COUNT(*) FROM match_case WHERE batch_id > ? AND row_id <> 0 AND (pupil_school_id <> school_id OR runner_school_id NOT "
            "IN (0, school_id))");

static void in_both_orders(void)
{
        struct sender *first = any_sender(), *second = first == senders ? &senders[1] : &senders[0];
        struct record *mover = &first->rows[chance_below(&chance, (unsigned)first->count)];
        struct state end[2];
        long doubtful = 0;
        calm();
        add_row(second, *mover);
        for (int i = 0; i < 3; i++) {
                happen(first);
                happen(second);
        }
        unsigned long last = (unsigned long)moving_number(&m, &last_batch, ARGS());
        must(db_script(m.d.db, "START TRANSACTION;\n" EACH(KEEP) "COMMIT;\n"), "kept");
        for (int n = 0; n < 2; n++) {
                deliver(n ? second : first, true, (n ? second : first)->count);
                run();
                deliver(n ? first : second, true, (n ? first : second)->count);
                run();
                end[n] = state_now();
                doubtful += moving_number(&m, &across, ARGS(arg_id(last)));
                if (n == 0)
                        must(db_script(m.d.db, "START TRANSACTION;\n" EACH(PUT_BACK) "COMMIT;\n"), "put back");
        }
        if (doubtful == 0)
                compare(&end[0], &end[1], AGES, "in the other order");
        orders += doubtful == 0;
}

/* ---- sequences ---- */

static void step(void)
{
        struct sender *p = any_sender();
        deeds++;
        switch (chance_below(&chance, 27)) {
        case 0 ... 5: send(p, 1 + chance_below(&chance, 4), chance_below(&chance, 5) != 0); run(); break;
        case 6 ... 8: decide_conflict(p); break;
        case 9 ... 10: decide_missing(p); break;
        case 11 ... 12: decide_case(); break;
        case 13 ... 14: decide_hold(); run(); break;
        case 15: by_hand(p); break;
        case 16: leave_or_return(p); break;
        case 17 ... 18: involve(p); break;
        case 19: reweigh(); break;
        case 20: pause(p); run(); break;
        case 21: put_aside(p); break;
        case 26: change_rules(p); break;
        case 22: twice(); break;
        case 23: take_back(p); break;
        default: in_both_orders(); break;
        }
        check_all();
}

static void begin(int sequence)
{
        for (int i = 0; i < SCHOOLS; i++) {
                struct person p = moving_school(&m, arena_printf(m.a, "9992%d%02d", sequence, i + 1), "Admin", PUPILS);
                senders[i] = (struct sender){ .scope = gate_program_scope(p.school) };
                agree(&senders[i]);
        }
}

SQL(service_of, "SELECT id FROM service WHERE counts = 1 ORDER BY id LIMIT 1");

int main(void)
{
        const char *seed = getenv("PROPERTY_SEED"), *steps = getenv("PROPERTY_STEPS");
        uint64_t first = seed ? strtoull(seed, NULL, 10) : 1; /* the same for everybody */
        if (!moving_open(&m))
                return done_testing();
        must(db_script(m.d.db, EACH(MAKE)), "tables to keep");
        officer = moving_person(&m, 0, ROLE_LA_OFFICER, "Olive");
        service = (unsigned long)moving_number(&m, &service_of, NULL, 0);
        for (int n = 0; n < (seed ? 1 : SEQUENCES); n++) {
                chance = (struct chance){ first + (uint64_t)n };
                printf("# PROPERTY_SEED=%llu repeats sequence %d\n", (unsigned long long)chance.state, n + 1);
                begin(n + 1);
                deeds = wrong = orders = 0;
                for (long i = 0; i < (steps ? atol(steps) : STEPS); i++)
                        step();
                ok(orders > 0, "%ld pairs of files came in both orders", orders);
                is_long(wrong, 0, arena_printf(m.a, "all holds in sequence %d of %ld deeds", n + 1, deeds));
        }
        moving_close(&m);
        return done_testing();
}
