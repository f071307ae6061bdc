#include "pages/batch_problems.h"

#include <stdio.h>
#include <string.h>

#include "flow/confirm.h"
#include "flow/match.h"
#include "flow/receive.h"
#include "intake/value.h"
#include "pages/batch.h"
#include "pages/words.h"
#include "store/batch.h"
#include "view/format.h"
#include "view/input.h"

enum { SHOWN_MAX = 150 };

/* Where a row stands, as forms carry it: upload, sheet, row. */
static const char *place_of(struct arena *a, unsigned long upload, unsigned sheet, unsigned long row)
{
        return arena_printf(a, "%lu.%u.%lu", upload, sheet, row);
}

static bool read_place(const char *text, unsigned long *upload, unsigned *sheet, unsigned long *row, const char **field)
{
        int used = 0;
        if (sscanf(text, "%10lu.%5u.%10lu%n", upload, sheet, row, &used) != 3)
                return false;
        *field = text[used] == '.' ? text + used + 1 : "";
        return text[used] == '.' || text[used] == '\0';
}

/* ---- showing ---- */

struct problems {
        struct visit *v;
        const struct flow_plan *plan;
        struct view *lines;
        unsigned count;
        bool may; /* put right; else only look */
};

static void add_line(struct problems *p, const char *name, const char *words, const char *place, const struct stored_issue *issue)
{
        bool fixable = issue && *issue->field;
        struct arena *a = p->v->arena;
        p->count++;
        view_flag(p->lines, "may", p->may);
        view_text(p->lines, "name", name);
        view_text(p->lines, "words", words);
        view_printf(p->lines, "n", "%u", p->count);
        view_text(p->lines, "place", place);
        view_text(p->lines, "cell", fixable ? arena_printf(a, "%s.%s", place, issue->field) : "");
        view_text(p->lines, "field", fixable ? field_table[field_of_key(issue->field)].words : "");
        view_next(p->lines);
}

static void end_group(struct problems *p, struct view *groups, const char *title)
{
        struct html lines = view_rows(p->lines);
        p->lines = view_new(p->v->arena, "batch/problem");
        if (!lines.len)
                return;
        view_text(groups, "title", title);
        view_html(groups, "lines", lines);
        view_next(groups);
}

/* Whose row it is, as far as the row says. */
static const char *name_at(const struct problems *p, const struct stored_issue *x)
{
        for (size_t i = 0; i < p->plan->rows.count; i++) {
                const struct stored_row *row = &p->plan->rows.items[i];
                if (row->upload == x->upload && row->sheet == x->sheet && row->row == x->row_n)
                        return words_list_name(p->v->arena, &row->record);
        }
        return "";
}

static void cell_problems(struct problems *p, struct view *groups, const struct stored_issues *issues)
{
        for (size_t i = 0; i < issues->count && p->count < SHOWN_MAX; i++) {
                const struct stored_issue *x = &issues->items[i];
                if (x->severity != 'E')
                        continue;
                add_line(p, name_at(p, x), x->words, place_of(p->v->arena, x->upload, x->sheet, x->row_n), x);
                if (i + 1 == issues->count || strcmp(issues->items[i + 1].cause, x->cause) != 0 ||
                    issues->items[i + 1].severity != 'E' || p->count == SHOWN_MAX)
                        end_group(p, groups, cause_words(cause_of_key(x->cause)));
        }
}

/* What the rows of one child say differently: "NC year: Year 3; Class: 3 Ash". */
static const char *differing(struct arena *a, const struct child *c, const struct stored_row *row)
{
        const char *out = "";
        for (int f = 0; f < FIELD_COUNT; f++) {
                bool differs = false;
                for (size_t part = 0; part < c->part_count; part++)
                        differs |= strcmp(c->parts[part]->record.value[f], row->record.value[f]) != 0 &&
                                   *c->parts[part]->record.value[f] && *row->record.value[f];
                if (differs)
                        out = arena_printf(a, "%s%s%s: %s", out, *out ? "; " : "", field_table[f].heading,
                                           value_words(a, (enum field)f, row->record.value[f]));
        }
        return out;
}

static void add_child(struct problems *p, const struct child *c)
{
        struct view *rows = view_new(p->v->arena, "batch/problem-row");
        for (size_t part = 0; part < c->part_count; part++) {
                const struct stored_row *row = c->parts[part];
                view_flag(rows, "may", p->may);
                view_text(rows, "words", row_place(p->v->arena, row));
                view_text(rows, "says", differing(p->v->arena, c, row));
                view_printf(rows, "n", "%u", ++p->count);
                view_text(rows, "place", place_of(p->v->arena, row->upload, row->sheet, row->row));
                view_next(rows);
        }
        struct view *line = view_beside(p->lines, "batch/problem-child");
        view_text(line, "name", words_list_name(p->v->arena, &c->record));
        view_flag(line, "may", p->may);
        view_html(line, "rows", view_rows(rows));
        view_next(line);
}

/* Problems of a row as a whole: a new pupil without a name, two rows of one child that contradict each other. */
static void row_problems(struct problems *p, struct view *groups, bool joined)
{
        for (size_t i = 0; i < p->plan->child_count && p->count < SHOWN_MAX; i++) {
                const struct child *c = &p->plan->children[i];
                const struct plan_row *row = &p->plan->plan.rows[i];
                if (row->kind != PLAN_PROBLEM || (c->part_count > 1) != joined)
                        continue;
                const struct stored_row *first = c->parts[0];
                if (joined)
                        add_child(p, c);
                else if (!first->error && *row->problem)
                        add_line(p, words_list_name(p->v->arena, &first->record),
                                 arena_printf(p->v->arena, "%s: %s", row_place(p->v->arena, first), row->problem),
                                 place_of(p->v->arena, first->upload, first->sheet, first->row), NULL);
        }
        end_group(p, groups, joined ? "Children listed twice with different details" : "Rows that cannot be used as they are");
}

static struct html queries(struct visit *v, const struct flow_plan *p, const struct stored_issues *issues, unsigned *count)
{
        struct view *rows = view_new(v->arena, "batch/line");
        *count = 0;
        for (size_t i = 0; i < p->contradictions.count; i++)
                if (p->contradictions.items[i].severity != SEVERITY_ERROR) {
                        view_text(rows, "text", issue_words(v->arena, &p->contradictions.items[i]));
                        view_next(rows);
                        ++*count;
                }
        for (size_t i = 0; i < issues->count; i++)
                if (issues->items[i].severity == 'Q' && ++*count <= 500) {
                        view_text(rows, "text", arena_printf(v->arena, "%s%s%s", issues->items[i].file_name,
                                                             *issues->items[i].file_name ? ": " : "", issues->items[i].words));
                        view_next(rows);
                }
        return view_rows(rows);
}

static struct html left_out_lines(struct visit *v, const struct flow_plan *p)
{
        struct view *rows = view_new(v->arena, "batch/left-out");
        bool may = visit_may(v, WHO_SCHOOL_ADMIN);
        for (size_t i = 0; i < p->rows.count; i++) {
                const struct stored_row *row = &p->rows.items[i];
                if (!*row->left_out)
                        continue;
                view_flag(rows, "may", may);
                view_text(rows, "name", words_list_name(v->arena, &row->record));
                view_text(rows, "place", row_place(v->arena, row));
                view_text(rows, "reason", row->left_out);
                view_text(rows, "value", place_of(v->arena, row->upload, row->sheet, row->row));
                view_next(rows);
        }
        return view_rows(rows);
}

static struct html file_links(struct visit *v, const struct batch_visit *bv)
{
        struct view *rows = view_new(v->arena, "batch/result-link");
        for (size_t i = 0; i < bv->p.uploads.count; i++) {
                const struct upload *u = &bv->p.uploads.items[i];
                if (!u->bytes_kept || !u->read)
                        continue;
                view_text(rows, "url", batch_url(bv, v, BATCH_FILE "/result.xlsx", u->id));
                view_text(rows, "file", batch_url(bv, v, BATCH_FILE, u->id));
                view_text(rows, "name", u->file_name);
                view_next(rows);
        }
        return view_rows(rows);
}

static enum outcome show_problems(struct visit *v, struct batch_visit *bv, const struct refusal *why)
{
        struct stored_issues issues;
        unsigned query_count;
        enum outcome result = list_issues(v->db, v->arena, v->scope, bv->b.id, 0, &issues);
        if (result != DONE)
                return result;
        struct problems p = { v, &bv->p, view_new(v->arena, "batch/problem"), 0, visit_may(v, WHO_SCHOOL_ADMIN) };
        struct batch_step next = batch_next(v, bv);
        struct view *groups = view_new(v->arena, "batch/problem-group"), *page = view_new(v->arena, "batch/problems");
        cell_problems(&p, groups, &issues);
        row_problems(&p, groups, true);
        row_problems(&p, groups, false);
        view_html(page, "groups", view_rows(groups));
        view_html(page, "queries", queries(v, &bv->p, &issues, &query_count));
        view_text(page, "query_count", format_count(v->arena, query_count, "thing was", "things were"));
        view_html(page, "left_out", left_out_lines(v, &bv->p));
        view_html(page, "files", file_links(v, bv));
        view_html(page, "reason", part_input(v->arena, &(struct input){ .name = "reason", .label = "Why the ticked rows are left out",
                                                                        .hint = "For example: has moved away, not our pupil" }));
        view_text(page, "problems", bv->p.problems ? format_count(v->arena, bv->p.problems, "listed child", "listed children") : "");
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_flag(page, "may", p.may);
                v->errors = why != NULL;
        view_flag(page, "more", p.count >= SHOWN_MAX);
        view_text(page, "url", batch_url(bv, v, BATCH_PROBLEMS, 0));
        view_text(page, "back", batch_url(bv, v, BATCH_HOME, 0));
        view_text(page, "next", next.url ? next.url : batch_url(bv, v, BATCH_HOME, 0));
        view_text(page, "token", visit_token(v));
        batch_trail(v, bv, "Fix problems");
        return visit_show(v, "Fix problems", page);
}

enum outcome batch_problems_page(struct visit *v)
{
        struct batch_visit bv;
        bool over;
        enum outcome result = batch_visit(v, &bv, &over);
        return result != DONE || over ? result : show_problems(v, &bv, NULL);
}

/* ---- putting right ---- */

struct fixing {
        struct row_fix *items;
        unsigned long *uploads; /* beside items */
        size_t count;
};

static void add_fix(struct fixing *f, const char *place, const char *value)
{
        struct row_fix fix = { .value = value };
        unsigned long upload;
        if (!read_place(place, &upload, &fix.sheet, &fix.row, &fix.field) ||
            (*fix.field && field_of_key(fix.field) == FIELD_COUNT))
                return;
        f->items[f->count] = fix;
        f->uploads[f->count++] = upload;
}

/* "" would take the fix away; a row that comes back in is exactly that. */
static void collect(struct visit *v, struct fixing *f)
{
        const struct request *r = v->request;
        const char *reason = request_form(r, "reason"), *place, *value;
        f->items = arena_array(v->arena, r->form.count + 1, sizeof *f->items);
        f->uploads = arena_array(v->arena, r->form.count + 1, sizeof *f->uploads);
        for (size_t i = 0; (place = request_form_nth(r, "cell", i)) && (value = request_form_nth(r, "value", i)); i++)
                if (*value)
                        add_fix(f, place, value);
        for (size_t i = 0; (place = request_form_nth(r, "leave", i)); i++)
                add_fix(f, place, *reason ? reason : "Left out without a reason");
        for (size_t i = 0; (place = request_form_nth(r, "back", i)); i++)
                add_fix(f, place, "");
}

/* The files named are read again, one after the other. */
static enum outcome apply_fixes(struct visit *v, struct batch_visit *bv, const struct fixing *f)
{
        enum outcome result = DONE;
        for (size_t u = 0; result == DONE && u < bv->p.uploads.count; u++) {
                const struct upload *upload = &bv->p.uploads.items[u];
                struct row_fix *mine = arena_array(v->arena, f->count + 1, sizeof *mine);
                size_t n = 0;
                for (size_t i = 0; i < f->count; i++)
                        if (f->uploads[i] == upload->id)
                                mine[n++] = f->items[i];
                if (n)
                        result = fix_set(v->db, v->scope, bv->b.id, upload->id, mine, n);
                if (result == DONE && n)
                        result = flow_reread(&bv->flow, &bv->b, upload->id, upload->file_name);
        }
        return result;
}

enum outcome batch_problems_post(struct visit *v)
{
        struct batch_visit bv;
        struct fixing fixing = { NULL, NULL, 0 };
        bool over;
        enum outcome result = batch_visit(v, &bv, &over);
        if (result != DONE || over)
                return result;
        collect(v, &fixing);
        if (fixing.count == 0) {
                struct refusal why = { "first-problem", "Type a correct value, or tick a row that is to be left out, then save." };
                return show_problems(v, &bv, &why);
        }
        result = apply_fixes(v, &bv, &fixing);
        if (result == DONE)
                result = batch_find(v->db, v->arena, v->scope, bv.b.id, &bv.b);
        if (result == DONE && bv.b.state == BATCH_LISTED)
                result = flow_match(&bv.flow, &bv.b);
        if (result == DONE && bv.b.state == BATCH_LISTED)
                result = flow_settle(&bv.flow, &bv.b, false);
        return batch_done(v, &bv, result, "Saved. The rows were looked at again.", BATCH_PROBLEMS);
}
