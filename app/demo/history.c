#include "demo/history.h"

#include "store/entry.h"

enum { ENTRIES_A_PUPIL = 7, SUSPENDED = 12 }; /* of a thousand pupils */

struct history {
        struct arena *arena;
        const struct demo *demo;
        struct chance chance;
        size_t count;
        struct entry_held *items;
};

static struct entry_held *add(struct history *h, const struct demo_pupil *p, enum entry_kind kind)
{
        struct entry_held *e = &h->items[h->count++];
        *e = (struct entry_held){ .pupil = p->id, .sheet = "" };
        entry_blank(&e->entry, kind);
        return e;
}

static void end(struct history *h, struct entry_held *e)
{
        e->key = entry_key(h->arena, &e->entry);
}

/* Of last summer. */
static void add_results(struct history *h, const struct demo_pupil *p)
{
        static const char *const subjects[] = { "REA", "WRI", "MAT" }, *const grades[] = { "WTS", "EXS",
                                                                                           "EXS", "EXS",
                                                                                           "GDS" };
        for (int subject = 0; subject < 3; subject++) {
                struct entry_held *e = add(h, p, ENTRY_RESULT);
                e->entry.part[1] = subjects[subject];
                e->entry.part[2] = "TA";
                e->entry.part[5] = grades[chance_below(&h->chance, 5)];
                e->entry.part[6] = arena_printf(h->arena, "%d-06-25", h->demo->academic);
                end(h, e);
        }
}

static void add_sen(struct history *h, const struct demo_pupil *p)
{
        const char *provision = p->record.value[FIELD_SEN], *need = p->record.value[FIELD_SEN_NEED];
        struct entry_held *e;
        if (*provision != 'K' && *provision != 'E')
                return;
        e = add(h, p, ENTRY_SEN);
        e->entry.part[0] =
            arena_printf(h->arena, "%d-%02d-08", h->demo->academic - 1, chance_between(&h->chance, 1, 7));
        e->entry.part[1] = provision;
        end(h, e);
        e = add(h, p, ENTRY_NEED);
        e->entry.part[0] = "1";
        e->entry.part[2] = *need ? need : chance_permille(&h->chance, 500) ? "SLCN" : "SEMH";
        end(h, e);
}

static void add_suspension(struct history *h, const struct demo_pupil *p)
{
        struct entry_held *e = add(h, p, ENTRY_EXCLUSION);
        e->entry.part[0] =
            arena_printf(h->arena, "%d-03-%02d", h->demo->academic, chance_between(&h->chance, 2, 20));
        e->entry.part[1] = "SUSP";
        e->entry.part[2] = chance_permille(&h->chance, 500) ? "DB" : "PP";
        e->entry.part[5] = chance_permille(&h->chance, 500) ? "2" : "6";
        end(h, e);
}

static void add_school(struct history *h, const struct demo_pupil *p)
{
        struct entry_held *e = add(h, p, ENTRY_SCHOOL);
        e->entry.part[0] = p->school->laestab;
        e->entry.part[1] = p->school->name;
        e->entry.part[2] = p->record.value[FIELD_ENTRY_DATE];
        end(h, e);
}

struct school_history {
        struct history h;
        const struct demo_school *school;
        const struct scope *scope;
};

static enum outcome do_load(struct db *db, void *context)
{
        struct school_history *s = context;
        return entry_write(db, s->h.arena, s->scope, s->h.items, s->h.count);
}

static enum outcome load_school(struct db *db, const struct demo *d, const struct demo_school *school,
                                demo_scope_maker *scope_of)
{
        struct arena *a = arena_new();
        struct scope scope = scope_of(school->id);
        struct school_history s = { { a, d, { 0xA55E55u + school->id }, 0, NULL }, school, &scope };
        s.h.items = arena_array(a, d->pupils.count * ENTRIES_A_PUPIL + 1, sizeof *s.h.items);
        for (size_t i = 0; i < d->pupils.count; i++) {
                const struct demo_pupil *p = &d->pupils.items[i];
                if (p->school != school)
                        continue;
                add_results(&s.h, p);
                add_sen(&s.h, p);
                if (chance_permille(&s.h.chance, SUSPENDED))
                        add_suspension(&s.h, p);
                if (*p->record.value[FIELD_ENTRY_DATE])
                        add_school(&s.h, p);
        }
        enum outcome result = db_transaction(db, do_load, &s);
        arena_free(a);
        return result;
}

enum outcome histories_load(struct db *db, const struct demo *d, unsigned schools, demo_scope_maker *scope_of)
{
        enum outcome result = DONE;
        for (unsigned i = 0; result == DONE && i < schools && i < d->authority->count; i++)
                result = load_school(db, d, &d->authority->schools[i], scope_of);
        return result;
}
