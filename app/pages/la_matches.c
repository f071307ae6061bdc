#include "pages/la_matches.h"

#include <string.h>

#include "flow/decide.h"
#include "match/explain.h"
#include "pages/la.h"
#include "pages/la_desk_school.h"
#include "pages/words.h"
#include "store/match_case.h"
#include "store/school.h"
#include "view/format.h"

#define ROW(row) ((const struct match_case *)(row))

static const char *school(struct arena *a, const void *row)
{
        (void)a;
        return ROW(row)->school_name;
}

static const char *pupil(struct arena *a, const void *row)
{
        (void)a;
        return ROW(row)->pupil_name;
}

static struct html pupil_link(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { ROW(row)->school, ROW(row)->id };
        return part_link(a, *ROW(row)->pupil_name ? ROW(row)->pupil_name : ROW(row)->pupil ? "Pupil" : "New pupil",
                         url_make(a, LA_CASE, numbers));
}

/* The gravest reason; the others are on the page of the case. */
static const char *why(struct arena *a, const void *row)
{
        const char *words[MATCH_WORDS_MAX];
        size_t n = match_words(a, match_why_codes(a, ROW(row)->why), NULL, NULL, words);
        if (!ROW(row)->pupil)
                return "Found nowhere; the authority looks at every new pupil";
        return n ? words[0] : "";
}

static const char *since(struct arena *a, const void *row)
{
        return words_moment(a, ROW(row)->created_at);
}

static struct html state(struct arena *a, const void *row)
{
        if (ROW(row)->answer == CASE_ASKED)
                return part_tag(a, "The school was asked", "yellow");
        if (*ROW(row)->question)
                return part_tag(a, "The school has answered", "green");
        return part_tag(a, "Waiting for you", "orange");
}

static const struct column columns[] = {
        { "pupil", "Pupil on record", pupil, pupil_link, 0 },
        { "school", "In the spreadsheets of", school, NULL, 0 },
        { "why", "Why a person must look", why, NULL, 0 },
        { "state", "State", NULL, state, 0 },
        { "since", "Since", since, NULL, 0 },
};

/* Those of one school, or all; those that wait for the authority come before those that wait for a school. */
static struct list list_of(struct visit *v, const struct match_cases *all, unsigned long of, size_t *waiting)
{
        struct match_case *items = arena_array(v->arena, all->count + 1, sizeof *items);
        size_t n = 0;
        for (int asked = 0; asked < 2; asked++) {
                for (size_t i = 0; i < all->count; i++)
                        if ((all->items[i].answer == CASE_ASKED) == asked &&
                            (!of || all->items[i].school == of))
                                items[n++] = all->items[i];
                if (!asked)
                        *waiting = n;
        }
        return (struct list){ .id = "matches",
                              .caption = "Possible matches",
                              .quiet = true,
                              .columns = columns,
                              .column_count = sizeof columns / sizeof *columns,
                              .rows = items,
                              .row_count = n,
                              .row_size = sizeof *items,
                              .empty = "No possible match waits. Schools go on without you." };
}

static struct html tabs(struct visit *v, bool answered)
{
        const struct tab each[] = { { .text = "Waiting", .url = LA_MATCHES, .current = !answered },
                                    { .text = "Answered", .url = LA_ANSWERED, .current = answered } };
        return part_tabs(v->arena, "Possible matches", 2, each);
}

/* What the queue of all schools, or of one, has in common: the page sets the rest. */
static enum outcome set_queue(struct visit *v, struct view *page, unsigned long of)
{
        struct match_cases all;
        unsigned long first[2] = { 0 };
        size_t waiting = 0;
        enum outcome result = case_queue(v->db, v->arena, &all);
        if (result != DONE)
                return result;
        struct list list = list_of(v, &all, of, &waiting);
        if (waiting) {
                const struct match_case *c = list.rows;
                first[0] = c->school, first[1] = c->id;
        }
        view_text(page, "count",
                  format_count(v->arena, (long)waiting, "possible match waits", "possible matches wait"));
        view_text(page, "asked",
                  list.row_count > waiting ? format_count(v->arena, (long)(list.row_count - waiting),
                                                          "school was asked", "questions wait for a school")
                                           : "");
        view_html(page, "start",
                  waiting && visit_may(v, WHO_LA_OFFICER)
                      ? part_button_link(v->arena, BUTTON_MAIN, "Start with the first",
                                         url_make(v->arena, LA_CASE, first))
                      : (struct html){ 0 });
        view_html(page, "list", list_html(v->arena, &list));
        return DONE;
}

enum outcome la_matches_page(struct visit *v)
{
        struct school school = { .name = "" };
        struct view *page = view_new(v->arena, "la/matches");
        unsigned long of = la_number(request_query(v->request, "school"));
        enum outcome result = of ? school_by_id(v->db, v->arena, of, &school) : DONE;
        if (result == DONE)
                result = set_queue(v, page, of);
        view_html(page, "tabs", tabs(v, false));
        view_text(page, "school", school.name);
        return result == DONE ? visit_show(v, "Possible matches", page) : result;
}

enum outcome la_school_matches_page(struct visit *v)
{
        struct view *page = view_new(v->arena, "la/data-matches");
        enum outcome result = la_data_frame(v, page, LA_SCHOOL_MATCHES);
        if (result == DONE)
                result = set_queue(v, page, v->scope->school);
        return result == DONE ? visit_show(v, "To review", page) : result;
}

/* ---- what was answered ---- */

struct answered {
        const struct match_case *c;
        const char *token;
};

#define ANSWERED(row) (((const struct answered *)(row))->c)

static const char *answered_pupil(struct arena *a, const void *row)
{
        (void)a;
        return ANSWERED(row)->pupil_name;
}

static const char *answered_school(struct arena *a, const void *row)
{
        (void)a;
        return ANSWERED(row)->school_name;
}

static const char *answered_how(struct arena *a, const void *row)
{
        (void)a;
        return ANSWERED(row)->answer == CASE_SAME ? "Same child" : "Different child";
}

static const char *answered_by(struct arena *a, const void *row)
{
        return arena_printf(a, "%s, %s", ANSWERED(row)->answered_by,
                            words_moment(a, ANSWERED(row)->answered_at));
}

static struct html take_back(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { ANSWERED(row)->school, ANSWERED(row)->id };
        struct view *v = view_new(a, "la/reopen");
        view_text(v, "action", url_make(a, LA_REOPEN, numbers));
        view_text(v, "token", ((const struct answered *)row)->token);
        view_printf(v, "version", "%u", ANSWERED(row)->version);
        view_text(v, "about", ANSWERED(row)->pupil_name);
        return view_render(v);
}

static const struct column answered_columns[] = {
        { "pupil", "Pupil on record", answered_pupil, NULL, 0 },
        { "school", "In the spreadsheets of", answered_school, NULL, 0 },
        { "answer", "Answer", answered_how, NULL, 0 },
        { "by", "Who and when", answered_by, NULL, 0 },
        { "back", "Take back", NULL, take_back, 0 }, /* of those who may */
};

enum outcome la_answered_page(struct visit *v)
{
        struct match_cases all;
        enum outcome result = case_answered(v->db, v->arena, &all);
        if (result != DONE)
                return result;
        struct answered *rows = arena_array(v->arena, all.count + 1, sizeof *rows);
        for (size_t i = 0; i < all.count; i++)
                rows[i] = (struct answered){ &all.items[i], visit_token(v) };
        struct list list = { .id = "answered",
                             .caption = "Answered",
                             .quiet = true,
                             .columns = answered_columns,
                             .column_count = sizeof answered_columns / sizeof *answered_columns -
                                             !visit_may(v, WHO_LA_OFFICER),
                             .rows = rows,
                             .row_count = all.count,
                             .row_size = sizeof *rows,
                             .empty = "Nothing was answered yet." };
        struct view *page = view_new(v->arena, "la/answered");
        view_html(page, "tabs", tabs(v, true));
        view_html(page, "list", list_html(v->arena, &list));
        return visit_show(v, "Possible matches that were answered", page);
}

enum outcome la_reopen_post(struct visit *v)
{
        struct flow f = la_flow(v);
        struct match_case c;
        enum outcome result = case_find_answered(v->db, v->arena, v->scope, visit_part(v, 1), &c);
        if (result != DONE)
                return result;
        c.version = (unsigned)la_number(request_form(v->request, "version"));
        return la_done(v, flow_reopen_case(&f, &c),
                       "The answer was taken back. While the school has not confirmed, the match "
                       "waits again.",
                       LA_MATCHES, NULL);
}

/* ---- one after the other ---- */

enum outcome la_next_case(struct visit *v, unsigned long of, unsigned long id, unsigned long numbers[2])
{
        struct match_cases all;
        const struct match_case *best = NULL;
        enum outcome result = case_queue(v->db, v->arena, &all);
        if (result != DONE)
                return result;
        for (size_t i = 0; i < all.count; i++) {
                const struct match_case *c = &all.items[i];
                if (c->answer != CASE_WAITING || (c->school == of && c->id == id))
                        continue;
                if (!best || (c->school == of && best->school != of) ||
                    (c->school == of && c->id > id && best->id < id))
                        best = c;
        }
        if (!best)
                return ABSENT;
        numbers[0] = best->school, numbers[1] = best->id;
        return DONE;
}
