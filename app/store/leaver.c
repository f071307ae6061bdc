#include "store/leaver.h"

#include "store/audit.h"
#include "store/batch.h"

SQL(list_leavers, "SELECT pupil_id, ground, destination, COALESCE(left_on, '') FROM leaver WHERE school_id = ? AND batch_id = ?");
SQL(set_leaver, "INSERT INTO leaver (school_id, batch_id, pupil_id, ground, destination, left_on, set_by) VALUES (?, ?, ?, ?, ?, "
                "?, ?) ON DUPLICATE KEY UPDATE ground = VALUES(ground), destination = VALUES(destination), left_on = "
                "VALUES(left_on), set_by = VALUES(set_by)");

enum outcome leaver_list(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                         struct leavers *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_leavers, ARGS(arg_id(scope->school), arg_id(batch)));
        struct leaver *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct leaver){ (unsigned long)result_number(&r, i, 0), result_text(&r, i, 1),
                                            result_text(&r, i, 2), result_text(&r, i, 3) };
        *out = (struct leavers){ r.count, items };
        return result;
}

struct change {
        const struct scope *scope;
        unsigned long batch;
        const struct leaver *items;
        size_t count;
};

static enum outcome do_set(struct db *db, void *context)
{
        const struct change *c = context;
        enum outcome result = batch_touch(db, c->scope, c->batch);
        for (size_t i = 0; result == DONE && i < c->count; i++)
                result = db_run(db, &set_leaver,
                                ARGS(arg_id(c->scope->school), arg_id(c->batch), arg_id(c->items[i].pupil),
                                     arg_text(c->items[i].ground), arg_text(c->items[i].destination),
                                     arg_text_or_null(c->items[i].left_on), arg_id(c->scope->person)));
        return result == DONE ? audit_add(db, c->scope->person, c->scope->school, "leavers-set", c->batch, "") : result;
}

enum outcome leaver_set(struct db *db, const struct scope *scope, unsigned long batch, const struct leaver *items,
                        size_t count)
{
        struct change c = { scope, batch, items, count };
        return db_transaction(db, do_set, &c);
}
