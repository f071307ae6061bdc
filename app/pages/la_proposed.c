#include "pages/la_proposed.h"

#include <string.h>

#include "intake/value.h"
#include "model/code.h"
#include "pages/la.h"
#include "pages/la_desk.h"
#include "pages/la_leaver_answer.h"
#include "pages/la_leavers.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/school.h"
#include "view/format.h"

enum { PER_PAGE = 100, FILE_MAX = 50000 };

/* ---- columns ---- */

#define ROW(row) ((const struct proposed *)(row))
TEXT_OF(name, arena_printf(a, "%s, %s", ROW(row)->surname, ROW(row)->forename))
TEXT_OF(upn, ROW(row)->upn)
TEXT_OF(school, ROW(row)->school_name)
TEXT_OF(year, value_words(a, FIELD_NC_YEAR, ROW(row)->nc_year))
TEXT_OF(class, ROW(row)->class)
TEXT_OF(since, words_moment(a, ROW(row)->since))
TEXT_OF(file, ROW(row)->file)
TEXT_OF(left, words_date(a, ROW(row)->left_on))

static struct html name_box(struct arena *a, const void *row)
{
        return leaver_name(a, row, true);
}

static struct html name_link(struct arena *a, const void *row)
{
        return leaver_name(a, row, false);
}

static struct html school_link(struct arena *a, const void *row)
{
        return part_link(a, ROW(row)->school_name, url_make(a, LA_LEAVERS, &ROW(row)->school));
}

#define COLUMNS(html)                                                                                        \
        {                                                                                                    \
                { "name", "Pupil", name, html, COLUMN_SORT }, { "upn", "UPN", upn, NULL, COLUMN_FILE_ONLY }, \
                    { "school", "School", school, school_link, COLUMN_SORT },                                \
                    { "year", "NC year", year, NULL, COLUMN_SORT }, { "class", "Class", class, NULL, 0 },    \
                    { "since", "Missing since", since, NULL, COLUMN_SORT },                                  \
                    { "file", "Not in", file, NULL, 0 }, { "left", "Left, by the file", left, NULL, 0 },     \
        }
static const struct column ticked_columns[] = COLUMNS(name_box);
static const struct column columns[] = COLUMNS(name_link);

/* ---- what is asked for ---- */

static const char *const order_keys[PROPOSED_ORDERS] = {
        [PROPOSED_BY_SINCE] = "since",
        [PROPOSED_BY_NAME] = "name",
        [PROPOSED_BY_SCHOOL] = "school",
        [PROPOSED_BY_YEAR] = "year",
};

struct asked {
        const char *school, *phase, *sort; /* as in the address; "" when it asks for nothing of ours */
        unsigned long page;
        struct proposed_filter filter;
};

/* For la_url. */
#define VIEW(q) "school", (q).school, "phase", (q).phase, "sort", (q).sort

static struct asked ask(const struct visit *v, unsigned limit)
{
        const struct request *r = v->request;
        const char *sort = request_query(r, "sort");
        unsigned long page = la_number(request_query(r, "page"));
        struct asked q = { .school = "", .phase = "", .sort = "", .page = page && page < 100000 ? page : 1 };
        q.filter = (struct proposed_filter){ .school = la_number(request_query(r, "school")),
                                             .down = *sort == '-',
                                             .from = (unsigned)(q.page - 1) * limit,
                                             .limit = limit };
        if (q.filter.school)
                q.school = arena_printf(v->arena, "%lu", q.filter.school);
        if (code_find(&code_phase, request_query(r, "phase")))
                q.phase = request_query(r, "phase");
        for (size_t i = 0; i < PROPOSED_ORDERS; i++)
                if (strcmp(sort + q.filter.down, order_keys[i]) == 0) {
                        q.sort = sort;
                        q.filter.order = (enum proposed_order)i;
                }
        q.filter.phase = q.phase;
        q.filter.down = *q.sort == '-';
        return q;
}

static struct list list_of(const struct column *of, const struct proposed_list *all)
{
        return (struct list){ .id = "leavers",
                              .caption = "Proposed leavers",
                              .quiet = true,
                              .columns = of,
                              .column_count = sizeof columns / sizeof *columns,
                              .rows = all->items,
                              .row_count = all->count,
                              .row_size = sizeof *all->items,
                              .empty = "Nobody: everybody on these rolls is in the last complete file." };
}

/* ---- pages ---- */

static void set_list(struct visit *v, struct view *page, const struct asked *q,
                     const struct proposed_list *all)
{
        struct arena *a = v->arena;
        struct list list = list_of(visit_may(v, WHO_LA_OFFICER) ? ticked_columns : columns, all);
        list.sort_url = la_url(a, LA_PROPOSED, "school", q->school, "phase", q->phase, "sort", NULL, NULL);
        list.sorted = *q->sort ? q->sort : order_keys[PROPOSED_BY_SINCE];
        view_text(page, "count", format_count(a, (long)all->total, "pupil", NULL));
        view_flag(page, "filtered", *q->school || *q->phase);
        view_html(page, "list", list_html(a, &list));
        view_html(page, "pages",
                  part_pages(a, la_url(a, LA_PROPOSED, VIEW(*q), "page", NULL, NULL), (long)q->page,
                             (long)((all->total + PER_PAGE - 1) / PER_PAGE)));
        view_text(page, "csv", la_url(a, LA_PROPOSED ".csv", VIEW(*q), NULL));
        view_text(page, "xlsx", la_url(a, LA_PROPOSED ".xlsx", VIEW(*q), NULL));
}

static enum outcome show(struct visit *v, const struct leaver_answers *x)
{
        const struct asked q = ask(v, PER_PAGE);
        const struct page_link trail[] = { { .text = "Dashboard", .url = LA_DESK },
                                           { .text = "Proposed leavers" } };
        struct schools schools;
        struct proposed_list all;
        struct view *page = view_new(v->arena, "la/proposed");
        enum outcome result = school_list(v->db, v->arena, "", &schools);
        if (result == DONE)
                result = proposed_list(v->db, v->arena, &q.filter, &all);
        if (result != DONE)
                return result;
        la_trail(v, 2, trail);
        leaver_errors(v, page, x);
        view_html(page, "school",
                  la_school_select(v, &schools, (struct choice){ .value = "", .text = "All schools" },
                                   (struct input){ .label = "School", .value = q.school }));
        view_html(page, "phase", la_phase_select(v, q.phase));
        view_text(page, "sort", q.sort);
        set_list(v, page, &q, &all);
        view_html(page, "form", leaver_form(v, &all, la_url(v->arena, LA_PROPOSED, VIEW(q), NULL), x));
        return visit_show(v, "Proposed leavers", page);
}

enum outcome la_proposed_page(struct visit *v)
{
        return show(v, NULL);
}

enum outcome la_proposed_post(struct visit *v)
{
        static const struct page_link trail[] = { { .text = "Dashboard", .url = LA_DESK },
                                                  { .text = "Proposed leavers", .url = LA_PROPOSED } };
        const struct asked q = ask(v, PER_PAGE);
        const char *here = la_url(v->arena, LA_PROPOSED, VIEW(q), NULL);
        return leaver_answer(v, &(struct leaver_place){ 0, here, 2, trail, show });
}

static enum outcome as_file(struct visit *v, bool xlsx)
{
        struct asked q = ask(v, FILE_MAX);
        struct proposed_list all;
        q.filter.from = 0;
        enum outcome result = proposed_list(v->db, v->arena, &q.filter, &all);
        if (result == DONE)
                result = audit_add(v->db, v->session->person.id, q.filter.school, "leavers-downloaded", 0,
                                   format_count(v->arena, (long)all.count, "row", NULL));
        if (result != DONE)
                return result;
        struct list list = list_of(columns, &all);
        return la_file(v, &list, xlsx, "proposed-leavers", "Proposed leavers");
}

enum outcome la_proposed_csv(struct visit *v)
{
        return as_file(v, false);
}

enum outcome la_proposed_xlsx(struct visit *v)
{
        return as_file(v, true);
}
