#include "pages/la_school.h"

#include <string.h>

#include "base/text.h"
#include "model/code.h"
#include "model/year.h"
#include "pages/agents.h"
#include "pages/attendance.h"
#include "pages/la.h"
#include "pages/la_agreed.h"
#include "pages/la_audit.h"
#include "pages/la_desk_school.h"
#include "pages/la_holds.h"
#include "pages/la_matches.h"
#include "pages/la_removed.h"
#include "pages/la_rules_form.h"
#include "pages/la_schools.h"
#include "pages/la_undo.h"
#include "pages/la_users.h"
#include "pages/la_windows.h"
#include "pages/words.h"
#include "store/agreement.h"
#include "store/batch.h"
#include "store/person.h"
#include "store/school.h"
#include "store/window.h"
#include "view/format.h"
#include "view/input.h"

/* ---- batches ---- */

#define BATCH(row) ((const struct batch *)(row))

static const char *batch_name(struct arena *a, const void *row)
{
        return BATCH(row)->migration ? arena_printf(a, "Migration to %s", la_year(a, BATCH(row)->academic)) : "Bulk upload";
}

static const char *batch_state(struct arena *a, const void *row)
{
        static const char *const words[BATCH_STATES] = { "Files coming", "All files there", "Applied", "Dropped", "Undone" };
        (void)a;
        return BATCH(row)->hold.state == HOLD_HELD && BATCH(row)->state <= BATCH_LISTED ? "On hold"
                                                                                        : words[BATCH(row)->state];
}

static const char *batch_by(struct arena *a, const void *row)
{
        const struct batch *b = BATCH(row);
        bool applied = *b->applied.at;
        const char *words = arena_printf(a, "%s, %s", applied ? b->applied.by : b->opened_by,
                                         words_moment(a, applied ? b->applied.at : b->opened_at));
        return *b->undone_at ? arena_printf(a, "%s; undone by %s, %s", words, b->undone_by, words_moment(a, b->undone_at))
                             : words;
}

static const char *batch_numbers(struct arena *a, const void *row)
{
        const struct batch *b = BATCH(row);
        if (!*b->applied.at)
                return "";
        return arena_printf(a, "%u before, %u after: %u new, %u changed, %u unchanged, %u removed, %s left out",
                            b->applied.roll_before, b->applied.roll_after, b->applied.new, b->applied.changed,
                            b->applied.unchanged, b->applied.leaving, format_count(a, b->applied.left_out, "row", NULL));
}

static struct html undo_link(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { BATCH(row)->school, BATCH(row)->id };
        if (BATCH(row)->state != BATCH_APPLIED)
                return (struct html){ 0 };
        return part_link(a, arena_printf(a, "Undo %s", BATCH(row)->applied.reference), url_make(a, LA_UNDO, numbers));
}

static const char *batch_reference(struct arena *a, const void *row)
{
        (void)a;
        return BATCH(row)->applied.reference;
}

static const struct column batch_columns[] = {
        { "name", "What", batch_name, NULL, 0 },
        { "state", "State", batch_state, NULL, 0 },
        { "reference", "Reference", batch_reference, NULL, 0 },
        { "numbers", "On roll", batch_numbers, NULL, 0 },
        { "by", "Who and when", batch_by, NULL, 0 },
        { "undo", "Undo", NULL, undo_link, 0 }, /* of those who may */
};

static struct html batches_table(struct visit *v, const struct batches *batches)
{
        struct list list = { .id = "batches", .caption = "Migrations and bulk uploads", .columns = batch_columns,
                             .column_count = sizeof batch_columns / sizeof *batch_columns - !visit_may(v, WHO_LA_OFFICER),
                             .rows = batches->items, .row_count = batches->count, .row_size = sizeof *batches->items,
                             .empty = "No migration and no bulk upload was begun." };
        return list_html(v->arena, &list);
}

/* ---- the roll by year ---- */

#define CLASS(row) ((const struct class_count *)(row))

static const char *year_name(struct arena *a, const void *row)
{
        (void)a;
        return *CLASS(row)->year ? year_label(CLASS(row)->year) : "No NC year";
}

static const char *year_pupils(struct arena *a, const void *row)
{
        return arena_printf(a, "%lu", CLASS(row)->pupils);
}

static const struct column year_columns[] = {
        { "year", "NC year", year_name, NULL, 0 },
        { "pupils", "Pupils", year_pupils, NULL, COLUMN_NUMBER },
};

/* The classes of a year stand together. */
static struct html years_table(struct arena *a, const struct class_counts *classes)
{
        struct class_count *years = arena_array(a, classes->count + 1, sizeof *years);
        size_t n = 0;
        for (size_t i = 0; i < classes->count; i++) {
                if (n == 0 || strcmp(years[n - 1].year, classes->items[i].year) != 0)
                        years[n++] = (struct class_count){ .year = classes->items[i].year };
                years[n - 1].pupils += classes->items[i].pupils;
        }
        struct list list = { .id = "years", .caption = "The roll by NC year", .columns = year_columns, .column_count = 2,
                             .rows = years, .row_count = n, .row_size = sizeof *years, .empty = "Nobody is on the roll." };
        return list_html(a, &list);
}

/* ---- the page ---- */

struct school_visit {
        struct school school;
        struct overview overview;
        struct batches batches;
        struct people people;
        struct class_counts classes;
        int academic;
        struct window window; /* academic 0: none */
        unsigned sets;        /* of data that are agreed */
};

static enum outcome load(struct visit *v, struct school_visit *sv)
{
        struct overviews overviews;
        struct agreement agreement;
        *sv = (struct school_visit){ 0 };
        enum outcome result = la_school(v, &sv->school);
        if (result == DONE)
                result = la_academic(v, &sv->academic);
        if (result == DONE)
                result = overview_list(v->db, v->arena, sv->academic, sv->school.id, &overviews);
        if (result == DONE)
                result = batch_list(v->db, v->arena, v->scope, &sv->batches);
        if (result == DONE)
                result = person_list(v->db, v->arena, sv->school.id, &sv->people);
        if (result == DONE)
                result = school_classes(v->db, v->arena, v->scope, &sv->classes);
        if (result == DONE)
                result = agreement_of(v->db, v->arena, sv->school.id, &agreement);
        if (result != DONE)
                return result;
        sv->sets = agreement.sets;
        /* A closed school is in no overview. */
        sv->overview = overviews.count ? overviews.items[0] : (struct overview){ .school = sv->school };
        result = window_find(v->db, v->arena, sv->school.id, sv->academic, &sv->window);
        return result == ABSENT ? DONE : result;
}

static const char *agreed_words(struct arena *a, const struct school *s)
{
        if (!s->agreed_pupils)
                return "Not agreed";
        return s->on_roll > s->agreed_pupils
                   ? arena_printf(a, "%s (the roll is %s over)", format_number(a, (long)s->agreed_pupils),
                                  format_number(a, (long)(s->on_roll - s->agreed_pupils)))
                   : format_number(a, (long)s->agreed_pupils);
}

static const char *window_words(struct arena *a, const struct window *w)
{
        if (!w->academic)
                return "None is set";
        return arena_printf(a, "%s to %s (%s)", words_date(a, w->opens_on), words_date(a, w->closes_on),
                            w->school ? "for this school alone" : "as for the whole authority");
}

static struct html facts(struct visit *v, const struct school_visit *sv)
{
        struct arena *a = v->arena;
        const struct school *s = &sv->school;
        struct html progress[] = { la_progress(a, &sv->overview), html_text(a, " "),
                                   html_text(a, la_progress_words(a, &sv->overview)) };
        bool admin = visit_may(v, WHO_LA_ADMIN);
        const char *settings = admin ? url_make(a, LA_SCHOOL_SETTINGS, &s->id) : NULL;
        const char *window = admin ? la_url(a, LA_WINDOWS, "school", arena_printf(a, "%lu", s->id), "year",
                                             arena_printf(a, "%d", sv->academic), NULL)
                                    : NULL;
        const struct fact list[] = {
                { .key = arena_printf(a, "Migration to %s", la_year(a, sv->academic)),
                  .value_html = html_join(a, 3, progress) },
                { .key = "Migration window", .value = window_words(a, &sv->window), .url = window, .action = "Change" },
                { .key = "On roll", .value = format_number(a, (long)s->on_roll) },
                { .key = "Pupils agreed", .value = agreed_words(a, s), .url = settings, .action = "Change" },
                { .key = "Sets of data agreed",
                  .value = sv->sets == SETS_ALL ? "All" : sv->sets ? data_sets_words(a, sv->sets) : "None",
                  .url = url_make(a, LA_SCHOOL_SETS, &s->id),
                  .action = admin ? "Change" : "See" },
                { .key = "Contact", .value = *s->contact_email ? s->contact_email : "None", .url = settings,
                  .action = "Change" },
                { .key = "DfE number", .value = s->laestab },
                { .key = "URN", .value = *s->urn ? s->urn : "None" },
                { .key = "Phase", .value = code_words(&code_phase, s->phase) },
                { .key = "NC years", .value = arena_printf(a, "%s to %s", year_label(s->year_low), year_label(s->year_high)) },
                { .key = "Closed", .value = words_date(a, s->closed_on) },
        };
        return part_facts(a, sizeof list / sizeof *list - !*s->closed_on, list);
}

static void set_links(struct visit *v, struct view *page, const char *id)
{
        view_text(page, "attendance", url_make(v->arena, LA_ATTENDANCE, &v->scope->school));
        view_text(page, "rules", url_make(v->arena, LA_SCHOOL_RULES, &v->scope->school));
        view_text(page, "matches", la_url(v->arena, LA_MATCHES, "school", id, NULL));
        view_text(page, "holds", la_url(v->arena, LA_HOLDS, "school", id, NULL));
        view_text(page, "removed", la_url(v->arena, LA_REMOVED, "school", id, NULL));
        view_text(page, "removed_any", la_url(v->arena, LA_REMOVED, "school", id, "ground", "any", NULL));
        view_text(page, "audit", la_url(v->arena, LA_AUDIT, "school", id, NULL));
}

enum outcome la_school_page(struct visit *v)
{
        struct school_visit sv;
        enum outcome result = load(v, &sv);
        if (result != DONE)
                return result;
        const struct page_link trail[] = { { .text = "Migration", .url = "/la" }, { .text = sv.school.name } };
        struct view *page = view_new(v->arena, "la/school");
        la_trail(v, 2, trail);
        view_text(page, "name", sv.school.name);
        view_html(page, "facts", facts(v, &sv));
        set_links(v, page, arena_printf(v->arena, "%lu", sv.school.id));
        view_html(page, "batches", batches_table(v, &sv.batches));
        view_html(page, "years", years_table(v->arena, &sv.classes));
        view_html(page, "people", la_people_table(v, &sv.people));
        return visit_show(v, sv.school.name, page);
}

/* ---- settings ---- */

static enum outcome show_settings(struct visit *v, const struct school *s, const char *agreed, const char *contact,
                                  const struct refusal *why)
{
        struct arena *a = v->arena;
        bool of_agreed = why && strcmp(why->field, "agreed") == 0;
        struct view *page = view_new(a, "la/settings");
        enum outcome result = la_data_frame(v, page, LA_SCHOOL_SETTINGS);
        if (result != DONE)
                return result;
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(a, why ? 1 : 0, why));
        view_flag(page, "may", visit_may(v, WHO_LA_ADMIN));
        const struct fact seen[] = {
                { .key = "Pupils agreed", .value = agreed_words(a, s) },
                { .key = "Contact", .value = *s->contact_email ? s->contact_email : "None" },
        };
        view_html(page, "facts", part_facts(a, sizeof seen / sizeof *seen, seen));
        view_text(page, "sets", url_make(a, LA_SCHOOL_SETS, &s->id));
        view_text(page, "rules", url_make(a, LA_SCHOOL_RULES, &s->id));
        view_text(page, "agent", url_make(a, LA_SCHOOL_AGENTS, &s->id));
        view_text(page, "school", url_make(a, LA_SCHOOL, &s->id));
        view_text(page, "action", url_make(a, LA_SCHOOL_SETTINGS, &s->id));
        view_text(page, "token", visit_token(v));
        view_printf(page, "version", "%u", s->version);
        view_html(page, "agreed",
                  part_input(a, &(struct input){ .name = "agreed", .label = "Pupils agreed with the school", .value = agreed,
                                                 .hint = "Empty when nothing was agreed. A roll above it is reported to you, not "
                                                         "refused.",
                                                 .width = 5, .inputmode = "numeric", .error = of_agreed ? why->words : NULL }));
        view_html(page, "contact",
                  part_input(a, &(struct input){ .name = "contact", .label = "Contact", .type = "email", .value = contact,
                                                 .hint = "The school’s e-mail address for people to write to",
                                                 .width = 30, .error = why && !of_agreed ? why->words : NULL }));
        return visit_show(v, "Settings", page);
}

enum outcome la_settings_page(struct visit *v)
{
        struct school s;
        enum outcome result = la_school(v, &s);
        if (result != DONE)
                return result;
        return show_settings(v, &s, s.agreed_pupils ? arena_printf(v->arena, "%lu", s.agreed_pupils) : "", s.contact_email, NULL);
}

static const char *settings_problem(const char *agreed, const char *contact, long *pupils, const char **field)
{
        *pupils = 0;
        *field = "agreed";
        if (*agreed && !text_to_long(agreed, 1, 100000, pupils))
                return "Write a number of pupils, like 420, or leave it empty.";
        *field = "contact";
        return *contact && !strchr(contact, '@') ? "Write an e-mail address, like office@school.example, or leave it empty."
                                                 : NULL;
}

enum outcome la_settings_post(struct visit *v)
{
        struct school s;
        const char *agreed = text_tidy(v->arena, request_form(v->request, "agreed")),
                   *contact = text_tidy(v->arena, request_form(v->request, "contact"));
        long pupils;
        enum outcome result = la_school(v, &s);
        if (result != DONE)
                return result;
        v->why.words = settings_problem(agreed, contact, &pupils, &v->why.field);
        if (v->why.words)
                return show_settings(v, &s, agreed, contact, &v->why);
        s.agreed_pupils = (unsigned long)pupils;
        s.contact_email = contact;
        s.version = (unsigned)la_number(request_form(v->request, "version"));
        return la_done(v, school_set(v->db, v->session->person.id, &s), "Saved.", LA_SCHOOL_SETTINGS, &s.id);
}
