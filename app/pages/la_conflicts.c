#include "pages/la_conflicts.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "pages/la.h"
#include "pages/la_conflict_list.h"
#include "pages/la_desk_school.h"
#include "pages/la_entry_conflicts.h"
#include "store/audit.h"
#include "view/format.h"
#include "view/input.h"

enum { PER_PAGE = 50, EXAMPLES = 20 };

static const struct conflict_choice choices[] = {
        { "accept", "Accept the school’s value", "The school’s value was accepted", ANSWER_ACCEPT },
        { "keep", "Keep ours", "Ours was kept", ANSWER_KEEP },
        { "tell", "Keep ours and tell the school", "Ours was kept, and the school was told", ANSWER_TELL },
};
enum { CHOICES = sizeof choices / sizeof *choices };

const struct conflict_choice *conflict_choice_of(const char *key)
{
        for (size_t i = 0; i < CHOICES; i++)
                if (strcmp(choices[i].key, key) == 0)
                        return &choices[i];
        return NULL;
}

static const char *path_of(const struct visit *v, const char *pattern)
{
        return url_make(v->arena, pattern, &v->scope->school);
}

/* ---- the list ---- */

static struct html cohort_select(struct visit *v, const struct conflict_view *w,
                                 const struct conflict_rows *r)
{
        struct arena *a = v->arena;
        const struct choice all[] = {
                { .value = "", .text = arena_printf(a, "All that are open (%zu)", r->active + r->other) },
                { .value = "active", .text = arena_printf(a, "Of active pupils (%zu)", r->active) },
                { .value = "other", .text = arena_printf(a, "Of non-active pupils (%zu)", r->other) },
                { .value = "kept", .text = arena_printf(a, "Ours was kept (%zu)", r->kept) },
        };
        return part_select(a, &(struct input){ .name = "cohort",
                                               .label = "Which conflicts",
                                               .value = w->cohort,
                                               .choice_count = sizeof all / sizeof *all,
                                               .choices = all });
}

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

static struct html answer_select(struct visit *v)
{
        struct choice all[CHOICES] = { 0 };
        for (size_t i = 0; i < CHOICES; i++)
                all[i] = (struct choice){ .value = choices[i].key, .text = choices[i].words };
        return part_select(v->arena, &(struct input){ .name = "answer",
                                                      .label = "The same answer for all of these",
                                                      .value = "accept",
                                                      .choice_count = CHOICES,
                                                      .choices = all });
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
        view_html(page, "answers", answer_select(v));
        view_text(page, "view_cohort", w->cohort);
        view_text(page, "view_field", w->field);
        view_text(page, "view_words", w->words);
}

static void set_filter(struct visit *v, struct view *page, const struct conflict_view *w,
                       const struct conflict_rows *r)
{
        view_text(page, "action", path_of(v, LA_CONFLICTS));
        view_text(page, "sort", w->sort);
        view_html(page, "cohort", cohort_select(v, w, r));
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

/* "12:1 13:4": number and version of each, as they are now. */
static const char *seen_text(struct visit *v, const struct conflict_rows *r)
{
        struct buf b = BUF_EMPTY;
        for (size_t i = 0; i < r->count; i++)
                buf_printf(&b, "%s%lu:%u", i ? " " : "", r->items[i].c->id, r->items[i].c->version);
        const char *text = arena_bytes(v->arena, b.len ? b.bytes : "", b.len);
        buf_free(&b);
        return text;
}

/* REFUSED when it is not what seen_text writes. */
static enum outcome read_seen(struct visit *v, const char *text, struct conflict_seen **out, size_t *count)
{
        size_t room = 1;
        for (const char *p = text; *p; p++)
                room += *p == ' ';
        struct conflict_seen *items = arena_array(v->arena, room, sizeof *items);
        *count = 0;
        for (const char *p = text; *p; p += *p == ' ') {
                char *colon, *end;
                unsigned long id = strtoul(p, &colon, 10),
                              version = *colon == ':' ? strtoul(colon + 1, &end, 10) : 0;
                if (!id || !version || (*end && *end != ' '))
                        return visit_refuse(
                            v, "The form came back damaged. Go back, reload the page and try again.");
                items[(*count)++] = (struct conflict_seen){ id, (unsigned)version };
                p = end;
        }
        *out = items;
        return *count ? DONE : visit_refuse(v, "There is no conflict left to decide here.");
}

static struct html note_input(struct visit *v, const struct conflict_choice *choice,
                              const struct refusal *why)
{
        if (choice->answer != ANSWER_TELL)
                return (struct html){ 0 };
        return part_textarea(
            v->arena,
            &(struct input){ .name = "note",
                             .label = "What the school is told",
                             .hint = "It gets this by e-mail and sees it beside each value. Name no pupil "
                                     "and no service.",
                             .rows = 3,
                             .error = why ? why->words : NULL,
                             .value = why ? request_form(v->request, "note") : "" });
}

static enum outcome show_all(struct visit *v, const struct conflict_view *w,
                             const struct conflict_choice *choice, const struct refusal *why)
{
        struct arena *a = v->arena;
        struct conflict_rows rows;
        struct view *page = view_new(a, "la/conflicts-all");
        enum outcome result = la_data_frame(v, page, LA_CONFLICTS);
        if (result == DONE)
                result = conflict_rows(v, w, &rows);
        if (result == DONE && (!is_one_kind(w) || !rows.count))
                return visit_refuse(
                    v, "There is nothing of one kind to decide: go back to the conflicts and choose "
                       "one field.");
        if (result != DONE)
                return result;
        struct list list = conflict_list_of(&rows, w, NULL);
        list.row_count = rows.count < EXAMPLES ? rows.count : EXAMPLES;
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(a, why ? 1 : 0, why));
        view_text(page, "answer_words", choice->words);
        view_text(page, "count", format_count(a, (long)rows.count, "conflict", NULL));
        view_text(page, "field", field_table[conflict_view_field(w)].heading);
        view_text(page, "of", !*w->cohort ? "" : strcmp(w->cohort, "active") == 0 ? "active" : "other");
        view_text(page, "first", rows.count > EXAMPLES ? arena_printf(a, "%d", EXAMPLES) : "");
        view_html(page, "list", list_html(a, &list));
        view_text(page, "action", path_of(v, LA_CONFLICTS_ALL));
        view_text(page, "token", visit_token(v));
        view_text(page, "seen", seen_text(v, &rows));
        view_text(page, "answer", choice->key);
        view_text(page, "view_cohort", w->cohort);
        view_text(page, "view_field", w->field);
        view_text(page, "view_words", w->words);
        view_html(page, "note", note_input(v, choice, why));
        view_text(page, "back", la_url(a, path_of(v, LA_CONFLICTS), CONFLICT_VIEW(*w), NULL));
        return visit_show(v, "The same answer for all of these", page);
}

static const char no_answer[] = "Say what is to be done: go back and choose an answer.";

enum outcome la_conflicts_all_page(struct visit *v)
{
        const struct conflict_view w = conflict_view_of(v->arena, request_query, v->request);
        const struct conflict_choice *choice = conflict_choice_of(request_query(v->request, "answer"));
        struct school s;
        enum outcome result = la_school(v, &s);
        if (result != DONE)
                return result;
        return choice ? show_all(v, &w, choice, NULL) : visit_refuse(v, no_answer);
}

enum outcome la_conflicts_all_post(struct visit *v)
{
        static const struct refusal empty = { "note", "Write what the school is told." };
        struct conflict_view w = conflict_view_of(v->arena, request_form, v->request);
        const struct conflict_choice *choice = conflict_choice_of(request_form(v->request, "answer"));
        const char *note = text_tidy(v->arena, request_form(v->request, "note"));
        struct conflict_seen *seen = NULL;
        struct school s;
        size_t count = 0;
        enum outcome result = la_school(v, &s);
        if (result == DONE && !choice)
                return visit_refuse(v, no_answer);
        if (result == DONE && choice->answer == ANSWER_TELL && !*note)
                return show_all(v, &w, choice, &empty);
        if (result == DONE)
                result = read_seen(v, request_form(v->request, "seen"), &seen, &count);
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
