#include "pages/la_pauses.h"

#include <string.h>

#include "pages/la.h"
#include "pages/la_desk.h"
#include "pages/la_pause_calendar.h"
#include "pages/la_pause_form.h"
#include "view/format.h"

enum { PER_PAGE = 100, YEAR = 366 * 86400, AHEAD = 4 * YEAR };

/* ---- the table ---- */

struct line {
        const struct pause *p;
        time_t now;
        bool may;
};

#define ROW(row) ((const struct line *)(row))
TEXT_OF(school, ROW(row)->p->school_name)
TEXT_OF(from, pause_from(a, ROW(row)->p))
TEXT_OF(until, pause_until(a, ROW(row)->p->until_at))
TEXT_OF(reason, ROW(row)->p->reason)
TEXT_OF(resume, pause_resume_words(ROW(row)->p->all))
TEXT_OF(set_by, ROW(row)->p->set_by)

static const char *waiting(struct arena *a, const void *row)
{
        const struct pause *p = ROW(row)->p;
        return pause_when(p, ROW(row)->now) == PAUSE_CURRENT ? format_count(a, p->waiting_files, "file", NULL)
                                                             : "";
}

static struct html school_link(struct arena *a, const void *row)
{
        const struct pause *p = ROW(row)->p;
        return part_link(a, p->school_name, url_make(a, LA_DATA, &p->school));
}

static const char *over_words(struct arena *a, const struct pause *p)
{
        if (!p->ended_at)
                return "Over";
        return arena_printf(a, "%s by %s on %s", p->ended_at > p->from_at ? "Ended" : "Called off",
                            p->ended_by, format_moment(a, p->ended_at));
}

static struct html state(struct arena *a, const void *row)
{
        const struct pause *p = ROW(row)->p;
        enum pause_when when = pause_when(p, ROW(row)->now);
        if (when == PAUSE_PAST)
                return html_text(a, over_words(a, p));
        return when == PAUSE_CURRENT ? part_tag(a, "Paused", "blue") : part_tag(a, "Planned", "grey");
}

static struct html deeds(struct arena *a, const void *row)
{
        const struct pause *p = ROW(row)->p;
        enum pause_when when = pause_when(p, ROW(row)->now);
        const unsigned long numbers[] = { p->school, p->id };
        struct view *v = view_new(a, "la/pause-deeds");
        view_text(v, "change", url_make(a, LA_PAUSE, numbers));
        view_text(v, "stop", url_make(a, LA_PAUSE_END, numbers));
        view_flag(v, "planned", when == PAUSE_PLANNED);
        view_text(v, "about", arena_printf(a, "the pause of %s from %s", p->school_name, pause_from(a, p)));
        return when != PAUSE_PAST && ROW(row)->may ? view_render(v) : (struct html){ 0 };
}

static const struct column columns[] = {
        { "school", "School", school, school_link, 0 }, { "from", "From", from, NULL, 0 },
        { "until", "Until", until, NULL, 0 },           { "state", "State", NULL, state, 0 },
        { "reason", "Reason", reason, NULL, 0 },        { "resume", "When it ends", resume, NULL, 0 },
        { "waiting", "Waits", waiting, NULL, 0 },       { "set_by", "Set by", set_by, NULL, 0 },
        { "deeds", "Change", NULL, deeds, 0 },
};

struct html la_pauses_table(struct visit *v, const struct pauses *pauses, bool of_one, const char *empty)
{
        struct line *lines = arena_array(v->arena, pauses->count + 1, sizeof *lines);
        bool may = visit_may(v, WHO_LA_OFFICER);
        for (size_t i = 0; i < pauses->count; i++)
                lines[i] = (struct line){ &pauses->items[i], time(NULL), may };
        struct list list = { .id = "pauses",
                             .caption = "Pauses",
                             .quiet = true,
                             .columns = columns + of_one,
                             .column_count = sizeof columns / sizeof *columns - of_one - !may,
                             .rows = lines,
                             .row_count = pauses->count,
                             .row_size = sizeof *lines,
                             .empty = empty };
        return list_html(v->arena, &list);
}

/* ---- the page of all ---- */

static const struct {
        const char *key, *words, *empty;
        time_t from, to; /* from now */
} tabs[] = {
        [PAUSE_CURRENT] = { "current", "Paused now", "No school is paused.", 0, 1 },
        [PAUSE_PLANNED] = { "planned", "Planned", "No pause is planned.", 0, AHEAD },
        [PAUSE_PAST] = { "past", "Over", "No pause ended in the last year.", -YEAR, 1 },
};
enum { TABS = sizeof tabs / sizeof *tabs };

static enum outcome find(struct visit *v, enum pause_when when, time_t now, struct pauses *out)
{
        struct pauses all;
        enum outcome result =
            pause_between(v->db, v->arena, now + tabs[when].from, now + tabs[when].to, &all);
        struct pause *items = arena_array(v->arena, all.count + 1, sizeof *items);
        *out = (struct pauses){ 0, items };
        for (size_t i = 0; i < all.count; i++)
                if (pause_when(&all.items[i], now) == when)
                        items[out->count++] = all.items[i];
        return result;
}

static struct html tabs_of(struct visit *v, enum pause_when current)
{
        struct tab shown[TABS] = { 0 };
        for (int i = 0; i < TABS; i++)
                shown[i] = (struct tab){ .text = tabs[i].words,
                                         .url = la_url(v->arena, LA_PAUSES, "show", tabs[i].key, NULL),
                                         .current = i == (int)current };
        return part_tabs(v->arena, "Pauses", TABS, shown);
}

static enum pause_when asked_for(const struct visit *v)
{
        int i = TABS - 1;
        while (i && strcmp(tabs[i].key, request_query(v->request, "show")) != 0)
                i--;
        return (enum pause_when)i;
}

/* That page of them. */
static struct pauses cut(const struct visit *v, const struct pauses *all, long *page, long *pages)
{
        *pages = ((long)all->count + PER_PAGE - 1) / PER_PAGE;
        *page = (long)la_number(request_query(v->request, "page"));
        *page = *page < 1 ? 1 : *page > *pages && *pages ? *pages : *page;
        size_t first = (size_t)(*page - 1) * PER_PAGE, left = first < all->count ? all->count - first : 0;
        return (struct pauses){ left < PER_PAGE ? left : PER_PAGE, all->items + first };
}

enum outcome la_pauses_page(struct visit *v)
{
        struct pauses all, shown;
        enum pause_when when = asked_for(v);
        long number, pages;
        struct view *page = view_new(v->arena, "la/pauses");
        enum outcome result = find(v, when, time(NULL), &all);
        if (result == DONE)
                result = pause_calendar_set(v, page);
        if (result != DONE)
                return result;
        const struct page_link trail[] = { { .text = "Dashboard", .url = LA_DESK }, { .text = "Pauses" } };
        la_trail(v, 2, trail);
        shown = cut(v, &all, &number, &pages);
        view_flag(page, "may", visit_may(v, WHO_LA_OFFICER));
        view_html(page, "tabs", tabs_of(v, when));
        view_html(page, "list", la_pauses_table(v, &shown, false, tabs[when].empty));
        view_html(page, "pages",
                  part_pages(v->arena,
                             la_url(v->arena, LA_PAUSES, "show", tabs[when].key, "page", NULL, NULL), number,
                             pages));
        return visit_show(v, "Pauses", page);
}

/* ---- one ---- */

/* The pause that the path names, while it is not over. */
static enum outcome load(struct visit *v, struct pause *out)
{
        enum outcome result = pause_find(v->db, v->arena, v->scope, visit_part(v, 1), out);
        if (result == DONE && pause_when(out, time(NULL)) == PAUSE_PAST)
                return visit_refuse(v, "This pause is over.");
        return result;
}

static void set_trail(struct visit *v, const struct pause *p, const char *here)
{
        const struct page_link trail[] = { { .text = "Dashboard", .url = LA_DESK },
                                           { .text = "Pauses", .url = LA_PAUSES },
                                           { .text = p->school_name,
                                             .url = url_make(v->arena, LA_DATA, &p->school) },
                                           { .text = here } };
        la_trail(v, 4, trail);
}

static enum outcome show(struct visit *v, const struct pause *p, const struct pause_form *f, unsigned version,
                         const struct refusal *why)
{
        const unsigned long numbers[] = { p->school, p->id };
        bool began = pause_when(p, time(NULL)) == PAUSE_CURRENT;
        struct view *page = view_new(v->arena, "la/pause");
        set_trail(v, p, "Change the pause");
        pause_form_set(v, page, f, began, why);
        view_text(page, "name", p->school_name);
        view_text(page, "began", began ? pause_from(v->arena, p) : "");
        view_text(page, "set_by", p->set_by);
        view_text(page, "action", url_make(v->arena, LA_PAUSE, numbers));
        view_text(page, "stop", url_make(v->arena, LA_PAUSE_END, numbers));
        view_text(page, "token", visit_token(v));
        view_printf(page, "version", "%u", version);
        return visit_show(v, "Change the pause", page);
}

enum outcome la_pause_page(struct visit *v)
{
        struct pause p;
        enum outcome result = load(v, &p);
        if (result != DONE)
                return result;
        const struct pause_form f = pause_form_of(v->arena, &p);
        return show(v, &p, &f, p.version, NULL);
}

enum outcome la_pause_post(struct visit *v)
{
        struct pause p;
        const struct pause_form f = pause_form_sent(v);
        time_t now = time(NULL);
        bool taken;
        enum outcome result = load(v, &p);
        if (result != DONE)
                return result;
        time_t began = pause_when(&p, now) == PAUSE_CURRENT ? p.from_at : 0;
        p.version = (unsigned)la_number(request_form(v->request, "version"));
        if (!pause_form_read(v, &f, began, now, &p, &v->why)) {
                const struct refusal why = v->why;
                return show(v, &p, &f, p.version, &why);
        }
        result = pause_change(v->db, v->scope, &p, now, &taken);
        if (result == REFUSED && taken)
                return visit_refuse(
                    v, "The school has another pause in that time. Change or end that one first.");
        return la_done(v, result, "The pause was changed.", LA_PAUSES, NULL);
}

/* ---- its end ---- */

enum outcome la_pause_end_page(struct visit *v)
{
        struct pause p;
        enum outcome result = load(v, &p);
        if (result != DONE)
                return result;
        bool planned = pause_when(&p, time(NULL)) == PAUSE_PLANNED;
        const unsigned long numbers[] = { p.school, p.id };
        struct view *page = view_new(v->arena, "la/pause-end");
        set_trail(v, &p, planned ? "Call off the pause" : "End the pause");
        view_text(page, "name", p.school_name);
        view_flag(page, "planned", planned);
        view_flag(page, "waits", p.waiting_files);
        view_text(page, "files", format_count(v->arena, p.waiting_files, "file", NULL));
        view_text(page, "rows", format_count(v->arena, p.waiting_rows, "row", NULL));
        view_html(page, "resume", planned || !p.waiting_files
                                      ? (struct html){ 0 }
                                      : pause_resume_radios(v, p.all ? "all" : "newest", NULL));
        view_text(page, "action", url_make(v->arena, LA_PAUSE_END, numbers));
        view_text(page, "token", visit_token(v));
        view_printf(page, "version", "%u", p.version);
        return visit_show(v, planned ? "Call off the pause" : "End the pause", page);
}

enum outcome la_pause_end_post(struct visit *v)
{
        struct pause p;
        const char *resume = request_form(v->request, "resume");
        enum outcome result = load(v, &p);
        if (result != DONE)
                return result;
        bool planned = pause_when(&p, time(NULL)) == PAUSE_PLANNED, all = *resume ? strcmp(resume, "all") == 0 : p.all;
        result = pause_end(v->db, v->scope, p.id, (unsigned)la_number(request_form(v->request, "version")), all,
                           time(NULL));
        return la_done(v, result, planned ? "The pause was called off." : "The pause has ended.", LA_DATA,
                       &p.school);
}
