#include "pages/la_entry_conflicts.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "flow/entry.h"
#include "pages/la.h"
#include "pages/la_conflict_answer.h"
#include "pages/la_conflicts.h"
#include "pages/la_desk_school.h"
#include "pages/la_entry_conflict_list.h"
#include "view/format.h"

enum { PER_PAGE = 50 };

static const struct refusal no_note = { "note", "Write what the school is told." };

static const char *path_of(const struct visit *v, const char *pattern)
{
        return url_make(v->arena, pattern, &v->scope->school);
}

enum outcome la_entry_conflicts_open(struct visit *v, size_t *count)
{
        struct entry_conflicts all;
        enum outcome result = entry_conflict_list(v->db, v->arena, v->scope, &all);
        *count = 0;
        for (size_t i = 0; result == DONE && i < all.count; i++)
                *count += !all.items[i].kept;
        return result;
}

/* ---- the list ---- */

static struct html kind_select(struct visit *v, const struct entry_view *w,
                               const struct entry_conflict_rows *r)
{
        struct choice all[ENTRY_KINDS + 1] = { { .value = "", .text = "All kinds" } };
        size_t count = 1;
        for (int kind = 0; kind < ENTRY_KINDS; kind++)
                if (r->of_kind[kind] || (int)w->kind == kind)
                        all[count++] = (struct choice){
                                .value = entry_table[kind].key,
                                .text = arena_printf(v->arena, "%s (%zu)", entry_table[kind].words,
                                                     r->of_kind[kind]),
                        };
        return part_select(v->arena, &(struct input){ .name = "kind",
                                                      .label = "What",
                                                      .value = entry_view_kind(w),
                                                      .choice_count = count,
                                                      .choices = all });
}

static bool is_ticked(struct visit *v, const struct entry_conflict *c)
{
        const char *pick = entry_pick(v->arena, c), *one;
        for (size_t i = 0; (one = request_form_nth(v->request, "pick", i)); i++)
                if (strcmp(one, pick) == 0)
                        return true;
        return false;
}

/* Past the last page, as after its last conflict was decided: the last one. */
static void set_list(struct visit *v, struct view *page, const struct entry_view *w,
                     struct entry_conflict_rows *r, const char *asked, bool may)
{
        struct list list = entry_conflict_list_of(r, w);
        size_t pages = r->count ? (r->count + PER_PAGE - 1) / PER_PAGE : 1, n = la_number(asked);
        n = n == 0 ? 1 : n < pages ? n : pages;
        size_t from = (n - 1) * PER_PAGE;
        list.rows = r->items + from;
        list.row_count = r->count - from < PER_PAGE ? r->count - from : PER_PAGE;
        for (size_t i = 0; i < list.row_count; i++) {
                r->items[from + i].may = may;
                r->items[from + i].ticked = is_ticked(v, r->items[from + i].c);
        }
        view_text(page, "count", format_count(v->arena, (long)r->count, "conflict", NULL));
        view_html(page, "list", list_html(v->arena, &list));
        view_html(
            page, "pages",
            part_pages(v->arena,
                       la_url(v->arena, path_of(v, LA_ENTRY_CONFLICTS), ENTRY_VIEW(*w), "page", NULL, NULL),
                       (long)n, (long)pages));
        view_printf(page, "page_number", "%zu", n);
}

static enum outcome show(struct visit *v, const struct entry_view *w, const char *asked,
                         const struct refusal *why)
{
        struct entry_conflict_rows rows;
        struct view *page = view_new(v->arena, "la/entry-conflicts");
        enum outcome result = la_data_frame(v, page, LA_CONFLICTS);
        if (result == DONE)
                result = entry_conflict_rows(v, w, &rows);
        if (result != DONE)
                return result;
        bool may = rows.count && !entry_view_kept(w) && visit_may(v, WHO_LA_OFFICER);
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_html(page, "note", conflict_note(v, why));
        view_text(page, "fields", path_of(v, LA_CONFLICTS));
        view_html(page, "cohort",
                  conflict_cohort_select(v->arena, w->cohort, rows.active, rows.other, rows.kept));
        view_html(page, "kind", kind_select(v, w, &rows));
        set_list(v, page, w, &rows, asked, may);
        view_flag(page, "may", may);
        view_flag(page, "same", may && w->kind != ENTRY_KINDS && rows.count > 1);
        view_html(page, "answers", conflict_answer_select(v->arena));
        view_text(page, "view_cohort", w->cohort);
        view_text(page, "view_kind", entry_view_kind(w));
        view_text(page, "action", path_of(v, LA_ENTRY_CONFLICTS));
        view_text(page, "all", path_of(v, LA_ENTRY_CONFLICTS_ALL));
        view_text(page, "token", visit_token(v));
        return visit_show(v, "Conflicts of results and histories", page);
}

enum outcome la_entry_conflicts_page(struct visit *v)
{
        const struct entry_view w = entry_view_of(request_query, v->request);
        return show(v, &w, request_query(v->request, "page"), NULL);
}

/* ---- the answer ---- */

static size_t read_picks(struct visit *v, struct conflict_seen picks[PER_PAGE])
{
        size_t count = 0;
        const char *one;
        for (size_t i = 0; count < PER_PAGE && (one = request_form_nth(v->request, "pick", i)); i++) {
                char *end;
                unsigned long id = strtoul(one, &end, 10);
                if (*end == ':')
                        picks[count++] = (struct conflict_seen){ id, (unsigned)strtoul(end + 1, NULL, 10) };
        }
        return count;
}

static enum outcome decide(struct visit *v, const struct conflict_seen *seen, size_t count,
                           const struct conflict_choice *choice, const char *back)
{
        struct flow f = la_flow(v);
        const char *note = text_tidy(v->arena, request_form(v->request, "note"));
        return la_done(v, entry_decide(&f, seen, count, choice->answer, note),
                       arena_printf(v->arena, "%s: %s.",
                                    format_count(v->arena, (long)count, "conflict", NULL), choice->notice),
                       back, NULL);
}

static bool lacks_note(const struct visit *v, const struct conflict_choice *choice)
{
        return choice->answer == ANSWER_TELL && text_empty(request_form(v->request, "note"));
}

enum outcome la_entry_conflicts_post(struct visit *v)
{
        struct conflict_seen picks[PER_PAGE];
        const struct entry_view w = entry_view_of(request_form, v->request);
        const char *asked = request_form(v->request, "page");
        size_t count = read_picks(v, picks);
        const struct conflict_choice *choice = conflict_choice_of(request_form(v->request, "answer"));
        if (!choice)
                return visit_refuse(v, "Choose whether the school’s entry is accepted or ours is kept.");
        if (!count)
                return visit_refuse(v,
                                    "Choose the conflicts to decide: tick the box before each pupil’s name.");
        if (lacks_note(v, choice))
                return show(v, &w, asked, &no_note);
        return decide(v, picks, count, choice,
                      la_url(v->arena, path_of(v, LA_ENTRY_CONFLICTS), ENTRY_VIEW(w), "page",
                             strcmp(asked, "1") == 0 ? "" : asked, NULL));
}

/* ---- the same decision for all of one kind ---- */

static const struct conflict_seen *seen_of(struct arena *a, const struct entry_conflict_rows *r)
{
        struct conflict_seen *seen = arena_array(a, r->count + 1, sizeof *seen);
        for (size_t i = 0; i < r->count; i++)
                seen[i] = (struct conflict_seen){ r->items[i].c->id, r->items[i].c->version };
        return seen;
}

static enum outcome show_all(struct visit *v, const struct entry_view *w,
                             const struct conflict_choice *choice, const struct refusal *why)
{
        struct arena *a = v->arena;
        struct entry_conflict_rows rows;
        enum outcome result = entry_conflict_rows(v, w, &rows);
        if (result != DONE)
                return result;
        if (w->kind == ENTRY_KINDS || entry_view_kept(w) || !rows.count)
                return visit_refuse(v, "There is nothing of one kind to decide: go back to the conflicts and "
                                       "choose one kind.");
        const struct html view[] = { part_hidden(a, "cohort", w->cohort),
                                     part_hidden(a, "kind", entry_view_kind(w)) };
        return conflict_preview(v,
                                &(struct conflict_preview){
                                    .choice = choice,
                                    .what = arena_printf(a, "of the kind %s", entry_table[w->kind].words),
                                    .cohort = w->cohort,
                                    .list = entry_conflict_list_of(&rows, w),
                                    .seen = seen_of(a, &rows),
                                    .view = html_join(a, sizeof view / sizeof *view, view),
                                    .action = path_of(v, LA_ENTRY_CONFLICTS_ALL),
                                    .back = la_url(a, path_of(v, LA_ENTRY_CONFLICTS), ENTRY_VIEW(*w), NULL),
                                    .why = why });
}

enum outcome la_entry_conflicts_all_page(struct visit *v)
{
        const struct entry_view w = entry_view_of(request_query, v->request);
        const struct conflict_choice *choice;
        struct school s;
        enum outcome result = la_school(v, &s);
        if (result == DONE)
                result = conflict_answer_read(v, request_query(v->request, "answer"), &choice);
        return result == DONE ? show_all(v, &w, choice, NULL) : result;
}

enum outcome la_entry_conflicts_all_post(struct visit *v)
{
        struct entry_view w = entry_view_of(request_form, v->request);
        const struct conflict_choice *choice;
        struct conflict_seen *seen = NULL;
        struct school s;
        size_t count = 0;
        enum outcome result = la_school(v, &s);
        if (result == DONE)
                result = conflict_answer_read(v, request_form(v->request, "answer"), &choice);
        if (result == DONE && lacks_note(v, choice))
                return show_all(v, &w, choice, &no_note);
        if (result == DONE)
                result = conflict_seen_read(v, &seen, &count);
        if (result != DONE)
                return result;
        w.kind = ENTRY_KINDS;
        return decide(v, seen, count, choice,
                      la_url(v->arena, path_of(v, LA_ENTRY_CONFLICTS), ENTRY_VIEW(w), NULL));
}
