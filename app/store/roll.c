#include "store/roll.h"

SQL(lock_roll, "SELECT id FROM school WHERE id = ? FOR UPDATE");
SQL(changed_since, "SELECT id FROM pupil WHERE school_id = ? AND roll_ver > ? ORDER BY id");
SQL(count_all, "SELECT COALESCE(SUM(on_roll), 0) FROM school");

enum outcome roll_lock(struct db *db, const struct scope *scope)
{
        struct result r;
        struct arena *a = arena_new();
        enum outcome result = db_find(db, a, &r, &lock_roll, ARGS(arg_number((long long)scope->school)));
        arena_free(a);
        return result;
}

enum outcome roll_changed_since(struct db *db, struct arena *a, const struct scope *scope, unsigned long long version,
                                unsigned long **ids, size_t *count)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &changed_since,
                                       ARGS(arg_number((long long)scope->school), arg_number((long long)version)));
        *ids = arena_array(a, r.count + 1, sizeof **ids);
        *count = r.count;
        for (size_t i = 0; i < r.count; i++)
                (*ids)[i] = (unsigned long)result_number(&r, i, 0);
        return result;
}

enum outcome roll_of_authority(struct db *db, struct arena *a, unsigned long *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &count_all, ARGS());
        *out = result == DONE ? (unsigned long)result_number(&r, 0, 0) : 0;
        return result;
}
