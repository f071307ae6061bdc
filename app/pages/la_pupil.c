#include "pages/la_pupil.h"

#include <string.h>

#include "intake/value.h"
#include "pages/attendance.h"
#include "pages/entries.h"
#include "pages/la.h"
#include "pages/la_involvement.h"
#include "pages/la_pupils.h"
#include "pages/la_school.h"
#include "pages/pupil.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/child.h"
#include "store/cohort.h"
#include "store/involvement.h"

enum outcome la_pupil_load(struct visit *v, struct la_pupil *out)
{
        enum outcome result = la_school(v, &out->school);
        if (result == DONE)
                result = pupil_find(v->db, v->arena, v->scope, visit_part(v, 1), &out->p);
        if (result == DONE)
                out->name = words_name(v->arena, &out->p.pupil.record);
        return result;
}

void la_pupil_trail(struct visit *v, const struct la_pupil *p, const char *here)
{
        const unsigned long numbers[] = { p->school.id, p->p.pupil.id };
        const struct page_link links[] = { { .text = "Pupils", .url = LA_PUPILS },
                                           { .text = p->name,
                                             .url = here ? url_make(v->arena, LA_PUPIL, numbers) : NULL },
                                           { .text = here } };
        la_trail(v, here ? 3 : 2, links);
}

/* ---- the cohort ---- */

const char *la_cohort_words(struct arena *a, const struct cohort_state *s)
{
        const char *words = words_date(a, s->since);
        for (size_t i = 0; i < s->because.count; i++) {
                const struct involvement *x = &s->because.items[i];
                words = arena_printf(a, *x->team_name ? "%s%s %s (%s)" : "%s%s %s", words, i ? "," : ":",
                                     x->service_name, x->team_name);
        }
        return words;
}

/* ---- who knows the child ---- */

struct line {
        const struct involvement *is;
        const char *url, *today; /* url NULL: may only look */
};

#define IS(row) (((const struct line *)(row))->is)
TEXT_OF(service, IS(row)->service_name)
TEXT_OF(team, IS(row)->team_name)
TEXT_OF(from, value_words(a, FIELD_ENTRY_DATE, IS(row)->from))
TEXT_OF(to, value_words(a, FIELD_ENTRY_DATE, IS(row)->to))
TEXT_OF(reference, IS(row)->reference)

static const char *source(struct arena *a, const void *row)
{
        const struct involvement *i = IS(row);
        return arena_printf(a, "%s%s%s, %s", *i->file ? i->file : "Typed in Onroll",
                            *i->added_by ? ", by " : "", i->added_by, words_moment(a, i->added_at));
}

static struct html state(struct arena *a, const void *row)
{
        const struct line *l = row;
        if (!involvement_current(l->is, l->today))
                return part_tag(a, strcmp(l->is->from, l->today) > 0 ? "Planned" : "Past", "grey");
        return part_tag(a, l->is->counts ? "Current" : "Current, does not count",
                        l->is->counts ? "green" : "blue");
}

static struct html change(struct arena *a, const void *row)
{
        const struct line *l = row;
        struct view *v = view_new(a, "la/involvement-change");
        view_text(v, "url", l->url);
        view_text(v, "about", arena_printf(a, "%s from %s", l->is->service_name, from(a, row)));
        return view_render(v);
}

static const struct column columns[] = {
        { "service", "Service", service, NULL, 0 },
        { "team", "Team", team, NULL, 0 },
        { "from", "From", from, NULL, 0 },
        { "to", "To", to, NULL, 0 },
        { "reference", "Reference", reference, NULL, 0 },
        { "state", "Today", NULL, state, 0 },
        { "source", "Where it came from", source, NULL, 0 },
        { "change", "Change", NULL, change, 0 }, /* of those who may */
};

static struct html involvement_table(struct visit *v, const struct la_pupil *p,
                                     const struct involvements *all, const char *today)
{
        struct line *lines = arena_array(v->arena, all->count + 1, sizeof *lines);
        bool may = visit_may(v, WHO_LA_OFFICER);
        for (size_t i = 0; i < all->count; i++) {
                const unsigned long numbers[] = { p->school.id, p->p.pupil.id, all->items[i].id };
                lines[i] =
                    (struct line){ &all->items[i], url_make(v->arena, LA_INVOLVEMENT, numbers), today };
        }
        struct list list = { .id = "involvements",
                             .caption = "Involvements",
                             .columns = columns,
                             .column_count = sizeof columns / sizeof *columns - !may,
                             .rows = lines,
                             .row_count = all->count,
                             .row_size = sizeof *lines,
                             .empty = "No service is involved with this child." };
        return list_html(v->arena, &list);
}

/* ---- the page ---- */

static struct html other_schools(struct visit *v, const struct children_found *others)
{
        struct view *rows = view_new(v->arena, "la/pupil-elsewhere");
        for (size_t i = 0; i < others->count; i++) {
                const struct child_found *c = &others->items[i];
                const unsigned long numbers[] = { c->school, c->pupil };
                view_text(rows, "state",
                          c->on_roll
                              ? "on the roll"
                              : arena_printf(v->arena, "left on %s", words_date(v->arena, c->left_on)));
                view_text(rows, "school", c->school_name);
                view_text(rows, "url", url_make(v->arena, LA_PUPIL, numbers));
                view_next(rows);
        }
        return view_rows(rows);
}

struct seen {
        struct pupil_events events;
        struct involvements involvements;
        struct cohort_state cohort;
        struct children_found others;
        struct html entries;
        const char *today;
};

static enum outcome read_all(struct visit *v, const struct la_pupil *p, struct seen *out)
{
        char day[DATE_TEXT];
        out->today = arena_text(v->arena, date_to_iso(date_today_utc(), day));
        enum outcome result = pupil_history(v->db, v->arena, v->scope, p->p.pupil.id, &out->events);
        if (result == DONE)
                result = involvement_of_child(v->db, v->arena, p->p.child, &out->involvements);
        if (result == DONE)
                result = cohort_since(v->db, v->arena, p->p.child, out->today, &out->cohort);
        if (result == DONE)
                result = child_elsewhere(v->db, v->arena, p->p.child, p->p.pupil.id, &out->others);
        if (result == DONE)
                result = entries_of_pupil(v, p->p.pupil.id, &out->entries);
        return result == DONE
                   ? audit_add(v->db, v->scope->person, v->scope->school, "pupil-viewed", p->p.pupil.id, "")
                   : result;
}

enum outcome la_pupil_show(struct visit *v, const struct la_pupil *p, const struct involvement_typed *typed,
                           const struct refusal *why)
{
        struct seen seen;
        struct html form = { 0 };
        enum outcome result = read_all(v, p, &seen);
        if (result == DONE && visit_may(v, WHO_LA_OFFICER))
                result = la_involvement_form(v, typed, why, &form);
        if (result != DONE)
                return result;
        const unsigned long numbers[] = { p->school.id, p->p.pupil.id };
        bool on_roll = p->p.pupil.on_roll;
        struct view *page = view_new(v->arena, "la/pupil");
        la_pupil_trail(v, p, NULL);
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_text(page, "name", p->name);
        view_html(page, "state",
                  part_tag(v->arena, on_roll ? "On the roll" : "Has left", on_roll ? "green" : "grey"));
        view_text(page, "school", p->school.name);
        view_text(page, "school_url", url_make(v->arena, LA_SCHOOL, &p->school.id));
        view_text(page, "attendance_url", url_make(v->arena, LA_PUPIL_ATTENDANCE, numbers));
        view_text(page, "leaving", on_roll ? "" : pupil_leaving_words(v->arena, &p->p));
        view_html(page, "elsewhere", other_schools(v, &seen.others));
        view_text(page, "active", seen.cohort.active ? la_cohort_words(v->arena, &seen.cohort) : "");
        view_html(page, "involvements", involvement_table(v, p, &seen.involvements, seen.today));
        view_flag(page, "may", visit_may(v, WHO_LA_OFFICER));
        view_text(page, "action", url_make(v->arena, LA_INVOLVEMENTS, numbers));
        view_text(page, "token", visit_token(v));
        view_html(page, "form", form);
        view_html(page, "held", pupil_held_list(v->arena, &p->p, &seen.events));
        view_text(page, "not_held", pupil_not_held(v->arena, &p->p.pupil.record));
        view_html(page, "entries", seen.entries);
        view_html(page, "history", pupil_history_list(v->arena, &seen.events));
        return visit_show(v, p->name, page);
}

enum outcome la_pupil_page(struct visit *v)
{
        struct la_pupil p;
        const struct involvement_typed blank = { .with = "", .from = "", .to = "", .reference = "" };
        enum outcome result = la_pupil_load(v, &p);
        return result == DONE ? la_pupil_show(v, &p, &blank, NULL) : result;
}
