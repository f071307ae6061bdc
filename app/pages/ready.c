#include "pages/ready.h"

#include <string.h>

#include "pages/agents.h"
#include "pages/exchange_form.h"
#include "pages/la.h"
#include "pages/la_desk_school.h"
#include "pages/la_exchanges.h"
#include "pages/school_exchanges.h"
#include "store/ready.h"
#include "store/school.h"
#include "store/school_list.h"
#include "view/format.h"

enum { LINES_MAX = 20 };

/* By a sign and words as well as by colour. */
static struct html mark(struct arena *a, bool good, const char *yes, const char *no)
{
        struct view *tag = view_new(a, "exchange/ready-mark");
        view_flag(tag, "good", good);
        view_text(tag, "words", good ? yes : no);
        return view_render(tag);
}

/* ---- one school ---- */

#define LINE(row) ((const struct ready_line *)(row))
TEXT_OF(line_words, LINE(row)->words)
TEXT_OF(line_found, LINE(row)->found)
TEXT_OF(line_remedy, LINE(row)->remedy)

static struct html line_mark(struct arena *a, const void *row)
{
        return mark(a, LINE(row)->good, "Yes", "No");
}

static const struct column line_columns[] = {
        { "item", "What has to be so", line_words, NULL, 0 },
        { "good", "Is it?", NULL, line_mark, 0 },
        { "found", "What was found", line_found, NULL, 0 },
        { "remedy", "What to do", line_remedy, NULL, 0 },
};

static enum outcome set_lines(struct visit *v, struct view *page)
{
        struct ready_schools all;
        enum outcome result = ready_list(v->db, v->arena, v->scope->school, "", time(NULL), &all);
        if (result != DONE || !all.count)
                return result == DONE ? ABSENT : result;
        const struct list list = { .id = "ready",
                                   .caption = "Readiness",
                                   .quiet = true,
                                   .columns = line_columns,
                                   .column_count = sizeof line_columns / sizeof *line_columns,
                                   .rows = all.items->lines,
                                   .row_count = READY_ITEMS,
                                   .row_size = sizeof *all.items->lines };
        view_html(page, "mark", mark(v->arena, ready_all(all.items->lines), "Ready", "Not ready"));
        view_html(page, "list", list_html(v->arena, &list));
        return DONE;
}

enum outcome la_data_ready_page(struct visit *v)
{
        struct view *page = view_new(v->arena, "exchange/ready-school");
        enum outcome result = la_data_frame(v, page, LA_DATA_READY);
        if (result == DONE)
                result = set_lines(v, page);
        view_text(page, "all", LA_READY);
        view_text(page, "agent", url_make(v->arena, LA_SCHOOL_AGENTS, &v->scope->school));
        return result == DONE ? visit_show(v, "Readiness", page) : result;
}

enum outcome school_ready_page(struct visit *v)
{
        const struct page_link trail[] = { { .text = "Exchanges", .url = SCHOOL_EXCHANGES },
                                           { .text = "Readiness" } };
        struct view *page = view_new(v->arena, "exchange/ready-school");
        la_trail(v, 2, trail);
        view_text(page, "name", "Readiness");
        view_html(page, "tabs", (struct html){ 0 });
        view_text(page, "all", "");
        view_text(page, "agent", visit_may(v, WHO_SCHOOL_ADMIN) ? SCHOOL_AGENTS : "");
        enum outcome result = set_lines(v, page);
        return result == DONE ? visit_show(v, "Readiness", page) : result;
}

/* ---- all schools ---- */

#define SCHOOL(row) ((const struct ready_school *)(row))
TEXT_OF(school_name, SCHOOL(row)->name)
TEXT_OF(school_why, SCHOOL(row)->why)
TEXT_OF(school_state, SCHOOL(row)->why ? "Not ready" : "Ready")

static struct html school_link(struct arena *a, const void *row)
{
        return part_link(a, SCHOOL(row)->name, url_make(a, LA_DATA_READY, &SCHOOL(row)->id));
}

static struct html school_mark(struct arena *a, const void *row)
{
        return mark(a, !SCHOOL(row)->why, "Ready", "Not ready");
}

static const struct column school_columns[] = {
        { "school", "School", school_name, school_link, 0 },
        { "state", "State", school_state, school_mark, 0 },
        { "why", "What is missing", school_why, NULL, 0 },
};

static struct html state_select(struct arena *a, const char *state)
{
        static const struct choice choices[] = { { .value = "", .text = "All" },
                                                 { .value = "no", .text = "Not ready" },
                                                 { .value = "yes", .text = "Ready" } };
        return part_select(
            a,
            &(struct input){
                .name = "state", .label = "State", .value = state, .choice_count = 3, .choices = choices });
}

enum outcome la_ready_page(struct visit *v)
{
        struct ready_schools all;
        const char *state = request_query(v->request, "state");
        bool no = strcmp(state, "no") == 0, yes = strcmp(state, "yes") == 0;
        size_t n = 0, ready = 0;
        enum outcome result = ready_list(v->db, v->arena, 0, "", time(NULL), &all);
        if (result != DONE)
                return result;
        struct ready_school *shown = arena_array(v->arena, all.count + 1, sizeof *shown);
        for (size_t i = 0; i < all.count; i++) {
                bool good = !all.items[i].why;
                ready += good;
                if (good ? !no : !yes)
                        shown[n++] = all.items[i];
        }
        const struct list list = { .id = "schools",
                                   .caption = "Schools",
                                   .quiet = true,
                                   .columns = school_columns,
                                   .column_count = sizeof school_columns / sizeof *school_columns,
                                   .rows = shown,
                                   .row_count = n,
                                   .row_size = sizeof *shown,
                                   .empty = "There are no such schools." };
        const struct page_link trail[] = { { .text = "Exchanges", .url = LA_EXCHANGES },
                                           { .text = "Readiness" } };
        struct view *page = view_new(v->arena, "exchange/ready");
        la_trail(v, 2, trail);
        view_text(page, "count",
                  arena_printf(v->arena, "%s of %s are ready", format_number(v->arena, (long)ready),
                               format_count(v->arena, (long)all.count, "school", NULL)));
        view_html(page, "state", state_select(v->arena, state));
        view_html(page, "list", list_html(v->arena, &list));
        return visit_show(v, "Readiness", page);
}

/* ---- the schools of a task ---- */

static bool is_chosen(const struct exchange_task *t, const struct exchange_picks *picks,
                      const struct school *s)
{
        if (t->schools == SCHOOLS_FILTER)
                return !*t->phase || strcmp(t->phase, s->phase) == 0;
        return exchange_picked(picks, s->id);
}

/* lines: of those that are not ready, the first LINES_MAX of count. */
static struct html not_ready(struct visit *v, struct view *lines, size_t count, size_t of)
{
        bool own = v->route->school == SCHOOL_OWN;
        struct view *box = view_new(v->arena, "exchange/not-ready");
        if (!count)
                return (struct html){ 0 };
        view_text(box, "heading",
                  own ? "Your school is not ready for it"
                      : arena_printf(v->arena, "%s of %s not ready", format_number(v->arena, (long)count),
                                     format_count(v->arena, (long)of, "school is", "schools are")));
        view_html(box, "lines", view_rows(lines));
        view_flag(box, "more", count > LINES_MAX);
        view_text(box, "url", own ? SCHOOL_READY : LA_READY "?state=no");
        return view_render(box);
}

/* Names and numbers of those that were chosen; *count: how many of them are not ready. */
static struct view *add_up(struct visit *v, const struct exchange_task *t, const struct exchange_picks *whose,
                           const struct schools *all, const struct ready_schools *ready, size_t *count,
                           struct ready_chosen *out)
{
        unsigned long own = v->route->school == SCHOOL_OWN ? v->scope->school : 0;
        struct view *lines = view_new(v->arena, "la/line");
        *count = 0;
        for (size_t i = 0; i < all->count; i++) {
                const struct school *s = &all->items[i];
                const struct ready_school *r = ready_of(ready, s->id);
                if (!is_chosen(t, whose, s))
                        continue;
                out->schools++;
                out->pupils += s->on_roll;
                if (s->id == t->owner)
                        out->owner = s->name;
                if (!r || !r->why || (own && s->id != own) || ++*count > LINES_MAX)
                        continue;
                view_text(lines, "text", own ? r->why : arena_printf(v->arena, "%s: %s", s->name, r->why));
                view_next(lines);
        }
        return lines;
}

enum outcome ready_chosen(struct visit *v, const struct exchange_task *t, const struct exchange_picks *picks,
                          struct ready_chosen *out)
{
        struct schools all;
        struct exchange_picks whose = *picks;
        struct school_list list = { .name = "" };
        struct ready_schools ready;
        size_t count;
        enum outcome result = school_list(v->db, v->arena, "", &all);
        if (result == DONE && t->schools == SCHOOLS_LIST)
                result = school_list_members(v->db, v->arena, t->list, &whose);
        if (result == DONE && t->schools == SCHOOLS_LIST)
                result = school_list_find(v->db, v->arena, t->list, &list);
        if (result == DONE)
                result = ready_list(v->db, v->arena, 0, t->ask.data, time(NULL), &ready);
        *out = (struct ready_chosen){ .list = list.name, .owner = "" };
        if (result != DONE)
                return result;
        struct view *lines = add_up(v, t, &whose, &all, &ready, &count, out);
        out->not_ready = not_ready(v, lines, count, out->schools);
        return DONE;
}
