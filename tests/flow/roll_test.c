/* Random rolls and lists: the roll afterwards is the plan's, nobody is lost, and undoing gives the roll back.
 */
#include <stdlib.h>

#include "flow/undo.h"
#include "moving.h"
#include "store/batch.h"
#include "store/pupil.h"
#include "store/school.h"

enum { ROUNDS = 40 };

static struct moving m;
static long failures;

SQL(count_held, "SELECT COUNT(*) FROM pupil WHERE school_id = ?");
SQL(count_left, "SELECT COUNT(*) FROM pupil WHERE school_id = ? AND state = 'L' AND left_batch_id = ?");

static bool chance(int percent)
{
        return random() % 100 < percent;
}

static void expect(bool good, int round, const char *what)
{
        if (good)
                return;
        failures++;
        printf("# round %d: %s\n", round, what);
}

/* ---- a list with the ordinary mess ---- */

static void spoil(struct record *r)
{
        if (chance(20))
                r->value[FIELD_UPN] = "";
        if (chance(15))
                r->value[FIELD_CLASS] = "";
        if (chance(15))
                r->value[FIELD_POSTCODE] = chance(50) ? "" : "ZZ9 9ZZ";
        if (chance(5))
                r->value[FIELD_FORENAME] = "Bartholomew";
        if (chance(3))
                r->value[FIELD_SURNAME] = "Throgmorton";
        if (chance(5))
                r->value[FIELD_SEX] = strcmp(r->value[FIELD_SEX], "F") == 0 ? "M" : "F";
        if (chance(3))
                r->value[FIELD_DOB] = "2018-02-03";
}

static struct record *messy(size_t *count)
{
        size_t all, n = 0;
        struct record *rows = moving_list(&m, &all);
        struct record *out = arena_array(m.a, 2 * all + 10, sizeof *out);
        for (size_t i = 0; i < all; i++) {
                if (chance(8))
                        continue;
                out[n] = rows[i];
                spoil(&out[n++]);
                if (chance(4)) {
                        out[n] = out[n - 1];
                        n++;
                }
        }
        for (long more = random() % 5; more > 0; more--) {
                out[n] = moving_child(&m);
                spoil(&out[n++]);
        }
        *count = n;
        return out;
}

static void receive(const struct record *rows, size_t count)
{
        size_t files = (size_t)random() % 3 + 1;
        for (size_t i = 0; i < files; i++) {
                size_t from = count * i / files, to = count * (i + 1) / files;
                if (to > from)
                        moving_receive(&m, arena_printf(m.a, "List %zu.csv", i + 1),
                                       moving_csv(&m, rows + from, to - from));
        }
}

/* ---- people do what is needed ---- */

/* Rows with a problem are left out, and a few others. */
static bool leave_out(int percent)
{
        struct flow_plan p = moving_plan(&m);
        bool any = false;
        for (size_t i = 0; i < p.child_count; i++)
                if (!p.children[i].left_out && (p.plan.rows[i].kind == PLAN_PROBLEM || chance(percent))) {
                        moving_fix(&m, p.children[i].parts[0], "", "not ours");
                        any = true;
                }
        return any;
}

static const char *ready(bool migration, size_t *rows_listed)
{
        struct record *rows = messy(rows_listed);
        moving_begin(&m, migration);
        receive(rows, *rows_listed);
        moving_tick(&m);
        bool more = leave_out(4);
        for (int n = 0; n < 6 && (more || n == 0); n++) {
                moving_again(&m);
                more = moving_answer(&m) > 0;
                if (more)
                        moving_again(&m);
                more |= leave_out(0);
        }
        struct batch b = moving_batch(&m);
        if (moving_plan(&m).held)
                moving_done(&m, batch_answer_hold(m.d.db, &m.scope, &b, HOLD_RELEASED, "Seen"), "released");
        moving_acknowledge(&m);
        return moving_check(&m);
}

/* ---- comparing ---- */

static bool same_record(const struct record *x, const struct record *y)
{
        for (int f = 0; f < FIELD_COUNT; f++)
                if (strcmp(x->value[f], y->value[f]) != 0)
                        return false;
        return true;
}

static const struct pupil *find(const struct pupils *roll, unsigned long id)
{
        for (size_t i = 0; i < roll->count; i++)
                if (roll->items[i].id == id)
                        return &roll->items[i];
        return NULL;
}

static bool leaves(const struct plan *plan, unsigned long id)
{
        for (size_t i = 0; i < plan->leaver_count; i++)
                if (plan->leavers[i].pupil->id == id)
                        return true;
        return false;
}

static const struct plan_row *row_of(const struct plan *plan, unsigned long id)
{
        for (size_t i = 0; i < plan->row_count; i++)
                if (plan->rows[i].kind == PLAN_CHANGED && plan->rows[i].pupil->id == id)
                        return &plan->rows[i];
        return NULL;
}

static void one_who_was_there(int round, const struct plan *plan, const struct pupil *was,
                              const struct pupil *is)
{
        const struct plan_row *row = row_of(plan, was->id);
        struct record want = was->record;
        for (size_t i = 0; row && i < row->change_count; i++)
                want.value[row->changes[i].field] = row->changes[i].after;
        expect(leaves(plan, was->id) == !is, round, "who leaves by the plan has left, and nobody else");
        if (!is)
                return;
        expect(same_record(&want, &is->record), round, "a record is what the plan says");
        expect(is->version == was->version + (row != NULL), round,
               "its version grows when it changes, and only then");
        static const enum field names[] = { FIELD_SURNAME, FIELD_FORENAME, FIELD_MIDDLE_NAMES };
        for (size_t i = 0; i < 3; i++)
                expect(strcmp(was->record.value[names[i]], is->record.value[names[i]]) == 0, round,
                       "names are never altered");
}

static void those_who_came(int round, const struct flow_plan *p, const struct pupils *before,
                           const struct pupils *after)
{
        size_t came = 0;
        for (size_t i = 0; i < after->count; i++) {
                bool planned = false;
                if (find(before, after->items[i].id))
                        continue;
                came++;
                for (size_t j = 0; j < p->child_count && !planned; j++)
                        planned = p->plan.rows[j].kind == PLAN_NEW &&
                                  same_record(&p->children[j].record, &after->items[i].record);
                expect(planned, round, "a new pupil is one of the plan");
        }
        expect(came == p->plan.counts[PLAN_NEW], round, "all new pupils came");
}

static void given_back(int round, const struct pupils *before)
{
        moving_done(&m, flow_undo(&m.flow, m.batch, "Wrong files"), "undone");
        struct pupils now = moving_roll(&m);
        expect(now.count == before->count, round, "undone: as many as before");
        for (size_t i = 0; i < before->count; i++) {
                const struct pupil *is = find(&now, before->items[i].id);
                expect(is && same_record(&is->record, &before->items[i].record), round,
                       "undone: as they were");
        }
}

static long number(const struct sql *q, bool batch)
{
        const struct arg args[] = { arg_number((long long)m.scope.school), arg_number((long long)m.batch) };
        return moving_number(&m, q, args, batch ? 2 : 1);
}

static void play(int round)
{
        size_t listed;
        bool changed, migration = chance(75);
        moving_school(&m, arena_printf(m.a, "9994%03d", round), "Anna", (size_t)random() % 40 + 5);
        struct pupils before = moving_roll(&m);
        const char *hash = ready(migration, &listed);
        struct flow_plan p = moving_plan(&m);
        long held = number(&count_held, false);
        printf("# round %d: %s, %u on roll, %zu rows: %u new, %u changed, %u left out, %zu leave\n", round,
               migration ? "migration" : "bulk", p.plan.held, listed, p.plan.counts[PLAN_NEW],
               p.plan.counts[PLAN_CHANGED], p.plan.counts[PLAN_LEFT_OUT], p.plan.leaver_count);
        if (!moving_done(&m, moving_confirm(&m, hash, &changed), "confirmed"))
                return;
        struct pupils after = moving_roll(&m);
        struct school s = { 0 };
        for (size_t i = 0; i < before.count; i++)
                one_who_was_there(round, &p.plan, &before.items[i], find(&after, before.items[i].id));
        those_who_came(round, &p, &before, &after);
        expect(migration || p.plan.leaver_count == 0, round, "a bulk upload removes nobody");
        expect(number(&count_held, false) == held + (long)p.plan.counts[PLAN_NEW], round,
               "no record is lost");
        expect(number(&count_left, true) == (long)p.plan.leaver_count, round, "who left names the batch");
        expect(after.count == p.plan.after, round, "as many on the roll as was said");
        expect(school_by_id(m.d.db, m.a, m.scope.school, &s) == DONE && s.on_roll == after.count, round,
               "the counter is the count");
        bool any = p.plan.counts[PLAN_NEW] + p.plan.counts[PLAN_CHANGED] + p.plan.leaver_count > 0;
        expect((s.roll_version != p.school.roll_version) == any, round,
               "the roll's version moves when the roll does");
        given_back(round, &before);
}

int main(void)
{
        if (!moving_open(&m))
                return done_testing();
        const char *seed = getenv("SEED");
        srandom(seed ? (unsigned)atoi(seed) : 20260910);
        for (int round = 0; round < ROUNDS; round++)
                play(round);
        is_long(failures, 0, "every roll is what its plan said");
        moving_close(&m);
        return done_testing();
}
