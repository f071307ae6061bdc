#include "pages/la_involvement.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "intake/involvement_list.h"
#include "intake/value.h"
#include "pages/la.h"
#include "pages/la_pupil.h"
#include "store/involvement.h"
#include "store/service.h"
#include "view/input.h"

/* ---- the questions ---- */

static const char *with_of(struct arena *a, unsigned long service, unsigned long team)
{
        return team ? arena_printf(a, "%lu-%lu", service, team) : arena_printf(a, "%lu", service);
}

static void add_choice(struct choice *choices, size_t *n, const struct involvement_typed *typed, bool open,
                       const char *with, const char *text)
{
        if (open || strcmp(typed->with, with) == 0)
                choices[(*n)++] = (struct choice){ .value = with, .text = text };
}

/* A service, then its teams. */
static size_t fill_choices(struct arena *a, const struct services *services, const struct teams *teams,
                           const struct involvement_typed *typed, struct choice *choices)
{
        size_t n = 0;
        choices[n++] = (struct choice){ .value = "", .text = "Choose" };
        for (size_t i = 0; i < services->count; i++) {
                const struct service *s = &services->items[i];
                add_choice(choices, &n, typed, !s->closed, with_of(a, s->id, 0), s->name);
                for (size_t k = 0; k < teams->count; k++)
                        if (teams->items[k].service == s->id)
                                add_choice(choices, &n, typed, !s->closed && !teams->items[k].closed,
                                           with_of(a, s->id, teams->items[k].id),
                                           arena_printf(a, "%s: %s", s->name, teams->items[k].name));
        }
        return n;
}

static const char *error_of(const struct refusal *why, const char *field)
{
        return why && strcmp(why->field, field) == 0 ? why->words : NULL;
}

enum outcome la_involvement_form(struct visit *v, const struct involvement_typed *typed,
                                 const struct refusal *why, struct html *out)
{
        char day[DATE_TEXT];
        struct services services;
        struct teams teams;
        enum outcome result = service_list(v->db, v->arena, date_to_iso(date_today_utc(), day), &services);
        if (result == DONE)
                result = team_list(v->db, v->arena, 0, day, &teams);
        if (result != DONE)
                return result;
        struct choice *choices = arena_array(v->arena, services.count + teams.count + 1, sizeof *choices);
        size_t count = fill_choices(v->arena, &services, &teams, typed, choices);
        const struct html parts[] = {
                part_select(v->arena, &(struct input){ .name = "with",
                                                       .label = "Service and team",
                                                       .value = typed->with,
                                                       .error = error_of(why, "with"),
                                                       .choice_count = count,
                                                       .choices = choices }),
                part_date(v->arena, &(struct input){ .name = "from",
                                                     .label = "From",
                                                     .value = typed->from,
                                                     .hint = "The first day, for example 03/09/2026",
                                                     .error = error_of(why, "from") }),
                part_date(v->arena, &(struct input){ .name = "to",
                                                     .label = "To (optional)",
                                                     .value = typed->to,
                                                     .hint = "The last day, when it is known",
                                                     .error = error_of(why, "to") }),
                part_input(v->arena, &(struct input){ .name = "reference",
                                                      .label = "Reference (optional)",
                                                      .hint = "The service's own number of the case",
                                                      .value = typed->reference,
                                                      .width = 20,
                                                      .exact = true,
                                                      .error = error_of(why, "reference") }),
        };
        *out = html_join(v->arena, sizeof parts / sizeof *parts, parts);
        return DONE;
}

static struct involvement_typed read_form(struct visit *v)
{
        return (struct involvement_typed){ text_tidy(v->arena, request_form(v->request, "with")),
                                           text_tidy(v->arena, request_form(v->request, "from")),
                                           text_tidy(v->arena, request_form(v->request, "to")),
                                           text_tidy(v->arena, request_form(v->request, "reference")) };
}

static const char *iso_of(struct visit *v, const char *typed)
{
        char iso[DATE_TEXT];
        return arena_text(v->arena, date_to_iso(la_day(v, typed), iso));
}

/* What was typed as an involvement; its service and team are checked where it is kept. */
static struct involvement understood(struct visit *v, const struct involvement_typed *t, unsigned long child)
{
        const char *dash = strchr(t->with, '-');
        return (struct involvement){
                .child = child,
                .service = la_number(
                    arena_bytes(v->arena, t->with, dash ? (size_t)(dash - t->with) : strlen(t->with))),
                .team = dash ? la_number(dash + 1) : 0,
                .from = iso_of(v, t->from),
                .to = iso_of(v, t->to),
                .reference = t->reference,
                .file = "",
                .version = (unsigned)la_number(request_form(v->request, "version")),
        };
}

static const char *problem(const struct involvement_typed *t, const struct involvement *i, const char **field)
{
        *field = "with";
        if (!i->service)
                return "Choose a service.";
        *field = "from";
        if (!*i->from)
                return "Write the first day, like 03/09/2026.";
        *field = "to";
        if (*t->to && !*i->to)
                return "Write the last day, like 30/09/2026, or nothing.";
        if (*i->to && strcmp(i->to, i->from) < 0)
                return "The last day comes before the first. Put one of them right.";
        *field = "reference";
        return g_utf8_strlen(t->reference, -1) > INVOLVEMENT_REFERENCE_MAX
                   ? "Write a reference of at most 40 characters."
                   : NULL;
}

static const char kept_already[] =
    "The child has this involvement already, or the service or team is closed. Look at the list "
    "again.";

/* ---- adding ---- */

enum outcome la_involvements_post(struct visit *v)
{
        struct la_pupil p;
        struct involvement_typed t = read_form(v);
        unsigned long id;
        enum outcome result = la_pupil_load(v, &p);
        if (result != DONE)
                return result;
        struct involvement i = understood(v, &t, p.p.child);
        v->why.words = problem(&t, &i, &v->why.field);
        if (!v->why.words) {
                result = involvement_add(v->db, v->session->person.id, &i, &id);
                if (result == REFUSED)
                        v->why = (struct refusal){ "with", kept_already };
        }
        if (v->why.words)
                return la_pupil_show(v, &p, &t, &v->why);
        const unsigned long numbers[] = { p.school.id, p.p.pupil.id };
        return la_done(v, result, "The involvement was added.", LA_PUPIL, numbers);
}

/* ---- one ---- */

static enum outcome load(struct visit *v, struct la_pupil *p, struct involvement *i)
{
        enum outcome result = la_pupil_load(v, p);
        return result == DONE ? involvement_find(v->db, v->arena, p->p.child, visit_part(v, 2), i) : result;
}

static struct involvement_typed typed_of(struct arena *a, const struct involvement *i)
{
        return (struct involvement_typed){ with_of(a, i->service, i->team),
                                           value_words(a, FIELD_ENTRY_DATE, i->from),
                                           value_words(a, FIELD_ENTRY_DATE, i->to), i->reference };
}

static enum outcome show(struct visit *v, const struct la_pupil *p, const struct involvement *held,
                         const struct involvement_typed *typed, const char *last, unsigned version,
                         const struct refusal *why)
{
        struct html form;
        enum outcome result = la_involvement_form(v, typed, why, &form);
        if (result != DONE)
                return result;
        const char *title =
            arena_printf(v->arena, *held->team_name ? "%s (%s)" : "%s", held->service_name, held->team_name);
        const unsigned long numbers[] = { p->school.id, p->p.pupil.id, held->id };
        struct view *page = view_new(v->arena, "la/involvement");
        la_pupil_trail(v, p, title);
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_text(page, "title", title);
        view_text(page, "name", p->name);
        view_text(page, "since", value_words(v->arena, FIELD_ENTRY_DATE, held->from));
        view_flag(page, "open", !*held->to);
        view_text(page, "token", visit_token(v));
        view_printf(page, "version", "%u", version);
        view_text(page, "action", url_make(v->arena, LA_INVOLVEMENT, numbers));
        view_text(page, "end_url", url_make(v->arena, LA_INVOLVEMENT_END, numbers));
        view_text(page, "remove_url", url_make(v->arena, LA_INVOLVEMENT_REMOVE, numbers));
        view_html(page, "last",
                  part_date(v->arena,
                            &(struct input){ .name = "last",
                                             .label = "Last day",
                                             .value = last,
                                             .hint = "For example, 30/09/2026. The day itself is included",
                                             .error = error_of(why, "last") }));
        view_html(page, "form", form);
        return visit_show(v, title, page);
}

enum outcome la_involvement_page(struct visit *v)
{
        struct la_pupil p;
        struct involvement i;
        enum outcome result = load(v, &p, &i);
        if (result != DONE)
                return result;
        const struct involvement_typed t = typed_of(v->arena, &i);
        return show(v, &p, &i, &t, "", i.version, NULL);
}

static enum outcome back(struct visit *v, const struct la_pupil *p, enum outcome result, const char *notice)
{
        const unsigned long numbers[] = { p->school.id, p->p.pupil.id };
        return la_done(v, result, notice, LA_PUPIL, numbers);
}

enum outcome la_involvement_post(struct visit *v)
{
        struct la_pupil p;
        struct involvement held;
        struct involvement_typed t = read_form(v);
        enum outcome result = load(v, &p, &held);
        if (result != DONE)
                return result;
        struct involvement i = understood(v, &t, p.p.child);
        i.id = held.id;
        v->why.words = problem(&t, &i, &v->why.field);
        if (!v->why.words && i.version == held.version) {
                result = involvement_set(v->db, v->session->person.id, &i);
                if (result == REFUSED)
                        v->why = (struct refusal){ "with", kept_already };
        } else if (!v->why.words) {
                result = REFUSED;
        }
        if (v->why.words)
                return show(v, &p, &held, &t, "", i.version, &v->why);
        return back(v, &p, result, "The involvement was changed.");
}

enum outcome la_involvement_end_post(struct visit *v)
{
        struct la_pupil p;
        struct involvement held;
        const char *last = text_tidy(v->arena, request_form(v->request, "last")), *to = iso_of(v, last);
        enum outcome result = load(v, &p, &held);
        if (result != DONE)
                return result;
        const struct involvement_typed t = typed_of(v->arena, &held);
        held.version = (unsigned)la_number(request_form(v->request, "version"));
        v->why.field = "last";
        v->why.words = !*to                        ? "Write the last day, like 30/09/2026."
                       : strcmp(to, held.from) < 0 ? "The last day comes before the first. Put it right."
                                                   : NULL;
        if (v->why.words)
                return show(v, &p, &held, &t, last, held.version, &v->why);
        return back(v, &p, involvement_end(v->db, v->session->person.id, &held, to),
                    "The involvement has its last day.");
}

enum outcome la_involvement_remove_post(struct visit *v)
{
        struct la_pupil p;
        struct involvement held;
        enum outcome result = load(v, &p, &held);
        if (result != DONE)
                return result;
        held.version = (unsigned)la_number(request_form(v->request, "version"));
        return back(v, &p, involvement_remove(v->db, v->session->person.id, &held),
                    "The involvement was removed.");
}
