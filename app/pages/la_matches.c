#include "pages/la_matches.h"

#include <string.h>

#include "match/explain.h"
#include "pages/la.h"
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
        return part_link(a, *ROW(row)->pupil_name ? ROW(row)->pupil_name : "Pupil", url_make(a, LA_CASE, numbers));
}

/* The gravest reason; the others are on the page of the case. */
static const char *why(struct arena *a, const void *row)
{
        const char *words[MATCH_WORDS_MAX];
        size_t n = match_words(a, match_why_codes(a, ROW(row)->why), NULL, NULL, words);
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
                        if ((all->items[i].answer == CASE_ASKED) == asked && (!of || all->items[i].school == of))
                                items[n++] = all->items[i];
                if (!asked)
                        *waiting = n;
        }
        return (struct list){ .id = "matches", .caption = "Possible matches", .quiet = true, .columns = columns,
                              .column_count = sizeof columns / sizeof *columns, .rows = items, .row_count = n,
                              .row_size = sizeof *items,
                              .empty = "No possible match waits. Schools go on without you." };
}

enum outcome la_matches_page(struct visit *v)
{
        struct match_cases all;
        struct school school = { .name = "" };
        unsigned long of = la_number(request_query(v->request, "school")), first[2] = { 0 };
        size_t waiting;
        enum outcome result = case_queue(v->db, v->arena, &all);
        if (result == DONE && of)
                result = school_by_id(v->db, v->arena, of, &school);
        if (result != DONE)
                return result;
        struct list list = list_of(v, &all, of, &waiting);
        struct view *page = view_new(v->arena, "la/matches");
        if (waiting) {
                const struct match_case *c = list.rows;
                first[0] = c->school, first[1] = c->id;
        }
        view_text(page, "school", school.name);
        view_text(page, "count", format_count(v->arena, (long)waiting, "possible match waits", "possible matches wait"));
        view_text(page, "asked", list.row_count > waiting
                                     ? format_count(v->arena, (long)(list.row_count - waiting), "school was asked",
                                                    "questions wait for a school")
                                     : "");
        view_html(page, "start", waiting && visit_may(v, WHO_LA_OFFICER)
                                     ? part_button_link(v->arena, BUTTON_MAIN, "Start with the first",
                                                        url_make(v->arena, LA_CASE, first))
                                     : (struct html){ 0 });
        view_html(page, "list", list_html(v->arena, &list));
        return visit_show(v, "Possible matches", page);
}

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
