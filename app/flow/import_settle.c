#include "flow/import_settle.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/conflict.h"
#include "store/missing.h"

/* ---- conflicts ---- */

/* The plan's rows that are about a pupil and were weighed, by the pupil's number. */
struct weighed {
        unsigned long pupil;
        const struct plan_row *row;
};

struct all_weighed {
        size_t count;
        struct weighed *items;
};

static int by_pupil(const void *left, const void *right)
{
        unsigned long a = *(const unsigned long *)left, b = *(const unsigned long *)right;
        return (a > b) - (a < b);
}

static struct all_weighed weighed_of(struct arena *a, const struct flow_plan *p)
{
        struct all_weighed all = { 0, arena_array(a, p->child_count + 1, sizeof *all.items) };
        for (size_t i = 0; i < p->child_count; i++) {
                const struct plan_row *row = &p->plan.rows[i];
                if (row->pupil && (row->kind == PLAN_CHANGED || row->kind == PLAN_UNCHANGED))
                        all.items[all.count++] = (struct weighed){ row->pupil->id, row };
        }
        qsort(all.items, all.count, sizeof *all.items, by_pupil);
        return all;
}

static const struct plan_row *row_of(const struct all_weighed *all, unsigned long pupil)
{
        const struct weighed *w = bsearch(&pupil, all->items, all->count, sizeof *all->items, by_pupil);
        return w ? w->row : NULL;
}

static bool stays(const struct plan_row *row, enum field field)
{
        for (size_t i = 0; i < row->conflict_count; i++)
                if (row->conflicts[i].change.field == field)
                        return true;
        return false;
}

/* A blank says nothing. A value that the rule let through, or ignores now, is no conflict any more; one that agrees neither. */
static bool ends(const struct conflict *c, const struct plan_row *row, const char *found)
{
        return row && found[0] && !stays(row, c->field);
}

static bool agrees(const struct conflict *c, const struct plan_row *row, const char *found)
{
        return strcmp(found, row->pupil->record.value[c->field]) == 0;
}

static enum outcome end_settled(const struct flow *f, const struct flow_plan *p, const struct conflicts *held,
                                const struct all_weighed *all)
{
        struct conflict *agreed = arena_array(f->arena, held->count + 1, sizeof *agreed);
        struct conflict *ruled = arena_array(f->arena, held->count + 1, sizeof *ruled);
        size_t agreed_count = 0, ruled_count = 0;
        for (size_t i = 0; i < held->count; i++) {
                const struct conflict *c = &held->items[i];
                const struct plan_row *row = row_of(all, c->pupil);
                const char *found = row ? p->children[row->row].record.value[c->field] : "";
                if (!ends(c, row, found))
                        continue;
                if (agrees(c, row, found))
                        agreed[agreed_count++] = *c;
                else
                        ruled[ruled_count++] = *c;
        }
        enum outcome result = conflict_end(f->db, f->arena, f->scope, agreed, agreed_count, CONFLICT_AGREED);
        return result == DONE ? conflict_end(f->db, f->arena, f->scope, ruled, ruled_count, CONFLICT_RULED) : result;
}

static const struct conflict *held_of(const struct conflicts *held, unsigned long pupil, enum field field)
{
        for (size_t i = 0; i < held->count; i++)
                if (held->items[i].pupil == pupil && held->items[i].field == field)
                        return &held->items[i];
        return NULL;
}

static struct conflict conflict_of(const struct batch *b, const struct flow_plan *p, const struct plan_row *row,
                                   const struct plan_conflict *x)
{
        const struct stored_row *at = p->children[row->row].parts[0];
        return (struct conflict){ .pupil = row->pupil->id,
                                  .field = x->change.field,
                                  .theirs = x->change.after,
                                  .ours = x->change.before,
                                  .cohort = row->cohort,
                                  .rule = x->rule,
                                  .hand = x->hand,
                                  .batch = b->id,
                                  .file = at->file_name,
                                  .sheet = at->sheet_name,
                                  .row = (unsigned)at->row + 1 };
}

/* As it stands there already: nothing need be written. */
static bool same(const struct conflict *held, const struct conflict *now)
{
        return held && held->cohort == now->cohort && held->hand == now->hand && (held->hand || held->rule == now->rule) &&
               strcmp(held->theirs, now->theirs) == 0 && strcmp(held->ours, now->ours) == 0;
}

enum outcome import_settle_conflicts(const struct flow *f, const struct batch *b, const struct flow_plan *p, unsigned *open)
{
        struct conflicts held;
        enum outcome result = conflict_list(f->db, f->arena, f->scope, &held);
        if (result != DONE)
                return result;
        struct all_weighed all = weighed_of(f->arena, p);
        struct conflict *fresh = NULL;
        size_t count = 0, room = 0;
        *open = 0;
        for (size_t i = 0; i < all.count; i++)
                room += all.items[i].row->conflict_count;
        fresh = arena_array(f->arena, room + 1, sizeof *fresh);
        for (size_t i = 0; i < all.count; i++)
                for (size_t n = 0; n < all.items[i].row->conflict_count; n++) {
                        struct conflict c = conflict_of(b, p, all.items[i].row, &all.items[i].row->conflicts[n]);
                        const struct conflict *was = held_of(&held, c.pupil, c.field);
                        *open += !(was && was->kept && strcmp(was->theirs, c.theirs) == 0);
                        if (!same(was, &c))
                                fresh[count++] = c;
                }
        result = end_settled(f, p, &held, &all);
        return result == DONE ? conflict_open(f->db, f->arena, f->scope, fresh, count) : result;
}

/* ---- proposed leavers ---- */

/* A row that says that somebody has left was matched with nobody. The pupil is told by what cannot be mistaken. */
static bool is_about(struct arena *a, const struct list_row *row, const struct pupil *p)
{
        const char *const *theirs = row->record.value, *const *ours = p->record.value;
        if (*theirs[FIELD_UPN] && strcmp(theirs[FIELD_UPN], ours[FIELD_UPN]) == 0)
                return true;
        return *theirs[FIELD_DOB] && strcmp(theirs[FIELD_DOB], ours[FIELD_DOB]) == 0 &&
               strcmp(text_fold(a, theirs[FIELD_SURNAME]), text_fold(a, ours[FIELD_SURNAME])) == 0 &&
               strcmp(text_fold(a, theirs[FIELD_FORENAME]), text_fold(a, ours[FIELD_FORENAME])) == 0;
}

static const char *leaving_date(struct arena *a, const struct asked_file *file, const struct pupil *p)
{
        char iso[DATE_TEXT];
        for (size_t i = 0; i < file->row_count; i++)
                if (date_known(file->rows[i]->left_on) && is_about(a, file->rows[i], p))
                        return arena_text(a, date_to_iso(file->rows[i]->left_on, iso));
        return "";
}

enum outcome import_settle_missing(const struct flow *f, const struct batch *b, const struct flow_plan *p, const struct asked_file *file,
                                   bool complete)
{
        const struct plan *plan = &p->plan;
        if (complete) {
                struct missing_new *all = arena_array(f->arena, plan->leaver_count + 1, sizeof *all);
                for (size_t i = 0; i < plan->leaver_count; i++) {
                        const struct pupil *pupil = plan->leavers[i].pupil;
                        all[i] = (struct missing_new){ pupil->id, leaving_date(f->arena, file, pupil) };
                }
                return missing_set(f->db, f->arena, f->scope, b->id, all, plan->leaver_count);
        }
        size_t count = 0;
        unsigned long *ids = arena_array(f->arena, p->child_count + 1, sizeof *ids);
        for (size_t i = 0; i < p->child_count; i++)
                if (p->plan.rows[i].pupil)
                        ids[count++] = p->plan.rows[i].pupil->id;
        return missing_forget(f->db, f->scope, ids, count);
}
