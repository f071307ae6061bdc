#include "flow/confirm.h"

#include <string.h>

#include "base/log.h"
#include "flow/apply.h"
#include "flow/match.h"
#include "store/audit.h"
#include "store/batch.h"
#include "store/outbox.h"
#include "store/pupil.h"
#include "store/pupil_deed.h"
#include "store/roll.h"

/* ---- holds and what waits ---- */

static const char *hold_sentences(struct arena *a, const struct plan *plan)
{
        static const enum plan_hold each[] = { HOLD_HEADER_ONLY, HOLD_OTHER_SCHOOL, HOLD_REMOVALS };
        const char *words = "";
        for (size_t i = 0; i < sizeof each / sizeof *each; i++)
                if (plan->holds & each[i])
                        words = arena_printf(a, "%s%s%s", words, *words ? "\n" : "", hold_words(a, plan, each[i]));
        return words;
}

struct settling {
        const struct flow *f;
        const struct batch *b;
        const struct flow_plan *p;
        bool first;
};

static enum outcome hold_it(struct db *db, const struct settling *s)
{
        struct arena *a = s->f->arena;
        const char *why = hold_sentences(a, &s->p->plan);
        enum outcome result = batch_hold(db, s->f->scope, s->b, s->p->plan.holds, s->p->plan.removals, why);
        if (result == DONE)
                result = outbox_add_for_la(db, arena_printf(a, "%s: a migration is on hold", s->p->school.name),
                                           arena_printf(a, "The new-year migration of %s (%s) waits for you:\n\n%s\n\nSign in to "
                                                           "Onroll and open Holds.\n",
                                                        s->p->school.name, s->p->school.laestab, why));
        return result;
}

static enum outcome tell_school(struct db *db, const struct settling *s)
{
        struct arena *a = s->f->arena;
        if (!s->first || (!s->p->problems && !s->p->waiting))
                return DONE;
        return outbox_add_for_school(
            db, s->f->scope->school, "Your spreadsheets: something needs a look before the roll is changed",
            arena_printf(a,
                         "The spreadsheets for %s were put together. Before anything goes on:\n\n- %u rows with a problem to put "
                         "right or leave out\n- %u possible matches that the local authority looks at\n\nSign in to Onroll to go "
                         "on. Nothing on your roll has changed.\n",
                         s->p->school.name, s->p->problems, s->p->waiting));
}

static enum outcome do_settle(struct db *db, void *context)
{
        const struct settling *s = context;
        enum outcome result = DONE;
        if (s->p->unasked)
                result = hold_it(db, s);
        else if (!s->p->plan.holds && (s->b->hold.state == HOLD_HELD || s->b->hold.state == HOLD_REJECTED))
                result = batch_hold(db, s->f->scope, s->b, 0, 0, "");
        return result == DONE ? tell_school(db, s) : result;
}

enum outcome flow_settle(const struct flow *f, const struct batch *b, bool first)
{
        struct flow_plan p;
        struct batch now;
        enum outcome result = batch_find(f->db, f->arena, f->scope, b->id, &now);
        if (result == DONE)
                result = flow_plan(f, &now, &p);
        struct settling s = { f, &now, &p, first };
        return result == DONE ? db_transaction(f->db, do_settle, &s) : result;
}

const char *flow_obstacle(const struct batch *b, const struct flow_plan *p)
{
        if (b->state != BATCH_LISTED)
                return "Tick first that all spreadsheets are uploaded.";
        if (p->closed)
                return "The migration window is over. Ask the local authority to open it again; nothing here is lost.";
        if (p->problems)
                return "Some rows still have problems. Put them right or leave them out.";
        if (p->waiting)
                return "The local authority still has possible matches to look at.";
        if (p->held)
                return "The local authority has to release this migration first.";
        if (p->plan.leaver_count && !p->acknowledged)
                return "Acknowledge first who will be removed from your roll.";
        return NULL;
}

enum outcome flow_changed(const struct flow *f, const struct batch *b, const struct flow_plan *p, struct pupils *out)
{
        unsigned long *ids;
        size_t count;
        enum outcome result = roll_changed_since(f->db, f->arena, f->scope, b->checked.roll_version, &ids, &count);
        struct pupil *items = arena_array(f->arena, count + 1, sizeof *items);
        *out = (struct pupils){ 0, items };
        for (size_t i = 0; result == DONE && i < p->roll.count; i++)
                for (size_t j = 0; j < count; j++)
                        if (p->roll.items[i].id == ids[j])
                                items[out->count++] = p->roll.items[i];
        return result;
}

/* ---- checking ---- */

static enum outcome look(const struct flow *f, unsigned long batch, struct batch *b, struct flow_plan *p)
{
        enum outcome result = batch_find(f->db, f->arena, f->scope, batch, b);
        return result == DONE ? flow_plan(f, b, p) : result;
}

static enum outcome look_anew(const struct flow *f, struct batch *b, struct flow_plan *p)
{
        enum outcome result = flow_match(f, b);
        if (result == DONE)
                result = flow_settle(f, b, false);
        return result == DONE ? look(f, b->id, b, p) : result;
}

enum outcome flow_check(const struct flow *f, unsigned long batch, const char *seen, bool *changed)
{
        struct batch b;
        struct flow_plan p;
        *changed = false;
        enum outcome result = look(f, batch, &b, &p);
        if (result == DONE && (p.roll_moved || p.unasked))
                result = look_anew(f, &b, &p);
        if (result != DONE)
                return result;
        const char *obstacle = flow_obstacle(&b, &p);
        if (obstacle)
                return flow_refuse(f, obstacle);
        *changed = strcmp(p.plan.hash, seen) != 0;
        if (*changed)
                return flow_refuse(f, "Something changed since you opened the page. Look at it again.");
        return batch_checked(f->db, f->scope, &b, p.plan.hash, p.school.roll_version);
}

/* ---- applying ---- */

struct confirming {
        const struct flow *f;
        unsigned long batch;
        const char *seen;
        bool changed;
};

/* Where nobody said when: the last day of the school year that ends. */
static enum outcome apply_leavers(const struct flow *f, const struct batch *b, const struct flow_plan *p)
{
        struct pupil_leaving *items = arena_array(f->arena, p->plan.leaver_count + 1, sizeof *items);
        const char *last_day = arena_printf(f->arena, "%d-08-31", b->academic);
        for (size_t i = 0; i < p->plan.leaver_count; i++) {
                const struct pupil *pupil = p->plan.leavers[i].pupil;
                const struct leaver *l = flow_leaver(p, pupil->id);
                items[i] = (struct pupil_leaving){ .pupil = { pupil->id, pupil->version },
                                                   .left_on = l && *l->left_on ? l->left_on : last_day,
                                                   .ground = l ? l->ground : "",
                                                   .destination = l ? l->destination : "",
                                                   .batch = b->id };
        }
        return p->plan.leaver_count ? pupil_apply_leave(f->db, f->arena, f->scope, items, p->plan.leaver_count) : DONE;
}

static const char *receipt_words(struct arena *a, const struct batch_numbers *n, const struct flow_plan *p)
{
        const char *agreed = p->school.agreed_pupils
                                 ? arena_printf(a, "Pupils agreed with the school: %lu%s\n", p->school.agreed_pupils,
                                                n->roll_after > p->school.agreed_pupils ? " (the roll is above it)" : "")
                                 : "";
        return arena_printf(a,
                            "%s (%s)\nReference: %s\n\nOn roll before: %u\nNew: %u\nChanged: %u\nUnchanged: %u\nRemoved: %u\nRows "
                            "left out: %u\nOn roll now: %u\n%s\nThe whole record of every removed pupil is kept; the local authority "
                            "can restore one or all.\n",
                            p->school.name, p->school.laestab, n->reference, n->roll_before, n->new, n->changed, n->unchanged,
                            n->leaving, n->left_out, n->roll_after, agreed);
}

static enum outcome finish(const struct flow *f, const struct batch *b, const struct flow_plan *p)
{
        const unsigned *counts = p->plan.counts;
        struct batch_numbers n = { .reference = arena_printf(f->arena, "%s-%02d-%06lu", b->migration ? "M" : "B",
                                                             b->academic % 100, b->id),
                                   .roll_before = p->plan.held,
                                   .roll_after = p->plan.after,
                                   .new = counts[PLAN_NEW],
                                   .changed = counts[PLAN_CHANGED],
                                   .unchanged = counts[PLAN_UNCHANGED],
                                   .leaving = (unsigned)p->plan.leaver_count,
                                   .left_out = counts[PLAN_LEFT_OUT] };
        const char *words = receipt_words(f->arena, &n, p);
        const char *subject = arena_printf(f->arena, "%s: %s applied, reference %s", p->school.name,
                                           b->migration ? "new-year migration" : "bulk upload", n.reference);
        enum outcome result = batch_applied(f->db, f->scope, b, &n);
        if (result == DONE)
                result = outbox_add_for_school(f->db, f->scope->school, subject, words);
        if (result == DONE)
                result = outbox_add_for_la(f->db, subject, words);
        if (result == DONE && p->school.agreed_pupils && n.roll_after > p->school.agreed_pupils)
                result = audit_add(f->db, f->scope->person, f->scope->school, "roll-above-agreed", b->id,
                                   arena_printf(f->arena, "%u on roll, %lu agreed", n.roll_after, p->school.agreed_pupils));
        return result;
}

static enum outcome refuse_changed(struct confirming *c)
{
        c->changed = true;
        return flow_refuse(c->f, "Something changed since you checked. Nothing was applied; look at it again.");
}

/* The plan is made anew under the roll's lock; only if it is still the one that was seen is any of it written. */
static enum outcome do_confirm(struct db *db, void *context)
{
        struct confirming *c = context;
        const struct flow *f = c->f;
        struct batch b;
        struct flow_plan p;
        c->changed = false;
        enum outcome result = roll_lock(db, f->scope);
        if (result == DONE)
                result = batch_find(db, f->arena, f->scope, c->batch, &b);
        if (result != DONE)
                return result;
        if (b.state == BATCH_APPLIED)
                return flow_refuse(f, arena_printf(f->arena, "%s has confirmed this already, with the reference %s. It was applied "
                                                             "once.", b.applied.by, b.applied.reference));
        result = flow_plan(f, &b, &p);
        if (result != DONE)
                return result;
        const char *obstacle = flow_obstacle(&b, &p);
        if (obstacle)
                return flow_refuse(f, obstacle);
        if (p.roll_moved || p.unasked || strcmp(p.plan.hash, c->seen) != 0 || strcmp(b.checked.hash, c->seen) != 0)
                return refuse_changed(c);
        result = flow_apply_new(f, &b, &p);
        if (result == DONE)
                result = flow_apply_changes(f, &b, &p);
        if (result == DONE)
                result = apply_leavers(f, &b, &p);
        if (result == DONE)
                result = finish(f, &b, &p);
        return result == REFUSED ? refuse_changed(c) : result; /* a pupil or the batch, just now */
}

/* Nobody knows whether a COMMIT whose answer was lost took place: the batch's own row does. */
static enum outcome settle_unknown(const struct confirming *c)
{
        struct batch b;
        enum outcome result = db_ready(c->f->db);
        if (result == DONE)
                result = batch_find(c->f->db, c->f->arena, c->f->scope, c->batch, &b);
        if (result == DONE && b.state != BATCH_APPLIED)
                return flow_refuse(c->f, "The connection to the database was lost and nothing was applied. Try again.");
        return result;
}

enum outcome flow_confirm(const struct flow *f, unsigned long batch, const char *seen, bool *changed)
{
        struct confirming c = { .f = f, .batch = batch, .seen = seen };
        enum outcome result = db_transaction(f->db, do_confirm, &c);
        if (result == BROKEN && db_unknown(f->db))
                result = settle_unknown(&c);
        *changed = c.changed;
        return result;
}
