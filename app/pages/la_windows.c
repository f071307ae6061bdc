#include "pages/la_windows.h"

#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "intake/value.h"
#include "model/year.h"
#include "pages/la.h"
#include "pages/words.h"
#include "store/school.h"
#include "store/window.h"
#include "view/input.h"

/* ---- the list ---- */

struct line {
        const struct window *w;
        const char *school, *token;
        bool may;
};

#define ROW(row) ((const struct line *)(row))

static const char *whose(struct arena *a, const void *row)
{
        (void)a;
        return ROW(row)->school;
}

static const char *year(struct arena *a, const void *row)
{
        return la_year(a, ROW(row)->w->academic);
}

static const char *opens(struct arena *a, const void *row)
{
        return words_date(a, ROW(row)->w->opens_on);
}

static const char *closes(struct arena *a, const void *row)
{
        return words_date(a, ROW(row)->w->closes_on);
}

static struct html state(struct arena *a, const void *row)
{
        const struct window *w = ROW(row)->w;
        char day[DATE_TEXT];
        date_to_iso(date_today(), day);
        if (window_open(w, day))
                return part_tag(a, "Open", "green");
        return strcmp(day, w->opens_on) < 0 ? part_tag(a, "Opens later", "blue")
                                            : part_tag(a, "Closed", "grey");
}

static struct html deeds(struct arena *a, const void *row)
{
        const struct line *l = ROW(row);
        struct view *v = view_new(a, "la/window-deeds");
        const char *school = arena_printf(a, "%lu", l->w->school),
                   *of = arena_printf(a, "%d", l->w->academic);
        view_text(v, "school", school);
        view_text(v, "year", of);
        view_text(v, "change", la_url(a, LA_WINDOWS, "school", school, "year", of, NULL));
        view_printf(v, "version", "%u", l->w->version);
        view_text(v, "token", l->token);
        view_text(v, "about", arena_printf(a, "%s, %s", l->school, la_year(a, l->w->academic)));
        return view_render(v);
}

static const struct column columns[] = {
        { "school", "For", whose, NULL, 0 },     { "year", "Academic year", year, NULL, 0 },
        { "opens", "Opens on", opens, NULL, 0 }, { "closes", "Closes on", closes, NULL, 0 },
        { "state", "Today", NULL, state, 0 },    { "deeds", "Change", NULL, deeds, 0 }, /* of those who may */
};

static const char *school_name(const struct schools *schools, unsigned long id)
{
        for (size_t i = 0; i < schools->count; i++)
                if (schools->items[i].id == id)
                        return schools->items[i].name;
        return id ? "A closed school" : "The whole authority";
}

static struct html table(struct visit *v, const struct windows *windows, const struct schools *schools)
{
        struct line *lines = arena_array(v->arena, windows->count + 1, sizeof *lines);
        bool may = visit_may(v, WHO_LA_ADMIN);
        for (size_t i = 0; i < windows->count; i++)
                lines[i] = (struct line){ &windows->items[i], school_name(schools, windows->items[i].school),
                                          visit_token(v), may };
        struct list list = { .id = "windows",
                             .caption = "Migration windows",
                             .quiet = true,
                             .columns = columns,
                             .column_count = sizeof columns / sizeof *columns - !may,
                             .rows = lines,
                             .row_count = windows->count,
                             .row_size = sizeof *lines,
                             .empty = "No window is set: no school can move to the new year." };
        return list_html(v->arena, &list);
}

/* ---- the form ---- */

/* As typed. */
struct typed {
        unsigned long school;
        int academic;
        const char *opens, *closes;
        unsigned version;
};

static struct html year_select(struct visit *v, int chosen)
{
        struct choice choices[4];
        int first = year_academic(date_today()) - 1;
        for (int i = 0; i < 4; i++)
                choices[i] = (struct choice){ .value = arena_printf(v->arena, "%d", first + i),
                                              .text = la_year(v->arena, first + i) };
        return part_select(v->arena, &(struct input){ .name = "year",
                                                      .label = "Academic year that schools move to",
                                                      .value = arena_printf(v->arena, "%d", chosen),
                                                      .choice_count = 4,
                                                      .choices = choices });
}

static void set_form(struct visit *v, struct view *page, const struct schools *schools, const struct typed *t,
                     const struct refusal *why)
{
        const char *field = why ? why->field : "";
        view_html(page, "school",
                  la_school_select(
                      v, schools, (struct choice){ .value = "0", .text = "The whole authority" },
                      (struct input){ .label = "For", .value = arena_printf(v->arena, "%lu", t->school) }));
        view_html(page, "year", year_select(v, t->academic));
        view_html(
            page, "opens",
            part_date(v->arena, &(struct input){ .name = "opens",
                                                 .label = "Opens on",
                                                 .value = t->opens,
                                                 .hint = "The first day, for example 15/06/2026",
                                                 .error = strcmp(field, "opens") == 0 ? why->words : NULL }));
        view_html(page, "closes",
                  part_date(v->arena,
                            &(struct input){ .name = "closes",
                                             .label = "Closes on",
                                             .value = t->closes,
                                             .hint = "The last day on which schools may work on it",
                                             .error = strcmp(field, "closes") == 0 ? why->words : NULL }));
        view_printf(page, "version", "%u", t->version);
        view_flag(page, "changing", t->version != 0);
}

static enum outcome show(struct visit *v, const struct typed *t, const struct refusal *why)
{
        struct windows windows;
        struct schools schools;
        enum outcome result = window_list(v->db, v->arena, &windows);
        if (result == DONE)
                result = school_list(v->db, v->arena, "", &schools);
        if (result != DONE)
                return result;
        struct view *page = view_new(v->arena, "la/windows");
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_html(page, "list", table(v, &windows, &schools));
        view_flag(page, "may", visit_may(v, WHO_LA_ADMIN));
        view_text(page, "token", visit_token(v));
        set_form(v, page, &schools, t, why);
        const struct page_link trail[] = { { .text = "Migration", .url = "/la" }, { .text = "Migration windows" } };
        la_trail(v, 2, trail);
        return visit_show(v, "Migration windows", page);
}

/* The window of that school and year itself: what counts for the school otherwise is not its own. */
static enum outcome own_window(struct visit *v, unsigned long school, int academic, struct window *out)
{
        enum outcome result = window_find(v->db, v->arena, school, academic, out);
        return result == DONE && out->school != school ? ABSENT : result;
}

enum outcome la_windows_page(struct visit *v)
{
        struct window w;
        struct typed t = { .school = la_number(request_query(v->request, "school")),
                           .academic = (int)la_number(request_query(v->request, "year")),
                           .opens = "",
                           .closes = "" };
        if (!t.academic)
                t.academic = year_academic(date_today()) + 1;
        enum outcome result = own_window(v, t.school, t.academic, &w);
        if (result == DONE && visit_may(v, WHO_LA_ADMIN) && *request_query(v->request, "year")) {
                t.opens = value_words(v->arena, FIELD_ENTRY_DATE, w.opens_on);
                t.closes = value_words(v->arena, FIELD_ENTRY_DATE, w.closes_on);
                t.version = w.version;
        }
        return result == BROKEN ? BROKEN : show(v, &t, NULL);
}

static const char *problem(const struct typed *t, struct date from, struct date to, const char **field)
{
        *field = "opens";
        if (t->academic < 2000 || t->academic > 2198)
                return "Choose an academic year.";
        if (!date_known(from))
                return "Write the day on which it opens, like 15/06/2026.";
        *field = "closes";
        if (!date_known(to))
                return "Write the last day, like 30/09/2026.";
        return date_compare(to, from) < 0 ? "The last day comes before the first. Put one of them right."
                                          : NULL;
}

static struct typed read_form(struct visit *v)
{
        return (struct typed){ la_number(request_form(v->request, "school")),
                               (int)la_number(request_form(v->request, "year")),
                               text_tidy(v->arena, request_form(v->request, "opens")),
                               text_tidy(v->arena, request_form(v->request, "closes")),
                               (unsigned)la_number(request_form(v->request, "version")) };
}

static enum outcome save(struct visit *v, const struct typed *t, struct date from, struct date to)
{
        char opens_on[DATE_TEXT], closes_on[DATE_TEXT];
        const struct window w = { t->school, t->academic, date_to_iso(from, opens_on),
                                  date_to_iso(to, closes_on), t->version };
        enum outcome result = window_set(v->db, v->session->person.id, &w);
        if (result == REFUSED && !t->version)
                return visit_refuse(v,
                                    "A window is set for this already. Go back, and press Change beside it.");
        return la_done(v, result, "The window is set.", LA_WINDOWS, NULL);
}

enum outcome la_windows_post(struct visit *v)
{
        struct typed t = read_form(v);
        struct date from = la_day(v, t.opens), to = la_day(v, t.closes);
        struct school s;
        if (!text_digits(
                request_form(v->request, "school"))) /* no school is the whole authority: never by accident */
                return visit_refuse(v, "Say whom the window is for: go back and choose.");
        enum outcome result = t.school ? school_by_id(v->db, v->arena, t.school, &s) : DONE;
        if (result != DONE)
                return result;
        v->why.words = problem(&t, from, to, &v->why.field);
        return v->why.words ? show(v, &t, &v->why) : save(v, &t, from, to);
}

enum outcome la_window_remove_post(struct visit *v)
{
        struct typed t = read_form(v);
        struct window w;
        if (!text_digits(request_form(v->request, "school")))
                return visit_refuse(v, "Say whose window is removed: go back and choose.");
        enum outcome result = own_window(v, t.school, t.academic, &w);
        if (result != DONE)
                return result;
        w.version = t.version;
        return la_done(v, window_remove(v->db, v->session->person.id, &w), "The window was removed.",
                       LA_WINDOWS, NULL);
}
