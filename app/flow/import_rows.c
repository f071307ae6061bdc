#include "flow/import_rows.h"

#include <stdlib.h>
#include <string.h>

#include "store/batch.h"

/* Registers stand behind all lists: their rows are stored under a number that no sheet has. */
enum { REGISTER_ROWS = 500, REGISTER_SHEET = 60000 };

/* While they are gathered. child[i] is the child of rows[i]; NULL: it is a line of a register. */
struct keeping {
        const struct flow *f;
        const struct flow_plan *p;
        size_t count, issue_count, issue_room;
        const struct child **child;
        struct stored_row *rows;
        struct stored_issue *issues;
};

static bool is_left(const struct plan_row *row)
{
        return row->kind == PLAN_WAITS || row->kind == PLAN_PROBLEM;
}

static int by_place(const void *left, const void *right)
{
        const struct stored_row *a = (*(const struct child *const *)left)->parts[0], *b = (*(const struct child *const *)right)->parts[0];
        if (a->sheet != b->sheet)
                return a->sheet < b->sheet ? -1 : 1;
        return a->row < b->row ? -1 : a->row > b->row;
}

static void add_issue(struct keeping *k, struct stored_issue issue)
{
        if (k->issue_count == k->issue_room) {
                size_t room = k->issue_room ? 2 * k->issue_room : 32;
                struct stored_issue *more = arena_array(k->f->arena, room, sizeof *more);
                if (k->issue_count)
                        memcpy(more, k->issues, k->issue_count * sizeof *more);
                k->issues = more;
                k->issue_room = room;
        }
        k->issues[k->issue_count++] = issue;
}

static bool is_at(const struct stored_row *row, const struct place *at)
{
        return row->row == at->row && strcmp(row->sheet_name, at->sheet) == 0;
}

/* What was wrong in the cells of the row, and why the plan says no. */
static void add_reasons(struct keeping *k, size_t row, const struct issues *issues, const char *problem)
{
        const struct stored_row *at = k->child[row]->parts[0];
        size_t before = k->issue_count;
        for (size_t i = 0; i < issues->count; i++) {
                const struct issue *x = &issues->items[i];
                if (x->severity == SEVERITY_ERROR && is_at(at, &x->at))
                        add_issue(k, (struct stored_issue){ .row = row,
                                                            .severity = 'E',
                                                            .cause = cause_key(x->cause),
                                                            .field = x->field < FIELD_COUNT ? field_table[x->field].key : "",
                                                            .found = x->found,
                                                            .words = issue_words(k->f->arena, x),
                                                            .column = x->at.column });
        }
        if (k->issue_count == before)
                add_issue(k, (struct stored_issue){ .row = row, .severity = 'E', .cause = cause_key(CAUSE_MISSING), .field = "",
                                                    .found = "", .words = problem, .column = -1 });
}

static void gather(struct keeping *k, const struct intake_list *list, struct import_left *left)
{
        for (size_t i = 0; i < k->p->child_count; i++)
                if (is_left(&k->p->plan.rows[i]))
                        k->child[k->count++] = &k->p->children[i];
        if (k->count)
                qsort(k->child, k->count, sizeof(*k->child), by_place);
        for (size_t i = 0; i < k->count; i++) {
                const struct plan_row *row = &k->p->plan.rows[k->child[i] - k->p->children];
                k->rows[i] = *k->child[i]->parts[0];
                k->rows[i].record = k->child[i]->record;
                if (row->kind == PLAN_WAITS) {
                        left->unmatched++;
                        continue;
                }
                left->rejected++;
                add_reasons(k, i, &list->issues, row->problem);
        }
}

/* A line of a register that could not be taken is a row of its own, of which its words say everything. */
static void gather_registers(struct keeping *k, const struct issues *registers, struct import_left *left)
{
        for (size_t i = 0; i < registers->count && i < REGISTER_ROWS; i++) {
                const struct issue *x = &registers->items[i];
                struct stored_row *row = &k->rows[k->count];
                if (x->severity != SEVERITY_ERROR)
                        continue;
                *row = (struct stored_row){ .file_name = "", .sheet_name = x->at.sheet, .sheet = REGISTER_SHEET, .row = x->at.row, .left_out = "" };
                record_blank(&row->record);
                add_issue(k, (struct stored_issue){ .row = k->count, .severity = 'E', .cause = cause_key(x->cause), .field = "",
                                                    .found = x->found, .words = issue_words(k->f->arena, x), .column = x->at.column });
                k->child[k->count++] = NULL;
                left->rejected++;
        }
}

static unsigned long id_of(const struct keeping *k, const unsigned long *ids, unsigned long row_in_memory)
{
        for (size_t i = 0; i < k->count; i++)
                if (k->child[i] && k->child[i]->parts[0]->id == row_in_memory)
                        return ids[i];
        return 0;
}

static enum outcome store_questions(const struct flow *f, const struct batch *b, const struct keeping *k, const unsigned long *ids)
{
        struct row_match *matches = arena_array(f->arena, k->count + 1, sizeof *matches);
        struct match_case *cases = arena_array(f->arena, k->p->cases.count + 1, sizeof *cases);
        struct batch now;
        size_t count = 0;
        for (size_t i = 0; i < k->count; i++)
                matches[i] = (struct row_match){ ids[i], k->rows[i].outcome, k->rows[i].pupil, k->rows[i].pupil_school };
        for (size_t i = 0; i < k->p->cases.count; i++) {
                cases[count] = k->p->cases.items[i];
                cases[count].row = id_of(k, ids, cases[count].row);
                count += cases[count].row != 0;
        }
        enum outcome result = batch_find(f->db, f->arena, f->scope, b->id, &now);
        if (result != DONE)
                return result;
        return list_set_matches(f->db, f->scope, &now, k->p->school.roll_version, matches, k->count, cases, count);
}

enum outcome import_keep_rows(const struct flow *f, const struct batch *b, const struct flow_plan *p, const struct intake_list *list,
                              const struct issues *registers, struct import_left *left)
{
        size_t n = p->child_count + (registers->count < REGISTER_ROWS ? registers->count : REGISTER_ROWS);
        struct keeping k = { .f = f, .p = p };
        *left = (struct import_left){ 0, 0 };
        k.child = arena_array(f->arena, n + 1, sizeof(*k.child));
        k.rows = arena_array(f->arena, n + 1, sizeof *k.rows);
        gather(&k, list, left);
        gather_registers(&k, registers, left);
        if (k.count == 0)
                return DONE;
        struct reading_result r = { .batch = b->id, .rows = { k.count, k.rows }, .issues = { k.issue_count, k.issues } };
        unsigned long *ids = arena_array(f->arena, k.count + 1, sizeof *ids);
        enum outcome result = list_store_open(f->db, f->arena, f->scope, &r, ids);
        return result == DONE ? store_questions(f, b, &k, ids) : result;
}
