#include "store/school_list.h"

#include "store/audit.h"

#define USED                                                                                                 \
        "SELECT COUNT(*) FROM exchange_task t WHERE t.schools = 'L' AND t.state <> 'D' AND t.list_id = l.id"
#define LIST                                                                                                 \
        "SELECT l.id, l.name, l.ver, (SELECT COUNT(*) FROM school_list_member m JOIN school s ON s.id = "    \
        "m.school_id AND s.closed_on IS "                                                                    \
        "NULL WHERE m.list_id = l.id), (" USED ") FROM school_list l "
SQL(all_lists, LIST "ORDER BY l.name, l.id");
SQL(list_of_id, LIST "WHERE l.id = ?");
SQL(members_of, "SELECT school_id FROM school_list_member WHERE list_id = ? ORDER BY school_id");
SQL(insert_list, "INSERT INTO school_list (name) VALUES (?)");
SQL(update_list, "UPDATE school_list SET name = ?, ver = ver + 1 WHERE id = ? AND ver = ?");
SQL(forget_members, "DELETE FROM school_list_member WHERE list_id = ?");
#define MEMBER "INSERT INTO school_list_member (list_id, school_id) VALUES "
SQL(add_members, MEMBER SQL_ROWS50("(?, ?)"));
SQL(add_member, MEMBER "(?, ?)");
/* Whose tasks are over may go. */
SQL(delete_list, "DELETE FROM school_list WHERE id = ? AND ver = ? AND NOT EXISTS (SELECT 1 FROM "
                 "exchange_task t WHERE t.schools = 'L' AND "
                 "t.state <> 'D' AND t.list_id = school_list.id)");

static struct school_list list_of(const struct result *r, size_t row)
{
        return (struct school_list){ (unsigned long)result_number(r, row, 0), result_text(r, row, 1),
                                     (unsigned)result_number(r, row, 2),
                                     (unsigned long)result_number(r, row, 3),
                                     (unsigned long)result_number(r, row, 4) };
}

enum outcome school_list_all(struct db *db, struct arena *a, struct school_lists *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &all_lists, ARGS());
        struct school_list *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = list_of(&r, i);
        *out = (struct school_lists){ r.count, items };
        return result;
}

enum outcome school_list_find(struct db *db, struct arena *a, unsigned long id, struct school_list *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &list_of_id, ARGS(arg_id(id)));
        if (result == DONE)
                *out = list_of(&r, 0);
        return result;
}

enum outcome school_list_members(struct db *db, struct arena *a, unsigned long id, struct exchange_picks *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &members_of, ARGS(arg_id(id)));
        unsigned long *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (unsigned long)result_number(&r, i, 0);
        *out = (struct exchange_picks){ r.count, items };
        return result;
}

struct list_deed {
        unsigned long by, id;
        const struct school_list *l;
        const struct exchange_picks *members;
};

static enum outcome put_members(struct db *db, const struct list_deed *d)
{
        struct arena *a = arena_new();
        struct arg *args = arena_array(a, 2 * d->members->count + 1, sizeof *args);
        for (size_t i = 0; i < d->members->count; i++) {
                args[2 * i] = arg_id(d->id);
                args[2 * i + 1] = arg_id(d->members->ids[i]);
        }
        enum outcome result = db_run(db, &forget_members, ARGS(arg_id(d->id)));
        if (result == DONE)
                result = db_run_many(db, &add_members, &add_member, args, d->members->count, 2);
        arena_free(a);
        return result;
}

static enum outcome do_save(struct db *db, void *context)
{
        struct list_deed *d = context;
        d->id = d->l->id;
        enum outcome result =
            d->id ? db_run(db, &update_list,
                           ARGS(arg_text(d->l->name), arg_id(d->id), arg_number(d->l->version)))
                  : db_run(db, &insert_list, ARGS(arg_text(d->l->name)));
        if (result == DONE && d->id && db_affected(db) == 0)
                return REFUSED;
        if (result == DONE && !d->id)
                d->id = (unsigned long)db_last_id(db);
        if (result == DONE)
                result = put_members(db, d);
        return result == DONE ? audit_add(db, d->by, 0,
                                          d->l->id ? "school-list-changed" : "school-list-added", d->id, "")
                              : result;
}

enum outcome school_list_save(struct db *db, unsigned long by, const struct school_list *l,
                              const struct exchange_picks *members, unsigned long *id)
{
        struct list_deed d = { by, 0, l, members };
        enum outcome result = db_transaction(db, do_save, &d);
        *id = d.id;
        return result;
}

static enum outcome do_drop(struct db *db, void *context)
{
        const struct list_deed *d = context;
        enum outcome result = db_run(db, &delete_list, ARGS(arg_id(d->id), arg_number(d->l->version)));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        if (result == DONE)
                result = db_run(db, &forget_members, ARGS(arg_id(d->id)));
        return result == DONE ? audit_add(db, d->by, 0, "school-list-deleted", d->id, "") : result;
}

enum outcome school_list_drop(struct db *db, unsigned long by, unsigned long id, unsigned version)
{
        const struct school_list l = { .id = id, .version = version };
        struct list_deed d = { by, id, &l, NULL };
        return db_transaction(db, do_drop, &d);
}
