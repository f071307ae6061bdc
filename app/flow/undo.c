#include "flow/undo.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "store/batch.h"
#include "store/outbox.h"
#include "store/pupil.h"
#include "store/roll.h"
#include "store/school.h"

/* ---- what it would do ---- */

static int by_id(const void *a, const void *b)
{
        const struct pupil *x = a, *y = b;
        return (x->id > y->id) - (x->id < y->id);
}

/* The roll in the order of numbers. */
static struct pupil *roll_by_id(struct arena *a, const struct pupils *roll)
{
        struct pupil *items = arena_array(a, roll->count + 1, sizeof *items);
        memcpy(items, roll->items, roll->count * sizeof *items);
        qsort(items, roll->count, sizeof *items, by_id);
        return items;
}

static bool came_with_it(const struct undo_facts *facts, unsigned long pupil)
{
        for (size_t i = 0; i < facts->came_count; i++)
                if (facts->came[i].id == pupil)
                        return true;
        return false;
}

static bool may_return(const struct undo_value *value, const struct pupil *pupil)
{
        return pupil && !value->since && strcmp(pupil->record.value[value->field], value->after) == 0;
}

/* The values come in the order of their pupils, so those of one pupil stand together. */
static void plan_values(struct arena *a, const struct undo_facts *facts, const struct pupils *roll,
                        unsigned long batch, struct undo_plan *out)
{
        struct pupil *held = roll_by_id(a, roll);
        struct pupil_edited *edited = arena_array(a, facts->value_count + 1, sizeof *edited);
        struct record *records = arena_array(a, facts->value_count + 1, sizeof *records);
        struct undo_value *kept = arena_array(a, facts->value_count + 1, sizeof *kept);
        out->kept_values = kept;
        for (size_t i = 0; i < facts->value_count; i++) {
                const struct undo_value *value = &facts->values[i];
                if (came_with_it(facts, value->pupil))
                        continue; /* leaves with all values */
                const struct pupil key = { .id = value->pupil };
                const struct pupil *pupil = bsearch(&key, held, roll->count, sizeof *held, by_id);
                if (!may_return(value, pupil)) {
                        kept[out->kept++] = *value;
                        continue;
                }
                size_t n = out->edited_count;
                if (n == 0 || edited[n - 1].pupil.id != pupil->id) {
                        records[n] = pupil->record;
                        edited[n] = (struct pupil_edited){ { pupil->id, pupil->version },
                                                           &records[n],
                                                           { .batch = batch } };
                        out->edited_count = ++n;
                }
                records[n - 1].value[value->field] = value->before;
                out->values++;
        }
        out->edited = edited;
}

static void plan_leaving(struct arena *a, const struct undo_facts *facts, const struct batch *b,
                         struct undo_plan *out)
{
        struct pupil_leaving *items = arena_array(a, facts->came_count + 1, sizeof *items);
        char day[DATE_TEXT];
        const char *today = arena_text(a, date_to_iso(date_today(), day));
        const char *words = arena_printf(a, "%s was undone", b->applied.reference);
        for (size_t i = 0; i < facts->came_count; i++)
                items[i] = (struct pupil_leaving){ facts->came[i], today, "", words, b->id };
        out->leaving = items;
        out->leaving_count = facts->came_count;
}

enum outcome flow_undo_plan(const struct flow *f, const struct batch *b, struct undo_plan *out)
{
        struct undo_facts facts;
        struct pupils roll;
        *out = (struct undo_plan){ 0 };
        enum outcome result = school_by_id(f->db, f->arena, f->scope->school, &out->school);
        if (result == DONE)
                result = undo_read(f->db, f->arena, f->scope, b->id, &facts);
        if (result == DONE)
                result = pupil_roll(f->db, f->arena, f->scope, &roll);
        if (result != DONE)
                return result;
        out->back = facts.back;
        out->back_count = facts.back_count;
        out->gone = facts.came_gone;
        plan_values(f->arena, &facts, &roll, b->id, out);
        plan_leaving(f->arena, &facts, b, out);
        out->after = roll.count + out->back_count - out->leaving_count;
        return b->import ? flow_undo_import_plan(f, b, &out->import) : DONE;
}

/* ---- doing it ---- */

struct undoing {
        const struct flow *f;
        unsigned long batch;
        const char *reason;
};

static const char *what(struct arena *a, const struct batch *b)
{
        return arena_printf(a, "%s %s", b->import ? "import of data" : b->migration ? "new-year migration" : "bulk upload",
                            b->applied.reference);
}

/* What of an import stays or goes beside pupils. */
static const char *rest(struct arena *a, const struct batch *b, const struct undo_plan *p)
{
        if (!b->import)
                return "";
        return arena_printf(a, "Questions and rejected rows of it that were open: %zu\n%s",
                            p->import.conflicts + p->import.missing + p->import.rows,
                            p->import.marked ? "Attendance marks of it stay.\n" : "");
}

static enum outcome tell(const struct undoing *u, const struct batch *b, const struct undo_plan *p)
{
        struct arena *a = u->f->arena;
        const char *subject = arena_printf(a, "%s: %s was undone", p->school.name, b->applied.reference);
        const char *words = arena_printf(a,
                                         "The local authority has undone the %s of %s (%s).\n\nReason: "
                                         "%s\n\nBack on the roll, with the whole record: %zu\n"
                                         "Pupils whose values returned: %zu\nValues kept because they were "
                                         "changed since: %zu\nPupils who came with it and "
                                         "left again: %zu\nOn roll now: %lu\n%s",
                                         what(a, b), p->school.name, p->school.laestab, u->reason,
                                         p->back_count, p->edited_count, p->kept, p->leaving_count, p->after, rest(a, b, p));
        enum outcome result = outbox_add_for_school(u->f->db, u->f->scope->school, subject, words);
        return result == DONE ? outbox_add_for_la(u->f->db, subject, words) : result;
}

static enum outcome take_back(const struct flow *f, const struct batch *b, const struct undo_plan *p, const char *why)
{
        enum outcome result = b->import ? flow_undo_import_questions(f, b) : DONE;
        if (result == DONE)
                result = pupil_apply_restore(f->db, f->arena, f->scope, p->back, p->back_count, b->id);
        if (result == DONE)
                result = pupil_apply_change(f->db, f->arena, f->scope, p->edited, p->edited_count);
        if (result == DONE)
                result = pupil_apply_leave(f->db, f->arena, f->scope, p->leaving, p->leaving_count);
        if (result == DONE)
                result = batch_undone(f->db, f->scope, b, why);
        return result == DONE && b->import ? flow_undo_import_settle(f, b) : result;
}

static bool stands(const struct batch *b)
{
        return b->state == BATCH_APPLIED || (b->import && b->state == BATCH_LISTED);
}

static const char *obstacle(struct arena *a, const struct batch *b)
{
        return b->state == BATCH_UNDONE ? arena_printf(a, "%s has undone this already.", b->undone_by)
                                        : "This was never applied, so there is nothing to undo.";
}

/* Planned under the roll's lock, so that nobody changes a pupil in between. */
static enum outcome do_undo(struct db *db, void *context)
{
        const struct undoing *u = context;
        const struct flow *f = u->f;
        struct batch b;
        struct undo_plan p;
        enum outcome result = roll_lock(db, f->scope);
        if (result == DONE)
                result = batch_find(db, f->arena, f->scope, u->batch, &b);
        if (result == DONE && !stands(&b))
                return flow_refuse(f, obstacle(f->arena, &b));
        if (result == DONE)
                result = flow_undo_plan(f, &b, &p);
        if (result == DONE && b.import && *p.import.newer)
                return flow_refuse(f, arena_printf(f->arena, "Newer data of the school was processed since. Undo %s first.", p.import.newer));
        if (result == DONE)
                result = take_back(f, &b, &p, u->reason);
        return result == DONE ? tell(u, &b, &p) : result;
}

/* Nobody knows whether a COMMIT whose answer was lost took place: the batch's own row does. */
static enum outcome settle_unknown(const struct undoing *u)
{
        struct batch b;
        enum outcome result = db_ready(u->f->db);
        if (result == DONE)
                result = batch_find(u->f->db, u->f->arena, u->f->scope, u->batch, &b);
        if (result == DONE && b.state != BATCH_UNDONE)
                return flow_refuse(
                    u->f, "The connection to the database was lost and nothing was undone. Try again.");
        return result;
}

enum outcome flow_undo(const struct flow *f, unsigned long batch, const char *reason)
{
        struct undoing u = { f, batch, reason };
        enum outcome result = db_transaction(f->db, do_undo, &u);
        return result == BROKEN && db_unknown(f->db) ? settle_unknown(&u) : result;
}
