#include "store/exchange_task.h"

#include "store/audit.h"
#include "store/exchange_schools.h"

#define TASK                                                                                                 \
        "SELECT t.id, t.owner_school, COALESCE(o.name, ''), k.school_id IS NOT NULL, EXISTS (SELECT 1 FROM " \
        "existing_task x WHERE x.school_id = t.owner_school AND x.off_at IS NULL), t.name, t.way, "          \
        "t.data, t.group_kind, t.years, "                                                                    \
        "t.months, t.schools, t.phase, COALESCE(t.list_id, 0), COALESCE(sl.name, ''), t.repeats, t.days, "   \
        "t.day, t.at_minute, "                                                                               \
        "t.first_on, COALESCE(t.last_on, ''), t.window_minutes, t.wait_minutes, t.state, "                   \
        "COALESCE(UNIX_TIMESTAMP(t.next_at), 0), "                                                           \
        "COALESCE(p.name, ''), UNIX_TIMESTAMP(t.created_at), t.ver, (SELECT COUNT(*) FROM school s "         \
        "WHERE " SCHOOL_OF_TASK "), "                                                                        \
        "COALESCE(r.id, 0), COALESCE(UNIX_TIMESTAMP(r.issued_at), 0), (SELECT COUNT(*) FROM "                \
        "exchange_answer a WHERE a.run_id = r.id), "                                                         \
        "(SELECT COUNT(*) FROM exchange_answer a WHERE a.run_id = r.id AND a.state = 'D'), (SELECT "         \
        "COUNT(*) FROM exchange_answer a "                                                                   \
        "WHERE a.run_id = r.id AND a.state IN ('N', 'F', 'U', 'X')) FROM exchange_task t LEFT JOIN school "  \
        "o ON o.id = t.owner_school "                                                                        \
        "LEFT JOIN exchange_lock k ON k.school_id = t.owner_school LEFT JOIN school_list sl ON sl.id = "     \
        "t.list_id LEFT JOIN person p "                                                                      \
        "ON p.id = t.created_by LEFT JOIN exchange_run r ON r.id = (SELECT MAX(id) FROM exchange_run WHERE " \
        "task_id = t.id) WHERE "
#define CONCERNS "EXISTS (SELECT 1 FROM school s WHERE s.id = ? AND " SCHOOL_OF_TASK ")"
SQL(list_tasks,
    TASK "(? = 0 OR " CONCERNS
         ") AND (? = '' OR t.data = ?) AND IF(? = '', t.state <> 'D', t.state = ?) ORDER BY t.next_at "
         "IS NULL, t.state, t.next_at, t.id");
SQL(task_of_id, TASK "t.id = ?");
SQL(task_of_school, TASK "t.id = ? AND (" CONCERNS
                         " OR EXISTS (SELECT 1 FROM exchange_run q JOIN exchange_answer a ON a.run_id = q.id "
                         "WHERE q.task_id = t.id AND a.school_id = ?))");
SQL(task_picks, "SELECT school_id FROM exchange_task_school WHERE task_id = ? ORDER BY school_id");

SQL(insert_task, "INSERT INTO exchange_task (name, way, data, group_kind, years, months, schools, phase, "
                 "list_id, repeats, days, day, at_minute, first_on, "
                 "last_on, window_minutes, wait_minutes, next_at, owner_school, created_by, created_at, "
                 "set_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                 "?, ?, ?, ?, ?, ?, FROM_UNIXTIME(?), ?, ?, FROM_UNIXTIME(?), FROM_UNIXTIME(?))");
/* Whether they may: the school itself its own, the authority what no school has locked. */
#define THEIRS                                                                                               \
        "id = ? AND ver = ? AND state <> 'D' AND IF(? = 0, " OPEN_TO_AUTHORITY("owner_school") ", "           \
        "owner_school = ?)"
SQL(update_task, "UPDATE exchange_task SET name = ?, way = ?, data = ?, group_kind = ?, years = ?, months = "
                 "?, schools = ?, phase = ?, list_id = ?, "
                 "repeats = ?, days = ?, day = ?, at_minute = ?, first_on = ?, last_on = ?, window_minutes = "
                 "?, wait_minutes = ?, next_at = IF(state = 'A', "
                 "FROM_UNIXTIME(?), NULL), set_at = FROM_UNIXTIME(?), ver = ver + 1 WHERE " THEIRS);
SQL(update_state,
    "UPDATE exchange_task SET state = ?, next_at = FROM_UNIXTIME(?), ver = ver + 1 WHERE " THEIRS);
SQL(forget_picks, "DELETE FROM exchange_task_school WHERE task_id = ?");
#define PICK "INSERT INTO exchange_task_school (task_id, school_id) VALUES "
SQL(add_picks, PICK SQL_ROWS50("(?, ?)"));
SQL(add_pick, PICK "(?, ?)");
SQL(cancel_waiting,
    "UPDATE exchange_answer a JOIN exchange_run r ON r.id = a.run_id SET a.state = 'C', a.words = 'The task "
    "was deleted.', "
    "a.changed_at = FROM_UNIXTIME(?), a.ver = a.ver + 1 WHERE r.task_id = ? AND a.state IN ('W', 'H')");

SQL(find_lock, "SELECT UNIX_TIMESTAMP(k.locked_at), COALESCE(p.name, '') FROM exchange_lock k LEFT JOIN "
               "person p ON p.id = k.locked_by "
               "WHERE k.school_id = ?");
SQL(add_lock,
    "INSERT IGNORE INTO exchange_lock (school_id, locked_by, locked_at) VALUES (?, ?, UTC_TIMESTAMP())");
SQL(drop_lock, "DELETE FROM exchange_lock WHERE school_id = ?");
SQL(all_locks, "SELECT school_id FROM exchange_lock ORDER BY school_id");

/* ---- reading ---- */

static void read_ask(struct reading *c, struct exchange_task *t)
{
        t->ask.way = *reading_text(c);
        t->ask.data = reading_text(c);
        t->ask.group = *reading_text(c);
        t->ask.years = (unsigned)reading_number(c);
        t->ask.months = (unsigned)reading_number(c);
        t->schools = *reading_text(c);
        t->phase = reading_text(c);
        t->list = (unsigned long)reading_number(c);
        t->list_name = reading_text(c);
}

static void read_when(struct reading *c, struct exchange_task *t)
{
        t->when.repeats = *reading_text(c);
        t->when.days = (unsigned)reading_number(c);
        t->when.day = (unsigned)reading_number(c);
        t->when.at_minute = (unsigned)reading_number(c);
        t->when.first_on = date_from_iso(reading_text(c));
        t->when.last_on = date_from_iso(reading_text(c));
        t->window = (unsigned)reading_number(c);
        t->wait = (unsigned)reading_number(c);
}

static struct exchange_task task_of(const struct result *r, size_t row)
{
        struct reading c = { r, row, 0 };
        struct exchange_task t = { .id = (unsigned long)reading_number(&c) };
        t.owner = (unsigned long)reading_number(&c);
        t.owner_name = reading_text(&c);
        t.locked = reading_number(&c);
        t.unsettled = reading_number(&c);
        t.name = reading_text(&c);
        read_ask(&c, &t);
        read_when(&c, &t);
        t.state = *reading_text(&c);
        t.next_at = reading_number(&c);
        t.created_by = reading_text(&c);
        t.created_at = reading_number(&c);
        t.version = (unsigned)reading_number(&c);
        t.school_count = (unsigned long)reading_number(&c);
        t.last_run = (unsigned long)reading_number(&c);
        t.last_at = reading_number(&c);
        t.last_all = (unsigned long)reading_number(&c);
        t.last_done = (unsigned long)reading_number(&c);
        t.last_failed = (unsigned long)reading_number(&c);
        return t;
}

enum outcome exchange_task_list(struct db *db, struct arena *a, unsigned long school, const char *data,
                                char state, struct exchange_tasks *out)
{
        struct result r;
        struct arg in = arg_bytes(&state, state != 0);
        enum outcome result =
            db_query(db, a, &r, &list_tasks,
                     ARGS(arg_id(school), arg_id(school), arg_text(data), arg_text(data), in, in));
        struct exchange_task *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = task_of(&r, i);
        *out = (struct exchange_tasks){ r.count, items };
        return result;
}

enum outcome exchange_task_find(struct db *db, struct arena *a, unsigned long id, struct exchange_task *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &task_of_id, ARGS(arg_id(id)));
        if (result == DONE)
                *out = task_of(&r, 0);
        return result;
}

enum outcome exchange_task_find_own(struct db *db, struct arena *a, const struct scope *scope,
                                    unsigned long id, struct exchange_task *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &task_of_school,
                                      ARGS(arg_id(id), arg_id(scope->school), arg_id(scope->school)));
        if (result == DONE)
                *out = task_of(&r, 0);
        return result;
}

static enum outcome ids(struct db *db, struct arena *a, const struct sql *q, const struct arg *args,
                        size_t count, struct exchange_picks *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, q, args, count);
        unsigned long *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (unsigned long)result_number(&r, i, 0);
        *out = (struct exchange_picks){ r.count, items };
        return result;
}

enum outcome exchange_task_picks(struct db *db, struct arena *a, unsigned long id, struct exchange_picks *out)
{
        return ids(db, a, &task_picks, ARGS(arg_id(id)), out);
}

/* ---- deeds ---- */

struct task_deed {
        const struct exchange_by *by;
        const struct exchange_task *t;
        const struct exchange_picks *picks;
        time_t now;
        unsigned long id;
        char state;
};

static unsigned long owner_of(const struct exchange_by *by)
{
        return by->school ? by->school->school : 0;
}

static enum outcome put_picks(struct db *db, const struct task_deed *d)
{
        size_t count = d->t->schools == SCHOOLS_PICKED ? d->picks->count : 0;
        struct arena *a = arena_new();
        struct arg *args = arena_array(a, 2 * count + 1, sizeof *args);
        for (size_t i = 0; i < count; i++) {
                args[2 * i] = arg_id(d->id);
                args[2 * i + 1] = arg_id(d->picks->ids[i]);
        }
        enum outcome result = db_run(db, &forget_picks, ARGS(arg_id(d->id)));
        if (result == DONE)
                result = db_run_many(db, &add_picks, &add_pick, args, count, 2);
        arena_free(a);
        return result;
}

/* The first seventeen of insert_task and update_task. */
#define CONTENTS(t)                                                                                          \
        arg_text((t)->name), arg_bytes(&(t)->ask.way, 1), arg_text((t)->ask.data),                           \
            arg_bytes(&(t)->ask.group, 1), arg_number((t)->ask.years), arg_number((t)->ask.months),          \
            arg_bytes(&(t)->schools, 1), arg_text((t)->phase), arg_number_or_null((long long)(t)->list),     \
            arg_bytes(&(t)->when.repeats, 1), arg_number((t)->when.days), arg_number((t)->when.day),         \
            arg_number((t)->when.at_minute), arg_text(date_to_iso((t)->when.first_on, first)),               \
            arg_text_or_null(date_to_iso((t)->when.last_on, last)), arg_number((t)->window),                 \
            arg_number((t)->wait)

static enum outcome do_add(struct db *db, void *context)
{
        struct task_deed *d = context;
        char first[DATE_TEXT], last[DATE_TEXT];
        struct arg now = arg_number(d->now);
        enum outcome result =
            db_run(db, &insert_task,
                   ARGS(CONTENTS(d->t), arg_number_or_null(schedule_next(&d->t->when, d->now)),
                        arg_id(owner_of(d->by)), arg_number_or_null((long long)d->by->person), now, now));
        if (result != DONE)
                return result;
        d->id = (unsigned long)db_last_id(db);
        result = put_picks(db, d);
        return result == DONE
                   ? audit_add(db, d->by->person, owner_of(d->by), "task-added", d->id, d->t->ask.data)
                   : result;
}

enum outcome exchange_task_add(struct db *db, const struct exchange_by *by, const struct exchange_task *t,
                               const struct exchange_picks *picks, time_t now, unsigned long *id)
{
        struct task_deed d = { by, t, picks, now, 0, 0 };
        enum outcome result = db_transaction(db, do_add, &d);
        *id = d.id;
        return result;
}

#define WHO_CHANGES(d)                                                                                       \
        arg_id((d)->t->id), arg_number((d)->t->version), arg_id(owner_of((d)->by)), arg_id(owner_of((d)->by))

static enum outcome do_set(struct db *db, void *context)
{
        struct task_deed *d = context;
        char first[DATE_TEXT], last[DATE_TEXT];
        enum outcome result =
            db_run(db, &update_task,
                   ARGS(CONTENTS(d->t), arg_number_or_null(schedule_next(&d->t->when, d->now)),
                        arg_number(d->now), WHO_CHANGES(d)));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        if (result == DONE)
                result = put_picks(db, d);
        return result == DONE
                   ? audit_add(db, d->by->person, owner_of(d->by), "task-changed", d->id, d->t->ask.data)
                   : result;
}

enum outcome exchange_task_set(struct db *db, const struct exchange_by *by, const struct exchange_task *t,
                               const struct exchange_picks *picks, time_t now)
{
        struct task_deed d = { by, t, picks, now, t->id, 0 };
        return db_transaction(db, do_set, &d);
}

static enum outcome do_state(struct db *db, void *context)
{
        const struct task_deed *d = context;
        time_t next = d->state == TASK_ACTIVE ? schedule_next(&d->t->when, d->now) : 0;
        enum outcome result = db_run(db, &update_state,
                                     ARGS(arg_bytes(&d->state, 1), arg_number_or_null(next), WHO_CHANGES(d)));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        if (result == DONE && d->state == TASK_DELETED)
                result = db_run(db, &cancel_waiting, ARGS(arg_number(d->now), arg_id(d->id)));
        const char *verb = d->state == TASK_DELETED  ? "task-deleted"
                           : d->state == TASK_PAUSED ? "task-paused"
                                                     : "task-resumed";
        return result == DONE ? audit_add(db, d->by->person, owner_of(d->by), verb, d->id, "") : result;
}

enum outcome exchange_task_state(struct db *db, const struct exchange_by *by, const struct exchange_task *t,
                                 char state, time_t now)
{
        struct task_deed d = { by, t, NULL, now, t->id, state };
        return db_transaction(db, do_state, &d);
}

/* ---- locks ---- */

enum outcome exchange_lock_find(struct db *db, struct arena *a, unsigned long school, time_t *locked_at,
                                const char **by)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &find_lock, ARGS(arg_id(school)));
        *locked_at = r.count ? (time_t)result_number(&r, 0, 0) : 0;
        *by = r.count ? result_text(&r, 0, 1) : "";
        return result;
}

struct lock_deed {
        const struct scope *scope;
        bool locked;
};

static enum outcome do_lock(struct db *db, void *context)
{
        const struct lock_deed *d = context;
        enum outcome result =
            d->locked ? db_run(db, &add_lock, ARGS(arg_id(d->scope->school), arg_id(d->scope->person)))
                      : db_run(db, &drop_lock, ARGS(arg_id(d->scope->school)));
        if (result != DONE || db_affected(db) == 0)
                return result;
        return audit_add(db, d->scope->person, d->scope->school,
                         d->locked ? "tasks-locked" : "tasks-unlocked", 0, "");
}

enum outcome exchange_lock_set(struct db *db, const struct scope *scope, bool locked)
{
        struct lock_deed d = { scope, locked };
        return db_transaction(db, do_lock, &d);
}

enum outcome exchange_locked(struct db *db, struct arena *a, struct exchange_picks *out)
{
        return ids(db, a, &all_locks, ARGS(), out);
}
