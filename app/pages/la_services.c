#include "pages/la_services.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "model/code.h"
#include "pages/la.h"
#include "pages/la_known.h"
#include "store/service.h"
#include "view/format.h"
#include "view/input.h"

/* ---- the list ---- */

#define SERVICE(row) ((const struct service *)(row))
#define TEAM(row)    ((const struct team *)(row))

static const char *kind_words(struct arena *a, char kind)
{
        return code_words(&service_kinds, arena_bytes(a, &kind, 1));
}

TEXT_OF(service_name, SERVICE(row)->name)
TEXT_OF(service_kind, kind_words(a, SERVICE(row)->kind))
TEXT_OF(service_counts, SERVICE(row)->counts ? "Makes pupils active" : "Does not count")
TEXT_OF(service_state, SERVICE(row)->closed ? "Closed" : "Open")
TEXT_OF(service_current, arena_printf(a, "%lu", SERVICE(row)->current))

static struct html service_link(struct arena *a, const void *row)
{
        return part_link(a, SERVICE(row)->name, url_make(a, LA_SERVICE, &SERVICE(row)->id));
}

static struct html current_link(struct arena *a, const void *row)
{
        return part_link(a, format_number(a, (long)SERVICE(row)->current),
                         url_make(a, LA_KNOWN, &SERVICE(row)->id));
}

static const struct column service_columns[] = {
        { "name", "Service", service_name, service_link, 0 },
        { "kind", "Kind", service_kind, NULL, 0 },
        { "counts", "Active cohort", service_counts, NULL, 0 },
        { "state", "State", service_state, NULL, 0 },
        { "current", "Involvements today", service_current, current_link, COLUMN_NUMBER },
};

static const char *today(struct visit *v)
{
        char day[DATE_TEXT];
        return arena_text(v->arena, date_to_iso(date_today_utc(), day));
}

static const char *error_of(const struct refusal *why, const char *field)
{
        return why && strcmp(why->field, field) == 0 ? why->words : NULL;
}

static struct html kind_select(struct visit *v, char kind, const struct refusal *why)
{
        struct choice choices[8] = { { .value = "", .text = "Choose" } };
        size_t n = 1;
        for (const struct code *c = service_kinds.items; c->code; c++)
                choices[n++] = (struct choice){ .value = c->code, .text = c->words };
        return part_select(v->arena, &(struct input){ .name = "kind",
                                                      .label = "Kind",
                                                      .value = arena_bytes(v->arena, &kind, kind ? 1 : 0),
                                                      .error = error_of(why, "kind"),
                                                      .choice_count = n,
                                                      .choices = choices });
}

static struct html box(struct visit *v, const char *name, const char *label, const char *text,
                       const char *hint, bool checked)
{
        const struct choice choice = { .value = "1", .text = text, .hint = hint, .checked = checked };
        return part_checkboxes(
            v->arena, &(struct input){ .name = name, .label = label, .choice_count = 1, .choices = &choice });
}

static struct html name_input(struct visit *v, const char *name, const char *label, const char *value,
                              const struct refusal *why)
{
        return part_input(
            v->arena,
            &(struct input){
                .name = name, .label = label, .value = value, .width = 30, .error = error_of(why, name) });
}

static void set_fields(struct visit *v, struct view *page, const struct service *s, const struct refusal *why)
{
        view_text(page, "token", visit_token(v));
        view_html(page, "name", name_input(v, "name", "Name", s->name, why));
        view_html(page, "kind", kind_select(v, s->kind, why));
        view_html(page, "counts",
                  box(v, "counts", "Active cohort", "Makes pupils active",
                      "What arrives for active pupils is weighed by the rules of the active cohort.",
                      s->counts));
}

static enum outcome show_services(struct visit *v, const struct service *typed, const struct refusal *why)
{
        struct services all;
        enum outcome result = service_list(v->db, v->arena, today(v), &all);
        if (result != DONE)
                return result;
        struct list list = { .id = "services",
                             .caption = "Services",
                             .quiet = true,
                             .columns = service_columns,
                             .column_count = sizeof service_columns / sizeof *service_columns,
                             .rows = all.items,
                             .row_count = all.count,
                             .row_size = sizeof *all.items,
                             .empty = "There are no services: nobody is active." };
        struct view *page = view_new(v->arena, "la/services");
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_html(page, "list", list_html(v->arena, &list));
        view_flag(page, "may", visit_may(v, WHO_LA_OFFICER));
        set_fields(v, page, typed, why);
        return visit_show(v, "Services", page);
}

enum outcome la_services_page(struct visit *v)
{
        const struct service blank = { .name = "", .counts = true };
        return show_services(v, &blank, NULL);
}

/* ---- forms ---- */

static const char *name_problem(const char *name)
{
        if (text_empty(name))
                return "Write the name.";
        return g_utf8_strlen(name, -1) > SERVICE_NAME_MAX ? "Write a name of at most 80 characters." : NULL;
}

static struct service read_form(struct visit *v)
{
        const char *kind = request_form(v->request, "kind");
        return (struct service){ .name = text_tidy(v->arena, request_form(v->request, "name")),
                                 .kind = code_find(&service_kinds, kind) ? *kind : '\0',
                                 .counts = request_has(v->request, "counts"),
                                 .closed = request_has(v->request, "closed"),
                                 .version = (unsigned)la_number(request_form(v->request, "version")) };
}

/* As lists of involvements tell them apart (flow/involve.c). */
static bool same_name(struct arena *a, const char *one, const char *other)
{
        return strcmp(text_fold(a, one), text_fold(a, other)) == 0;
}

static enum outcome service_problem(struct visit *v, const struct service *s)
{
        struct services all;
        enum outcome result = service_list(v->db, v->arena, today(v), &all);
        v->why = (struct refusal){ "name", name_problem(s->name) };
        for (size_t i = 0; result == DONE && !v->why.words && i < all.count; i++)
                if (all.items[i].id != s->id && same_name(v->arena, all.items[i].name, s->name))
                        v->why.words = "There is a service of this name already.";
        if (!v->why.words && !s->kind)
                v->why = (struct refusal){ "kind", "Choose a kind." };
        return result == DONE && v->why.words ? REFUSED : result;
}

enum outcome la_services_post(struct visit *v)
{
        struct service s = read_form(v);
        unsigned long id;
        enum outcome result = service_problem(v, &s);
        if (result == REFUSED)
                return show_services(v, &s, &v->why);
        if (result == DONE)
                result = service_add(v->db, v->session->person.id, &s, &id);
        if (result == REFUSED)
                return visit_refuse(
                    v, "Somebody has just added a service of this name. Go back and look again.");
        return la_done(v, result, arena_printf(v->arena, "%s was added.", s.name), LA_SERVICES, NULL);
}

/* ---- one service ---- */

TEXT_OF(team_name, TEAM(row)->name)
TEXT_OF(team_state, TEAM(row)->closed ? "Closed" : "Open")
TEXT_OF(team_current, arena_printf(a, "%lu", TEAM(row)->current))

static struct html team_link(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { TEAM(row)->service, TEAM(row)->id };
        return part_link(a, TEAM(row)->name, url_make(a, LA_TEAM, numbers));
}

static struct html team_current_link(struct arena *a, const void *row)
{
        const char *team = arena_printf(a, "%lu", TEAM(row)->id);
        return part_link(a, format_number(a, (long)TEAM(row)->current),
                         la_url(a, url_make(a, LA_KNOWN, &TEAM(row)->service), "team", team, NULL));
}

static const struct column team_columns[] = {
        { "name", "Team", team_name, team_link, 0 },
        { "state", "State", team_state, NULL, 0 },
        { "current", "Involvements today", team_current, team_current_link, COLUMN_NUMBER },
};

static struct html team_table(struct visit *v, const struct teams *teams)
{
        struct list list = { .id = "teams",
                             .caption = "Teams",
                             .columns = team_columns,
                             .column_count = sizeof team_columns / sizeof *team_columns,
                             .rows = teams->items,
                             .row_count = teams->count,
                             .row_size = sizeof *teams->items,
                             .empty = "No teams are named." };
        return list_html(v->arena, &list);
}

static struct html service_facts(struct visit *v, const struct service *s)
{
        const struct fact facts[] = {
                { .key = "Kind", .value = kind_words(v->arena, s->kind) },
                { .key = "Active cohort",
                  .value = s->closed   ? "Closed: makes nobody active and takes no new involvements"
                           : s->counts ? "Makes pupils active"
                                       : "Does not count" },
                { .key = "Involvements today",
                  .value_html = part_link(v->arena, format_number(v->arena, (long)s->current),
                                          url_make(v->arena, LA_KNOWN, &s->id)) },
        };
        return part_facts(v->arena, sizeof facts / sizeof *facts, facts);
}

/* held is what is on record; typed what the form shows, maybe with what was wrong. */
static enum outcome show_service(struct visit *v, const struct service *held, const struct service *typed,
                                 const char *team, const struct refusal *why)
{
        struct teams teams;
        enum outcome result = team_list(v->db, v->arena, held->id, today(v), &teams);
        if (result != DONE)
                return result;
        const struct page_link trail[] = { { .text = "Services", .url = LA_SERVICES },
                                           { .text = held->name } };
        struct view *page = view_new(v->arena, "la/service");
        la_trail(v, 2, trail);
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_text(page, "title", held->name);
        view_html(page, "facts", service_facts(v, held));
        view_html(page, "teams", team_table(v, &teams));
        view_flag(page, "may", visit_may(v, WHO_LA_OFFICER));
        view_text(page, "action", url_make(v->arena, LA_SERVICE, &held->id));
        view_text(page, "teams_action", url_make(v->arena, LA_TEAMS, &held->id));
        view_printf(page, "version", "%u", typed->version);
        set_fields(v, page, typed, why);
        view_html(page, "closed",
                  box(v, "closed", "State", "Closed", "Takes no new involvements, and makes nobody active.",
                      typed->closed));
        view_html(page, "team", name_input(v, "team", "Name of the team", team, why));
        return visit_show(v, held->name, page);
}

static enum outcome load_service(struct visit *v, struct service *out)
{
        return service_find(v->db, v->arena, visit_part(v, 0), today(v), out);
}

enum outcome la_service_page(struct visit *v)
{
        struct service s;
        enum outcome result = load_service(v, &s);
        return result == DONE ? show_service(v, &s, &s, "", NULL) : result;
}

enum outcome la_service_post(struct visit *v)
{
        struct service held, s = read_form(v);
        enum outcome result = load_service(v, &held);
        if (result != DONE)
                return result;
        s.id = held.id;
        result = service_problem(v, &s);
        if (result == REFUSED)
                return show_service(v, &held, &s, "", &v->why);
        if (result == DONE)
                result = service_set(v->db, v->session->person.id, &s);
        return la_done(v, result, "The service was saved.", LA_SERVICE, &s.id);
}

/* ---- teams ---- */

static enum outcome team_problem(struct visit *v, const struct team *t, const char *field)
{
        struct teams all;
        enum outcome result = team_list(v->db, v->arena, t->service, today(v), &all);
        v->why = (struct refusal){ field, name_problem(t->name) };
        for (size_t i = 0; result == DONE && !v->why.words && i < all.count; i++)
                if (all.items[i].id != t->id && same_name(v->arena, all.items[i].name, t->name))
                        v->why.words = "The service has a team of this name already.";
        return result == DONE && v->why.words ? REFUSED : result;
}

enum outcome la_teams_post(struct visit *v)
{
        struct service s;
        struct team t = { .name = text_tidy(v->arena, request_form(v->request, "team")) };
        unsigned long id;
        enum outcome result = load_service(v, &s);
        if (result != DONE)
                return result;
        t.service = s.id;
        result = team_problem(v, &t, "team");
        if (result == REFUSED)
                return show_service(v, &s, &s, t.name, &v->why);
        if (result == DONE)
                result = team_add(v->db, v->session->person.id, &t, &id);
        return la_done(v, result, arena_printf(v->arena, "%s was added.", t.name), LA_SERVICE, &s.id);
}

static enum outcome load_team(struct visit *v, struct service *s, struct team *t)
{
        enum outcome result = load_service(v, s);
        return result == DONE ? team_find(v->db, v->arena, s->id, visit_part(v, 1), today(v), t) : result;
}

static enum outcome show_team(struct visit *v, const struct service *s, const struct team *held,
                              const struct team *typed, const struct refusal *why)
{
        const struct page_link trail[] = { { .text = "Services", .url = LA_SERVICES },
                                           { .text = s->name, .url = url_make(v->arena, LA_SERVICE, &s->id) },
                                           { .text = held->name } };
        const unsigned long numbers[] = { s->id, held->id };
        const struct fact facts[] = { { .key = "Service", .value = s->name },
                                      { .key = "State", .value = held->closed ? "Closed" : "Open" },
                                      { .key = "Involvements today",
                                        .value_html = team_current_link(v->arena, held) } };
        struct view *page = view_new(v->arena, "la/team");
        la_trail(v, 3, trail);
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_text(page, "title", held->name);
        view_html(page, "facts", part_facts(v->arena, sizeof facts / sizeof *facts, facts));
        view_flag(page, "may", visit_may(v, WHO_LA_OFFICER));
        view_text(page, "action", url_make(v->arena, LA_TEAM, numbers));
        view_text(page, "token", visit_token(v));
        view_printf(page, "version", "%u", typed->version);
        view_html(page, "name", name_input(v, "name", "Name", typed->name, why));
        view_html(page, "closed",
                  box(v, "closed", "State", "Closed", "Takes no new involvements. Those that it has go on.",
                      typed->closed));
        return visit_show(v, held->name, page);
}

enum outcome la_team_page(struct visit *v)
{
        struct service s;
        struct team t;
        enum outcome result = load_team(v, &s, &t);
        return result == DONE ? show_team(v, &s, &t, &t, NULL) : result;
}

enum outcome la_team_post(struct visit *v)
{
        struct service s;
        struct team held;
        enum outcome result = load_team(v, &s, &held);
        if (result != DONE)
                return result;
        const struct team t = { .id = held.id,
                                .service = s.id,
                                .name = text_tidy(v->arena, request_form(v->request, "name")),
                                .closed = request_has(v->request, "closed"),
                                .version = (unsigned)la_number(request_form(v->request, "version")) };
        result = team_problem(v, &t, "name");
        if (result == REFUSED)
                return show_team(v, &s, &held, &t, &v->why);
        if (result == DONE)
                result = team_set(v->db, v->session->person.id, &t);
        return la_done(v, result, "The team was saved.", LA_SERVICE, &s.id);
}
