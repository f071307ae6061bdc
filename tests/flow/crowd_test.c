/* A crowd on one school at once: some add, edit and take pupils off, some fix rows, match, tick and untick,
 * all confirm and undo. Nobody gets an internal error, and what is held stays sound. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "flow/undo.h"
#include "moving.h"
#include "store/batch.h"
#include "store/pupil_deed.h"

enum { PEOPLE = 4, DEEDS = 60 };

static struct moving m;
static const char *csv;

SQL(unsound_schools, "SELECT COUNT(*) FROM school s WHERE on_roll <> (SELECT COUNT(*) FROM pupil p WHERE "
                     "p.school_id = s.id AND "
                     "p.state = 'R')");
SQL(miscounted,    "SELECT (SELECT COUNT(*) FROM (SELECT school_id, nc_year, class COLLATE utf8mb4_bin AS name, COUNT(*) AS n FROM pupil "
                   "WHERE state = 'R' GROUP BY school_id, nc_year, name) t LEFT JOIN class_count c ON c.school_id = t.school_id AND "
                   "c.nc_year = t.nc_year AND c.class = t.name WHERE COALESCE(c.pupils, 0) <> t.n) + (SELECT COUNT(*) FROM "
                   "class_count c WHERE c.pupils <> (SELECT COUNT(*) FROM pupil p WHERE p.school_id = c.school_id AND p.state = 'R' "
                   "AND p.nc_year = c.nc_year AND p.class COLLATE utf8mb4_bin = c.class))");
SQL(keyless, "SELECT COUNT(*) FROM pupil p WHERE NOT EXISTS (SELECT 1 FROM pupil_key k WHERE k.school_id = "
             "p.school_id AND "
             "k.pupil_id = p.id)");
SQL(unborn, "SELECT COUNT(*) FROM pupil p WHERE (SELECT COUNT(*) FROM pupil_change c WHERE c.school_id = "
            "p.school_id AND "
            "c.pupil_id = p.id AND c.kind = 'created') <> 1");
SQL(left_twice, "SELECT COUNT(*) FROM pupil p WHERE p.state = 'R' AND (p.left_on IS NOT NULL OR "
                "p.left_batch_id IS NOT NULL)");
SQL(ahead, "SELECT COUNT(*) FROM pupil p JOIN school s ON s.id = p.school_id WHERE p.roll_ver > s.roll_ver");
SQL(half_applied,
    "SELECT COUNT(*) FROM batch WHERE (reference IS NOT NULL) <> (state IN ('applied', 'undone'))");
SQL(strangers, "SELECT COUNT(*) FROM pupil_change c LEFT JOIN batch b ON b.id = c.batch_id WHERE c.batch_id "
               "IS NOT NULL AND "
               "(b.id IS NULL OR b.state NOT IN ('applied', 'undone'))");
SQL(orphans, "SELECT COUNT(*) FROM row_issue i LEFT JOIN list_row r ON r.school_id = i.school_id AND r.id = "
             "i.row_id WHERE r.id IS "
             "NULL");
SQL(applied_count, "SELECT COUNT(*) FROM batch WHERE state IN ('applied', 'undone')");

/* ---- what one person does ---- */

static enum outcome with_one(void)
{
        struct pupils roll = moving_roll(&m);
        if (roll.count == 0)
                return DONE;
        struct pupil p = roll.items[(size_t)random() % roll.count];
        p.record.value[FIELD_TOWN] = arena_printf(m.a, "Town %ld", random() % 100);
        struct pupil_leaving l = { { p.id, p.version }, "2026-09-01", "a", "Elm", 0 };
        if (random() % 10 == 0)
                return pupil_leave(m.d.db, m.a, &m.scope, &l);
        return pupil_edit(m.d.db, m.a, &m.scope, &p);
}

static enum outcome add_one(void)
{
        struct record r = m.children[(size_t)random() % m.child_count];
        unsigned long id;
        r.value[FIELD_UPN] = "";
        return pupil_add(m.d.db, m.a, &m.scope, &r, &id);
}

static enum outcome match_again(const struct batch *b)
{
        enum outcome result = flow_match(&m.flow, b);
        return result == DONE ? flow_settle(&m.flow, b, false) : result;
}

/* A row with a problem is left out; of others the class is put right, or not. */
static enum outcome fix_one(const struct batch *b, const struct flow_plan *p)
{
        if (p->child_count == 0)
                return DONE;
        size_t at = (size_t)random() % p->child_count;
        for (size_t i = 0; i < p->child_count && p->problems; i++)
                if (p->plan.rows[i].kind == PLAN_PROBLEM)
                        at = i;
        const struct stored_row *row = p->children[at].parts[0];
        struct row_fix fix = { row->sheet, row->row, p->problems ? "" : "class",
                               p->problems || random() % 2 ? "9Z" : "" };
        enum outcome result = fix_set(m.d.db, &m.scope, b->id, row->upload, &fix, 1);
        if (result == DONE)
                result = flow_reread(&m.flow, b, row->upload, row->file_name);
        return result == DONE && b->state == BATCH_LISTED ? match_again(b) : result;
}

static enum outcome answer_one(const struct batch *b, const struct flow_plan *p)
{
        if (p->held)
                return batch_answer_hold(m.d.db, &m.scope, b, HOLD_RELEASED, "Seen");
        if (p->cases.count == 0)
                return DONE;
        const struct match_case *c = &p->cases.items[(size_t)random() % p->cases.count];
        return case_answer(m.d.db, &m.scope, c, random() % 2 ? CASE_SAME : CASE_DIFFERENT, c->pupil,
                           c->pupil_school, "");
}

static enum outcome confirm(const struct batch *b, const struct flow_plan *p)
{
        bool changed;
        struct batch now = *b;
        enum outcome result =
            batch_acknowledge(m.d.db, &m.scope, b, (long)p->plan.leaver_count, p->leavers_hash);
        if (result == DONE)
                result = flow_check(&m.flow, now.id, p->plan.hash, &changed);
        return result == DONE ? flow_confirm(&m.flow, now.id, p->plan.hash, &changed) : result;
}

/* After one is over the next begins. */
static enum outcome begin(void)
{
        struct incoming in = { "All.csv", csv, strlen(csv), 0 };
        struct batch b;
        unsigned long upload;
        enum outcome result = batch_add(m.d.db, &m.scope, true, ACADEMIC, &m.batch);
        if (result == DONE)
                result = batch_find(m.d.db, m.a, &m.scope, m.batch, &b);
        return result == DONE ? flow_receive(&m.flow, &b, &in, &upload) : result;
}

static enum outcome deed(void)
{
        struct batch b;
        struct flow_plan p;
        enum outcome result = batch_current(m.d.db, m.a, &m.scope, true, &b);
        if (result == ABSENT)
                return m.batch && random() % 3 == 0 ? flow_undo(&m.flow, m.batch, "Wrong") : begin();
        m.batch = b.id;
        if (result == DONE)
                result = flow_plan(&m.flow, &b, &p);
        if (result != DONE)
                return result;
        if (p.problems && random() % 2)
                return fix_one(&b, &p);
        if (p.waiting && random() % 2)
                return answer_one(&b, &p);
        switch (random() % 9) {
        case 0: return with_one();
        case 1: return add_one();
        case 2: return fix_one(&b, &p);
        case 3: return answer_one(&b, &p);
        case 4: return b.state == BATCH_LISTED ? match_again(&b) : batch_tick(m.d.db, &m.scope, &b, true);
        case 5: return batch_tick(m.d.db, &m.scope, &b, b.state == BATCH_OPEN || random() % 3);
        default: return confirm(&b, &p);
        }
}

static _Noreturn void person(unsigned seed, int to)
{
        unsigned char counts[4] = { 0 };
        srandom(seed);
        if (db_open(m.d.config, &m.d.db) != DONE)
                _exit(1);
        for (int n = 0; n < DEEDS; n++) {
                m.a = arena_new();
                moving_act(&m, m.scope);
                counts[deed()]++;
                arena_free(m.a);
        }
        _exit(write(to, counts, sizeof counts) != sizeof counts);
}

/* ---- together ---- */

static void crowd(void)
{
        int ends[2];
        unsigned char counts[4];
        long all[4] = { 0 }, heard = 0;
        fflush(stdout);
        if (pipe(ends))
                abort();
        for (unsigned i = 0; i < PEOPLE; i++)
                if (fork() == 0)
                        person(i + 1, ends[1]);
        close(ends[1]);
        while (read(ends[0], counts, sizeof counts) == sizeof counts) {
                heard++;
                for (int i = 0; i < 4; i++)
                        all[i] += counts[i];
        }
        while (wait(NULL) > 0)
                continue;
        close(ends[0]);
        is_long(heard, PEOPLE, "everybody comes to the end");
        ok(all[DONE] > PEOPLE * DEEDS / 4, "%ld deeds done, %ld refused, %ld absent", all[DONE], all[REFUSED],
           all[ABSENT]);
        is_long(all[BROKEN], 0, "no internal error");
}

/* Whatever the crowd left behind, somebody alone brings to its end. */
static void alone(void)
{
        bool changed;
        struct batch b;
        struct flow_plan p;
        if (batch_current(m.d.db, m.a, &m.scope, true, &b) == DONE)
                m.batch = b.id;
        else
                ok(begin() == DONE, "another migration");
        b = moving_batch(&m);
        if (b.state == BATCH_OPEN)
                moving_tick(&m);
        for (int n = 0; n < 100; n++) {
                b = moving_batch(&m);
                p = moving_plan(&m);
                if (!p.problems && !p.waiting && !p.held && !p.unasked)
                        break;
                enum outcome o = p.problems                ? fix_one(&b, &p)
                                 : p.held || p.cases.count ? answer_one(&b, &p)
                                                           : DONE;
                b = moving_batch(&m);
                if (o != DONE || match_again(&b) != DONE)
                        ok(0, "something put right: %u problems, %u cases, held %d: %s", (unsigned)p.problems,
                           (unsigned)p.cases.count, p.held, m.why.words);
        }
        moving_acknowledge(&m);
        moving_done(&m, moving_confirm(&m, moving_check(&m), &changed), "confirmed");
}

int main(void)
{
        static const struct {
                const struct sql *q;
                const char *what;
        } sound[] = { { &unsound_schools, "the counter is the count" },
                      { &miscounted, "of each class too" },
                      { &keyless, "everybody can be found" },
                      { &unborn, "everybody came once" },
                      { &left_twice, "nobody on the roll has left" },
                      { &ahead, "no pupil is ahead of the roll" },
                      { &half_applied, "a batch has a reference when it was applied, and only then" },
                      { &strangers, "and only then a history" },
                      { &orphans, "no mistake is without its row" } };
        size_t count;
        if (!moving_open(&m))
                return done_testing();
        moving_school(&m, "9992051", "Anna", 40);
        struct record *rows = moving_list(&m, &count);
        rows[3].value[FIELD_UPN] = rows[4].value[FIELD_UPN] = "";
        csv = moving_csv(&m, rows, count);
        m.batch = 0;
        crowd();
        printf("# %ld applied\n", moving_number(&m, &applied_count, ARGS()));
        m.why = (struct refusal){ "", "" };
        alone();
        for (size_t i = 0; i < sizeof sound / sizeof *sound; i++)
                is_long(moving_number(&m, sound[i].q, ARGS()), 0, sound[i].what);
        moving_close(&m);
        return done_testing();
}
