#include "store/undo.h"

SQL(removed_by,
    "SELECT id, ver FROM pupil WHERE school_id = ? AND left_batch_id = ? AND state = 'L' ORDER BY id");
SQL(created_by, "SELECT p.id, p.ver, p.state FROM pupil_change c JOIN pupil p ON p.school_id = c.school_id "
                "AND p.id = c.pupil_id "
                "WHERE c.school_id = ? AND c.batch_id = ? AND c.kind = 'created' ORDER BY p.id");
SQL(changed_by, "SELECT c.pupil_id, c.field, c.old_value, c.new_value, EXISTS (SELECT 1 FROM pupil_change l "
                "WHERE l.school_id = "
                "c.school_id AND l.pupil_id = c.pupil_id AND l.field = c.field AND l.id > c.id) FROM "
                "pupil_change c WHERE "
                "c.school_id = ? AND c.batch_id = ? AND c.kind = 'changed' ORDER BY c.pupil_id, c.id");

static struct pupil_seen seen_of(const struct result *r, size_t row)
{
        return (struct pupil_seen){ (unsigned long)result_number(r, row, 0),
                                    (unsigned)result_number(r, row, 1) };
}

static enum outcome read_removed(struct db *db, struct arena *a, const struct arg which[2],
                                 struct undo_facts *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &removed_by, which, 2);
        struct pupil_seen *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = seen_of(&r, i);
        out->back = items;
        out->back_count = r.count;
        return result;
}

static enum outcome read_created(struct db *db, struct arena *a, const struct arg which[2],
                                 struct undo_facts *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &created_by, which, 2);
        struct pupil_seen *items = arena_array(a, r.count + 1, sizeof *items);
        out->came = items;
        for (size_t i = 0; i < r.count; i++) {
                if (*result_text(&r, i, 2) == 'R')
                        items[out->came_count++] = seen_of(&r, i);
                else
                        out->came_gone++;
        }
        return result;
}

static enum outcome read_changed(struct db *db, struct arena *a, const struct arg which[2],
                                 struct undo_facts *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &changed_by, which, 2);
        struct undo_value *items = arena_array(a, r.count + 1, sizeof *items);
        out->values = items;
        for (size_t i = 0; i < r.count; i++) {
                enum field field = field_of_key(result_text(&r, i, 1));
                if (field != FIELD_COUNT)
                        items[out->value_count++] =
                            (struct undo_value){ (unsigned long)result_number(&r, i, 0), field,
                                                 result_text(&r, i, 2), result_text(&r, i, 3),
                                                 result_number(&r, i, 4) };
        }
        return result;
}

enum outcome undo_read(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                       struct undo_facts *out)
{
        const struct arg which[2] = { arg_number((long long)scope->school), arg_number((long long)batch) };
        *out = (struct undo_facts){ 0 };
        enum outcome result = read_removed(db, a, which, out);
        if (result == DONE)
                result = read_created(db, a, which, out);
        return result == DONE ? read_changed(db, a, which, out) : result;
}
