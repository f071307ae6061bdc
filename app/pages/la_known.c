#include "pages/la_known.h"

#include <string.h>

#include "base/text.h"
#include "intake/value.h"
#include "pages/la.h"
#include "pages/la_pupil.h"
#include "pages/la_services.h"
#include "store/audit.h"
#include "store/involvement.h"
#include "store/service.h"
#include "view/format.h"
#include "view/input.h"

enum { PER_PAGE = 100, FILE_MAX = 50000 };

#define ROW(row) ((const struct known_child *)(row))
#define IS(row)  (&ROW(row)->involvement)
TEXT_OF(name, *ROW(row)->surname ? arena_printf(a, "%s, %s", ROW(row)->surname, ROW(row)->forename)
                                 : "No longer held")
TEXT_OF(surname, ROW(row)->surname)
TEXT_OF(forename, ROW(row)->forename)
TEXT_OF(dob, value_words(a, FIELD_DOB, ROW(row)->dob))
TEXT_OF(upn, ROW(row)->upn)
TEXT_OF(school,
        ROW(row)->on_roll ? ROW(row)->school_name : arena_printf(a, "%s (has left)", ROW(row)->school_name))
TEXT_OF(service, IS(row)->service_name)
TEXT_OF(team, IS(row)->team_name)
TEXT_OF(from, value_words(a, FIELD_ENTRY_DATE, IS(row)->from))
TEXT_OF(to, value_words(a, FIELD_ENTRY_DATE, IS(row)->to))
TEXT_OF(reference, IS(row)->reference)

static struct html name_link(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { ROW(row)->school, ROW(row)->pupil };
        return ROW(row)->pupil ? part_link(a, name(a, row), url_make(a, LA_PUPIL, numbers))
                               : html_text(a, name(a, row));
}

/* The files' headings are those that an upload understands. */
static const struct column columns[] = {
        { "name", "Pupil", name, name_link, COLUMN_PAGE_ONLY },
        { "upn", "UPN", upn, NULL, COLUMN_FILE_ONLY },
        { "surname", "Surname", surname, NULL, COLUMN_FILE_ONLY },
        { "forename", "Forename", forename, NULL, COLUMN_FILE_ONLY },
        { "dob", "Date of birth", dob, NULL, COLUMN_FILE_ONLY },
        { "school", "School", school, NULL, 0 },
        { "service", "Service", service, NULL, COLUMN_FILE_ONLY },
        { "team", "Team", team, NULL, 0 },
        { "from", "From", from, NULL, 0 },
        { "to", "To", to, NULL, 0 },
        { "reference", "Reference", reference, NULL, 0 },
};

static struct list list_of(const struct service *s, struct arena *a, const struct known_children *all)
{
        return (struct list){ .id = "known",
                              .caption = arena_printf(a, "Involvements of %s", s->name),
                              .quiet = true,
                              .columns = columns,
                              .column_count = sizeof columns / sizeof *columns,
                              .rows = all->items,
                              .row_count = all->count,
                              .row_size = sizeof *all->items,
                              .empty = "No involvement matches." };
}

struct asked {
        const char *words, *which, *team, *day;
        struct service service;
        struct involvement_filter filter;
        unsigned page;
};

static enum outcome read_query(struct visit *v, struct asked *out)
{
        char day[DATE_TEXT];
        unsigned long page = la_number(request_query(v->request, "page"));
        out->day = arena_text(v->arena, date_to_iso(date_today_utc(), day));
        out->words = text_tidy(v->arena, request_query(v->request, "words"));
        out->which = strcmp(request_query(v->request, "which"), "all") == 0 ? "all" : "";
        out->team = request_query(v->request, "team");
        out->page = page && page < 100000 ? (unsigned)page - 1 : 0;
        enum outcome result = service_find(v->db, v->arena, visit_part(v, 0), out->day, &out->service);
        if (result == DONE)
                out->filter = (struct involvement_filter){ .service = out->service.id,
                                                           .team = la_number(out->team),
                                                           .words = out->words,
                                                           .day = *out->which ? NULL : out->day,
                                                           .page = out->page,
                                                           .per_page = PER_PAGE };
        return result;
}

static struct html team_select(struct visit *v, const struct asked *q, const struct teams *teams)
{
        struct choice *choices = arena_array(v->arena, teams->count + 1, sizeof *choices);
        choices[0] = (struct choice){ .value = "", .text = "All teams" };
        for (size_t i = 0; i < teams->count; i++)
                choices[i + 1] = (struct choice){ .value = arena_printf(v->arena, "%lu", teams->items[i].id),
                                                  .text = teams->items[i].name };
        return part_select(v->arena, &(struct input){ .name = "team",
                                                      .label = "Team",
                                                      .value = q->team,
                                                      .choice_count = teams->count + 1,
                                                      .choices = choices });
}

static struct html which_select(struct visit *v, const struct asked *q)
{
        static const struct choice choices[] = { { .value = "", .text = "Current" },
                                                 { .value = "all", .text = "All, also past and planned" } };
        return part_select(
            v->arena,
            &(struct input){
                .name = "which", .label = "Show", .value = q->which, .choice_count = 2, .choices = choices });
}

#define FILTERS(q) "words", (q)->words, "team", (q)->team, "which", (q)->which

static enum outcome show(struct visit *v, const struct asked *q, const struct known_children *all,
                         const struct teams *teams)
{
        const unsigned long id = q->service.id;
        const char *title = arena_printf(v->arena, "Involvements of %s", q->service.name),
                   *url = url_make(v->arena, LA_KNOWN, &id);
        const struct page_link trail[] = { { .text = "Services", .url = LA_SERVICES },
                                           { .text = q->service.name,
                                             .url = url_make(v->arena, LA_SERVICE, &id) },
                                           { .text = "Involvements" } };
        struct list list = list_of(&q->service, v->arena, all);
        struct view *page = view_new(v->arena, "la/known");
        la_trail(v, 3, trail);
        view_text(page, "title", title);
        view_text(page, "url", url);
        view_html(page, "words",
                  part_input(v->arena, &(struct input){ .name = "words",
                                                        .label = "Name of the pupil",
                                                        .value = q->words,
                                                        .width = 20 }));
        view_html(page, "team", team_select(v, q, teams));
        view_html(page, "which", which_select(v, q));
        view_text(page, "count", format_count(v->arena, (long)all->total, "involvement", NULL));
        view_html(page, "list", list_html(v->arena, &list));
        view_html(page, "pages",
                  part_pages(v->arena, la_url(v->arena, url, FILTERS(q), "page", NULL, NULL),
                             (long)q->page + 1, (long)(all->total + PER_PAGE - 1) / PER_PAGE));
        view_text(page, "csv", la_url(v->arena, url_make(v->arena, LA_KNOWN ".csv", &id), FILTERS(q), NULL));
        view_text(page, "xlsx",
                  la_url(v->arena, url_make(v->arena, LA_KNOWN ".xlsx", &id), FILTERS(q), NULL));
        return visit_show(v, title, page);
}

enum outcome la_known_page(struct visit *v)
{
        struct asked q;
        struct known_children all;
        struct teams teams;
        enum outcome result = read_query(v, &q);
        if (result == DONE)
                result = involvement_list(v->db, v->arena, &q.filter, &all);
        if (result == DONE)
                result = team_list(v->db, v->arena, q.service.id, q.day, &teams);
        if (result == DONE)
                result = audit_add(v->db, v->session->person.id, 0, "involvements-viewed", q.service.id, "");
        return result == DONE ? show(v, &q, &all, &teams) : result;
}

static enum outcome send(struct visit *v, bool xlsx)
{
        struct asked q;
        struct known_children all;
        enum outcome result = read_query(v, &q);
        q.filter.page = 0;
        q.filter.per_page = FILE_MAX;
        if (result == DONE)
                result = involvement_list(v->db, v->arena, &q.filter, &all);
        if (result == DONE)
                result = audit_add(v->db, v->session->person.id, 0, "involvements-downloaded", q.service.id,
                                   format_count(v->arena, (long)all.count, "row", NULL));
        if (result != DONE)
                return result;
        struct list list = list_of(&q.service, v->arena, &all);
        return la_file(v, &list, xlsx, "involvements", "Involvements");
}

enum outcome la_known_csv(struct visit *v)
{
        return send(v, false);
}

enum outcome la_known_xlsx(struct visit *v)
{
        return send(v, true);
}
