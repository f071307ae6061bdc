#include "pages/la_desk_school.h"

#include <string.h>

#include "model/code.h"
#include "pages/agents.h"
#include "pages/attendance.h"
#include "pages/entries.h"
#include "pages/import_state.h"
#include "pages/la.h"
#include "pages/la_audit.h"
#include "pages/la_import_pupils.h"
#include "pages/la_conflicts.h"
#include "pages/la_data_schedule.h"
#include "pages/ready.h"
#include "pages/la_desk_days.h"
#include "pages/la_desk_list.h"
#include "pages/la_holds.h"
#include "pages/la_leavers.h"
#include "pages/la_import.h"
#include "pages/la_matches.h"
#include "pages/la_pauses.h"
#include "pages/la_rules_form.h"
#include "pages/la_school.h"
#include "pages/la_upns.h"
#include "pages/words.h"
#include "store/dashboard.h"
#include "store/pause.h"
#include "store/person.h"
#include "store/setting.h"
#include "view/format.h"
#include "view/input.h"

enum { PER_PAGE = 50 };

/* ---- tabs ---- */

/* In their order on the page. */
static const struct {
        const char *text, *path;
} tabs[] = {
        { "Overview", LA_DATA },
        { "Imports", LA_DATA_IMPORTS },
        { "To review", LA_SCHOOL_MATCHES },
        { "Conflicts", LA_CONFLICTS },
        { "Leavers and joiners", LA_LEAVERS },
        { "UPN problems", LA_SCHOOL_UPNS },
        { "Schedule", LA_DATA_SCHEDULE },
        { "Readiness", LA_DATA_READY },
        { "Attendance", LA_ATTENDANCE },
        { "Results and histories", LA_ENTRIES },
        { "Pauses", LA_DATA_PAUSES },
        { "Rules", LA_SCHOOL_RULES },
        { "Settings", LA_SCHOOL_SETTINGS },
        { "History", LA_DATA_HISTORY },
};
enum { TABS = sizeof tabs / sizeof *tabs };

enum outcome la_data_frame(struct visit *v, struct view *page, const char *current)
{
        struct school s;
        struct tab shown[TABS] = { 0 };
        enum outcome result = la_school(v, &s);
        if (result != DONE)
                return result;
        for (int i = 0; i < TABS; i++)
                shown[i] = (struct tab){ .text = tabs[i].text,
                                         .url = url_make(v->arena, tabs[i].path, &s.id),
                                         .current = strcmp(tabs[i].path, current) == 0 };
        const struct page_link trail[] = { { .text = "Dashboard", .url = LA_DESK }, { .text = s.name } };
        la_trail(v, 2, trail);
        view_text(page, "name", s.name);
        view_html(page, "tabs", part_tabs(v->arena, "Data of this school", TABS, shown));
        return DONE;
}

/* ---- overview ---- */

static struct html state_value(struct arena *a, const struct desk_row *row)
{
        const char *more = desk_state_more(a, row);
        const struct html parts[] = {
                part_tag(a, desk_state_words[row->state], desk_state_colour(row->state)),
                html_text(a, *more ? arena_printf(a, " %s", more) : ""),
        };
        return html_join(a, 2, parts);
}

static struct html left_value(struct arena *a, const struct desk_row *row)
{
        const struct desk_band_info *band = &desk_band_table[row->band];
        return part_bar(a, row->processed, 100,
                        arena_printf(a, "%s %s: %ld%% processed", band->shape, band->words, row->processed));
}

/* What to do next, by the state and then by what there is of each kind; the most urgent first. */
struct step {
        long count;
        const char *one, *many; /* "proposed leaver" */
        const char *url;        /* where it is done, or NULL */
        const char *deed;       /* "say whether they have left" */
};

static struct html steps_of(struct visit *v, const struct desk *d)
{
        struct arena *a = v->arena;
        const struct desk_numbers *n = &d->n;
        const char *id = arena_printf(a, "%lu", d->school),
                   *imports = url_make(a, LA_DATA_IMPORTS, &d->school),
                   *conflicts = url_make(a, LA_CONFLICTS, &d->school),
                   *leavers = url_make(a, LA_LEAVERS, &d->school);
        const struct step steps[] = {
                { n->error, "failed import", "failed imports", imports, "see what went wrong" },
                { n->held_files, "file on hold", "files on hold", la_url(a, LA_HOLDS, "school", id, NULL),
                  "release or reject" },
                { n->waiting_files - n->held_files, "file not yet processed", "files not yet processed",
                  imports, n->paused ? "kept until the pause ends" : "Onroll is to do" },
                { n->unmatched, "unmatched pupil", "unmatched pupils",
                  url_make(a, LA_SCHOOL_MATCHES, &d->school), "say who it is" },
                { n->missing, "proposed leaver", "proposed leavers", leavers, "say whether they have left" },
                { n->conflicts_active, "conflict of active pupils", "conflicts of active pupils",
                  la_url(a, conflicts, "cohort", "active", NULL), "decide" },
                { n->conflicts_other, "conflict of non-active pupils", "conflicts of non-active pupils",
                  la_url(a, conflicts, "cohort", "other", NULL), "decide" },
                { n->claimed, "pupil claimed by another school", "pupils claimed by another school",
                  arena_printf(a, "%s#claimed", leavers), "ask both schools" },
                { n->upn_problems, "UPN problem", "UPN problems",
                  url_make(a, LA_SCHOOL_UPNS, &d->school), "have the school correct it" },
                { n->rejected, "rejected row", "rejected rows", imports,
                  "have the school correct and send it again" },
        };
        struct view *item = view_new(a, "la/desk-step"), *list = view_new(a, "la/desk-steps");
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
                const struct step *s = &steps[i];
                if (s->count <= 0)
                        continue;
                view_text(item, "url", s->url);
                view_text(item, "text", format_count(a, s->count, s->one, s->many));
                view_text(item, "deed", s->deed);
                view_next(item);
        }
        view_html(list, "items", view_rows(item));
        return view_render(list);
}

static const char *file_words(struct arena *a, const struct desk_row *row)
{
        const struct desk_numbers *n = &row->desk->n;
        if (n->in_file < 0)
                return "No complete file was processed yet";
        if (!row->difference)
                return arena_printf(a, "%s: as many as on roll", format_number(a, n->in_file));
        return arena_printf(a, "%s: %s %s than on roll", format_number(a, n->in_file),
                            format_number(a, row->difference < 0 ? -row->difference : row->difference),
                            row->difference < 0 ? "more" : "fewer");
}

static struct html figures(struct visit *v, const struct desk_row *row)
{
        struct arena *a = v->arena;
        const struct desk *d = row->desk;
        const struct desk_numbers *n = &d->n;
        const unsigned long pause[] = { d->school, d->pause };
        bool may = visit_may(v, WHO_LA_OFFICER);
        const char *last = url_make(a, LA_LAST_PUPILS, &d->school);
        const struct fact facts[] = {
                { .key = "State",
                  .value_html = state_value(a, row),
                  .url = n->paused && may ? url_make(a, LA_PAUSE_END, pause) : NULL,
                  .action = "End the pause" },
                { .key = "Left to do", .value_html = left_value(a, row) },
                { .key = "Last data",
                  .value = n->received_at ? format_moment(a, n->received_at) : "None yet" },
                { .key = "On roll here", .value = format_number(a, n->on_roll) },
                { .key = "In the file", .value = file_words(a, row) },
                { .key = "New", .value = format_number(a, n->new), .url = n->new ? last : NULL, .action = "Show" },
                { .key = "Changed", .value = format_number(a, n->changed),
                  .url = n->changed ? la_url(a, last, "show", "changed", NULL) : NULL, .action = "Show" },
                { .key = "Oldest open item",
                  .value = row->oldest < 0 ? "None" : format_ago(a, n->oldest_at, row->now) },
                { .key = "Officer in charge", .value = *d->owner_name ? d->owner_name : "Nobody" },
                { .key = "Reason of the pause", .value = d->pause_reason },
        };
        return part_facts(a, sizeof facts / sizeof *facts - !n->paused, facts);
}

static enum outcome set_owner(struct visit *v, struct view *page, const struct desk *d)
{
        struct people people;
        enum outcome result = person_list(v->db, v->arena, 0, &people);
        if (result != DONE)
                return result;
        struct choice *choices = arena_array(v->arena, people.count + 1, sizeof *choices);
        size_t count = 1;
        choices[0] = (struct choice){ .value = "0", .text = "Nobody" };
        for (size_t i = 0; i < people.count; i++)
                if (!people.items[i].disabled || people.items[i].id == d->owner)
                        choices[count++] =
                            (struct choice){ .value = arena_printf(v->arena, "%lu", people.items[i].id),
                                             .text = people.items[i].name };
        view_html(page, "owner",
                  part_select(v->arena, &(struct input){ .name = "owner",
                                                         .label = "Officer in charge of this school",
                                                         .value = arena_printf(v->arena, "%lu", d->owner),
                                                         .choice_count = count,
                                                         .choices = choices }));
        view_printf(page, "seen", "%lu", d->owner);
        return DONE;
}

static enum outcome load(struct visit *v, struct desk *desk, struct desk_row *row)
{
        struct settings settings;
        time_t now = time(NULL);
        enum outcome result = settings_read(v->db, v->arena, &settings);
        if (result == DONE)
                result = dashboard_school(v->db, v->arena, v->scope, now, desk);
        if (result == DONE)
                *row = desk_row_of(v->arena, desk, &settings, now, NULL);
        return result;
}

enum outcome la_data_page(struct visit *v)
{
        struct desk desk;
        struct desk_row row;
        struct view *page = view_new(v->arena, "la/data");
        enum outcome result = load(v, &desk, &row);
        if (result == DONE)
                result = la_data_frame(v, page, LA_DATA);
        if (result == DONE)
                result = desk_days_set(v, page, v->scope);
        if (result == DONE)
                result = set_owner(v, page, &desk);
        if (result != DONE)
                return result;
        view_flag(page, "may", visit_may(v, WHO_LA_OFFICER));
        view_flag(page, "any", row.left || desk.n.error || desk.n.held_files);
        view_html(page, "steps", steps_of(v, &desk));
        view_html(page, "figures", figures(v, &row));
        view_text(page, "action", url_make(v->arena, LA_DATA_OWNER, &desk.school));
        view_text(page, "pause",
                  desk.n.paused ? ""
                                : la_url(v->arena, LA_PAUSE_ADD, "school",
                                         arena_printf(v->arena, "%lu", desk.school), NULL));
        view_text(page, "agent", url_make(v->arena, LA_SCHOOL_AGENTS, &desk.school));
        view_text(page, "school", url_make(v->arena, LA_SCHOOL, &desk.school));
        view_text(page, "token", visit_token(v));
        return visit_show(v, desk.name, page);
}

enum outcome la_data_owner_post(struct visit *v)
{
        enum outcome result = dashboard_own(v->db, v->scope, la_number(request_form(v->request, "seen")),
                                            la_number(request_form(v->request, "owner")));
        return la_done(v, result, "Saved.", LA_DATA, &v->scope->school);
}

/* ---- imports ---- */

#define ROW(row) ((const struct desk_import *)(row))
TEXT_OF(received, words_moment(a, ROW(row)->received_at))
TEXT_OF(file, ROW(row)->file_name)

static struct html file_cell(struct arena *a, const void *row)
{
        const struct desk_import *i = ROW(row);
        struct view *v = view_new(a, "la/import-file");
        const unsigned long numbers[] = { i->school, i->batch };
        view_text(v, "name", i->file_name);
        view_text(v, "url", url_make(a, LA_IMPORT, numbers));
        view_printf(v, "more", "%s: %s", import_sender(i->source, i->received_by),
                    i->complete ? "all pupils" : "some pupils");
        return view_render(v);
}

static const struct column own[] = {
        { "file", "File", file, file_cell, 0 },
        { "received", "Received", received, NULL, 0 },
};

/* One more than is shown tells whether there are older ones. */
enum outcome la_data_imports_page(struct visit *v)
{
        struct desk_imports imports;
        struct view *page = view_new(v->arena, "la/data-imports");
        unsigned long before = la_number(request_query(v->request, "before"));
        const char *here = url_make(v->arena, LA_DATA_IMPORTS, &v->scope->school);
        enum outcome result = la_data_frame(v, page, LA_DATA_IMPORTS);
        if (result == DONE)
                result = dashboard_imports(v->db, v->arena, v->scope, before, PER_PAGE + 1, &imports);
        if (result != DONE)
                return result;
        bool older = imports.count > PER_PAGE;
        imports.count -= older;
        struct list list = { .id = "imports",
                             .caption = "Imports",
                             .quiet = true,
                             .columns = import_columns(v->arena, own),
                             .column_count = IMPORT_COLUMNS,
                             .rows = imports.items,
                             .row_count = imports.count,
                             .row_size = sizeof *imports.items,
                             .empty = "No data has come from this school yet." };
        view_html(page, "list", list_html(v->arena, &list));
        view_text(page, "older",
                  !older
                      ? ""
                      : la_url(v->arena, here, "before",
                               arena_printf(v->arena, "%lu", imports.items[imports.count - 1].batch), NULL));
        view_text(page, "newest", before ? here : "");
        return visit_show(v, "Imports", page);
}

/* ---- pauses ---- */

enum outcome la_data_pauses_page(struct visit *v)
{
        struct pauses pauses;
        struct view *page = view_new(v->arena, "la/data-pauses");
        enum outcome result = la_data_frame(v, page, LA_DATA_PAUSES);
        if (result == DONE)
                result = pause_list(v->db, v->arena, v->scope, &pauses);
        if (result != DONE)
                return result;
        view_flag(page, "may", visit_may(v, WHO_LA_OFFICER));
        view_text(
            page, "pause",
            la_url(v->arena, LA_PAUSE_ADD, "school", arena_printf(v->arena, "%lu", v->scope->school), NULL));
        view_html(page, "list", la_pauses_table(v, &pauses, true, "This school was never paused."));
        return visit_show(v, "Pauses", page);
}
