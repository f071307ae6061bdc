#include "pages/la_deliveries.h"

#include <string.h>

#include "gate/scope.h"
#include "pages/deliver.h"
#include "pages/import_state.h"
#include "pages/la.h"
#include "pages/la_delivery.h"
#include "pages/words.h"
#include "store/delivery_made.h"
#include "store/school.h"
#include "view/format.h"
#include "view/input.h"

enum { PER_PAGE = 50 };

#define WHOLE "The whole authority"

/* ---- the list ---- */

/* A line of it. made: what became of it, or NULL. */
struct line {
        const struct delivery *d;
        const struct delivery_made *made;
};

#define ROW(row) ((const struct line *)(row))
TEXT_OF(file, ROW(row)->d->file_name)
TEXT_OF(school, ROW(row)->d->school ? ROW(row)->d->school_name : WHOLE)
TEXT_OF(received, words_moment(a, ROW(row)->d->received_at))
TEXT_OF(sender, import_sender(deliver_source(ROW(row)->d), ROW(row)->d->received_by))
TEXT_OF(rows, arena_printf(a, "%lu", ROW(row)->d->rows))

static struct html file_link(struct arena *a, const void *row)
{
        return part_link(a, ROW(row)->d->file_name, url_make(a, LA_DELIVERY, &ROW(row)->d->id));
}

static struct html state_cell(struct arena *a, const void *row)
{
        const struct delivery *d = ROW(row)->d;
        return deliver_state_html(a, d, url_make(a, LA_DELIVERY, &d->twin));
}

static struct html imports_cell(struct arena *a, const void *row)
{
        const struct delivery_made *m = ROW(row)->made;
        return m ? la_delivery_made_html(a, m) : html_text(a, "");
}

static const struct column columns[] = {
        { "file", "File", file, file_link, 0 },
        { "school", "For", school, NULL, 0 },
        { "by", "From", sender, NULL, 0 },
        { "received", "Received", received, NULL, 0 },
        { "state", "State", NULL, state_cell, 0 },
        { "rows", "Rows", rows, NULL, COLUMN_NUMBER },
        { "imports", "What it became", NULL, imports_cell, 0 },
};

static const struct delivery_made *made_of(const struct deliveries_made *all, unsigned long delivery)
{
        for (size_t i = 0; i < all->count; i++)
                if (all->items[i].delivery == delivery)
                        return &all->items[i];
        return NULL;
}

static struct html list_of(struct visit *v, const struct deliveries *all, const struct deliveries_made *made)
{
        struct line *lines = arena_array(v->arena, all->count + 1, sizeof *lines);
        for (size_t i = 0; i < all->count; i++)
                lines[i] = (struct line){ &all->items[i], made_of(made, all->items[i].id) };
        struct list list = { .id = "deliveries",
                             .caption = "Files received",
                             .quiet = true,
                             .columns = columns,
                             .column_count = sizeof columns / sizeof *columns,
                             .rows = lines,
                             .row_count = all->count,
                             .row_size = sizeof *lines,
                             .empty = "No file has come yet." };
        return list_html(v->arena, &list);
}

/* One more than is shown tells whether there are older ones. */
enum outcome la_deliveries_page(struct visit *v)
{
        struct deliveries all;
        struct deliveries_made made = { 0, NULL };
        struct schools schools;
        unsigned long of = la_number(request_query(v->request, "school")),
                      before = la_number(request_query(v->request, "before"));
        const char *chosen = arena_printf(v->arena, "%.0lu", of);
        enum outcome result = delivery_list(v->db, v->arena, of, before, PER_PAGE + 1, &all);
        bool older = result == DONE && all.count > PER_PAGE;
        if (older)
                all.count--;
        if (result == DONE && all.count)
                result =
                    delivery_made_list(v->db, v->arena, all.items[all.count - 1].id, all.items[0].id, &made);
        if (result == DONE)
                result = school_list(v->db, v->arena, "", &schools);
        if (result != DONE)
                return result;
        struct view *page = view_new(v->arena, "la/deliveries");
        view_html(page, "school",
                  la_school_select(v, &schools, (struct choice){ .value = "", .text = "All schools" },
                                   (struct input){ .label = "With data of",
                                                   .value = arena_printf(v->arena, "%.0lu", of) }));
        view_text(page, "upload", visit_may(v, WHO_LA_OFFICER) ? LA_DELIVERIES "/upload" : "");
        view_html(page, "list", list_of(v, &all, &made));
        view_text(page, "older",
                  older ? la_url(v->arena, LA_DELIVERIES, "school", chosen, "before",
                                 arena_printf(v->arena, "%lu", all.items[all.count - 1].id), NULL)
                        : "");
        view_text(page, "newest", before ? la_url(v->arena, LA_DELIVERIES, "school", chosen, NULL) : "");
        return visit_show(v, "Files received", page);
}

/* ---- sending one ---- */

static struct html for_select(struct visit *v, const struct schools *schools, const struct refusal *why)
{
        struct choice *choices = arena_array(v->arena, schools->count + 2, sizeof *choices);
        choices[0] = (struct choice){ .value = "", .text = "Choose" };
        choices[1] =
            (struct choice){ .value = "all", .text = "The whole authority: each row names its school" };
        for (size_t i = 0; i < schools->count; i++)
                choices[i + 2] =
                    (struct choice){ .value = arena_printf(v->arena, "%lu", schools->items[i].id),
                                     .text = arena_printf(v->arena, "%s (%s)", schools->items[i].name,
                                                          schools->items[i].laestab) };
        const char *given = request_form(v->request, "school");
        return part_select(
            v->arena, &(struct input){ .name = "school",
                                       .label = "For which school?",
                                       .value = *given ? given : request_query(v->request, "school"),
                                       .error = why && strcmp(why->field, "school") == 0 ? why->words : NULL,
                                       .choice_count = schools->count + 2,
                                       .choices = choices });
}

static enum outcome show_form(struct visit *v, const struct refusal *why)
{
        struct schools schools;
        enum outcome result = school_list(v->db, v->arena, "", &schools);
        if (result != DONE)
                return result;
        const struct page_link trail[] = { { .text = "Files received", .url = LA_DELIVERIES },
                                           { .text = "Send a file" } };
        struct view *page = view_new(v->arena, "la/deliver");
        la_trail(v, 2, trail);
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_text(page, "token", visit_token(v));
        view_html(page, "file", deliver_file_input(v, why));
        view_html(page, "school", for_select(v, &schools, why));
        view_html(page, "everyone", deliver_everyone_input(v, why));
        return visit_show(v, "Send a file", page);
}

enum outcome la_deliver_page(struct visit *v)
{
        return show_form(v, NULL);
}

/* Of an open school, or of none for the whole authority. */
static enum outcome chosen_school(struct visit *v, unsigned long *out)
{
        struct schools schools;
        const char *given = request_form(v->request, "school");
        *out = la_number(given);
        if (strcmp(given, "all") == 0)
                return DONE;
        enum outcome result = school_list(v->db, v->arena, "", &schools);
        for (size_t i = 0; result == DONE && i < schools.count; i++)
                if (schools.items[i].id == *out)
                        return DONE;
        v->why = (struct refusal){ "school", "Choose the school whose data it is, or the whole authority." };
        return result == DONE ? REFUSED : result;
}

enum outcome la_deliver_post(struct visit *v)
{
        unsigned long school, id;
        enum delivery_state state;
        enum outcome result = chosen_school(v, &school);
        if (result == DONE) {
                struct scope scope = gate_la_scope(&v->session->person, school);
                result = deliver_take(v, &scope, &id, &state);
        }
        if (result == REFUSED)
                return show_form(v, &v->why);
        return result == DONE ? visit_done(v, deliver_notice(state), LA_DELIVERY, &id) : result;
}
