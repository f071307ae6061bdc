#include "pages/la_leavers.h"

#include "intake/value.h"
#include "pages/la.h"
#include "pages/la_claims.h"
#include "pages/la_desk.h"
#include "pages/la_desk_school.h"
#include "pages/la_leaver_answer.h"
#include "pages/la_returns.h"
#include "pages/words.h"
#include "view/format.h"

/* ---- lists ---- */

#define LINE(row) ((const struct proposed *)(row))
TEXT_OF(name, arena_printf(a, "%s, %s", LINE(row)->surname, LINE(row)->forename))
TEXT_OF(year, value_words(a, FIELD_NC_YEAR, LINE(row)->nc_year))
TEXT_OF(class, LINE(row)->class)
TEXT_OF(since, words_moment(a, LINE(row)->since))
TEXT_OF(file, LINE(row)->file)
TEXT_OF(left, words_date(a, LINE(row)->left_on))
TEXT_OF(said, arena_printf(a, "%s, %s", LINE(row)->decided_by, words_moment(a, LINE(row)->decided_at)))

static struct html name_box(struct arena *a, const void *row)
{
        return leaver_name(a, row, true);
}

static struct html name_link(struct arena *a, const void *row)
{
        return leaver_name(a, row, false);
}

#define COLUMNS(html, last, heading)                                                                         \
        {                                                                                                    \
                { "name", "Pupil", name, html, 0 }, { "year", "NC year", year, NULL, 0 },                    \
                    { "class", "Class", class, NULL, 0 }, { "since", "Missing since", since, NULL, 0 },      \
                    { #last, heading, last, NULL, 0 }, { "left", "Left, by the file", left, NULL, 0 },       \
        }
static const struct column ticked_columns[] = COLUMNS(name_box, file, "Not in");
static const struct column open_columns[] = COLUMNS(name_link, file, "Not in");
static const struct column here_columns[] = COLUMNS(name_link, said, "Said by");

static struct html table(struct visit *v, const char *id, const char *caption, const struct column *columns,
                         const struct proposed_list *all, const char *empty)
{
        return list_html(v->arena, &(struct list){ .id = id,
                                                   .caption = caption,
                                                   .quiet = true,
                                                   .columns = columns,
                                                   .column_count = sizeof open_columns / sizeof *open_columns,
                                                   .rows = all->items,
                                                   .row_count = all->count,
                                                   .row_size = sizeof *all->items,
                                                   .empty = empty });
}

/* ---- the page ---- */

/* The oldest first. */
static enum outcome read_list(struct visit *v, bool kept, struct proposed_list *out)
{
        return proposed_list(v->db, v->arena,
                             &(struct proposed_filter){ .school = v->scope->school,
                                                        .phase = "",
                                                        .kept = kept,
                                                        .order = PROPOSED_BY_YEAR,
                                                        .down = true,
                                                        .limit = PROPOSED_ALL },
                             out);
}

static enum outcome show(struct visit *v, const struct leaver_answers *x)
{
        struct arena *a = v->arena;
        struct proposed_list open, here;
        struct html came, left, claims;
        struct view *page = view_new(a, "la/leavers");
        enum outcome result = la_data_frame(v, page, LA_LEAVERS);
        if (result == DONE)
                result = read_list(v, false, &open);
        if (result == DONE)
                result = read_list(v, true, &here);
        if (result == DONE)
                result = la_came_table(v, &came);
        if (result == DONE)
                result = la_left_table(v, &left);
        if (result == DONE)
                result = la_claims_table(v, v->scope->school, &claims);
        if (result != DONE)
                return result;
        leaver_errors(v, page, x);
        view_text(page, "count", format_number(a, (long)open.count));
        view_html(page, "open",
                  table(v, "leavers", "Proposed leavers",
                        visit_may(v, WHO_LA_OFFICER) ? ticked_columns : open_columns, &open,
                        "Everybody on the roll is in the last complete file."));
        view_html(page, "form", leaver_form(v, &open, url_make(a, LA_LEAVERS, &v->scope->school), x));
        view_html(page, "here",
                  here.count ? table(v, "here", "Said to be here", here_columns, &here, "")
                             : (struct html){ 0 });
        view_html(page, "came", came);
        view_html(page, "left", left);
        view_html(page, "claims", claims);
        return visit_show(v, "Leavers and joiners", page);
}

enum outcome la_leavers_page(struct visit *v)
{
        return show(v, NULL);
}

enum outcome la_leavers_post(struct visit *v)
{
        struct school s;
        enum outcome result = la_school(v, &s);
        if (result != DONE)
                return result;
        const char *here = url_make(v->arena, LA_LEAVERS, &s.id);
        const struct page_link trail[] = { { .text = "Dashboard", .url = LA_DESK },
                                           { .text = s.name, .url = url_make(v->arena, LA_DATA, &s.id) },
                                           { .text = "Leavers and joiners", .url = here } };
        return leaver_answer(v, &(struct leaver_place){ s.id, here, 3, trail, show });
}
