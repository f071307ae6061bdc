#include "store/import.h"

#include "store/audit.h"
#include "store/batch.h"
#include "store/list.h"

#define IMPORT                                                                                                      \
        "SELECT i.school_id, i.batch_id, i.delivery_id, COALESCE(d.file_name, ''), i.complete, i.only_additions, i.row_total, "     \
        "i.row_done, i.filled, i.count_conflicts, i.count_unmatched, i.count_rejected, i.count_missing, i.tries, "                   \
        "COALESCE(i.first_released_by, 0), COALESCE((SELECT name FROM person WHERE id = i.first_released_by), ''), i.problem, i.sets, i.entry_new, i.entry_changed, i.unasked, i.unasked_marks, "     \
        "COALESCE(d.asked_group, ''), COALESCE(d.asked_years, 0), COALESCE(d.asked_since, '') FROM " \
        "import i JOIN batch b ON b.school_id = i.school_id AND b.id = i.batch_id LEFT JOIN delivery d ON d.id = i.delivery_id WHERE "
SQL(find_import, IMPORT "i.school_id = ? AND i.batch_id = ?");
SQL(list_imports, IMPORT "i.school_id = ? ORDER BY i.batch_id DESC LIMIT ?");
SQL(next_import, IMPORT "i.school_id = ? AND b.state = 'open' AND b.hold <> 'held' ORDER BY i.batch_id LIMIT 1");
SQL(last_import, IMPORT "i.school_id = ? AND b.state IN ('applied', 'listed') ORDER BY i.batch_id DESC LIMIT 1");
SQL(held_imports, IMPORT "b.kind = 'I' AND b.state = 'open' AND b.hold = 'held' ORDER BY b.hold_at, b.id");
SQL(answered_imports, IMPORT "b.kind = 'I' AND b.hold IN ('released', 'rejected') ORDER BY b.hold_answered_at DESC, b.id DESC LIMIT 200");

SQL(insert_batch, "INSERT INTO batch (school_id, kind, academic_year, state, opened_by, opened_at) VALUES (?, 'I', ?, 'open', ?, "
                  "UTC_TIMESTAMP())");
SQL(insert_import, "INSERT INTO import (school_id, batch_id, delivery_id, complete, row_total, sets) VALUES (?, ?, ?, ?, ?, ?)");
SQL(apply_batch, "UPDATE batch SET state = ?, applied_by = ?, applied_at = UTC_TIMESTAMP(), listed_at = UTC_TIMESTAMP(), reference = "
                 "CONCAT('I-', LPAD(academic_year % 100, 2, '0'), '-', LPAD(id, 6, '0')), roll_before = ?, roll_after = ?, count_new = ?, "
                 "count_changed = ?, count_unchanged = ?, count_leaving = 0, count_left_out = ?, ver = ver + 1 WHERE school_id = ? AND id = "
                 "? AND kind = 'I' AND state = 'open'");
SQL(set_counts, "UPDATE import SET row_done = row_total, listed = ?, filled = ?, count_conflicts = ?, count_unmatched = ?, count_rejected = ?, "
                "count_missing = ?, entry_new = ?, entry_changed = ?, unasked = ?, unasked_marks = ?, problem = '' WHERE school_id = ? AND "
                "batch_id = ?");
#define OLDER "school_id = ? AND batch_id IN (SELECT id FROM batch WHERE school_id = ? AND kind = 'I' AND state = 'listed' AND id < ?)"
SQL(forget_issues, "DELETE FROM row_issue WHERE " OLDER);
SQL(forget_rows, "DELETE FROM list_row WHERE " OLDER);
SQL(forget_cases, "UPDATE match_case SET row_id = 0 WHERE " OLDER " AND answer IN ('', 'A')");
#define ITS_OWN "school_id = ? AND batch_id = ?"
SQL(forget_own_issues, "DELETE FROM row_issue WHERE " ITS_OWN);
SQL(forget_own_rows, "DELETE FROM list_row WHERE " ITS_OWN);
SQL(forget_own_cases, "UPDATE match_case SET row_id = 0 WHERE " ITS_OWN);
SQL(close_older, "UPDATE batch SET state = 'applied', ver = ver + 1 WHERE school_id = ? AND kind = 'I' AND state = 'listed' AND id < ?");
/* What was on hold before it is out of date: released later it would put old values over new ones. */
SQL(drop_held, "UPDATE batch SET state = 'dropped', hold = '', ver = ver + 1 WHERE school_id = ? AND kind = 'I' AND state = 'open' AND hold "
               "= 'held' AND id < ?");
/* Rows left of older imports that stand in this one again. A line of a register has no record: its words tell it. */
#define FIRST_WORDS(row) "COALESCE((SELECT words FROM row_issue WHERE school_id = " row ".school_id AND row_id = " row ".id AND n = 0), '')"
SQL(repeated_rows, "SELECT DISTINCT o.batch_id, o.id FROM list_row n JOIN batch b ON b.school_id = n.school_id AND b.kind = 'I' AND b.state = "
                   "'listed' AND b.id < n.batch_id JOIN list_row o ON o.school_id = b.school_id AND o.batch_id = b.id AND o.fields = n.fields "
                   "WHERE n.school_id = ? AND n.batch_id = ? AND (REPLACE(n.fields, CHAR(31), '') <> '' OR " FIRST_WORDS("o") " = "
                   FIRST_WORDS("n") ") ORDER BY o.batch_id, o.id");
SQL(forget_case, "UPDATE match_case SET row_id = 0 WHERE school_id = ? AND batch_id = ? AND row_id = ? AND answer IN ('', 'A')");
SQL(count_left, "SELECT COALESCE(SUM(outcome = 'C'), 0), COUNT(*) FROM list_row WHERE school_id = ? AND batch_id = ?");
SQL(set_left, "UPDATE import SET count_unmatched = ?, count_rejected = ? WHERE school_id = ? AND batch_id = ?");
SQL(close_one, "UPDATE batch SET state = 'applied', ver = ver + 1 WHERE school_id = ? AND id = ? AND kind = 'I' AND state = 'listed'");
/* Of what came during a pause that wants the newest alone; sets 1 is a list of pupils and nothing else. */
SQL(drop_older, "UPDATE batch SET state = 'dropped', ver = ver + 1 WHERE school_id = ? AND kind = 'I' AND state = 'open' AND id < (SELECT "
                "newest FROM (SELECT MAX(b.id) AS newest FROM batch b JOIN import i ON i.school_id = b.school_id AND i.batch_id = b.id WHERE "
                "b.school_id = ? AND b.kind = 'I' AND b.state = 'open' AND i.complete = 1) n) AND EXISTS (SELECT 1 FROM import o WHERE "
                "o.school_id = batch.school_id AND o.batch_id = batch.id AND o.sets = 1) AND EXISTS (SELECT 1 FROM pause p WHERE "
                "p.school_id = batch.school_id AND p.on_resume = 'N' AND p.from_at <= batch.opened_at AND COALESCE(p.ended_at, p.until_at) >= "
                "batch.opened_at)");
SQL(carry_cases, "UPDATE match_case n JOIN match_case o ON o.school_id = n.school_id AND o.fingerprint = n.fingerprint AND o.pupil_id = "
                 "n.pupil_id AND o.batch_id < n.batch_id AND o.row_id <> 0 AND o.answer IN ('', 'A') JOIN batch b ON b.school_id = "
                 "o.school_id AND b.id = o.batch_id AND b.kind = 'I' AND b.state = 'listed' SET n.created_at = o.created_at, n.answer = "
                 "o.answer, n.question = o.question, n.school_note = o.school_note, n.answered_by = o.answered_by, n.answered_at = "
                 "o.answered_at WHERE n.school_id = ? AND n.batch_id = ?");
SQL(count_try, "UPDATE import SET tries = tries + 1 WHERE school_id = ? AND batch_id = ?");
SQL(set_failed, "UPDATE import SET problem = LEFT(?, 500) WHERE school_id = ? AND batch_id = ?");
SQL(set_released, "UPDATE import SET only_additions = ? WHERE school_id = ? AND batch_id = ?");
SQL(set_first, "UPDATE import SET first_released_by = ? WHERE school_id = ? AND batch_id = ? AND first_released_by IS NULL");

static struct import import_of(const struct result *r, size_t row)
{
        return (struct import){ .batch = { .school = (unsigned long)result_number(r, row, 0),
                                           .id = (unsigned long)result_number(r, row, 1) },
                                .delivery = (unsigned long)result_number(r, row, 2),
                                .file_name = result_text(r, row, 3),
                                .complete = result_number(r, row, 4),
                                .only_additions = result_number(r, row, 5),
                                .rows = (unsigned long)result_number(r, row, 6),
                                .done = (unsigned long)result_number(r, row, 7),
                                .full = (uint64_t)result_number(r, row, 8),
                                .conflicts = (unsigned)result_number(r, row, 9),
                                .unmatched = (unsigned)result_number(r, row, 10),
                                .rejected = (unsigned)result_number(r, row, 11),
                                .missing = (unsigned)result_number(r, row, 12),
                                .tries = (unsigned)result_number(r, row, 13),
                                .first_released_by = (unsigned long)result_number(r, row, 14),
                                .first_released_name = result_text(r, row, 15),
                                .problem = result_text(r, row, 16),
                                .sets = (unsigned)result_number(r, row, 17),
                                .entry_new = (unsigned)result_number(r, row, 18),
                                .entry_changed = (unsigned)result_number(r, row, 19),
                                .unasked = (unsigned)result_number(r, row, 20),
                                .unasked_marks = (unsigned)result_number(r, row, 21),
                                .asked = { *result_text(r, row, 22), (unsigned)result_number(r, row, 23),
                                           date_from_iso(result_text(r, row, 24)) } };
}

/* With the batch of each. */
static enum outcome read_imports(struct db *db, struct arena *a, const struct result *r, struct imports *out)
{
        struct import *items = arena_array(a, r->count + 1, sizeof *items);
        enum outcome result = DONE;
        for (size_t i = 0; result == DONE && i < r->count; i++) {
                items[i] = import_of(r, i);
                result = batch_of_school(db, a, items[i].batch.school, items[i].batch.id, &items[i].batch);
        }
        *out = (struct imports){ r->count, items };
        return result;
}

static enum outcome find(struct db *db, struct arena *a, const struct sql *q, const struct arg *args, size_t count, struct import *out)
{
        struct result r;
        struct imports all;
        enum outcome result = db_find(db, a, &r, q, args, count);
        if (result == DONE)
                result = read_imports(db, a, &r, &all);
        if (result == DONE)
                *out = all.items[0];
        return result;
}

enum outcome import_find(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch, struct import *out)
{
        return find(db, a, &find_import, ARGS(arg_id(scope->school), arg_id(batch)), out);
}

enum outcome import_next(struct db *db, struct arena *a, const struct scope *scope, struct import *out)
{
        return find(db, a, &next_import, ARGS(arg_id(scope->school)), out);
}

enum outcome import_last(struct db *db, struct arena *a, const struct scope *scope, struct import *out)
{
        return find(db, a, &last_import, ARGS(arg_id(scope->school)), out);
}

enum outcome import_list(struct db *db, struct arena *a, const struct scope *scope, unsigned limit, struct imports *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_imports, ARGS(arg_id(scope->school), arg_number(limit)));
        return result == DONE ? read_imports(db, a, &r, out) : result;
}

enum outcome import_holds_list(struct db *db, struct arena *a, struct imports *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &held_imports, ARGS());
        return result == DONE ? read_imports(db, a, &r, out) : result;
}

enum outcome import_holds_answered(struct db *db, struct arena *a, struct imports *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &answered_imports, ARGS());
        return result == DONE ? read_imports(db, a, &r, out) : result;
}

/* ---- deeds ---- */

enum outcome import_add(struct db *db, const struct scope *scope, const struct import_new *n, unsigned long *batch)
{
        enum outcome result =
            db_run(db, &insert_batch, ARGS(arg_id(scope->school), arg_number(n->academic), arg_id(scope->person)));
        *batch = (unsigned long)db_last_id(db);
        if (result != DONE)
                return result;
        return db_run(db, &insert_import,
                      ARGS(arg_id(scope->school), arg_id(*batch), arg_id(n->delivery), arg_number(n->complete), arg_id(n->rows),
                           arg_number(n->sets)));
}

enum outcome import_done(struct db *db, const struct scope *scope, const struct import *i, const struct import_result *r)
{
        struct arg school = arg_id(scope->school), batch = arg_id(i->batch.id);
        enum outcome result = db_run(db, &apply_batch,
                                     ARGS(arg_text(r->open ? "listed" : "applied"), arg_number_or_null((long long)scope->person),
                                          arg_number(r->roll_before), arg_number(r->roll_after), arg_number(r->new),
                                          arg_number(r->changed), arg_number(r->unchanged), arg_number(r->rejected), school, batch));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        if (result != DONE)
                return result;
        return db_run(db, &set_counts,
                      ARGS(arg_number(r->listed), arg_number((long long)r->full), arg_number(r->conflicts),
                           arg_number(r->unmatched), arg_number(r->rejected), arg_number(r->missing), arg_number(r->entry_new), arg_number(r->entry_changed),
                           arg_number(r->unasked), arg_number(r->unasked_marks), school, batch));
}

static enum outcome forget_older(struct db *db, const struct scope *scope, unsigned long before)
{
        struct arg school = arg_id(scope->school), number = arg_id(before);
        static const struct sql *const steps[] = { &forget_issues, &forget_rows, &forget_cases };
        enum outcome result = db_run(db, &drop_held, ARGS(school, number));
        for (size_t i = 0; result == DONE && i < sizeof steps / sizeof *steps; i++)
                result = db_run(db, steps[i], ARGS(school, school, number));
        return result == DONE ? db_run(db, &close_older, ARGS(school, number)) : result;
}

static enum outcome forget_row(struct db *db, const struct scope *scope, unsigned long batch, unsigned long row)
{
        enum outcome result = list_forget_rows(db, scope, batch, &row, 1);
        return result == DONE ? db_run(db, &forget_case, ARGS(arg_id(scope->school), arg_id(batch), arg_id(row))) : result;
}

static enum outcome close_with_left(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &count_left, ARGS(arg_id(scope->school), arg_id(batch)));
        if (result != DONE)
                return result;
        unsigned unmatched = (unsigned)result_number(&r, 0, 0);
        return import_close(db, scope, batch, unmatched, (unsigned)result_number(&r, 0, 1) - unmatched);
}

static enum outcome forget_repeated(struct db *db, struct arena *a, const struct scope *scope, unsigned long by)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &repeated_rows, ARGS(arg_id(scope->school), arg_id(by)));
        for (size_t i = 0; result == DONE && i < r.count; i++) {
                unsigned long batch = (unsigned long)result_number(&r, i, 0);
                result = forget_row(db, scope, batch, (unsigned long)result_number(&r, i, 1));
                if (result == DONE && (i + 1 == r.count || (unsigned long)result_number(&r, i + 1, 0) != batch))
                        result = close_with_left(db, a, scope, batch);
        }
        return result;
}

enum outcome import_supersede(struct db *db, struct arena *a, const struct scope *scope, unsigned long by, bool complete)
{
        enum outcome result = db_run(db, &carry_cases, ARGS(arg_id(scope->school), arg_id(by)));
        if (result != DONE)
                return result;
        return complete ? forget_older(db, scope, by) : forget_repeated(db, a, scope, by);
}

enum outcome import_forget_left(struct db *db, const struct scope *scope, unsigned long batch)
{
        static const struct sql *const steps[] = { &forget_own_issues, &forget_own_rows, &forget_own_cases };
        enum outcome result = DONE;
        for (size_t i = 0; result == DONE && i < sizeof steps / sizeof *steps; i++)
                result = db_run(db, steps[i], ARGS(arg_id(scope->school), arg_id(batch)));
        return result;
}

enum outcome import_close(struct db *db, const struct scope *scope, unsigned long batch, unsigned unmatched, unsigned rejected)
{
        struct arg school = arg_id(scope->school), number = arg_id(batch);
        enum outcome result = db_run(db, &set_left, ARGS(arg_number(unmatched), arg_number(rejected), school, number));
        return result == DONE && unmatched + rejected == 0 ? db_run(db, &close_one, ARGS(school, number)) : result;
}

enum outcome import_drop_older(struct db *db, const struct scope *scope, unsigned long *count)
{
        enum outcome result = db_run(db, &drop_older, ARGS(arg_id(scope->school), arg_id(scope->school)));
        *count = result == DONE ? (unsigned long)db_affected(db) : 0;
        return result;
}

enum outcome import_try(struct db *db, const struct scope *scope, unsigned long batch)
{
        return db_run(db, &count_try, ARGS(arg_id(scope->school), arg_id(batch)));
}

enum outcome import_failed(struct db *db, const struct scope *scope, unsigned long batch, const char *problem)
{
        return db_run(db, &set_failed, ARGS(arg_text(problem), arg_id(scope->school), arg_id(batch)));
}

enum outcome import_released(struct db *db, const struct scope *scope, unsigned long batch, bool only_additions)
{
        return db_run(db, &set_released, ARGS(arg_number(only_additions), arg_id(scope->school), arg_id(batch)));
}

enum outcome import_first_release(struct db *db, const struct scope *scope, const struct import *i)
{
        enum outcome result = db_run(db, &set_first, ARGS(arg_id(scope->person), arg_id(scope->school), arg_id(i->batch.id)));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        return result == DONE ? audit_add(db, scope->person, scope->school, "hold-first-release", i->batch.id, "") : result;
}
