#include "store/dashboard.h"

#include "store/audit.h"
#include "store/exchange_next.h"

/* Of one school, or (0) of all that are open. Each table is read for itself, in the order of schools, and they are laid side by side
 * here: looking up row by row in the server cost as much again. */
SQL(schools_of,
    "SELECT id, name, laestab, phase, on_roll FROM school WHERE id = ? OR (? = 0 AND closed_on IS NULL) ORDER BY id");
SQL(statuses_of,
    "SELECT school_id, UNIX_TIMESTAMP(received_at), in_file, last_new, last_changed, waiting_files, waiting_rows, held_files, "
    "missing, unmatched, conflicts_active, conflicts_other, rejected, claimed, upn_problems, UNIX_TIMESTAMP(oldest_at), "
    "UNIX_TIMESTAMP(waiting_since), problem, owner_id FROM school_status WHERE school_id = ? OR ? = 0 ORDER BY school_id");
SQL(pauses_of, "SELECT p.school_id, p.id, UNIX_TIMESTAMP(p.until_at), p.reason, b.name FROM pause p JOIN person b ON b.id = "
               "p.set_by WHERE p.ended_at IS NULL AND p.from_at <= FROM_UNIXTIME(?) AND (p.until_at IS NULL OR p.until_at > "
               "FROM_UNIXTIME(?)) ORDER BY p.school_id");

/* Days that are over are added up once (dashboard_add_up); the last one or two, in which somebody may still count, when asked.
 * A day that is compared with text is made text for it, row by row; and nothing need be sorted. */
SQL(days_of_all, "SELECT day, received, processed FROM authority_day WHERE day >= ? UNION ALL SELECT day, SUM(received), "
                 "SUM(processed) FROM school_day WHERE day >= ? AND day > COALESCE((SELECT MAX(day) FROM authority_day), "
                 "DATE '1970-01-01') GROUP BY day");
SQL(days_of_school, "SELECT day, received, processed FROM school_day WHERE day >= ? AND school_id = ? ORDER BY day");
SQL(add_up_days, "INSERT INTO authority_day (day, received, processed) SELECT day, SUM(received), SUM(processed) FROM school_day "
                 "WHERE day < DATE(FROM_UNIXTIME(?) - INTERVAL 1 HOUR) AND day > COALESCE((SELECT MAX(day) FROM authority_day), "
                 "DATE '1970-01-01') GROUP BY day");

SQL(insert_status,
    "INSERT INTO school_status (school_id) SELECT s.id FROM school s WHERE s.id = ? AND NOT EXISTS (SELECT 1 "
    "FROM school_status t WHERE t.school_id = s.id)");
SQL(find_owner, "SELECT id FROM person WHERE id = ? AND school_id IS NULL AND disabled_at IS NULL");
SQL(set_owner, "UPDATE school_status SET owner_id = ? WHERE school_id = ? AND COALESCE(owner_id, 0) = ?");

#define IMPORT_LINE                                                                                          \
        "SELECT b.id, i.delivery_id, d.file_name, d.received_at, COALESCE(p.name, ''), "                     \
        "COALESCE(b.applied_at, ''), d.source, i.complete, b.state, b.hold, b.hold_why, i.problem, "         \
        "i.row_total, i.row_done, COALESCE(b.count_new, 0), COALESCE(b.count_changed, 0), "                  \
        "i.count_conflicts, i.count_unmatched, i.count_rejected, i.count_missing, "                          \
        "COALESCE(b.count_unchanged, 0), b.hold_answer, COALESCE(b.undone_at, ''), COALESCE((SELECT name FROM "    \
        "person WHERE id = b.undone_by), ''), b.undone_why, s.id, s.name, s.laestab FROM import i JOIN batch b ON "  \
        " b.school_id = i.school_id AND b.id = i.batch_id JOIN delivery d ON d.id = i.delivery_id JOIN "   \
        "school s ON s.id = i.school_id LEFT JOIN person p ON p.id = d.received_by WHERE "
SQL(last_import, "SELECT b.id FROM import i JOIN batch b ON b.school_id = i.school_id AND b.id = i.batch_id WHERE i.school_id = ? AND "
                 "i.complete = 1 AND b.state IN ('applied', 'listed') AND b.applied_at IS NOT NULL ORDER BY b.id DESC LIMIT 1");
SQL(imports_of_school, IMPORT_LINE "i.school_id = ? AND i.batch_id < ? ORDER BY i.batch_id DESC LIMIT ?");
SQL(import_of_school, IMPORT_LINE "i.school_id = ? AND i.batch_id = ?");
SQL(imports_of_delivery, IMPORT_LINE "i.delivery_id = ? ORDER BY s.name, s.id");
SQL(imports_of_deliveries,
    IMPORT_LINE "i.school_id = ? AND i.delivery_id BETWEEN ? AND ? ORDER BY i.delivery_id DESC");

enum { FIRST_COUNT = 3 }; /* the column of statuses_of from which on its counts stand */

static struct desk desk_of(const struct result *schools, size_t row)
{
        struct reading c = { schools, row, 0 };
        struct desk d = { .school = (unsigned long)reading_number(&c), .problem = "", .owner_name = "", .pause_reason = "", .paused_by = "" };
        d.name = reading_text(&c), d.laestab = reading_text(&c), d.phase = reading_text(&c);
        d.n.on_roll = reading_number(&c);
        d.n.in_file = -1;
        return d;
}

static void add_status(struct desk *d, const struct result *statuses, size_t row)
{
        struct reading c = { statuses, row, 1 };
        struct desk_numbers *n = &d->n;
        n->received_at = reading_number(&c);
        n->in_file = result_null(statuses, row, c.column) ? -1 : reading_number(&c);
        c.column = FIRST_COUNT;
        n->new = reading_number(&c), n->changed = reading_number(&c);
        n->waiting_files = reading_number(&c), n->waiting_rows = reading_number(&c), n->held_files = reading_number(&c);
        n->missing = reading_number(&c), n->unmatched = reading_number(&c);
        n->conflicts_active = reading_number(&c), n->conflicts_other = reading_number(&c);
        n->rejected = reading_number(&c), n->claimed = reading_number(&c), n->upn_problems = reading_number(&c);
        n->oldest_at = reading_number(&c), n->waiting_since = reading_number(&c);
        d->problem = reading_text(&c);
        n->error = *d->problem;
        d->owner = (unsigned long)reading_number(&c);
}

static void add_pause(struct desk *d, const struct result *pauses, size_t row)
{
        d->n.paused = true;
        d->pause = (unsigned long)result_number(pauses, row, 1);
        d->n.paused_until = result_number(pauses, row, 2);
        d->pause_reason = result_text(pauses, row, 3);
        d->paused_by = result_text(pauses, row, 4);
}

static void name_owner(struct desk *d, const struct people *staff)
{
        for (size_t i = 0; d->owner && i < staff->count; i++)
                if (staff->items[i].id == d->owner)
                        d->owner_name = staff->items[i].name;
}

/* Rows by the school in their first column, from which those of one school after the other are taken. */
struct lane {
        struct result rows;
        size_t at;
};

static bool has_row(struct lane *l, unsigned long school)
{
        while (l->at < l->rows.count && (unsigned long)result_number(&l->rows, l->at, 0) < school)
                l->at++;
        return l->at < l->rows.count && (unsigned long)result_number(&l->rows, l->at, 0) == school;
}

struct lanes {
        struct lane statuses, pauses;
        struct exchange_next exchanges;
};

static enum outcome read_lanes(struct db *db, struct arena *a, unsigned long school, time_t now, struct lanes *out)
{
        enum outcome result =
            db_query(db, a, &out->statuses.rows, &statuses_of, ARGS(arg_id(school), arg_id(school)));
        if (result == DONE)
                result = db_query(db, a, &out->pauses.rows, &pauses_of, ARGS(arg_number(now), arg_number(now)));
        return result == DONE ? exchange_next_read(db, a, now, &out->exchanges) : result;
}

static void add_lanes(struct desk *d, struct lanes *l)
{
        if (has_row(&l->statuses, d->school))
                add_status(d, &l->statuses.rows, l->statuses.at);
        if (has_row(&l->pauses, d->school))
                add_pause(d, &l->pauses.rows, l->pauses.at);
        d->n.next_run = exchange_next_run(&l->exchanges, d->school, d->phase);
        d->n.unanswered = exchange_unanswered(&l->exchanges, d->school);
}

static enum outcome list(struct db *db, struct arena *a, unsigned long school, time_t now, struct desks *out)
{
        struct result r;
        struct lanes lanes = { 0 };
        *out = (struct desks){ 0 };
        enum outcome result = read_lanes(db, a, school, now, &lanes);
        if (result == DONE)
                result = person_list(db, a, 0, &out->staff);
        if (result == DONE)
                result = db_query(db, a, &r, &schools_of, ARGS(arg_id(school), arg_id(school)));
        if (result != DONE)
                return result;
        struct desk *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++) {
                items[i] = desk_of(&r, i);
                add_lanes(&items[i], &lanes);
                name_owner(&items[i], &out->staff);
        }
        out->count = r.count;
        out->items = items;
        return DONE;
}

enum outcome dashboard_list(struct db *db, struct arena *a, time_t now, struct desks *out)
{
        return list(db, a, 0, now, out);
}

enum outcome dashboard_school(struct db *db, struct arena *a, const struct scope *scope, time_t now, struct desk *out)
{
        struct desks one;
        enum outcome result = list(db, a, scope->school, now, &one);
        if (result == DONE && one.count)
                *out = one.items[0];
        return result == DONE && !one.count ? ABSENT : result;
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
        enum outcome result = db_query(db, a, &r, &days_of_all, ARGS(arg_text(from), arg_text(from)));
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

/* REFUSED: another program has just added them up. */
enum outcome dashboard_add_up(struct db *db, time_t now, unsigned long long *added)
{
        enum outcome result = db_run(db, &add_up_days, ARGS(arg_number(now)));
        *added = result == DONE ? db_affected(db) : 0;
        return result == REFUSED ? DONE : result;
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
                result = db_run(db, &insert_status, ARGS(school));
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
        struct desk_import i = { .batch = (unsigned long)reading_number(&c) };
        i.delivery = (unsigned long)reading_number(&c), i.file_name = reading_text(&c);
        i.received_at = reading_text(&c), i.received_by = reading_text(&c), i.applied_at = reading_text(&c);
        i.source = *reading_text(&c);
        i.complete = reading_number(&c);
        i.state = reading_text(&c), i.hold = reading_text(&c), i.hold_why = reading_text(&c), i.problem = reading_text(&c);
        i.rows = reading_number(&c), i.done = reading_number(&c), i.new = reading_number(&c), i.changed = reading_number(&c);
        i.conflicts = reading_number(&c), i.unmatched = reading_number(&c), i.rejected = reading_number(&c), i.missing = reading_number(&c);
        i.unchanged = reading_number(&c);
        i.hold_answer = reading_text(&c), i.undone_at = reading_text(&c), i.undone_by = reading_text(&c), i.undone_why = reading_text(&c);
        i.school = (unsigned long)reading_number(&c), i.school_name = reading_text(&c), i.laestab = reading_text(&c);
        return i;
}

static enum outcome read_imports(struct db *db, struct arena *a, const struct sql *q, const struct arg *args,
                                 size_t count, struct desk_imports *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, q, args, count);
        struct desk_import *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = import_of(&r, i);
        *out = (struct desk_imports){ r.count, items };
        return result;
}

enum outcome dashboard_imports(struct db *db, struct arena *a, const struct scope *scope,
                               unsigned long before, unsigned limit, struct desk_imports *out)
{
        return read_imports(db, a, &imports_of_school,
                            ARGS(arg_id(scope->school), arg_number(before ? (long long)before : 4294967296LL),
                                 arg_number(limit)),
                            out);
}

enum outcome dashboard_last_import(struct db *db, struct arena *a, const struct scope *scope, unsigned long *batch)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &last_import, ARGS(arg_id(scope->school)));
        *batch = result == DONE ? (unsigned long)result_number(&r, 0, 0) : 0;
        return result;
}

enum outcome dashboard_import(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                              struct desk_import *out)
{
        struct desk_imports one;
        enum outcome result =
            read_imports(db, a, &import_of_school, ARGS(arg_id(scope->school), arg_id(batch)), &one);
        if (result == DONE && one.count == 0)
                return ABSENT;
        if (result == DONE)
                *out = one.items[0];
        return result;
}

enum outcome dashboard_delivery(struct db *db, struct arena *a, unsigned long delivery,
                                struct desk_imports *out)
{
        return read_imports(db, a, &imports_of_delivery, ARGS(arg_id(delivery)), out);
}

enum outcome dashboard_own_imports(struct db *db, struct arena *a, const struct scope *scope,
                                   unsigned long from, unsigned long to, struct desk_imports *out)
{
        return read_imports(db, a, &imports_of_deliveries,
                            ARGS(arg_id(scope->school), arg_id(from), arg_id(to)), out);
}
