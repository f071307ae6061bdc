#include "pages/la_conflicts.h"

#include <string.h>

#include "base/text.h"
#include "pages/la.h"
#include "pages/la_conflict_answer.h"
#include "pages/la_conflict_list.h"
#include "pages/la_desk_school.h"
#include "pages/la_entry_conflicts.h"
#include "store/audit.h"
#include "view/format.h"
#include "view/input.h"

enum { PER_PAGE = 50 };

static const char *path_of(const struct visit *v, const char *pattern)
{
        return url_make(v->arena, pattern, &v->scope->school);
}

/* ---- the list ---- */

static struct html field_select(struct visit *v, const struct conflict_view *w, const struct conflict_rows *r)
{
        struct choice all[FIELD_COUNT + 1] = { { .value = "", .text = "All fields" } };
        size_t count = 1;
        for (int f = 0; f < FIELD_COUNT; f++)
                if (r->of_field[f] || (int)conflict_view_field(w) == f)
                        all[count++] =
                            (struct choice){ .value = field_table[f].key, .text = field_table[f].heading };
        return part_select(v->arena, &(struct input){ .name = "field",
                                                      .label = "Field",
                                                      .value = w->field,
                                                      .choice_count = count,
                                                      .choices = all });
}

/* How many there are of each field, each a link to them. */
static struct html groups(struct visit *v, const struct conflict_view *w, const struct conflict_rows *r)
{
        struct view *item = view_new(v->arena, "la/count-link");
        size_t kinds = 0;
        for (int f = 0; f < FIELD_COUNT; f++)
                kinds += r->of_field[f] != 0;
        for (int f = 0; kinds > 1 && f < FIELD_COUNT; f++) {
                struct conflict_view one = *w;
                if (!r->of_field[f])
                        continue;
                one.field = field_table[f].key;
                view_text(item, "url", la_url(v->arena, path_of(v, LA_CONFLICTS), CONFLICT_VIEW(one), NULL));
                view_text(item, "text", field_table[f].heading);
                view_text(item, "count", format_number(v->arena, (long)r->of_field[f]));
                view_flag(item, "current", (int)conflict_view_field(w) == f);
                view_next(item);
        }
        return view_rows(item);
}

/* One kind is one field; those that were kept are decided. */
static bool is_one_kind(const struct conflict_view *w)
{
        return *w->field && !conflict_view_kept(w);
}

static void set_deeds(struct visit *v, struct view *page, const struct conflict_view *w,
                      const struct conflict_rows *r)
{
        bool may = visit_may(v, WHO_LA_OFFICER) && r->count && !conflict_view_kept(w);
        view_text(page, "first", may ? r->items[0].url : "");
        view_flag(page, "same", may && is_one_kind(w) && r->count > 1);
        view_text(page, "all", path_of(v, LA_CONFLICTS_ALL));
        view_html(page, "answers", conflict_answer_select(v->arena));
        view_text(page, "view_cohort", w->cohort);
        view_text(page, "view_field", w->field);
        view_text(page, "view_words", w->words);
}

static void set_filter(struct visit *v, struct view *page, const struct conflict_view *w,
                       const struct conflict_rows *r)
{
        view_text(page, "action", path_of(v, LA_CONFLICTS));
        view_text(page, "sort", w->sort);
        view_html(page, "cohort", conflict_cohort_select(v->arena, w->cohort, r->active, r->other, r->kept));
        view_html(page, "field", field_select(v, w, r));
        view_html(page, "words",
                  part_input(v->arena, &(struct input){ .name = "words",
                                                        .label = "Name of the pupil",
                                                        .value = w->words,
                                                        .width = 20,
                                                        .autocomplete = "off" }));
        view_html(page, "groups", groups(v, w, r));
}

static void set_list(struct visit *v, struct view *page, const struct conflict_view *w,
                     const struct conflict_rows *r)
{
        struct arena *a = v->arena;
        unsigned long asked = la_number(request_query(v->request, "page"));
        size_t n = asked && asked < 100000 ? asked : 1, from = (n - 1) * PER_PAGE;
        const char *here = path_of(v, LA_CONFLICTS);
        struct conflict_view plain = *w;
        plain.sort = "";
        struct list list = conflict_list_of(r, w, la_url(a, here, CONFLICT_VIEW(plain), "sort", NULL, NULL));
        list.rows = r->items + (from < r->count ? from : 0);
        list.row_count = from >= r->count ? 0 : r->count - from < PER_PAGE ? r->count - from : PER_PAGE;
        view_text(page, "count", format_count(a, (long)r->count, "conflict", NULL));
        view_html(page, "list", list_html(a, &list));
        view_html(page, "pages",
                  part_pages(a, la_url(a, here, CONFLICT_VIEW(*w), "page", NULL, NULL), (long)n,
                             (long)((r->count + PER_PAGE - 1) / PER_PAGE)));
        view_text(page, "csv", la_url(a, path_of(v, LA_CONFLICTS ".csv"), CONFLICT_VIEW(*w), NULL));
        view_text(page, "xlsx", la_url(a, path_of(v, LA_CONFLICTS ".xlsx"), CONFLICT_VIEW(*w), NULL));
}

enum outcome la_conflicts_page(struct visit *v)
{
        struct conflict_view w = conflict_view_of(v->arena, request_query, v->request);
        struct conflict_rows rows;
        size_t entries;
        struct view *page = view_new(v->arena, "la/conflicts");
        enum outcome result = la_data_frame(v, page, LA_CONFLICTS);
        if (result == DONE)
                result = conflict_rows(v, &w, &rows);
        if (result == DONE)
                result = la_entry_conflicts_open(v, &entries);
        if (result != DONE)
                return result;
        view_text(page, "entries",
                  entries ? format_count(v->arena, (long)entries, "result or other entry waits", "results and other entries wait")
                          : "");
        view_text(page, "entries_url", path_of(v, LA_ENTRY_CONFLICTS));
        view_flag(page, "filtered", *w.cohort || *w.field || *w.words);
        set_filter(v, page, &w, &rows);
        set_deeds(v, page, &w, &rows);
        set_list(v, page, &w, &rows);
        return visit_show(v, "Conflicts", page);
}

static enum outcome as_file(struct visit *v, bool xlsx)
{
        struct conflict_view w = conflict_view_of(v->arena, request_query, v->request);
        struct conflict_rows rows;
        struct school school;
        enum outcome result = la_school(v, &school);
        if (result == DONE)
                result = conflict_rows(v, &w, &rows);
        if (result == DONE)
                result = audit_add(v->db, v->scope->person, v->scope->school, "conflicts-downloaded", 0,
                                   format_count(v->arena, (long)rows.count, "row", NULL));
        if (result != DONE)
                return result;
        struct list list = conflict_list_of(&rows, &w, NULL);
        return la_file(v, &list, xlsx, arena_printf(v->arena, "conflicts-%s", school.laestab), "Conflicts");
}

enum outcome la_conflicts_csv(struct visit *v)
{
        return as_file(v, false);
}

enum outcome la_conflicts_xlsx(struct visit *v)
{
        return as_file(v, true);
}

/* ---- the same decision for all of one kind ---- */

static const struct conflict_seen *seen_of(struct arena *a, const struct conflict_rows *r)
{
        struct conflict_seen *seen = arena_array(a, r->count + 1, sizeof *seen);
        for (size_t i = 0; i < r->count; i++)
                seen[i] = (struct conflict_seen){ r->items[i].c->id, r->items[i].c->version };
        return seen;
}

static struct html hidden_view(struct arena *a, const struct conflict_view *w)
{
        const struct html fields[] = { part_hidden(a, "cohort", w->cohort), part_hidden(a, "field", w->field),
                                       part_hidden(a, "words", w->words) };
        return html_join(a, sizeof fields / sizeof *fields, fields);
}

static enum outcome show_all(struct visit *v, const struct conflict_view *w,
                             const struct conflict_choice *choice, const struct refusal *why)
{
        struct arena *a = v->arena;
        struct conflict_rows rows;
        enum outcome result = conflict_rows(v, w, &rows);
        if (result != DONE)
                return result;
        if (!is_one_kind(w) || !rows.count)
                return visit_refuse(
                    v, "There is nothing of one kind to decide: go back to the conflicts and choose "
                       "one field.");
        return conflict_preview(
            v, &(struct conflict_preview){
                   .choice = choice,
                   .what = arena_printf(a, "about the field %s", field_table[conflict_view_field(w)].heading),
                   .cohort = w->cohort,
                   .list = conflict_list_of(&rows, w, NULL),
                   .seen = seen_of(a, &rows),
                   .view = hidden_view(a, w),
                   .action = path_of(v, LA_CONFLICTS_ALL),
                   .back = la_url(a, path_of(v, LA_CONFLICTS), CONFLICT_VIEW(*w), NULL),
                   .why = why });
}

enum outcome la_conflicts_all_page(struct visit *v)
{
        const struct conflict_view w = conflict_view_of(v->arena, request_query, v->request);
        const struct conflict_choice *choice;
        struct school s;
        enum outcome result = la_school(v, &s);
        if (result == DONE)
                result = conflict_answer_read(v, request_query(v->request, "answer"), &choice);
        return result == DONE ? show_all(v, &w, choice, NULL) : result;
}

enum outcome la_conflicts_all_post(struct visit *v)
{
        static const struct refusal empty = { "note", "Write what the school is told." };
        struct conflict_view w = conflict_view_of(v->arena, request_form, v->request);
        const struct conflict_choice *choice;
        const char *note = text_tidy(v->arena, request_form(v->request, "note"));
        struct conflict_seen *seen = NULL;
        struct school s;
        size_t count = 0;
        enum outcome result = la_school(v, &s);
        if (result == DONE)
                result = conflict_answer_read(v, request_form(v->request, "answer"), &choice);
        if (result == DONE && choice->answer == ANSWER_TELL && !*note)
                return show_all(v, &w, choice, &empty);
        if (result == DONE)
                result = conflict_seen_read(v, &seen, &count);
        if (result != DONE)
                return result;
        struct flow f = la_flow(v);
        result = flow_decide_conflicts(&f, seen, count, choice->answer, note);
        w.field = "";
        return la_done(v, result,
                       arena_printf(v->arena, "%s: %s.",
                                    format_count(v->arena, (long)count, "conflict", NULL), choice->notice),
                       la_url(v->arena, path_of(v, LA_CONFLICTS), CONFLICT_VIEW(w), NULL), NULL);
}
