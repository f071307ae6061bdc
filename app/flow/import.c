#include "flow/import.h"

#include <string.h>

#include "flow/apply.h"
#include "flow/asked.h"
#include "flow/attendance.h"
#include "flow/entry.h"
#include "flow/import_facts.h"
#include "flow/import_rows.h"
#include "flow/import_rules.h"
#include "flow/import_settle.h"
#include "flow/import_upn.h"
#include "flow/match.h"
#include "store/audit.h"
#include "store/batch.h"
#include "store/import_change.h"
#include "store/pupil.h"
#include "store/roll.h"
#include "store/school.h"
#include "store/setting.h"
#include "store/status.h"
#include "store/upn_problem.h"

/* One run of the transaction. */
struct importing {
        const struct flow *f;
        const char *by;
        unsigned long batch;
        const struct sorted *sorted;
        struct import i;
        struct asked_file file;
        struct flow_plan p;
        struct import_facts facts;
};

/* ---- from the file's rows to a plan ---- */

/* Who has left, or is kept by the school as a former pupil, is not listed as being there. */
static bool says_gone(const struct list_row *row)
{
        return date_known(row->left_on) || strcmp(row->record.value[FIELD_ENROLMENT], "P") == 0;
}

static struct stored_row row_of(const struct importing *w, const struct list_row *row, unsigned long id)
{
        return (struct stored_row){ .id = id,
                                    .file_name = w->sorted->delivery.file_name,
                                    .sheet_name = row->at.sheet,
                                    .sheet = row->sheet,
                                    .row = row->at.row,
                                    .row_pupil = row->pupil,
                                    .other_school = row->other_school,
                                    .error = row->error,
                                    .left_out = "",
                                    .record = row->record };
}

/* Of these rows: the fields with anything in them, and those that at least half of the rows fill. */
static void note_columns(struct import_facts *facts, const struct stored_rows *rows)
{
        for (int field = 0; field < FIELD_COUNT; field++) {
                size_t n = 0;
                for (size_t i = 0; i < rows->count; i++)
                        n += rows->items[i].record.value[field][0] != '\0';
                facts->filled |= (uint64_t)(n > 0) << field;
                facts->full |= (uint64_t)(n > 0 && n * 2 >= rows->count) << field;
        }
}

static void take_rows(struct importing *w)
{
        size_t count = w->file.row_count;
        struct stored_rows *rows = &w->p.rows;
        *rows = (struct stored_rows){ 0, arena_array(w->f->arena, count + 1, sizeof *rows->items) };
        for (size_t n = 0; n < count; n++) {
                const struct list_row *row = w->file.rows[n];
                if (says_gone(row))
                        continue;
                rows->items[rows->count] = row_of(w, row, rows->count + 1);
                rows->count++;
                w->facts.named += row->other_school;
        }
        w->facts.rows = rows->count;
        note_columns(&w->facts, rows);
}

static enum outcome make_plan(struct importing *w)
{
        const struct flow *f = w->f;
        struct weigh_rules *by;
        w->p = (struct flow_plan){ 0 };
        w->facts = (struct import_facts){ .complete = w->i.complete };
        enum outcome result = school_by_id(f->db, f->arena, f->scope->school, &w->p.school);
        if (result == DONE)
                result = pupil_roll(f->db, f->arena, f->scope, &w->p.roll);
        if (result == DONE)
                result = flow_import_rules(f, &by);
        if (result == DONE)
                result = flow_asked(f, &w->i.asked, w->i.sets, w->sorted, &w->file);
        if (result != DONE)
                return result;
        if (w->i.batch.hold.state == HOLD_RELEASED) {
                result = import_change_newer(f->db, f->arena, f->scope, w->batch, &by->newer_count, &by->newer);
                if (result != DONE)
                        return result;
        }
        by->complete = w->i.complete;
        w->p.by = by;
        take_rows(w);
        return flow_plan_rows(f, &w->i.batch, &w->p, flow_match_import);
}

/* ---- holds ---- */

static enum outcome find_holds(struct importing *w, unsigned *holds)
{
        const struct flow *f = w->f;
        struct settings s;
        struct status_last last;
        enum outcome result = settings_read(f->db, f->arena, &s);
        if (result == DONE)
                result = status_last(f->db, f->arena, f->scope, &last);
        if (result == DONE)
                result = import_plan_facts(f, w->sorted, &w->p, &w->facts);
        if (result != DONE)
                return result;
        w->facts.last_children = last.any ? last.children : 0;
        w->facts.last_full = last.any ? last.full : 0;
        const struct import_limits limits = { s.removals_free, s.removals_part, s.changed_part, s.shrunk_part };
        *holds = import_holds(&w->facts, &limits);
        return DONE;
}

/* A release covers the reasons it was given for, and no more removals than were on the page then. */
static bool is_released(const struct batch *b, unsigned holds, size_t removals)
{
        return b->hold.state == HOLD_RELEASED && !(holds & ~b->hold.bits) &&
               (!(holds & IMPORT_REMOVALS) || removals <= b->hold.removals);
}

static enum outcome put_on_hold(struct importing *w, unsigned holds)
{
        const struct flow *f = w->f;
        enum outcome result = batch_hold(f->db, f->scope, &w->i.batch, holds, (unsigned)w->facts.removals,
                                         import_hold_words(f->arena, holds, &w->facts));
        return result == DONE ? status_count(f->db, f->scope) : result;
}

/* ---- applying ---- */

/* Whose marks the rule for attendance does not let in. */
static bool takes_marks(void *with, unsigned long pupil, unsigned long child)
{
        const struct weigh_rules *by = with;
        (void)child;
        enum cohort cohort = weigh_cohort(by, pupil);
        return by->rules->of[RULE_ATTENDANCE][cohort].verdict != VERDICT_IGNORE;
}

static enum outcome take_registers(struct importing *w, struct attendance_result *out)
{
        const struct attendance_source source = { w->i.batch.id, "", takes_marks, (void *)w->p.by, w->sorted->delivery.school != 0 };
        *out = (struct attendance_result){ 0 };
        return w->file.registers.sheet_count ? attendance_import_list(w->f, &w->file.registers, &source, out) : DONE;
}

static enum outcome take_entries(struct importing *w, struct entry_result *out)
{
        const struct entry_import how = { .batch = w->i.batch.id,
                                          .sets = w->i.sets,
                                          .every_row = w->sorted->delivery.school != 0,
                                          .whoever_left = w->i.asked.group == GROUP_LEAVERS,
                                          .by = w->p.by };
        *out = (struct entry_result){ 0 };
        return w->file.entries.sheet_count ? entry_import(w->f, &w->file.entries, &how, out) : DONE;
}

/* Registers, results and the rest; *wrong: what of them was not taken, and why. */
static enum outcome take_others(struct importing *w, struct import_result *r, struct issues *wrong)
{
        struct attendance_result registers;
        struct entry_result entries;
        enum outcome result = take_registers(w, &registers);
        if (result == DONE)
                result = take_entries(w, &entries);
        if (result != DONE)
                return result;
        *wrong = registers.issues;
        for (size_t i = 0; i < entries.issues.count; i++)
                issues_add(w->f->arena, wrong, entries.issues.items[i]);
        r->entry_new = entries.new;
        r->entry_changed = entries.changed;
        r->conflicts += entries.conflicts;
        return DONE;
}

static enum outcome settle(struct importing *w, struct import_result *r)
{
        const struct flow *f = w->f;
        const struct batch *b = &w->i.batch;
        struct import_left left;
        struct issues wrong;
        struct pupils roll;
        bool whole = w->i.complete && !w->i.only_additions;
        enum outcome result = import_settle_conflicts(f, b, &w->p, &r->conflicts);
        if (result == DONE && (whole || !w->i.complete))
                result = import_settle_missing(f, b, &w->p, &w->file, whole);
        if (result == DONE)
                result = take_others(w, r, &wrong);
        if (result == DONE)
                result = import_keep_rows(f, b, &w->p, &w->sorted->list, &wrong, &left);
        if (result == DONE)
                result = import_supersede(f->db, f->arena, f->scope, b->id, w->i.complete);
        if (result == DONE)
                result = pupil_roll(f->db, f->arena, f->scope, &roll);
        if (result == DONE)
                result = import_settle_upns(f, b, &w->p, &w->sorted->list, &roll, w->i.complete);
        if (result != DONE)
                return result;
        r->missing = whole ? (unsigned)w->p.plan.leaver_count : 0;
        r->unmatched = left.unmatched;
        r->rejected = left.rejected;
        r->open = left.unmatched + left.rejected > 0;
        return DONE;
}

static enum outcome finish(struct importing *w, const struct import_result *r)
{
        const struct flow *f = w->f;
        const struct status_processed processed = { .complete = w->i.complete,
                                                    .rows = w->i.rows,
                                                    .full = w->facts.full,
                                                    .listed = r->listed,
                                                    .new = r->new,
                                                    .changed = r->changed };
        enum outcome result = import_done(f->db, f->scope, &w->i, r);
        if (result == DONE)
                result = status_processed(f->db, f->scope, &processed);
        if (result == DONE)
                result = status_count(f->db, f->scope);
        return result == DONE ? audit_add(f->db, f->scope->person, f->scope->school, "import-processed", w->i.batch.id, "") : result;
}

static enum outcome apply(struct importing *w)
{
        const struct flow *f = w->f;
        const struct plan *plan = &w->p.plan;
        struct import_result r = { .listed = (unsigned)w->facts.children,
                                   .roll_before = plan->held,
                                   .roll_after = plan->after,
                                   .new = plan->counts[PLAN_NEW],
                                   .changed = plan->counts[PLAN_CHANGED],
                                   .unchanged = plan->counts[PLAN_UNCHANGED],
                                   .full = w->facts.full,
                                   .unasked = w->file.rows_left,
                                   .unasked_marks = w->file.marks_left };
        enum outcome result = flow_apply_new(f, &w->i.batch, &w->p);
        if (result == DONE)
                result = flow_apply_changes(f, &w->i.batch, &w->p);
        if (result == DONE)
                result = settle(w, &r);
        return result == DONE ? finish(w, &r) : result;
}

/* Under the school's lock; whoever changes the roll waits a moment. */
static enum outcome do_import(struct db *db, void *context)
{
        struct importing *w = context;
        const struct flow *f = w->f;
        unsigned holds = 0;
        enum outcome result = roll_lock(db, f->scope);
        if (result == DONE)
                result = status_leased(db, f->scope, w->by);
        if (result == DONE)
                result = import_find(db, f->arena, f->scope, w->batch, &w->i);
        if (result == DONE && (w->i.batch.state != BATCH_OPEN || w->i.batch.hold.state == HOLD_HELD))
                result = REFUSED;
        if (result == DONE)
                result = make_plan(w);
        if (result == DONE)
                result = find_holds(w, &holds);
        if (result != DONE)
                return result;
        return holds && !is_released(&w->i.batch, holds, w->facts.removals) ? put_on_hold(w, holds) : apply(w);
}

enum outcome flow_import(const struct flow *f, const char *by, const struct import *i, const struct sorted *s)
{
        struct importing w = { .f = f, .by = by, .batch = i->batch.id, .sorted = s };
        return db_transaction(f->db, do_import, &w);
}

/* ---- answers ---- */

static enum outcome forget_done(const struct flow *f, const struct batch *b, const struct flow_plan *p, struct import_left *left)
{
        unsigned long *ids = arena_array(f->arena, p->child_count + 1, sizeof *ids);
        size_t count = 0;
        for (size_t i = 0; i < p->child_count; i++) {
                enum plan_kind kind = p->plan.rows[i].kind;
                if (kind == PLAN_WAITS)
                        left->unmatched++;
                else if (kind == PLAN_PROBLEM)
                        left->rejected++;
                else
                        ids[count++] = p->children[i].parts[0]->id;
        }
        return list_forget_rows(f->db, f->scope, b->id, ids, count);
}

static enum outcome do_answered(struct db *db, void *context)
{
        struct importing *w = context;
        const struct flow *f = w->f;
        struct import_left left = { 0, 0 };
        unsigned conflicts;
        enum outcome result = roll_lock(db, f->scope);
        if (result == DONE)
                result = import_find(db, f->arena, f->scope, w->batch, &w->i);
        if (result != DONE || w->i.batch.state != BATCH_LISTED)
                return result;
        result = flow_plan(f, &w->i.batch, &w->p);
        if (result == DONE)
                result = flow_apply_new(f, &w->i.batch, &w->p);
        if (result == DONE)
                result = flow_apply_changes(f, &w->i.batch, &w->p);
        if (result == DONE)
                result = import_settle_conflicts(f, &w->i.batch, &w->p, &conflicts);
        if (result == DONE)
                result = import_settle_missing(f, &w->i.batch, &w->p, &w->file, false);
        if (result == DONE)
                result = forget_done(f, &w->i.batch, &w->p, &left);
        if (result == DONE)
                result = upn_problem_forget_rows(db, f->scope, w->i.batch.id);
        if (result == DONE)
                result = import_close(db, f->scope, w->i.batch.id, left.unmatched, left.rejected);
        return result == DONE ? status_count(db, f->scope) : result;
}

enum outcome flow_import_answered(const struct flow *f, unsigned long batch)
{
        struct importing w = { .f = f, .batch = batch };
        return db_transaction(f->db, do_answered, &w);
}
