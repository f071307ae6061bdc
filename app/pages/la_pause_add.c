#include "pages/la_pause_add.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "pages/la.h"
#include "pages/la_desk.h"
#include "pages/la_desk_list.h"
#include "pages/la_pause_form.h"
#include "pages/la_pauses.h"
#include "store/setting.h"
#include "view/format.h"

enum { FEW = 20 };

/* ---- which schools ---- */

struct chosen {
        size_t count;
        unsigned long *ids;
};

static int by_number(const void *x, const void *y)
{
        const unsigned long *p = x, *q = y;
        return *p < *q ? -1 : *p > *q;
}

/* Those that are ticked on the dashboard. */
static struct chosen ticked(struct visit *v)
{
        const struct pairs *query = &v->request->query;
        struct chosen c = { 0, arena_array(v->arena, query->count + 1, sizeof *c.ids) };
        for (size_t i = 0; i < query->count; i++)
                if (strcmp(query->items[i].name, "school") == 0)
                        c.ids[c.count++] = la_number(query->items[i].value);
        return c;
}

/* All that the dashboard's view shows. */
static enum outcome all_of_view(struct visit *v, struct chosen *out)
{
        struct desks all;
        struct settings settings;
        struct desk_rows rows = { 0 };
        const struct desk_view view = desk_view_of(request_query, v->request);
        time_t now = time(NULL);
        enum outcome result = settings_read(v->db, v->arena, &settings);
        if (result == DONE)
                result = dashboard_list(v->db, v->arena, now, &all);
        if (result != DONE)
                return result;
        desk_choose(v->arena, &all, &settings, &view, now, false, &rows);
        out->ids = arena_array(v->arena, rows.count + 1, sizeof *out->ids);
        for (out->count = 0; out->count < rows.count; out->count++)
                out->ids[out->count] = rows.items[out->count].desk->school;
        return DONE;
}

/* "12-15-108" of the form. */
static struct chosen sent(struct visit *v)
{
        const char *text = request_form(v->request, "schools");
        struct chosen c = { 0, arena_array(v->arena, strlen(text) / 2 + 2, sizeof *c.ids) };
        for (const char *p = text; *p; p += *p == '-') {
                size_t len = strcspn(p, "-");
                c.ids[c.count++] = la_number(arena_bytes(v->arena, p, len));
                p += len;
        }
        return c;
}

static const char *written(struct visit *v, const struct chosen *c)
{
        struct buf b = BUF_EMPTY;
        for (size_t i = 0; i < c->count; i++)
                buf_printf(&b, "%s%lu", i ? "-" : "", c->ids[i]);
        const char *text = arena_bytes(v->arena, b.bytes, b.len);
        buf_free(&b);
        return text;
}

/* The chosen schools with their names: those that will be paused, and those that have a pause in that time.
 */
struct named {
        struct chosen free;
        size_t free_count, taken_count;
        struct html free_names, taken_names;
        long waiting;
};

static enum outcome name_all(struct visit *v, const struct chosen *c, time_t from, time_t until,
                             struct named *out)
{
        struct pause_choices all;
        enum outcome result = pause_choices(v->db, v->arena, from, until, &all);
        if (result != DONE)
                return result;
        struct view *free = view_new(v->arena, "la/line"), *taken = view_new(v->arena, "la/line");
        *out = (struct named){ .free = { 0, arena_array(v->arena, c->count + 1, sizeof *c->ids) } };
        qsort(c->ids, c->count, sizeof *c->ids, by_number);
        for (size_t i = 0; i < all.count; i++) {
                const struct pause_choice *s = &all.items[i];
                if (!bsearch(&s->school, c->ids, c->count, sizeof *c->ids, by_number))
                        continue;
                view_printf(s->taken ? taken : free, "text", "%s (%s)", s->name, s->laestab);
                view_next(s->taken ? taken : free);
                if (s->taken)
                        out->taken_count++;
                else
                        out->free.ids[out->free.count++] = s->school, out->waiting += s->waiting_files;
        }
        out->free_count = out->free.count;
        out->free_names = view_rows(free);
        out->taken_names = view_rows(taken);
        return DONE;
}

/* ---- the questions ---- */

static struct html names_of(struct visit *v, size_t count, struct html names)
{
        struct view *list = view_new(v->arena, "la/names");
        view_html(list, "names", names);
        return part_details(v->arena, format_count(v->arena, (long)count, "school", NULL), count <= FEW,
                            view_render(list));
}

static void set_trail(struct visit *v)
{
        const struct page_link trail[] = { { .text = "Dashboard", .url = LA_DESK },
                                           { .text = "Pauses", .url = LA_PAUSES },
                                           { .text = "Pause schools" } };
        la_trail(v, 3, trail);
}

static enum outcome ask(struct visit *v, const struct chosen *c, const struct pause_form *f,
                        const struct refusal *why)
{
        struct named named;
        struct view *page = view_new(v->arena, "la/pause-add");
        enum outcome result =
            name_all(v, c, 0, 1, &named); /* a time in which there is no pause yet: all are free */
        if (result == DONE && !named.free.count)
                return visit_refuse(
                    v,
                    "Choose schools on the dashboard first: tick them, or filter the list and pause all of "
                    "it.");
        if (result != DONE)
                return result;
        set_trail(v);
        pause_form_set(v, page, f, false, why);
        view_html(page, "names", names_of(v, named.free_count, named.free_names));
        view_text(page, "action", LA_PAUSE_ADD);
        view_text(page, "token", visit_token(v));
        view_text(page, "schools", written(v, &named.free));
        return visit_show(v, "Pause schools", page);
}

enum outcome la_pause_add_page(struct visit *v)
{
        const struct pause_form fresh = { .reason = "", .from_day = "", .until_day = "", .resume = "newest" };
        struct chosen c = ticked(v);
        if (*request_query(v->request, "all")) {
                enum outcome result = all_of_view(v, &c);
                if (result != DONE)
                        return result;
        }
        return ask(v, &c, &fresh, NULL);
}

/* ---- once more, and the deed ---- */

static enum outcome check(struct visit *v, const struct named *n, const struct pause_form *f,
                          const struct pause *p)
{
        struct arena *a = v->arena;
        struct view *page = view_new(a, "la/pause-check");
        const char *schools = format_count(a, (long)n->free_count, "school", NULL);
        const struct fact facts[] = {
                { .key = "When", .value = pause_span(a, p, time(NULL)) },
                { .key = "Reason", .value = p->reason },
                { .key = "When it ends", .value = pause_resume_words(p->all) },
                { .key = "Files that wait already", .value = format_number(a, n->waiting) },
        };
        set_trail(v);
        view_text(page, "schools", written(v, &n->free));
        view_flag(page, "any", n->free_count);
        view_text(page, "count", schools);
        view_html(page, "facts", part_facts(a, sizeof facts / sizeof *facts, facts));
        view_html(page, "names", names_of(v, n->free_count, n->free_names));
        view_html(page, "taken",
                  n->taken_count ? names_of(v, n->taken_count, n->taken_names) : (struct html){ 0 });
        view_html(page, "answers", pause_form_hidden(a, f));
        view_text(page, "action", LA_PAUSE_ADD);
        view_text(page, "token", visit_token(v));
        return visit_show(v, "Check the pause", page);
}

static enum outcome do_it(struct visit *v, const struct named *n, const struct pause *p)
{
        size_t added;
        const struct chosen *c = &n->free;
        enum outcome result = pause_add(v->db, v->session->person.id, p, c->ids, c->count, &added);
        size_t left = c->count - added;
        const char *notice = format_count(v->arena, (long)added, "school is paused.", "schools are paused.");
        if (left)
                notice = arena_printf(v->arena, "%s %s", notice,
                                      format_count(v->arena, (long)left, "had got another pause meanwhile.",
                                                   "had got other pauses meanwhile."));
        return result == DONE ? visit_done(v, notice, LA_PAUSES, NULL) : result;
}

enum outcome la_pause_add_post(struct visit *v)
{
        const struct pause_form f = pause_form_sent(v);
        struct chosen c = sent(v);
        struct pause p = { 0 };
        struct named named;
        if (!pause_form_read(v, &f, 0, time(NULL), &p, &v->why)) {
                const struct refusal why = v->why;
                return ask(v, &c, &f, &why);
        }
        enum outcome result = name_all(v, &c, p.from_at, p.until_at, &named);
        if (result != DONE)
                return result;
        return *request_form(v->request, "sure") && named.free_count ? do_it(v, &named, &p)
                                                                     : check(v, &named, &f, &p);
}
