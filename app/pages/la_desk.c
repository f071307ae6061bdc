#include "pages/la_desk.h"

#include <string.h>

#include "pages/la.h"
#include "pages/la_desk_days.h"
#include "pages/la_desk_list.h"
#include "pages/la_holds.h"
#include "pages/la_pauses.h"
#include "store/dashboard.h"
#include "store/hidden.h"
#include "store/setting.h"
#include "view/format.h"
#include "view/input.h"

#define LIST "dashboard"

/* ---- what is shown ---- */

struct showing {
        struct desk_view view;
        struct desk_rows rows;
        struct people staff;
        const char *hidden;
};

static enum outcome find(struct visit *v, struct showing *s)
{
        struct desks all;
        struct settings settings;
        time_t now = time(NULL);
        s->view = desk_view_of(request_query, v->request);
        enum outcome result = settings_read(v->db, v->arena, &settings);
        if (result == DONE)
                result = dashboard_list(v->db, v->arena, now, &all);
        if (result == DONE)
                result = hidden_find(v->db, v->arena, v->session->person.id, LIST, &s->hidden);
        s->staff = all.staff;
        if (result == DONE)
                desk_choose(v->arena, &all, &settings, &s->view, now, visit_may(v, WHO_LA_OFFICER), &s->rows);
        return result;
}

static const char *address(struct visit *v, const char *path, const struct desk_view *w)
{
        return la_url(v->arena, path, DESK_VIEW(*w), "sort", w->sort, NULL);
}

/* ---- the tiles ---- */

static struct html tiles(struct arena *a, const struct desk_totals *t)
{
        struct {
                long n;
                const char *one, *many, *with;
        } each[] = {
                { t->stopped, "school stopped by an error", "schools stopped by an error", "stopped" },
                { t->waiting_files, "file not yet processed", "files not yet processed", "waiting" },
                { t->conflicts, "conflict", "conflicts", "conflicts" },
                { t->people, "pupil unmatched or maybe gone", "pupils unmatched or maybe gone", "people" },
        };
        if (t->held_files) { /* what people can do something about comes first; the other schools are a filter away */
                each[0].n = t->held_files;
                each[0].one = "file on hold", each[0].many = "files on hold";
        }
        struct view *tile = view_new(a, "la/tile");
        for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
                bool active = each[i].n == t->conflicts && t->conflicts_active &&
                              strcmp(each[i].with, "conflicts") == 0;
                const char *words = each[i].n == 1 ? each[i].one : each[i].many;
                view_text(tile, "number", format_number(a, each[i].n));
                view_text(tile, "words",
                          active ? arena_printf(a, "%s, %s of active pupils", words,
                                                format_number(a, t->conflicts_active))
                                 : words);
                view_text(tile, "url", i == 0 && t->held_files ? LA_HOLDS : la_url(a, LA_DESK, "with", each[i].with, NULL));
                view_next(tile);
        }
        return view_rows(tile);
}

/* ---- the filter ---- */

static struct html select_of(struct visit *v, const char *name, const char *label, const char *value,
                             size_t count, const struct choice *choices)
{
        return part_select(
            v->arena,
            &(struct input){
                .name = name, .label = label, .value = value, .choice_count = count, .choices = choices });
}

static struct html state_select(struct visit *v, const char *value)
{
        struct choice choices[DESK_STATES + 1] = { { .value = "", .text = "All states" } };
        for (size_t i = 0; i < DESK_STATES; i++)
                choices[i + 1] = (struct choice){ .value = desk_state_keys[i], .text = desk_state_words[i] };
        return select_of(v, "state", "State", value, DESK_STATES + 1, choices);
}

static struct html band_select(struct visit *v, const char *value)
{
        struct choice choices[DESK_BANDS + 1] = { { .value = "", .text = "Any" } };
        for (size_t i = 0; i < DESK_BANDS; i++)
                choices[i + 1] =
                    (struct choice){ .value = desk_band_table[i].key,
                                     .text = arena_printf(v->arena, "%s %s", desk_band_table[i].shape,
                                                          desk_band_table[i].words) };
        return select_of(v, "band", "How much is left", value, DESK_BANDS + 1, choices);
}

static struct html with_select(struct visit *v, const char *value)
{
        struct choice choices[16] = { { .value = "", .text = "Anything" } };
        size_t n = 1;
        for (const struct desk_with *w = desk_with_table; w->key && n < 16; w++)
                choices[n++] = (struct choice){ .value = w->key, .text = w->words };
        return select_of(v, "with", "With", value, n, choices);
}

static struct html owner_select(struct visit *v, const char *value, const struct people *people)
{
        struct choice *choices = arena_array(v->arena, people->count + 2, sizeof *choices);
        choices[0] = (struct choice){ .value = "", .text = "Anybody" };
        choices[1] = (struct choice){ .value = "0", .text = "Nobody" };
        for (size_t i = 0; i < people->count; i++)
                choices[i + 2] = (struct choice){ .value = arena_printf(v->arena, "%lu", people->items[i].id),
                                                  .text = people->items[i].name };
        return select_of(v, "owner", "Officer in charge", value, people->count + 2, choices);
}

static void set_filter(struct visit *v, struct view *page, const struct showing *s)
{
        const struct desk_view *w = &s->view;
        view_html(page, "name",
                  part_input(v->arena, &(struct input){ .name = "name",
                                                        .label = "Name or DfE number",
                                                        .value = w->name,
                                                        .width = 20 }));
        view_html(page, "phase", la_phase_select(v, w->phase));
        view_html(page, "state", state_select(v, w->state));
        view_html(page, "band", band_select(v, w->band));
        view_html(page, "with", with_select(v, w->with));
        view_html(page, "owner", owner_select(v, w->owner, &s->staff));
        view_text(page, "sort", w->sort);
}

/* ---- the columns ---- */

static struct html columns_form(struct visit *v, const struct showing *s)
{
        const struct desk_view *w = &s->view;
        const char *const kept[][2] = { { "name", w->name }, { "phase", w->phase }, { "state", w->state },
                                        { "band", w->band }, { "with", w->with },   { "owner", w->owner },
                                        { "sort", w->sort } };
        enum { KEPT = sizeof kept / sizeof *kept };
        struct html inside[KEPT + 3] = {
                desk_columns(v->arena, s->hidden), part_button(v->arena, BUTTON_SECOND, "Show these columns"),
                part_button_value(v->arena, BUTTON_SECOND, "Show all columns", "reset", "1")
        };
        for (size_t i = 0; i < KEPT; i++)
                inside[i + 3] = part_hidden(v->arena, kept[i][0], kept[i][1]);
        return part_form(v->arena, LA_DESK_COLUMNS, visit_token(v), false,
                         html_join(v->arena, KEPT + 3, inside));
}

static bool is_ticked(const void *with, const char *key)
{
        const struct request *r = with;
        const char *value;
        for (size_t i = 0; (value = request_form_nth(r, "show", i)); i++)
                if (strcmp(value, key) == 0)
                        return true;
        return false;
}

enum outcome la_desk_columns_post(struct visit *v)
{
        const struct desk_view w = desk_view_of(request_form, v->request);
        bool reset = request_has(v->request, "reset");
        const char *keys = reset ? "" : desk_hide_others(v->arena, is_ticked, v->request);
        enum outcome result = hidden_set(v->db, v->session->person.id, LIST, keys);
        if (result == DONE)
                response_redirect(v->response, address(v, LA_DESK, &w));
        return result;
}

/* ---- the page ---- */

static void set_links(struct visit *v, struct view *page, const struct showing *s)
{
        const struct desk_view *w = &s->view;
        bool may = visit_may(v, WHO_LA_OFFICER) && s->rows.count;
        view_flag(page, "may", may);
        view_text(page, "pause", LA_PAUSE_ADD);
        view_text(page, "pause_all", la_url(v->arena, LA_PAUSE_ADD, "all", "1", DESK_VIEW(*w), NULL));
        view_text(page, "pause_words", format_count(v->arena, (long)s->rows.count, "school", NULL));
        view_text(page, "csv", address(v, LA_DESK ".csv", w));
        view_text(page, "xlsx", address(v, LA_DESK ".xlsx", w));
}

enum outcome la_desk_page(struct visit *v)
{
        struct showing s;
        struct view *page = view_new(v->arena, "la/dashboard");
        enum outcome result = find(v, &s);
        if (result == DONE)
                result = desk_days_set(v, page, NULL);
        if (result != DONE)
                return result;
        set_filter(v, page, &s);
        struct list list =
            desk_list(v->arena, &s.rows, s.hidden,
                      la_url(v->arena, LA_DESK, DESK_VIEW(s.view), "sort", NULL, NULL), s.view.sort);
        view_html(page, "tiles", tiles(v->arena, &s.rows.totals));
        view_text(page, "count", format_count(v->arena, (long)s.rows.count, "school", NULL));
        view_flag(page, "filtered", s.rows.count != s.rows.all);
        view_html(page, "columns", part_details(v->arena, "Choose columns", false, columns_form(v, &s)));
        view_html(page, "list", list_html(v->arena, &list));
        set_links(v, page, &s);
        return visit_show(v, "Dashboard", page);
}

static enum outcome send(struct visit *v, bool xlsx)
{
        struct showing s;
        enum outcome result = find(v, &s);
        if (result != DONE)
                return result;
        struct list list = desk_list(v->arena, &s.rows, s.hidden, NULL, s.view.sort);
        return la_file(v, &list, xlsx, "dashboard", "Dashboard");
}

enum outcome la_desk_csv(struct visit *v)
{
        return send(v, false);
}

enum outcome la_desk_xlsx(struct visit *v)
{
        return send(v, true);
}
