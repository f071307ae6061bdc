#include "flow/decide_conflict.h"

#include <string.h>

#include "flow/import_rules.h"
#include "store/audit.h"
#include "store/outbox.h"
#include "store/pupil.h"
#include "store/pupil_deed.h"
#include "store/roll.h"
#include "store/status.h"

/* ---- taking theirs ---- */

/* The pupil's record with the value in it. The UPN that gives way is kept as the former one. */
static void take_value(struct record *r, const struct conflict *c)
{
        if (c->field == FIELD_UPN && r->value[FIELD_UPN][0] && !r->value[FIELD_FORMER_UPN][0])
                r->value[FIELD_FORMER_UPN] = r->value[FIELD_UPN];
        r->value[c->field] = c->theirs;
}

/* items are of one pupil. The source of the new values is the file, and the person is the one who accepted them. */
static enum outcome write_pupil(const struct flow *f, const struct conflict *items, size_t count)
{
        struct pupil_full p;
        enum outcome result = pupil_find(f->db, f->arena, f->scope, items->pupil, &p);
        if (result != DONE || !p.pupil.on_roll)
                return result == DONE ? REFUSED : result;
        for (size_t i = 0; i < count; i++)
                take_value(&p.pupil.record, &items[i]);
        const struct pupil_edited edited = { { p.pupil.id, p.pupil.version },
                                             &p.pupil.record,
                                             { items->batch, items->file, items->sheet, items->row } };
        return pupil_apply_change(f->db, f->arena, f->scope, &edited, 1);
}

/* items are in the order of pupils. The conflicts end first: what the change settles by itself is then something else. */
static enum outcome take_theirs(const struct flow *f, const struct conflict *items, size_t count, enum conflict_how how)
{
        enum outcome result = conflict_end(f->db, f->arena, f->scope, items, count, how);
        for (size_t i = 0, n; result == DONE && i < count; i += n) {
                for (n = 1; i + n < count && items[i + n].pupil == items[i].pupil; n++)
                        ;
                result = write_pupil(f, items + i, n);
        }
        return result;
}

/* ---- deciding ---- */

struct deciding {
        const struct flow *f;
        const struct conflict_seen *seen;
        size_t count;
        enum conflict_answer answer;
        const char *note;
};

static bool was_seen(const struct deciding *d, const struct conflict *c)
{
        for (size_t i = 0; i < d->count; i++)
                if (d->seen[i].id == c->id)
                        return d->seen[i].version == c->version;
        return false;
}

/* In the order of pupils, as the list has them. REFUSED when one is not as it was seen. */
static enum outcome find_seen(const struct deciding *d, struct conflict **out)
{
        const struct flow *f = d->f;
        struct conflicts all;
        size_t found = 0;
        enum outcome result = conflict_list(f->db, f->arena, f->scope, &all);
        *out = arena_array(f->arena, d->count + 1, sizeof **out);
        for (size_t i = 0; result == DONE && i < all.count && found < d->count; i++)
                if (!all.items[i].kept && was_seen(d, &all.items[i]))
                        (*out)[found++] = all.items[i];
        return result == DONE && found < d->count ? REFUSED : result;
}

enum outcome flow_tell_kept(const struct flow *f, size_t count, const char *note)
{
        return outbox_add_for_school(
            f->db, f->scope->school, "The local authority keeps its own value of something that you sent",
            arena_printf(f->arena, "%zu value%s of your data %s not taken over, with this note:\n\n%s\n\nSign in to Onroll and open "
                                   "Differences to see which, and put your own records right or tell the authority.\n",
                         count, count == 1 ? "" : "s", count == 1 ? "was" : "were", note));
}

static enum outcome keep_ours(const struct deciding *d, const struct conflict *items)
{
        const struct flow *f = d->f;
        enum outcome result = DONE;
        bool tell = d->answer == ANSWER_TELL;
        for (size_t i = 0; result == DONE && i < d->count; i++)
                result = conflict_keep(f->db, f->scope, &items[i], tell ? d->note : "");
        return result == DONE && tell ? flow_tell_kept(f, d->count, d->note) : result;
}

static enum outcome do_decide(struct db *db, void *context)
{
        const struct deciding *d = context;
        const struct flow *f = d->f;
        static const char *const verbs[] = { "conflict-accepted", "conflict-kept", "conflict-told" };
        struct conflict *items;
        enum outcome result = roll_lock(db, f->scope);
        if (result == DONE)
                result = find_seen(d, &items);
        if (result == DONE)
                result = d->answer == ANSWER_ACCEPT ? take_theirs(f, items, d->count, CONFLICT_ACCEPTED) : keep_ours(d, items);
        for (size_t i = 0; result == DONE && i < d->count; i++)
                result = audit_add(db, f->scope->person, f->scope->school, verbs[d->answer], items[i].pupil,
                                   field_table[items[i].field].key);
        return result == DONE ? status_count(db, f->scope) : result;
}

enum outcome flow_decide_conflicts(const struct flow *f, const struct conflict_seen *seen, size_t count, enum conflict_answer answer,
                                   const char *note)
{
        struct deciding d = { f, seen, count, answer, note };
        return db_transaction(f->db, do_decide, &d);
}

/* ---- judging again ---- */

struct reweighing {
        const struct flow *f;
        unsigned long pupil; /* 0: all of the school */
        unsigned applied;
};

static enum outcome judge_one(struct reweighing *w, const struct weigh_rules *by, const struct pupil *p, const struct conflict *old,
                              struct conflict *let_through)
{
        struct conflict c = *old;
        c.cohort = weigh_cohort(by, p->id);
        c.rule = by->rules->of[c.field][c.cohort].verdict;
        enum verdict verdict = rule_judge(by->rules, c.field, c.cohort, p->record.value[c.field], p->by_hand >> c.field & 1, &c.hand);
        bool newer = old->rule == VERDICT_APPLY && !old->hand; /* no rule had stopped it, so none lets it through */
        if (verdict == VERDICT_CONFLICT || (verdict == VERDICT_APPLY && newer))
                return conflict_reweigh(w->f->db, w->f->scope, &c);
        if (verdict == VERDICT_IGNORE)
                return conflict_end(w->f->db, w->f->arena, w->f->scope, old, 1, CONFLICT_RULED);
        let_through[w->applied++] = *old;
        return DONE;
}

/* Those that are asked for and open, in the order of pupils, and their pupils. */
struct weighing {
        size_t count;
        struct conflict *items;
        struct pupils pupils;
};

static enum outcome read_open(const struct reweighing *w, struct weighing *out)
{
        const struct flow *f = w->f;
        struct conflicts all;
        size_t pupils = 0;
        enum outcome result = conflict_list(f->db, f->arena, f->scope, &all);
        if (result != DONE)
                return result;
        unsigned long *ids = arena_array(f->arena, all.count + 1, sizeof *ids);
        *out = (struct weighing){ .items = arena_array(f->arena, all.count + 1, sizeof *out->items) };
        for (size_t i = 0; i < all.count; i++) {
                const struct conflict *c = &all.items[i];
                if (c->kept || (w->pupil && c->pupil != w->pupil))
                        continue;
                out->items[out->count++] = *c;
                if (pupils == 0 || ids[pupils - 1] != c->pupil)
                        ids[pupils++] = c->pupil;
        }
        return pupils ? pupil_by_ids(f->db, f->arena, ids, pupils, &out->pupils) : DONE;
}

static const struct pupil *pupil_of(const struct pupils *all, unsigned long id)
{
        for (size_t i = 0; i < all->count; i++)
                if (all->items[i].id == id)
                        return &all->items[i];
        return NULL;
}

static enum outcome do_reweigh(struct db *db, void *context)
{
        struct reweighing *w = context;
        const struct flow *f = w->f;
        struct weigh_rules *by;
        struct weighing open;
        w->applied = 0;
        enum outcome result = roll_lock(db, f->scope);
        if (result == DONE)
                result = read_open(w, &open);
        if (result != DONE || open.count == 0)
                return result;
        result = flow_import_rules(f, &by);
        struct conflict *let_through = arena_array(f->arena, open.count + 1, sizeof *let_through);
        for (size_t i = 0; result == DONE && i < open.count; i++) {
                const struct pupil *p = pupil_of(&open.pupils, open.items[i].pupil);
                if (p)
                        result = judge_one(w, by, p, &open.items[i], let_through);
        }
        if (result == DONE && w->applied)
                result = take_theirs(f, let_through, w->applied, CONFLICT_RULED);
        return result == DONE ? status_count(db, f->scope) : result;
}

static enum outcome reweigh(const struct flow *f, unsigned long pupil, unsigned *applied)
{
        struct reweighing w = { .f = f, .pupil = pupil };
        enum outcome result = db_transaction(f->db, do_reweigh, &w);
        *applied = result == DONE ? w.applied : 0;
        return result;
}

enum outcome flow_reweigh_conflicts(const struct flow *f, unsigned long pupil, unsigned *applied)
{
        return reweigh(f, pupil, applied);
}

enum outcome flow_reweigh_school(const struct flow *f, unsigned *applied)
{
        return reweigh(f, 0, applied);
}
