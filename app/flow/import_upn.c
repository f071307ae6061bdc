#include "flow/import_upn.h"

#include <glib.h>
#include <string.h>

#include "match/match.h"
#include "model/uln.h"
#include "model/upn.h"
#include "model/year.h"
#include "store/upn_problem.h"

/* While they are gathered. */
struct gathering {
        struct arena *arena;
        const struct batch *b;
        const struct flow_plan *p;
        size_t count, room;
        struct upn_problem *items;
};

static void add(struct gathering *g, struct upn_problem x)
{
        if (g->count == g->room) {
                size_t room = g->room ? 2 * g->room : 32;
                struct upn_problem *more = arena_array(g->arena, room, sizeof *more);
                if (g->count)
                        memcpy(more, g->items, g->count * sizeof *more);
                g->items = more;
                g->room = room;
        }
        x.batch = g->b->id;
        g->items[g->count++] = x;
}

static struct upn_problem at_row(const struct stored_row *row, unsigned message, const char *value)
{
        return (struct upn_problem){ .message = message,
                                     .value = value,
                                     .file = row->file_name,
                                     .sheet = row->sheet_name,
                                     .row = (unsigned)row->row + 1 };
}

/* The message of what was wrong in a cell, or 0. */
static unsigned message_of(const struct issue *issue)
{
        if (issue->field == FIELD_ULN)
                return issue->cause == CAUSE_UNREADABLE ? ULN_MESSAGE_INVALID : 0;
        if (issue->field != FIELD_UPN)
                return 0;
        switch (issue->cause) {
        case CAUSE_UPN_LETTER:
        case CAUSE_UNREADABLE: return UPN_MESSAGE_LETTER;
        case CAUSE_UPN_AUTHORITY: return UPN_MESSAGE_AUTHORITY;
        case CAUSE_UPN_DUPLICATE: return UPN_MESSAGE_DUPLICATE;
        default: return 0;
        }
}

/* The child whose row it is, by sheet and row. */
static const struct plan_row *row_at(const struct flow_plan *p, const struct place *at)
{
        for (size_t i = 0; i < p->child_count; i++)
                for (size_t n = 0; n < p->children[i].part_count; n++) {
                        const struct stored_row *s = p->children[i].parts[n];
                        if (s->row == at->row && strcmp(s->sheet_name, at->sheet) == 0)
                                return &p->plan.rows[i];
                }
        return NULL;
}

static void add_cells(struct gathering *g, const struct issues *issues)
{
        for (size_t i = 0; i < issues->count; i++) {
                const struct issue *issue = &issues->items[i];
                unsigned message = message_of(issue);
                const struct plan_row *row = message ? row_at(g->p, &issue->at) : NULL;
                if (!row)
                        continue;
                struct upn_problem x = at_row(g->p->children[row->row].parts[0], message, issue->found);
                x.pupil = row->pupil ? row->pupil->id : 0;
                add(g, x);
        }
}

/* A row whose UPN is another pupil's, or whose child has another one on record. */
static void add_cases(struct gathering *g)
{
        for (size_t i = 0; i < g->p->cases.count; i++) {
                const struct match_case *c = &g->p->cases.items[i];
                bool same_upn = c->why & (WHY_IDENTIFIER | WHY_UNSUPPORTED);
                if (!same_upn && !(c->why & WHY_TWO_UPNS))
                        continue;
                const struct stored_row *row = &g->p->rows.items[c->row - 1];
                struct upn_problem x = at_row(row, same_upn ? UPN_MESSAGE_DUPLICATE : UPN_MESSAGE_TWO, row->record.value[FIELD_UPN]);
                x.other_school = c->pupil_school;
                x.other_pupil = c->pupil;
                add(g, x);
        }
}

static void add_differing(struct gathering *g)
{
        for (size_t i = 0; i < g->p->child_count; i++) {
                const struct plan_row *row = &g->p->plan.rows[i];
                for (size_t n = 0; n < row->conflict_count; n++)
                        if (row->conflicts[n].change.field == FIELD_UPN && row->conflicts[n].change.before[0]) {
                                struct upn_problem x = at_row(g->p->children[i].parts[0], UPN_MESSAGE_TWO, row->conflicts[n].change.after);
                                x.pupil = row->pupil->id;
                                add(g, x);
                        }
        }
}

static bool wants_upn(const struct pupil *p)
{
        int year = year_order(p->record.value[FIELD_NC_YEAR]);
        return p->on_roll && !p->record.value[FIELD_UPN][0] && year >= YEAR_RECEPTION && year <= YEAR_LAST;
}

/* Of the roll: who has no UPN, and two who have the same. */
static void add_roll(struct gathering *g, const struct pupils *roll)
{
        GHashTable *holders = g_hash_table_new(g_str_hash, g_str_equal);
        for (size_t i = 0; i < roll->count; i++) {
                const struct pupil *p = &roll->items[i];
                const char *upn = p->record.value[FIELD_UPN];
                if (wants_upn(p))
                        add(g, (struct upn_problem){ .pupil = p->id, .message = UPN_MESSAGE_MISSING, .value = "", .file = "", .sheet = "" });
                const struct pupil *other = *upn ? g_hash_table_lookup(holders, upn) : NULL;
                if (other)
                        add(g, (struct upn_problem){ .pupil = p->id, .message = UPN_MESSAGE_DUPLICATE, .value = upn, .file = "",
                                                     .sheet = "", .other_school = other->school, .other_pupil = other->id });
                else if (*upn)
                        g_hash_table_insert(holders, (gpointer)upn, (gpointer)p);
        }
        g_hash_table_destroy(holders);
}

/* The pupil is in this file, or the same was just said of a row that is nobody yet. */
static bool is_here(const struct gathering *g, size_t said, const struct upn_problem *x)
{
        for (size_t i = 0; x->pupil == 0 && i < said; i++)
                if (upn_problem_same(x, &g->items[i]))
                        return true;
        for (size_t i = 0; i < g->p->child_count; i++)
                if (g->p->plan.rows[i].pupil && g->p->plan.rows[i].pupil->id == x->pupil)
                        return true;
        return false;
}

/* What was said before of pupils who are not in this file. Of the roll everything was just said anew. */
static enum outcome add_others(const struct flow *f, struct gathering *g)
{
        struct upn_problems before;
        enum outcome result = upn_problem_list(f->db, f->arena, f->scope, &before);
        size_t said = g->count;
        for (size_t i = 0; result == DONE && i < before.count; i++) {
                const struct upn_problem *x = &before.items[i];
                if (!is_here(g, said, x) && *x->file) {
                        unsigned long batch = x->batch;
                        add(g, *x);
                        g->items[g->count - 1].batch = batch;
                }
        }
        return result;
}

enum outcome import_settle_upns(const struct flow *f, const struct batch *b, const struct flow_plan *p,
                                const struct intake_list *list, const struct pupils *roll, bool complete)
{
        struct gathering g = { .arena = f->arena, .b = b, .p = p };
        add_cells(&g, &list->issues);
        add_cases(&g);
        add_differing(&g);
        add_roll(&g, roll);
        enum outcome result = complete ? DONE : add_others(f, &g);
        return result == DONE ? upn_problem_set(f->db, f->arena, f->scope, g.items, g.count) : result;
}
