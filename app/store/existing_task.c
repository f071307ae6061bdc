#include "store/existing_task.h"

#include <string.h>

#include "store/audit.h"

#define EXISTING                                                                                             \
        "SELECT e.id, e.school_id, e.ref, e.name, e.described, e.way, e.data, e.group_kind, e.years, "       \
        "e.months, e.repeats, e.days, e.day, "                                                               \
        "e.at_minute, e.answer, COALESCE(e.task_id, 0), COALESCE(t.name, ''), COALESCE(p.name, ''), "        \
        "COALESCE(UNIX_TIMESTAMP(e.answered_at), "                                                           \
        "0), COALESCE(UNIX_TIMESTAMP(e.off_at), 0), e.ver FROM existing_task e LEFT JOIN exchange_task t "   \
        "ON t.id = e.task_id LEFT JOIN "                                                                     \
        "person p ON p.id = e.answered_by WHERE "
SQL(existing_of_school,
    EXISTING "e.school_id = ? ORDER BY e.answer <> '', e.off_at IS NOT NULL, e.name, e.id");
SQL(existing_of_id, EXISTING "e.id = ?");
SQL(put_existing, "INSERT INTO existing_task (school_id, ref, name, described, way, data, group_kind, years, "
                  "months, repeats, days, day, "
                  "at_minute, read_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP()) ON "
                  "DUPLICATE KEY UPDATE name = "
                  "VALUES(name), described = VALUES(described), way = VALUES(way), data = VALUES(data), "
                  "group_kind = VALUES(group_kind), years "
                  "= VALUES(years), months = VALUES(months), repeats = VALUES(repeats), days = VALUES(days), "
                  "day = VALUES(day), at_minute = "
                  "VALUES(at_minute), ver = ver + 1");
SQL(list_refs, "SELECT ref FROM existing_task WHERE school_id = ? ORDER BY id FOR UPDATE");
SQL(forget_open, "DELETE FROM existing_task WHERE school_id = ? AND ref = ? AND answer = ''");
SQL(put_off, "UPDATE existing_task SET off_at = UTC_TIMESTAMP() WHERE school_id = ? AND ref = ? AND answer "
             "<> '' AND off_at IS NULL");
SQL(decide, "UPDATE existing_task SET answer = ?, task_id = ?, answered_by = ?, answered_at = "
            "UTC_TIMESTAMP(), ver = ver + 1 WHERE id = ? AND "
            "ver = ? AND answer = ''");
SQL(unsettled, "SELECT DISTINCT school_id FROM existing_task WHERE off_at IS NULL ORDER BY school_id");

/* ---- reading ---- */

static struct existing read_existing(struct reading *c)
{
        struct existing e = { .ref = reading_text(c), .name = reading_text(c), .described = reading_text(c) };
        e.ask.way = *reading_text(c);
        e.ask.data = reading_text(c);
        e.ask.group = *reading_text(c);
        e.ask.years = (unsigned)reading_number(c);
        e.ask.months = (unsigned)reading_number(c);
        e.when.repeats = *reading_text(c);
        e.when.days = (unsigned)reading_number(c);
        e.when.day = (unsigned)reading_number(c);
        e.when.at_minute = (unsigned)reading_number(c);
        e.when.last_on = NO_DATE;
        return e;
}

static struct existing_task existing_of(const struct result *r, size_t row)
{
        struct reading c = { r, row, 0 };
        struct existing_task e = { .id = (unsigned long)reading_number(&c),
                                   .school = (unsigned long)reading_number(&c) };
        e.is = read_existing(&c);
        e.answer = *reading_text(&c);
        e.task = (unsigned long)reading_number(&c);
        e.task_name = reading_text(&c);
        e.answered_by = reading_text(&c);
        e.answered_at = (time_t)reading_number(&c);
        e.off_at = (time_t)reading_number(&c);
        e.version = (unsigned)reading_number(&c);
        return e;
}

enum outcome existing_task_list(struct db *db, struct arena *a, const struct scope *scope,
                                struct existing_tasks *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &existing_of_school, ARGS(arg_id(scope->school)));
        struct existing_task *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = existing_of(&r, i);
        *out = (struct existing_tasks){ r.count, items };
        return result;
}

enum outcome existing_task_find(struct db *db, struct arena *a, unsigned long id, struct existing_task *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &existing_of_id, ARGS(arg_id(id)));
        if (result == DONE)
                *out = existing_of(&r, 0);
        return result;
}

enum outcome existing_task_schools(struct db *db, struct arena *a, struct exchange_picks *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &unsettled, ARGS());
        unsigned long *ids = arena_array(a, r.count + 1, sizeof *ids);
        for (size_t i = 0; i < r.count; i++)
                ids[i] = (unsigned long)result_number(&r, i, 0);
        *out = (struct exchange_picks){ r.count, ids };
        return result;
}

/* ---- what an agent says ---- */

struct telling {
        const struct scope *scope;
        const struct existing *items;
        const char *const *refs;
        size_t count;
};

static enum outcome put(struct db *db, unsigned long school, const struct existing *e)
{
        char way = e->ask.way, group = e->ask.group, repeats = e->when.repeats;
        return db_run(db, &put_existing,
                      ARGS(arg_id(school), arg_text(e->ref), arg_text(e->name), arg_text(e->described),
                           arg_bytes(&way, 1), arg_text(e->ask.data), arg_bytes(&group, 1),
                           arg_number(e->ask.years), arg_number(e->ask.months),
                           arg_bytes(&repeats, repeats != 0), arg_number(e->when.days),
                           arg_number(e->when.day), arg_number(e->when.at_minute)));
}

static bool is_there(const struct telling *t, const char *ref)
{
        size_t i = 0;
        while (i < t->count && strcmp(t->items[i].ref, ref) != 0)
                i++;
        return i < t->count;
}

/* Those that the school has no more. */
static enum outcome forget_rest(struct db *db, struct arena *a, const struct telling *t)
{
        struct result r;
        struct arg school = arg_id(t->scope->school);
        enum outcome result = db_query(db, a, &r, &list_refs, ARGS(school));
        for (size_t i = 0; result == DONE && i < r.count; i++) {
                struct arg ref = arg_text(result_text(&r, i, 0));
                if (is_there(t, result_text(&r, i, 0)))
                        continue;
                result = db_run(db, &forget_open, ARGS(school, ref));
                if (result == DONE)
                        result = db_run(db, &put_off, ARGS(school, ref));
        }
        return result;
}

static enum outcome do_read(struct db *db, void *context)
{
        const struct telling *t = context;
        struct arena *a = arena_new();
        enum outcome result = forget_rest(db, a, t);
        for (size_t i = 0; result == DONE && i < t->count; i++)
                result = put(db, t->scope->school, &t->items[i]);
        arena_free(a);
        return result == DONE
                   ? audit_add(db, t->scope->person, t->scope->school, "existing-tasks-read", 0, "")
                   : result;
}

enum outcome existing_task_read(struct db *db, const struct scope *scope, const struct existing *items,
                                size_t count)
{
        struct telling t = { scope, items, NULL, count };
        return db_transaction(db, do_read, &t);
}

static enum outcome do_off(struct db *db, void *context)
{
        const struct telling *t = context;
        enum outcome result = DONE;
        unsigned long long off = 0;
        for (size_t i = 0; result == DONE && i < t->count; i++) {
                result = db_run(db, &put_off, ARGS(arg_id(t->scope->school), arg_text(t->refs[i])));
                off += result == DONE ? db_affected(db) : 0;
        }
        return result == DONE && off
                   ? audit_add(db, t->scope->person, t->scope->school, "existing-tasks-off", 0, "")
                   : result;
}

enum outcome existing_task_off(struct db *db, const struct scope *scope, const char *const *refs,
                               size_t count)
{
        struct telling t = { scope, NULL, refs, count };
        return db_transaction(db, do_off, &t);
}

/* ---- deciding ---- */

struct deciding {
        const struct exchange_by *by;
        const struct existing_task *e;
        char answer;
        const struct exchange_task *t; /* NULL: it is dropped */
        const struct exchange_picks *picks;
        time_t now;
        unsigned long id;
};

static enum outcome do_decide(struct db *db, void *context)
{
        struct deciding *d = context;
        enum outcome result = d->t ? exchange_task_add(db, d->by, d->t, d->picks, d->now, &d->id) : DONE;
        if (result == DONE)
                result = db_run(db, &decide,
                                ARGS(arg_bytes(&d->answer, 1), arg_number_or_null((long long)d->id),
                                     arg_number_or_null((long long)d->by->person), arg_id(d->e->id),
                                     arg_number(d->e->version)));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        return result == DONE ? audit_add(db, d->by->person, d->e->school, "existing-task-decided", d->e->id,
                                          existing_answer_key(d->answer))
                              : result;
}

enum outcome existing_task_take(struct db *db, const struct exchange_by *by, const struct existing_task *e,
                                char answer, const struct exchange_task *t,
                                const struct exchange_picks *picks, time_t now, unsigned long *id)
{
        struct deciding d = { by, e, answer, t, picks, now, 0 };
        enum outcome result = db_transaction(db, do_decide, &d);
        *id = d.id;
        return result;
}

enum outcome existing_task_drop(struct db *db, const struct exchange_by *by, const struct existing_task *e)
{
        struct deciding d = { .by = by, .e = e, .answer = EXISTING_DROPPED };
        return db_transaction(db, do_decide, &d);
}
