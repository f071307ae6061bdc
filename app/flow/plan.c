#include "flow/plan.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flow/import_rules.h"
#include "flow/match.h"
#include "store/pupil.h"
#include "store/school.h"
#include "store/window.h"

/* ---- loading ---- */

/* A window that the authority took away stops nothing that is on its way; one that is over does. */
static enum outcome look_at_window(const struct flow *f, const struct batch *b, struct flow_plan *p)
{
        struct window w;
        char today[DATE_TEXT];
        enum outcome result = b->migration ? window_find(f->db, f->arena, f->scope->school, b->academic, &w) : ABSENT;
        p->closed = result == DONE && strcmp(w.closes_on, date_to_iso(date_today(), today)) < 0;
        return result == BROKEN ? BROKEN : DONE;
}

static enum outcome load(const struct flow *f, const struct batch *b, struct flow_plan *p)
{
        enum outcome result = school_by_id(f->db, f->arena, f->scope->school, &p->school);
        if (result == DONE)
                result = upload_list(f->db, f->arena, f->scope, b->id, &p->uploads);
        if (result == DONE)
                result = list_rows(f->db, f->arena, f->scope, b->id, &p->rows);
        if (result == DONE)
                result = pupil_roll(f->db, f->arena, f->scope, &p->roll);
        if (result == DONE)
                result = case_list(f->db, f->arena, f->scope, b->id, &p->cases);
        if (result == DONE)
                result = leaver_list(f->db, f->arena, f->scope, b->id, &p->leavers);
        return result == DONE ? look_at_window(f, b, p) : result;
}

/* ---- joining ---- */

struct joining {
        struct arena *arena;
        const struct flow_plan *p;
        struct list_row *rows;             /* beside origin */
        struct stored_row **origin;
        struct intake_list *lists;                /* one for each run of rows of one file */
        const struct intake_list **list_pointers;
        size_t row_count, list_count;
};

static struct list_row list_row_of(const struct stored_row *s)
{
        return (struct list_row){ .at = { s->file_name, s->sheet_name, (uint32_t)s->row, NO_COLUMN },
                                  .sheet = s->sheet,
                                  .pupil = s->row_pupil,
                                  .other_school = s->other_school,
                                  .error = s->error,
                                  .record = s->record };
}

/* The rows that take part, as the lists they came in. */
static struct joining lists_of(struct arena *a, const struct flow_plan *p)
{
        size_t n = p->rows.count;
        struct joining j = { .arena = a, .p = p };
        j.rows = arena_array(a, n + 1, sizeof *j.rows);
        j.origin = arena_array(a, n + 1, sizeof *j.origin);
        j.lists = arena_array(a, n + 1, sizeof *j.lists);
        j.list_pointers = arena_array(a, n + 1, sizeof *j.list_pointers);
        for (size_t i = 0; i < n; i++) {
                struct stored_row *s = &p->rows.items[i];
                if (*s->left_out)
                        continue;
                if (j.row_count == 0 || j.origin[j.row_count - 1]->upload != s->upload) {
                        j.list_pointers[j.list_count] = &j.lists[j.list_count];
                        j.lists[j.list_count++].rows = &j.rows[j.row_count];
                }
                j.rows[j.row_count] = list_row_of(s);
                j.origin[j.row_count++] = s;
                j.lists[j.list_count - 1].row_count++;
        }
        return j;
}

static struct child child_of(const struct joining *j, const struct joined_row *joined)
{
        struct stored_row **parts = arena_array(j->arena, joined->part_count, sizeof *parts);
        for (size_t i = 0; i < joined->part_count; i++)
                parts[i] = j->origin[joined->parts[i] - j->rows];
        return (struct child){ .record = joined->record, .part_count = joined->part_count, .parts = parts };
}

static struct child left_out_child(struct arena *a, struct stored_row *s)
{
        struct stored_row **parts = arena_array(a, 1, sizeof *parts);
        parts[0] = s;
        return (struct child){ .record = s->record, .part_count = 1, .parts = parts, .left_out = true };
}

static struct weigh_row *join_children(struct arena *a, struct flow_plan *p)
{
        struct joining j = lists_of(a, p);
        struct joined joined;
        join_rows(a, j.list_pointers, j.list_count, &joined);
        struct child *children = arena_array(a, p->rows.count + 1, sizeof *children);
        struct weigh_row *rows = arena_array(a, p->rows.count + 1, sizeof *rows);
        for (size_t i = 0; i < joined.row_count; i++) {
                children[i] = child_of(&j, &joined.rows[i]);
                rows[i] = (struct weigh_row){ .record = &children[i].record, .error = joined.rows[i].error,
                                              .elsewhere = joined.rows[i].other_school };
        }
        p->child_count = joined.row_count;
        for (size_t i = 0; i < p->rows.count; i++)
                if (*p->rows.items[i].left_out) {
                        children[p->child_count] = left_out_child(a, &p->rows.items[i]);
                        rows[p->child_count] = (struct weigh_row){ .record = &children[p->child_count].record };
                        p->child_count++;
                }
        p->children = children;
        p->contradictions = joined.issues;
        return rows;
}

/* ---- what matching found ---- */

static const struct match_case *case_of(const struct flow_plan *p, unsigned long row)
{
        for (size_t i = 0; i < p->cases.count; i++)
                if (p->cases.items[i].row == row)
                        return &p->cases.items[i];
        return NULL;
}

static const struct pupil *on_roll(const struct flow_plan *p, unsigned long id)
{
        for (size_t i = 0; i < p->roll.count; i++)
                if (p->roll.items[i].id == id)
                        return &p->roll.items[i];
        return NULL;
}

/* Somebody must look first; also where a case should be and is none. */
static bool waits(const struct stored_row *s, const struct match_case *c)
{
        if (s->outcome != ROW_CHECK)
                return s->outcome == ROW_UNMATCHED;
        return !c || c->answer == CASE_WAITING || c->answer == CASE_ASKED;
}

/* A child found at another school, or among those who left, joins the roll as a new pupil who is known to be that child. */
static void take_match(const struct flow_plan *p, struct child *c, struct weigh_row *w)
{
        const struct stored_row *s = c->parts[0];
        const struct match_case *asked = s->outcome == ROW_CHECK ? case_of(p, s->id) : NULL;
        bool named = s->pupil && (s->outcome == ROW_SURE || s->outcome == ROW_CHECK) &&
                     !(asked && asked->answer == CASE_DIFFERENT);
        bool ours = named && s->pupil_school == p->school.id && on_roll(p, s->pupil);
        w->pupil = ours ? s->pupil : 0;
        w->match = ours ? WEIGH_PUPIL : WEIGH_NEW;
        if (c->left_out)
                w->match = WEIGH_LEFT_OUT;
        else if (waits(s, asked))
                w->match = WEIGH_WAITS;
        w->elsewhere |= named && s->pupil_school != p->school.id;
        if (s->outcome != ROW_SURE || ours || !named)
                return;
        c->link = s->pupil;
        c->link_school = s->pupil_school;
}

/* ---- what is in the way ---- */

const struct leaver *flow_leaver(const struct flow_plan *p, unsigned long pupil)
{
        for (size_t i = 0; i < p->leavers.count; i++)
                if (p->leavers.items[i].pupil == pupil)
                        return &p->leavers.items[i];
        return NULL;
}

static int by_number(const void *a, const void *b)
{
        unsigned long x = *(const unsigned long *)a, y = *(const unsigned long *)b;
        return x < y ? -1 : x > y;
}

static void hash_leavers(struct arena *a, struct flow_plan *p)
{
        GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
        unsigned long *ids = arena_array(a, p->plan.leaver_count + 1, sizeof *ids);
        for (size_t i = 0; i < p->plan.leaver_count; i++)
                ids[i] = p->plan.leavers[i].pupil->id;
        qsort(ids, p->plan.leaver_count, sizeof *ids, by_number);
        g_checksum_update(sum, (const guchar *)ids, (gssize)(p->plan.leaver_count * sizeof *ids));
        snprintf(p->leavers_hash, sizeof p->leavers_hash, "%.32s", g_checksum_get_string(sum));
        g_checksum_free(sum);
}

/* A release covers the reasons it was given for, and no more removals than were on the page then. */
static bool needs_release(const struct batch *b, const struct plan *plan)
{
        if (b->hold.state != HOLD_RELEASED)
                return plan->holds != 0;
        return (plan->holds & ~b->hold.bits) || ((plan->holds & HOLD_REMOVALS) && plan->removals > b->hold.removals);
}

/* What was looked at already, and waits or was rejected, is not asked again while it is the same. */
static bool was_asked(const struct batch *b, const struct plan *plan)
{
        return (b->hold.state == HOLD_HELD || b->hold.state == HOLD_REJECTED) && b->hold.bits == plan->holds &&
               b->hold.removals == plan->removals;
}

static void count_what_is_open(struct flow_plan *p, const struct batch *b)
{
        for (size_t i = 0; i < p->uploads.count; i++)
                p->files_unread += !p->uploads.items[i].read;
        for (size_t i = 0; i < p->plan.leaver_count; i++) {
                const struct leaver *l = flow_leaver(p, p->plan.leavers[i].pupil->id);
                p->without_ground += !l || !*l->ground;
        }
        p->problems = p->plan.counts[PLAN_PROBLEM];
        p->waiting = p->plan.counts[PLAN_WAITS];
        p->acknowledged = b->ack.count == (long)p->plan.leaver_count && strcmp(b->ack.hash, p->leavers_hash) == 0;
        p->held = needs_release(b, &p->plan) && was_asked(b, &p->plan);
        p->unasked = needs_release(b, &p->plan) && !was_asked(b, &p->plan);
        p->roll_moved = b->state == BATCH_LISTED && b->matched_roll != p->school.roll_version;
}

static bool header_only(const struct flow_plan *p)
{
        for (size_t i = 0; i < p->uploads.count; i++)
                if (p->uploads.items[i].read && p->uploads.items[i].rows == 0)
                        return true;
        return false;
}

static enum weigh_kind kind_of(const struct batch *b)
{
        return b->import ? WEIGH_IMPORT : b->migration ? WEIGH_MIGRATION : WEIGH_BULK;
}

enum outcome flow_plan_rows(const struct flow *f, const struct batch *b, struct flow_plan *p,
                            enum outcome (*match)(const struct flow *, struct flow_plan *))
{
        struct weigh_row *rows = join_children(f->arena, p);
        enum outcome result = match ? match(f, p) : DONE;
        if (result != DONE)
                return result;
        for (size_t i = 0; i < p->child_count; i++)
                take_match(p, &p->children[i], &rows[i]);
        result = flow_take_identifiers(f, p);
        if (result != DONE)
                return result;
        struct weigh_request request = { .kind = kind_of(b),
                                         .academic = b->academic,
                                         .high = p->school.year_high,
                                         .header_only = header_only(p),
                                         .row_count = p->child_count,
                                         .rows = rows,
                                         .roll = &p->roll,
                                         .by = p->by };
        weigh(f->arena, &request, &p->plan);
        hash_leavers(f->arena, p);
        count_what_is_open(p, b);
        return DONE;
}

static enum outcome take_rules(const struct flow *f, struct flow_plan *p)
{
        struct weigh_rules *by;
        enum outcome result = flow_import_rules(f, &by);
        p->by = by;
        return result;
}

enum outcome flow_plan(const struct flow *f, const struct batch *b, struct flow_plan *p)
{
        *p = (struct flow_plan){ 0 };
        enum outcome result = load(f, b, p);
        if (result == DONE && b->import)
                result = take_rules(f, p);
        if (result != DONE)
                return result;
        return flow_plan_rows(f, b, p, b->state == BATCH_OPEN ? flow_match_roll : NULL);
}
