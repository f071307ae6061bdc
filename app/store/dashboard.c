#include "store/dashboard.h"

#include "store/audit.h"

/* The pause that counts, when there are several by mistake, is the last that was set; files wait in batches
 * that are open. */
#define DESK(pauses, batches, schools)                                                                       \
        "SELECT s.id, s.name, s.laestab, s.phase, s.on_roll, COALESCE(UNIX_TIMESTAMP(t.received_at), 0), "   \
        "COALESCE(t.in_file, -1), COALESCE(t.last_new, 0), COALESCE(t.last_changed, 0), "                    \
        "COALESCE(t.waiting_files, 0), "                                                                     \
        "COALESCE(t.waiting_rows, 0), COALESCE(t.held_files, 0), COALESCE(UNIX_TIMESTAMP(w.since), 0), "     \
        "COALESCE(t.missing, 0), COALESCE(t.unmatched, 0), COALESCE(t.conflicts_active, 0), "                \
        "COALESCE(t.conflicts_other, 0), COALESCE(t.rejected, 0), COALESCE(t.claimed, 0), "                  \
        "COALESCE(t.upn_problems, 0), COALESCE(UNIX_TIMESTAMP(t.oldest_at), 0), COALESCE(t.problem, ''), "   \
        "COALESCE(t.owner_id, 0), COALESCE(o.name, ''), COALESCE(p.id, 0), "                                 \
        "COALESCE(UNIX_TIMESTAMP(p.until_at), 0), "                                                          \
        "COALESCE(p.reason, ''), COALESCE(b.name, '') FROM school s LEFT JOIN school_status t ON "           \
        "t.school_id = s.id "                                                                                \
        "LEFT JOIN person o ON o.id = t.owner_id LEFT JOIN (SELECT school_id, MAX(id) AS id FROM pause "     \
        "WHERE "                                                                                             \
        "ended_at IS NULL AND from_at <= FROM_UNIXTIME(?) AND COALESCE(until_at > FROM_UNIXTIME(?), "        \
        "1)" pauses " GROUP BY school_id) q ON q.school_id = s.id LEFT JOIN pause p ON p.school_id = "       \
                    "q.school_id AND p.id = q.id "                                                           \
        "LEFT JOIN person b ON b.id = p.set_by LEFT JOIN (SELECT school_id, MIN(opened_at) AS since FROM "   \
        "batch WHERE "                                                                                       \
        "state = 'open' AND kind = 'I'" batches                                                              \
        " GROUP BY school_id) w ON w.school_id = s.id WHERE " schools

SQL(all_desks, DESK("", "", "s.closed_on IS NULL"));
SQL(one_desk, DESK(" AND school_id = ?", " AND school_id = ?", "s.id = ?"));

#define DAYS "SELECT day, SUM(received), SUM(processed) FROM school_day WHERE day >= ? "
SQL(days_of_all, DAYS "GROUP BY day ORDER BY day");
SQL(days_of_school, DAYS "AND school_id = ? GROUP BY day ORDER BY day");

SQL(add_status,
    "INSERT INTO school_status (school_id) SELECT s.id FROM school s WHERE s.id = ? AND NOT EXISTS (SELECT 1 "
    "FROM school_status t WHERE t.school_id = s.id)");
SQL(find_owner, "SELECT id FROM person WHERE id = ? AND school_id IS NULL AND disabled_at IS NULL");
SQL(set_owner, "UPDATE school_status SET owner_id = ? WHERE school_id = ? AND COALESCE(owner_id, 0) = ?");

SQL(imports_of_school,
    "SELECT b.id, i.delivery_id, d.file_name, d.received_at, COALESCE(p.name, ''), COALESCE(b.applied_at, "
    "''), d.source, "
    "i.complete, b.state, b.hold, b.hold_why, i.problem, i.row_total, i.row_done, COALESCE(b.count_new, 0), "
    "COALESCE(b.count_changed, 0), i.count_conflicts, i.count_unmatched, i.count_rejected, i.count_missing "
    "FROM import i "
    "JOIN batch b ON b.school_id = i.school_id AND b.id = i.batch_id JOIN delivery d ON d.id = i.delivery_id "
    "LEFT JOIN "
    "person p ON p.id = d.received_by WHERE i.school_id = ? AND i.batch_id < ? ORDER BY i.batch_id DESC "
    "LIMIT ?");

/* Reads columns one after the other. */
struct reading {
        const struct result *r;
        size_t row;
        unsigned column;
};

static const char *text(struct reading *c)
{
        return result_text(c->r, c->row, c->column++);
}

static long number(struct reading *c)
{
        return (long)result_number(c->r, c->row, c->column++);
}

static struct desk desk_of(const struct result *r, size_t row)
{
        struct reading c = { r, row, 0 };
        struct desk d = { .school = (unsigned long)number(&c) };
        struct desk_numbers *n = &d.n;
        d.name = text(&c), d.laestab = text(&c), d.phase = text(&c);
        n->on_roll = number(&c), n->received_at = number(&c), n->in_file = number(&c);
        n->new = number(&c), n->changed = number(&c);
        n->waiting_files = number(&c), n->waiting_rows = number(&c), n->held_files = number(&c);
        n->waiting_since = number(&c);
        n->missing = number(&c), n->unmatched = number(&c);
        n->conflicts_active = number(&c), n->conflicts_other = number(&c);
        n->rejected = number(&c), n->claimed = number(&c), n->upn_problems = number(&c);
        n->oldest_at = number(&c);
        d.problem = text(&c);
        n->error = *d.problem;
        d.owner = (unsigned long)number(&c), d.owner_name = text(&c);
        d.pause = (unsigned long)number(&c), n->paused_until = number(&c);
        n->paused = d.pause != 0;
        d.pause_reason = text(&c), d.paused_by = text(&c);
        return d;
}

enum outcome dashboard_list(struct db *db, struct arena *a, time_t now, struct desks *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &all_desks, ARGS(arg_number(now), arg_number(now)));
        struct desk *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = desk_of(&r, i);
        *out = (struct desks){ r.count, items };
        return result;
}

enum outcome dashboard_school(struct db *db, struct arena *a, const struct scope *scope, time_t now,
                              struct desk *out)
{
        struct result r;
        struct arg at = arg_number(now), school = arg_id(scope->school);
        enum outcome result = db_find(db, a, &r, &one_desk, ARGS(at, at, school, school, school));
        if (result == DONE)
                *out = desk_of(&r, 0);
        return result;
}

static struct desk_days days_of(struct arena *a, const struct result *r)
{
        struct desk_day *items = arena_array(a, r->count + 1, sizeof *items);
        for (size_t i = 0; i < r->count; i++)
                items[i] = (struct desk_day){ result_text(r, i, 0), (long)result_number(r, i, 1),
                                              (long)result_number(r, i, 2) };
        return (struct desk_days){ r->count, items };
}

enum outcome dashboard_days(struct db *db, struct arena *a, const char *from, struct desk_days *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &days_of_all, ARGS(arg_text(from)));
        *out = days_of(a, &r);
        return result;
}

enum outcome dashboard_school_days(struct db *db, struct arena *a, const struct scope *scope,
                                   const char *from, struct desk_days *out)
{
        struct result r;
        enum outcome result =
            db_query(db, a, &r, &days_of_school, ARGS(arg_text(from), arg_id(scope->school)));
        *out = days_of(a, &r);
        return result;
}

/* ---- the owner ---- */

struct owning {
        const struct scope *scope;
        unsigned long seen, owner;
};

static enum outcome is_staff(struct db *db, unsigned long person)
{
        struct arena *a = arena_new();
        struct result r;
        enum outcome result = db_find(db, a, &r, &find_owner, ARGS(arg_id(person)));
        arena_free(a);
        return result;
}

static enum outcome do_own(struct db *db, void *context)
{
        const struct owning *o = context;
        struct arg school = arg_id(o->scope->school);
        enum outcome result = o->owner ? is_staff(db, o->owner) : DONE;
        if (result == DONE)
                result = db_run(db, &add_status, ARGS(school));
        if (result == DONE)
                result = db_run(db, &set_owner,
                                ARGS(arg_number_or_null((long long)o->owner), school, arg_id(o->seen)));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        return result == DONE
                   ? audit_add(db, o->scope->person, o->scope->school, "school-owner-set", o->owner, "")
                   : result;
}

enum outcome dashboard_own(struct db *db, const struct scope *scope, unsigned long seen, unsigned long owner)
{
        struct owning o = { scope, seen, owner };
        return db_transaction(db, do_own, &o);
}

/* ---- imports ---- */

static struct desk_import import_of(const struct result *r, size_t row)
{
        struct reading c = { r, row, 0 };
        struct desk_import i = { .batch = (unsigned long)number(&c) };
        i.delivery = (unsigned long)number(&c), i.file_name = text(&c);
        i.received_at = text(&c), i.received_by = text(&c), i.applied_at = text(&c);
        i.source = *text(&c);
        i.complete = number(&c);
        i.state = text(&c), i.hold = text(&c), i.hold_why = text(&c), i.problem = text(&c);
        i.rows = number(&c), i.done = number(&c), i.new = number(&c), i.changed = number(&c);
        i.conflicts = number(&c), i.unmatched = number(&c), i.rejected = number(&c), i.missing = number(&c);
        return i;
}

enum outcome dashboard_imports(struct db *db, struct arena *a, const struct scope *scope,
                               unsigned long before, unsigned limit, struct desk_imports *out)
{
        struct result r;
        enum outcome result =
            db_query(db, a, &r, &imports_of_school,
                     ARGS(arg_id(scope->school), arg_number(before ? (long long)before : 4294967296LL),
                          arg_number(limit)));
        struct desk_import *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = import_of(&r, i);
        *out = (struct desk_imports){ r.count, items };
        return result;
}
