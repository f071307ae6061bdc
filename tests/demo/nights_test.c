/* Ten nights of files for the invented authority, every question answered by the truth: afterwards every pupil is where the truth has
 * them, with the values that the truth has, and nobody was lost or made twice. NIGHTS_SCHOOLS and NIGHTS_PUPILS say of how large an
 * authority. */
#include "demo/night.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "flow/decide.h"
#include "flow/decide_conflict.h"
#include "flow/decide_import.h"
#include "flow/deliver.h"
#include "gate/scope.h"
#include "match/key.h"
#include "moving.h"
#include "store/entry.h"
#include "store/health.h"
#include "store/match_case.h"
#include "store/missing.h"
#include "store/pupil.h"
#include "store/pupil_deed.h"
#include "store/status.h"
#include "tasks/import.h"
#include "tasks/reweigh.h"

enum { SCHOOLS = 8, PUPILS = 2000, NIGHTS = 10 };

static struct moving m;
static struct demo demo;
static struct nights nights;
static GHashTable *by_upn; /* to the place in nights.pupils, plus 1 */
static struct person officer;
static size_t wanted; /* pupils */

SQL(count_rolls, "SELECT COUNT(*) FROM pupil WHERE state = 'R'");
SQL(count_open, "SELECT (SELECT COUNT(*) FROM conflict WHERE state = '') + (SELECT COUNT(*) FROM missing_pupil WHERE state = '') + (SELECT "
                "COUNT(*) FROM batch WHERE kind = 'I' AND state = 'open')");
SQL(count_wrong, "SELECT COUNT(*) FROM school_status t WHERE t.missing <> (SELECT COUNT(*) FROM missing_pupil x WHERE x.school_id = "
                 "t.school_id AND x.state = '') OR t.conflicts_active + t.conflicts_other <> (SELECT COUNT(*) FROM conflict x WHERE "
                 "x.school_id = t.school_id AND x.state = '') OR t.waiting_files <> (SELECT COUNT(*) FROM batch x WHERE x.school_id = "
                 "t.school_id AND x.kind = 'I' AND x.state = 'open') OR t.upn_problems <> (SELECT COUNT(*) FROM upn_problem x WHERE "
                 "x.school_id = t.school_id) OR t.claimed <> (SELECT COUNT(*) FROM claim x WHERE x.school_id = t.school_id OR "
                 "x.other_school_id = t.school_id)");
SQL(count_lost, "SELECT COUNT(*) FROM pupil_change c LEFT JOIN pupil p ON p.school_id = c.school_id AND p.id = c.pupil_id WHERE c.kind = "
                "'created' AND p.id IS NULL");
SQL(count_rolls_wrong, "SELECT COUNT(*) FROM school s WHERE s.on_roll <> (SELECT COUNT(*) FROM pupil p WHERE p.school_id = s.id AND "
                       "p.state = 'R')");

static const char *upn_of(const struct night_pupil *p)
{
        return p->truth.value[FIELD_UPN];
}

static bool is_without_upn(const struct night_pupil *truth, const struct pupil *held)
{
        static const enum field same[] = { FIELD_UPN, FIELD_SURNAME, FIELD_FORENAME, FIELD_DOB };
        for (size_t i = 0; i < sizeof same / sizeof *same; i++)
                if (strcmp(truth->truth.value[same[i]], held->record.value[same[i]]) != 0)
                        return false;
        return true;
}

/* Without a UPN only who was there from the first night on is known whatever the name, for joiners have one. */
static const struct night_pupil *truth_of(const struct pupil *held)
{
        const char *upn = held->record.value[FIELD_UPN];
        size_t place = *upn ? GPOINTER_TO_SIZE(g_hash_table_lookup(by_upn, upn)) : held->id <= demo.pupils.count ? held->id : 0;
        for (size_t i = 0; !*upn && !place && i < demo.pupils.count; i++)
                place = is_without_upn(&nights.pupils[i], held) ? i + 1 : 0;
        return place ? &nights.pupils[place - 1] : NULL;
}

static struct flow flow_of(struct arena *a, const struct scope *scope)
{
        return (struct flow){ a, m.d.db, m.d.config, scope, &m.why };
}

static void must(enum outcome o, const char *what)
{
        if (o != DONE)
                ok(0, "%s: %d %s", what, (int)o, m.why.words ? m.why.words : "");
}

/* ---- a night ---- */

static void deliver(struct arena *a, unsigned s, const char *label, const struct buf *b, bool complete)
{
        struct scope scope = gate_program_scope(s + 1);
        struct flow f = flow_of(a, &scope);
        unsigned long id;
        enum delivery_state state;
        const struct delivering d = { .label = label, .bytes = b->bytes, .len = b->len, .source = FROM_FOLDER, .complete = complete };
        must(flow_deliver(&f, &d, &id, &state), "a delivery");
}

static void deliver_all(void)
{
        struct arena *a = arena_new();
        for (unsigned s = 0; s < demo.authority->count; s++) {
                struct buf list = BUF_EMPTY, results = BUF_EMPTY;
                night_csv(&nights, &demo.authority->schools[s], &list);
                deliver(a, s, "night.csv", &list, true);
                if (night_results(&nights, &demo.authority->schools[s], &results))
                        deliver(a, s, "results.csv", &results, false);
                buf_free(&list);
                buf_free(&results);
        }
        arena_free(a);
}

/* Of this night, of those who were at the school from the first night on and are still. */
static struct {
        const char *upn, *grade;
        const struct demo_school *school;
        int subject;
} *graded;
static size_t graded_count;

static void note_results(void)
{
        for (size_t i = 0; i < demo.pupils.count; i++)
                for (int subject = 0; subject < NIGHT_SUBJECTS; subject++) {
                        const struct night_pupil *p = &nights.pupils[i];
                        const char *grade = night_result(&nights, i, subject);
                        if (!*grade || p->school != demo.pupils.items[i].school)
                                continue;
                        size_t n = 0;
                        while (n < graded_count && (graded[n].subject != subject || strcmp(graded[n].upn, p->truth.value[FIELD_UPN]) != 0))
                                n++;
                        graded_count += n == graded_count;
                        graded[n].upn = p->truth.value[FIELD_UPN];
                        graded[n].grade = grade;
                        graded[n].school = p->school;
                        graded[n].subject = subject;
                }
}

static void run(void)
{
        unsigned long done = 0;
        must(import_run(m.d.db, m.d.config, &done), "the runner");
}

/* ---- answers by the truth ---- */

static void answer_hold(struct arena *a, const struct scope *scope, const struct import *i)
{
        struct flow f = flow_of(a, scope);
        bool second, damaged = nights.damage[scope->school - 1] != NIGHT_WHOLE;
        must(flow_answer_import_hold(&f, i, damaged ? HOLD_REJECT : HOLD_RELEASE, "by the truth", &second), "a hold");
}

static void answer_holds(struct arena *a, unsigned long *held)
{
        struct imports all;
        must(import_holds_list(m.d.db, a, &all), "holds");
        for (size_t i = 0; i < all.count; i++) {
                struct scope scope = gate_la_scope(&officer, all.items[i].batch.school);
                answer_hold(a, &scope, &all.items[i]);
        }
        *held += all.count;
        run();
}

static void answer_conflicts(struct arena *a, const struct scope *scope, const struct pupils *roll, unsigned long *answered)
{
        struct flow f = flow_of(a, scope);
        struct conflicts all;
        must(conflict_list(m.d.db, a, scope, &all), "conflicts");
        for (size_t i = 0; i < all.count; i++) {
                const struct conflict *c = &all.items[i];
                const struct night_pupil *truth = NULL;
                for (size_t n = 0; n < roll->count && !truth; n++)
                        if (roll->items[n].id == c->pupil)
                                truth = truth_of(&roll->items[n]);
                if (c->kept || !truth)
                        continue;
                const struct conflict_seen seen = { c->id, c->version };
                bool right = strcmp(c->theirs, truth->truth.value[c->field]) == 0;
                must(flow_decide_conflicts(&f, &seen, 1, right ? ANSWER_ACCEPT : ANSWER_KEEP, ""), "a conflict");
                ++*answered;
        }
}

static void answer_missing(struct arena *a, const struct scope *scope, const struct pupils *roll, unsigned long *answered)
{
        struct flow f = flow_of(a, scope);
        struct missings all;
        must(missing_list(m.d.db, a, scope, &all), "who is missing");
        for (size_t i = 0; i < all.count; i++)
                for (size_t n = 0; n < roll->count && !all.items[i].kept; n++) {
                        if (roll->items[n].id != all.items[i].pupil)
                                continue;
                        const struct night_pupil *truth = truth_of(&roll->items[n]);
                        bool here = truth && truth->school && truth->school->id == scope->school;
                        const struct leaver_answer answer = { all.items[i].pupil, all.items[i].version, here ? "" : "2026-09-10", "a", "" };
                        must(flow_decide_leavers(&f, &answer, 1), "a leaver");
                        ++*answered;
                }
}

static void answer_cases(struct arena *a, unsigned long *answered)
{
        struct match_cases all;
        must(case_queue(m.d.db, a, &all), "possible matches");
        for (size_t i = 0; i < all.count; i++) {
                const struct match_case *c = &all.items[i];
                struct scope scope = gate_la_scope(&officer, c->school), there = gate_program_scope(c->pupil_school);
                struct flow f = flow_of(a, &scope);
                struct stored_rows rows;
                struct pupil_full candidate;
                const char *upn = "?";
                must(list_rows(m.d.db, a, &scope, c->batch, &rows), "its row");
                for (size_t n = 0; n < rows.count; n++)
                        if (rows.items[n].id == c->row)
                                upn = rows.items[n].record.value[FIELD_UPN];
                must(pupil_find(m.d.db, a, &there, c->pupil, &candidate), "the candidate");
                bool same = strcmp(upn, candidate.pupil.record.value[FIELD_UPN]) == 0;
                must(flow_answer_case(&f, c, same ? CASE_SAME : CASE_DIFFERENT, false, ""), "a possible match");
                ++*answered;
        }
}

static void answer_all(void)
{
        struct arena *a = arena_new();
        unsigned long holds = 0, conflicts = 0, leavers = 0, cases = 0;
        answer_holds(a, &holds);
        answer_cases(a, &cases);
        for (unsigned s = 1; s <= demo.authority->count; s++) {
                struct scope scope = gate_la_scope(&officer, s);
                struct pupils roll;
                must(pupil_roll(m.d.db, a, &scope, &roll), "the roll");
                answer_conflicts(a, &scope, &roll, &conflicts);
                answer_missing(a, &scope, &roll, &leavers);
        }
        printf("# night %u: %lu holds, %lu conflicts, %lu leavers, %lu possible matches\n", nights.night, holds, conflicts, leavers, cases);
        arena_free(a);
}

/* ---- afterwards ---- */

/* By the UPN, or by name and date of birth. */
static const struct pupil *find(const struct pupils *roll, const struct night_pupil *truth)
{
        const char *upn = upn_of(truth);
        for (size_t i = 0; i < roll->count; i++)
                if (*upn ? strcmp(roll->items[i].record.value[FIELD_UPN], upn) == 0 : is_without_upn(truth, &roll->items[i]))
                        return &roll->items[i];
        return NULL;
}

static long differing(const struct night_pupil *truth, const struct pupil *held)
{
        long n = 0;
        for (int f = 0; f < FIELD_COUNT; f++)
                if (truth->truth.value[f][0] && strcmp(truth->truth.value[f], held->record.value[f]) != 0) {
                        printf("# %s of %s: '%s', in truth '%s'\n", field_table[f].key, truth->truth.value[FIELD_UPN], held->record.value[f],
                               truth->truth.value[f]);
                        n++;
                }
        return n;
}

static void compare_all(void)
{
        long at_school = 0, without = 0, absent = 0, wrong = 0;
        struct pupils *rolls = arena_array(m.a, demo.authority->count + 1, sizeof *rolls);
        for (unsigned s = 1; s <= demo.authority->count; s++) {
                struct scope scope = gate_program_scope(s);
                must(pupil_roll(m.d.db, m.a, &scope, &rolls[s]), "a roll");
        }
        for (size_t i = 0; i < nights.count; i++) {
                const struct night_pupil *truth = &nights.pupils[i];
                if (!truth->school)
                        continue;
                at_school++;
                without += !*upn_of(truth);
                const struct pupil *held = find(&rolls[truth->school->id], truth);
                if (!held)
                        printf("# %s %s, '%s', is not at %s\n", truth->truth.value[FIELD_FORENAME], truth->truth.value[FIELD_SURNAME],
                               upn_of(truth), truth->school->laestab);
                absent += !held;
                wrong += held ? differing(truth, held) : 0;
        }
        is_long(absent, 0, "every pupil is on the roll of the right school");
        is_long(wrong, 0, "with the right values");
        ok(without > 0, "%ld of %ld have no UPN", without, at_school);
        is_long(moving_number(&m, &count_rolls, NULL, 0), at_school, "and nobody else is on a roll");
}

/* Every result is held, as it was last sent. */
static void compare_results(void)
{
        long wrong = 0;
        for (unsigned s = 0; s < demo.authority->count; s++) {
                struct scope scope = gate_program_scope(s + 1);
                struct entries all;
                GHashTable *held = g_hash_table_new(g_str_hash, g_str_equal);
                must(entry_list(m.d.db, m.a, &scope, ENTRY_RESULT, &all), "results");
                for (size_t i = 0; i < all.count; i++)
                        g_hash_table_insert(held, arena_printf(m.a, "%s %s", all.items[i].upn, all.items[i].entry.part[1]),
                                            (gpointer)all.items[i].entry.part[5]);
                for (size_t i = 0; i < graded_count; i++) {
                        if (graded[i].school != &demo.authority->schools[s])
                                continue;
                        const char *grade =
                            g_hash_table_lookup(held, arena_printf(m.a, "%s %s", graded[i].upn, night_subjects[graded[i].subject]));
                        wrong += !grade || strcmp(grade, graded[i].grade) != 0;
                }
                g_hash_table_destroy(held);
        }
        ok(graded_count > wanted, "most pupils had results (%zu)", graded_count);
        is_long(wrong, 0, "and each is held as it was last sent");
}

static unsigned long given(const char *name, unsigned long otherwise)
{
        const char *text = getenv(name);
        return text ? strtoul(text, NULL, 10) : otherwise;
}

int main(void)
{
        if (!moving_open(&m))
                return done_testing();
        wanted = given("NIGHTS_PUPILS", PUPILS);
        demo = demo_new(m.a, (unsigned)given("NIGHTS_SCHOOLS", SCHOOLS), wanted, 7, date_today());
        moving_done(&m, demo_load(m.d.db, m.a, &demo, "", match_keys), "the demo authority");
        officer = moving_person(&m, 0, ROLE_LA_OFFICER, "Truth");
        nights = nights_new(m.a, &demo);
        graded = arena_array(m.a, demo.pupils.count * NIGHT_SUBJECTS + 1, sizeof *graded);
        by_upn = g_hash_table_new(g_str_hash, g_str_equal);
        for (int n = 0; n <= NIGHTS; n++) {
                unsigned long let_through = 0;
                nights_next(&nights, n == NIGHTS);
                for (size_t i = 0; i < nights.count; i++)
                        g_hash_table_insert(by_upn, (gpointer)nights.pupils[i].truth.value[FIELD_UPN], GSIZE_TO_POINTER(i + 1));
                deliver_all();
                note_results();
                run();
                answer_all();
                must(reweigh_run(m.d.db, m.d.config, &let_through), "weighing again");
                is_long(moving_number(&m, &count_wrong, NULL, 0), 0, arena_printf(m.a, "night %d: every count is what it counts", n + 1));
        }
        is_long(moving_number(&m, &count_open, NULL, 0), 0, "nothing is left open");
        is_long(moving_number(&m, &count_lost, NULL, 0), 0, "no pupil who was ever made is gone");
        is_long(moving_number(&m, &count_rolls_wrong, NULL, 0), 0, "rolls are counted right");
        compare_all();
        compare_results();
        g_hash_table_destroy(by_upn);
        moving_close(&m);
        return done_testing();
}
