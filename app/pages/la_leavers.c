#include "pages/la_leavers.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "intake/value.h"
#include "pages/la.h"
#include "pages/la_claims.h"
#include "pages/la_desk.h"
#include "pages/la_desk_school.h"
#include "pages/la_leaver_answer.h"
#include "pages/la_pupil.h"
#include "pages/words.h"
#include "store/joiner.h"
#include "view/format.h"

enum { JOINER_DAYS = 30, JOINERS_MAX = 500 };

/* ---- lists ---- */

#define LINE(row) ((const struct proposed *)(row))
TEXT_OF(name, arena_printf(a, "%s, %s", LINE(row)->surname, LINE(row)->forename))
TEXT_OF(year, value_words(a, FIELD_NC_YEAR, LINE(row)->nc_year))
TEXT_OF(class, LINE(row)->class)
TEXT_OF(since, words_moment(a, LINE(row)->since))
TEXT_OF(file, LINE(row)->file)
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
                    { #last, heading, last, NULL, 0 },                                                       \
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
                                                   .column_count = 5,
                                                   .rows = all->items,
                                                   .row_count = all->count,
                                                   .row_size = sizeof *all->items,
                                                   .empty = empty });
}

#define JOINER(row) ((const struct joiner_line *)(row))
struct joiner_line {
        const struct joiner *j;
        unsigned long school;
};
TEXT_OF(joiner_name, arena_printf(a, "%s, %s", JOINER(row)->j->surname, JOINER(row)->j->forename))
TEXT_OF(joiner_born, value_words(a, FIELD_DOB, JOINER(row)->j->dob))
TEXT_OF(joiner_year, value_words(a, FIELD_NC_YEAR, JOINER(row)->j->nc_year))
TEXT_OF(joiner_class, JOINER(row)->j->class)
TEXT_OF(joiner_at, words_moment(a, JOINER(row)->j->at))
TEXT_OF(joiner_from, JOINER(row)->j->row
                         ? arena_printf(a, "Row %u of %s", JOINER(row)->j->row, JOINER(row)->j->file)
                         : JOINER(row)->j->file)

static struct html joiner_link(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { JOINER(row)->school, JOINER(row)->j->pupil };
        return part_link(a, joiner_name(a, row), url_make(a, LA_PUPIL, numbers));
}

static struct html joiner_state(struct arena *a, const void *row)
{
        return JOINER(row)->j->on_roll ? part_tag(a, "On the roll", "green")
                                       : part_tag(a, "Has left since", "grey");
}

static const struct column joiner_columns[] = {
        { "name", "Pupil", joiner_name, joiner_link, 0 },
        { "born", "Date of birth", joiner_born, NULL, 0 },
        { "year", "NC year", joiner_year, NULL, 0 },
        { "class", "Class", joiner_class, NULL, 0 },
        { "at", "Added", joiner_at, NULL, 0 },
        { "from", "From", joiner_from, NULL, 0 },
        { "state", "State", NULL, joiner_state, 0 },
};

static struct html joiners_table(struct visit *v, const struct joiners *all)
{
        struct joiner_line *lines = arena_array(v->arena, all->count + 1, sizeof *lines);
        for (size_t i = 0; i < all->count; i++)
                lines[i] = (struct joiner_line){ &all->items[i], v->scope->school };
        struct list list = { .id = "joiners",
                             .caption = "New pupils",
                             .quiet = true,
                             .columns = joiner_columns,
                             .column_count = sizeof joiner_columns / sizeof *joiner_columns,
                             .rows = lines,
                             .row_count = all->count,
                             .row_size = sizeof *lines,
                             .empty = "No import has added a pupil in the last 30 days." };
        return list_html(v->arena, &list);
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
        struct joiners joiners;
        struct html claims;
        struct view *page = view_new(a, "la/leavers");
        enum outcome result = la_data_frame(v, page, LA_LEAVERS);
        if (result == DONE)
                result = read_list(v, false, &open);
        if (result == DONE)
                result = read_list(v, true, &here);
        if (result == DONE)
                result = joiner_list(v->db, a, v->scope, JOINER_DAYS, JOINERS_MAX, &joiners);
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
        view_html(page, "joiners", joiners_table(v, &joiners));
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
