#include "store/upn_problem.h"

#include <string.h>

#include "store/pupil_columns.h"

SQL(list_problems, "SELECT id, pupil_id, other_school_id, other_pupil_id, message, value, batch_id, file_name, sheet, row_n, since "
                   "FROM upn_problem WHERE school_id = ? ORDER BY message, id");
#define ADD "(?, ?, ?, LEFT(?, 20), ?, ?, ?, LEFT(?, 255), LEFT(?, 100), ?, COALESCE(?, UTC_TIMESTAMP()))"
#define ADD_INTO                                                                                                    \
        "INSERT INTO upn_problem (school_id, pupil_id, message, value, other_school_id, other_pupil_id, batch_id, file_name, " \
        "sheet, row_n, since) VALUES "
SQL(add_1, ADD_INTO ADD);
SQL(add_50, ADD_INTO SQL_ROWS50(ADD));
enum { ADD_ARGS = 11 };
SQL(delete_problems, "DELETE FROM upn_problem WHERE school_id = ?");
SQL(forget_batch, "DELETE FROM upn_problem WHERE school_id = ? AND batch_id = ? AND file_name <> ''");
SQL(settle_pupil, "DELETE FROM upn_problem WHERE school_id = ? AND pupil_id = ? AND (value = ? OR value = '')");
SQL(forget_rows, "DELETE FROM upn_problem WHERE school_id = ? AND batch_id = ? AND pupil_id = 0 AND NOT EXISTS (SELECT 1 FROM list_row r "
                 "WHERE r.school_id = upn_problem.school_id AND r.batch_id = upn_problem.batch_id AND r.sheet = upn_problem.sheet AND "
                 "r.row_n + 1 = upn_problem.row_n)");
SQL(forget_50, "DELETE FROM upn_problem WHERE school_id = ? AND pupil_id IN (" FIFTY ")");

enum outcome upn_problem_list(struct db *db, struct arena *a, const struct scope *scope, struct upn_problems *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_problems, ARGS(arg_id(scope->school)));
        struct upn_problem *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct upn_problem){ .id = (unsigned long)result_number(&r, i, 0),
                                                 .pupil = (unsigned long)result_number(&r, i, 1),
                                                 .other_school = (unsigned long)result_number(&r, i, 2),
                                                 .other_pupil = (unsigned long)result_number(&r, i, 3),
                                                 .message = (unsigned)result_number(&r, i, 4),
                                                 .value = result_text(&r, i, 5),
                                                 .batch = (unsigned long)result_number(&r, i, 6),
                                                 .file = result_text(&r, i, 7),
                                                 .sheet = result_text(&r, i, 8),
                                                 .row = (unsigned)result_number(&r, i, 9),
                                                 .since = result_text(&r, i, 10) };
        *out = (struct upn_problems){ r.count, items };
        return result;
}

bool upn_problem_same(const struct upn_problem *x, const struct upn_problem *y)
{
        return x->pupil == y->pupil && x->message == y->message && strcmp(x->value, y->value) == 0 &&
               x->other_school == y->other_school && x->other_pupil == y->other_pupil;
}

static const char *since(const struct upn_problems *before, const struct upn_problem *p)
{
        for (size_t i = 0; i < before->count; i++)
                if (upn_problem_same(&before->items[i], p))
                        return before->items[i].since;
        return NULL;
}

/* Most nights nothing of it changes: then nothing is written. */
static bool as_before(const struct upn_problems *before, const struct upn_problem *items, size_t count)
{
        for (size_t i = 0; i < count; i++)
                if (!since(before, &items[i]))
                        return false;
        return before->count == count;
}

enum outcome upn_problem_set(struct db *db, struct arena *a, const struct scope *scope, const struct upn_problem *items,
                             size_t count)
{
        struct upn_problems before;
        enum outcome result = upn_problem_list(db, a, scope, &before);
        if (result != DONE || as_before(&before, items, count))
                return result;
        struct arg *args = arena_array(a, count * ADD_ARGS + 1, sizeof *args), *to = args;
        for (size_t i = 0; i < count; i++) {
                const struct upn_problem *p = &items[i];
                const struct arg row[ADD_ARGS] = {
                        arg_id(scope->school), arg_id(p->pupil), arg_number(p->message), arg_text(p->value),
                        arg_id(p->other_school), arg_id(p->other_pupil), arg_id(p->batch), arg_text(p->file),
                        arg_text(p->sheet), arg_number(p->row), arg_text_or_null(since(&before, p))
                };
                memcpy(to, row, sizeof row);
                to += ADD_ARGS;
        }
        result = db_run(db, &delete_problems, ARGS(arg_id(scope->school)));
        return result == DONE ? db_run_many(db, &add_50, &add_1, args, count, ADD_ARGS) : result;
}

enum outcome upn_problem_forget(struct db *db, const struct scope *scope, const unsigned long *pupils, size_t count)
{
        enum outcome result = DONE;
        for (size_t i = 0; result == DONE && i < count; i += IN_LIST) {
                struct arg args[1 + IN_LIST] = { arg_id(scope->school) };
                in_list(args + 1, pupils + i, count - i < IN_LIST ? count - i : IN_LIST);
                result = db_run(db, &forget_50, args, 1 + IN_LIST);
        }
        return result;
}

enum outcome upn_problem_forget_batch(struct db *db, const struct scope *scope, unsigned long batch)
{
        return db_run(db, &forget_batch, ARGS(arg_id(scope->school), arg_id(batch)));
}

enum outcome upn_problem_settle(struct db *db, const struct scope *scope, unsigned long pupil, const char *upn)
{
        return db_run(db, &settle_pupil, ARGS(arg_id(scope->school), arg_id(pupil), arg_text(upn)));
}

enum outcome upn_problem_forget_rows(struct db *db, const struct scope *scope, unsigned long batch)
{
        return db_run(db, &forget_rows, ARGS(arg_id(scope->school), arg_id(batch)));
}
