#include "store/pupil_deed.h"

#include <stdlib.h>

#include "store/audit.h"
#include "store/pupil_columns.h"
#include "store/pupil_write.h"

/* Every deed does the same: it locks the school, then the pupils, looks whether they are as the caller saw
 * them, says how they shall be, and lets pupil_write.c write the difference. */

SQL(turn_roll, "UPDATE school SET roll_ver = LAST_INSERT_ID(roll_ver + 1) WHERE id = ?");
SQL(count_roll, "UPDATE school SET on_roll = on_roll + ? WHERE id = ?");
SQL(lock, "SELECT " PUPIL_COLUMNS " FROM pupil WHERE school_id = ? AND id IN (" FIFTY ") FOR UPDATE");

/* Locks the school first: the deeds of one school follow one another, and none sees half of another. */
static enum outcome turn(struct db *db, const struct scope *scope, unsigned long long *version)
{
        enum outcome result = db_run(db, &turn_roll, ARGS(arg_number((long long)scope->school)));
        if (result == DONE && db_affected(db) == 0)
                return ABSENT;
        *version = db_last_id(db);
        return result;
}

static enum outcome grow(struct db *db, const struct scope *scope, enum write_kind kind, size_t count)
{
        static const long growth[] = { [WRITE_CREATED] = 1, [WRITE_LEFT] = -1, [WRITE_RESTORED] = 1 };
        if (growth[kind] == 0)
                return DONE;
        return db_run(db, &count_roll,
                      ARGS(arg_number(growth[kind] * (long)count), arg_number((long long)scope->school)));
}

static int by_id(const void *a, const void *b)
{
        const struct pupil_full *x = a, *y = b;
        return (x->pupil.id > y->pupil.id) - (x->pupil.id < y->pupil.id);
}

/* The pupils of those numbers, locked, in the order of their numbers. */
static enum outcome lock_pupils(struct db *db, struct arena *a, const struct scope *scope,
                                const unsigned long *ids, size_t count, struct pupil_full *out)
{
        size_t found = 0;
        for (size_t i = 0; i < count; i += IN_LIST) {
                struct result r;
                struct arg args[1 + IN_LIST];
                args[0] = arg_number((long long)scope->school);
                in_list(args + 1, ids + i, count - i < IN_LIST ? count - i : IN_LIST);
                enum outcome result = db_query(db, a, &r, &lock, args, 1 + IN_LIST);
                if (result != DONE)
                        return result;
                for (size_t row = 0; row < r.count && found < count; row++)
                        out[found++] = pupil_of(&r, row);
        }
        if (found < count)
                return ABSENT;
        qsort(out, count, sizeof *out, by_id);
        return DONE;
}

/* What a deed on pupils already held is about. Each item begins with a struct pupil_seen. */
struct deed {
        struct arena *arena;
        const struct scope *scope;
        enum write_kind kind;
        void (*shall_be)(const void *item, struct write *w);
        unsigned long batch; /* 0: as the item says */
        size_t count, item_size;
        const void *items;
};

static const void *item_of(const struct deed *d, size_t i)
{
        return (const char *)d->items + i * d->item_size;
}

static const struct pupil_full *held_of(const struct pupil_full *held, size_t count, unsigned long id)
{
        struct pupil_full key = { .pupil.id = id };
        return bsearch(&key, held, count, sizeof *held, by_id);
}

/* Only who has left can be restored; only who is on the roll can change or leave. */
static bool is_as_seen(const struct deed *d, const struct pupil_full *held, const struct pupil_seen *seen)
{
        return held->pupil.on_roll == (d->kind != WRITE_RESTORED) &&
               (seen->version == 0 || seen->version == held->pupil.version);
}

static enum outcome compare(const struct deed *d, const struct pupil_full *held, struct write *writes)
{
        for (size_t i = 0; i < d->count; i++) {
                const struct pupil_seen *seen = item_of(d, i);
                const struct pupil_full *before = held_of(held, d->count, seen->id);
                if (!before)
                        return ABSENT;
                if (!is_as_seen(d, before, seen))
                        return REFUSED;
                writes[i] = (struct write){ d->kind, before, *before, { .batch = d->batch } };
                d->shall_be(seen, &writes[i]);
        }
        return DONE;
}

static enum outcome change_held(struct db *db, const struct deed *d)
{
        struct pupil_full *held = arena_array(d->arena, d->count + 1, sizeof *held);
        struct write *writes = arena_array(d->arena, d->count + 1, sizeof *writes);
        unsigned long *ids = arena_array(d->arena, d->count + 1, sizeof *ids);
        unsigned long long version;
        if (d->count == 0)
                return DONE;
        for (size_t i = 0; i < d->count; i++)
                ids[i] = ((const struct pupil_seen *)item_of(d, i))->id;
        enum outcome result = turn(db, d->scope, &version);
        if (result == DONE)
                result = lock_pupils(db, d->arena, d->scope, ids, d->count, held);
        if (result == DONE)
                result = compare(d, held, writes);
        if (result == DONE)
                result = write_pupils(db, d->arena, d->scope, version, writes, d->count);
        return result == DONE ? grow(db, d->scope, d->kind, d->count) : result;
}

/* ---- many ---- */

enum outcome pupil_apply_new(struct db *db, struct arena *a, const struct scope *scope,
                             struct pupil_new *items, size_t count)
{
        struct write *writes = arena_array(a, count + 1, sizeof *writes);
        unsigned long long version;
        if (count == 0)
                return DONE;
        enum outcome result = turn(db, scope, &version);
        for (size_t i = 0; i < count; i++)
                writes[i] = (struct write){ .kind = WRITE_CREATED,
                                            .after = { .pupil = { .school = scope->school,
                                                                  .on_roll = true,
                                                                  .record = *items[i].record },
                                                       .child = items[i].child,
                                                       .left_on = "",
                                                       .ground = "",
                                                       .destination = "" },
                                            .from = items[i].from };
        if (result == DONE)
                result = write_pupils(db, a, scope, version, writes, count);
        if (result == DONE)
                result = grow(db, scope, WRITE_CREATED, count);
        for (size_t i = 0; i < count; i++)
                items[i].id = writes[i].after.pupil.id;
        return result;
}

static void shall_be_edited(const void *item, struct write *w)
{
        const struct pupil_edited *e = item;
        w->after.pupil.record = *e->record;
        w->from = e->from;
}

enum outcome pupil_apply_change(struct db *db, struct arena *a, const struct scope *scope,
                                const struct pupil_edited *items, size_t count)
{
        const struct deed d = { a, scope, WRITE_CHANGED, shall_be_edited, 0, count, sizeof *items, items };
        return change_held(db, &d);
}

static void shall_be_gone(const void *item, struct write *w)
{
        const struct pupil_leaving *l = item;
        w->after.pupil.on_roll = false;
        w->after.left_on = l->left_on;
        w->after.ground = l->ground ? l->ground : "";
        w->after.destination = l->destination ? l->destination : "";
        w->after.left_batch = w->from.batch = l->batch;
}

enum outcome pupil_apply_leave(struct db *db, struct arena *a, const struct scope *scope,
                               const struct pupil_leaving *items, size_t count)
{
        const struct deed d = { a, scope, WRITE_LEFT, shall_be_gone, 0, count, sizeof *items, items };
        return change_held(db, &d);
}

static void shall_be_back(const void *item, struct write *w)
{
        (void)item;
        w->after.pupil.on_roll = true;
        w->after.left_on = w->after.ground = w->after.destination = "";
        w->after.left_batch = 0;
}

enum outcome pupil_apply_restore(struct db *db, struct arena *a, const struct scope *scope,
                                 const struct pupil_seen *items, size_t count, unsigned long batch)
{
        const struct deed d = { a, scope, WRITE_RESTORED, shall_be_back, batch, count, sizeof *items, items };
        return change_held(db, &d);
}

/* ---- one ---- */

struct single {
        struct arena *arena;
        const struct scope *scope;
        struct pupil_new fresh;
        struct pupil_edited edited;
        struct pupil_leaving leaving;
        struct pupil_seen back;
};

static enum outcome note(struct db *db, const struct single *s, const char *verb, unsigned long id,
                         const char *detail)
{
        return audit_add(db, s->scope->person, s->scope->school, verb, id, detail);
}

static enum outcome do_add(struct db *db, void *context)
{
        struct single *s = context;
        enum outcome result = pupil_apply_new(db, s->arena, s->scope, &s->fresh, 1);
        return result == DONE ? note(db, s, "pupil-added", s->fresh.id, "") : result;
}

enum outcome pupil_add(struct db *db, struct arena *a, const struct scope *scope, const struct record *r,
                       unsigned long *id)
{
        struct single s = { .arena = a, .scope = scope, .fresh = { .record = r } };
        enum outcome result = db_transaction(db, do_add, &s);
        *id = s.fresh.id;
        return result;
}

static enum outcome do_edit(struct db *db, void *context)
{
        struct single *s = context;
        enum outcome result = pupil_apply_change(db, s->arena, s->scope, &s->edited, 1);
        return result == DONE ? note(db, s, "pupil-edited", s->edited.pupil.id, "") : result;
}

enum outcome pupil_edit(struct db *db, struct arena *a, const struct scope *scope, const struct pupil *p)
{
        struct single s = { .arena = a,
                            .scope = scope,
                            .edited = { { p->id, p->version }, &p->record, { 0 } } };
        return db_transaction(db, do_edit, &s);
}

static enum outcome do_leave(struct db *db, void *context)
{
        struct single *s = context;
        enum outcome result = pupil_apply_leave(db, s->arena, s->scope, &s->leaving, 1);
        return result == DONE ? note(db, s, "pupil-left", s->leaving.pupil.id, s->leaving.ground) : result;
}

enum outcome pupil_leave(struct db *db, struct arena *a, const struct scope *scope,
                         const struct pupil_leaving *l)
{
        struct single s = { .arena = a, .scope = scope, .leaving = *l };
        return db_transaction(db, do_leave, &s);
}

static enum outcome do_restore(struct db *db, void *context)
{
        struct single *s = context;
        enum outcome result = pupil_apply_restore(db, s->arena, s->scope, &s->back, 1, 0);
        return result == DONE ? note(db, s, "pupil-restored", s->back.id, "") : result;
}

enum outcome pupil_restore(struct db *db, struct arena *a, const struct scope *scope, struct pupil_seen pupil)
{
        struct single s = { .arena = a, .scope = scope, .back = pupil };
        return db_transaction(db, do_restore, &s);
}
