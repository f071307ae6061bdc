#include "store/missing.h"

#include <stdlib.h>
#include <string.h>

#include "store/pupil_columns.h"

SQL(list_missing, "SELECT school_id, pupil_id, batch_id, state, ver, COALESCE(left_on, '') FROM missing_pupil WHERE school_id = ? ORDER BY pupil_id");
#define ADD "(?, ?, ?, ?, UTC_TIMESTAMP())"
#define ADD_INTO "INSERT INTO missing_pupil (school_id, pupil_id, batch_id, left_on, since) VALUES "
SQL(add_1, ADD_INTO ADD);
SQL(add_50, ADD_INTO SQL_ROWS50(ADD));
enum { ADD_ARGS = 4 };
SQL(set_left, "UPDATE missing_pupil SET left_on = ?, ver = ver + 1 WHERE school_id = ? AND pupil_id = ?");
SQL(forget_50, "DELETE FROM missing_pupil WHERE school_id = ? AND pupil_id IN (" FIFTY ")");
SQL(keep_missing, "UPDATE missing_pupil SET state = 'K', decided_by = ?, decided_at = UTC_TIMESTAMP(), ver = ver + 1 WHERE "
                  "school_id = ? AND pupil_id = ? AND ver = ? AND state = ''");

enum outcome missing_list(struct db *db, struct arena *a, const struct scope *scope, struct missings *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_missing, ARGS(arg_id(scope->school)));
        struct missing *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct missing){ (unsigned long)result_number(&r, i, 0), (unsigned long)result_number(&r, i, 1),
                                             (unsigned long)result_number(&r, i, 2), *result_text(&r, i, 3) == 'K',
                                             (unsigned)result_number(&r, i, 4), result_text(&r, i, 5) };
        *out = (struct missings){ r.count, items };
        return result;
}

enum outcome missing_forget(struct db *db, const struct scope *scope, const unsigned long *pupils, size_t count)
{
        enum outcome result = DONE;
        for (size_t i = 0; result == DONE && i < count; i += IN_LIST) {
                struct arg args[1 + IN_LIST] = { arg_id(scope->school) };
                in_list(args + 1, pupils + i, count - i < IN_LIST ? count - i : IN_LIST);
                result = db_run(db, &forget_50, args, 1 + IN_LIST);
        }
        return result;
}

/* Of ids, and of what an id leads in. */
static int by_number(const void *a, const void *b)
{
        unsigned long x = *(const unsigned long *)a, y = *(const unsigned long *)b;
        return (x > y) - (x < y);
}

enum outcome missing_set(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                         const struct missing_new *pupils, size_t count)
{
        struct missings before;
        enum outcome result = missing_list(db, a, scope, &before);
        if (result != DONE)
                return result;
        struct missing_new *sorted = arena_array(a, count + 1, sizeof *sorted);
        unsigned long *back = arena_array(a, before.count + 1, sizeof *back);
        bool *known = arena_array(a, count + 1, sizeof *known);
        size_t backs = 0, fresh = 0;
        for (size_t i = 0; i < count; i++)
                sorted[i] = pupils[i];
        qsort(sorted, count, sizeof *sorted, by_number);
        for (size_t i = 0; result == DONE && i < before.count; i++) {
                const struct missing_new *at = bsearch(&before.items[i].pupil, sorted, count, sizeof *sorted, by_number);
                if (!at) {
                        back[backs++] = before.items[i].pupil;
                        continue;
                }
                known[at - sorted] = true;
                if (*at->left_on && strcmp(at->left_on, before.items[i].left_on) != 0)
                        result = db_run(db, &set_left, ARGS(arg_text(at->left_on), arg_id(scope->school), arg_id(at->pupil)));
        }
        struct arg *args = arena_array(a, count * ADD_ARGS + 1, sizeof *args);
        for (size_t i = 0; i < count; i++)
                if (!known[i]) {
                        args[fresh * ADD_ARGS] = arg_id(scope->school);
                        args[fresh * ADD_ARGS + 1] = arg_id(sorted[i].pupil);
                        args[fresh * ADD_ARGS + 2] = arg_id(batch);
                        args[fresh++ * ADD_ARGS + 3] = arg_text_or_null(sorted[i].left_on);
                }
        if (result == DONE)
                result = missing_forget(db, scope, back, backs);
        return result == DONE ? db_run_many(db, &add_50, &add_1, args, fresh, ADD_ARGS) : result;
}

enum outcome missing_keep(struct db *db, const struct scope *scope, const struct missing *m)
{
        enum outcome result = db_run(db, &keep_missing,
                                     ARGS(arg_id(scope->person), arg_id(scope->school), arg_id(m->pupil), arg_number(m->version)));
        return result == DONE && db_affected(db) == 0 ? REFUSED : result;
}
