#include "pages/la_school_lists.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "pages/exchange_form.h"
#include "pages/la.h"
#include "pages/la_exchanges.h"
#include "store/school.h"
#include "store/school_list.h"
#include "view/format.h"
#include "view/input.h"

#define LIST(row) ((const struct school_list *)(row))

static const char *name_cell(struct arena *a, const void *row)
{
        (void)a;
        return LIST(row)->name;
}

static struct html name_link(struct arena *a, const void *row)
{
        return part_link(a, LIST(row)->name, url_make(a, LA_SCHOOL_LIST, &LIST(row)->id));
}

static const char *members_cell(struct arena *a, const void *row)
{
        return arena_printf(a, "%lu", LIST(row)->members);
}

static const char *tasks_cell(struct arena *a, const void *row)
{
        return arena_printf(a, "%lu", LIST(row)->tasks);
}

static const struct column columns[] = {
        { "name", "List", name_cell, name_link, 0 },
        { "schools", "Schools", members_cell, NULL, COLUMN_NUMBER },
        { "tasks", "Tasks", tasks_cell, NULL, COLUMN_NUMBER },
};

/* ---- the form ---- */

static const char *error_of(const struct refusal *why, const char *field)
{
        return why && strcmp(why->field, field) == 0 ? why->words : NULL;
}

static struct html boxes(struct visit *v, const struct schools *all, const struct exchange_picks *chosen,
                         const struct refusal *why)
{
        struct choice *choices = arena_array(v->arena, all->count + 1, sizeof *choices);
        for (size_t i = 0; i < all->count; i++)
                choices[i] = (struct choice){ .value = arena_printf(v->arena, "%lu", all->items[i].id),
                                              .text = arena_printf(v->arena, "%s (%s)", all->items[i].name,
                                                                   all->items[i].laestab),
                                              .checked = exchange_picked(chosen, all->items[i].id) };
        return part_checkboxes(v->arena, &(struct input){ .name = "s",
                                                          .label = "Schools",
                                                          .error = error_of(why, "s"),
                                                          .choice_count = all->count,
                                                          .choices = choices });
}

static enum outcome set_form(struct visit *v, struct view *page, const char *name,
                             const struct exchange_picks *chosen, const struct refusal *why)
{
        struct schools all;
        enum outcome result = school_list(v->db, v->arena, "", &all);
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_flag(page, "may", visit_may(v, WHO_LA_OFFICER));
        view_text(page, "token", visit_token(v));
        view_html(page, "name",
                  part_input(v->arena, &(struct input){ .name = "name",
                                                        .label = "Name of the list",
                                                        .value = name,
                                                        .width = 30,
                                                        .error = error_of(why, "name") }));
        view_html(page, "schools", result == DONE ? boxes(v, &all, chosen, why) : (struct html){ 0 });
        return result;
}

/* Open schools that are ticked, and the name. False with why. */
static bool read_form(struct visit *v, struct school_list *l, struct exchange_picks *out, struct refusal *why)
{
        struct schools all;
        unsigned long *ids;
        size_t n = 0;
        struct exchange_picks ticked = exchange_numbers(v->arena, exchange_form_sent(v).answer[ASK_PICKS]);
        l->name = text_tidy(v->arena, request_form(v->request, "name"));
        l->version = (unsigned)la_number(request_form(v->request, "version"));
        if (school_list(v->db, v->arena, "", &all) != DONE)
                all.count = 0;
        ids = arena_array(v->arena, all.count + 1, sizeof *ids);
        for (size_t i = 0; i < all.count; i++)
                if (exchange_picked(&ticked, all.items[i].id))
                        ids[n++] = all.items[i].id;
        *out = (struct exchange_picks){ n, ids };
        *why = (struct refusal){ "name", NULL };
        if (text_empty(l->name))
                why->words = "Write a name for the list.";
        else if (g_utf8_strlen(l->name, -1) > SCHOOL_LIST_NAME_MAX)
                why->words = "Shorten the name to 120 letters.";
        else if (!n)
                *why = (struct refusal){ "s", "Tick at least one school." };
        return !why->words;
}

/* ---- pages ---- */

static enum outcome show_all(struct visit *v, const char *name, const struct exchange_picks *chosen,
                             const struct refusal *why)
{
        struct school_lists all;
        enum outcome result = school_list_all(v->db, v->arena, &all);
        struct view *page = view_new(v->arena, "exchange/lists");
        if (result == DONE)
                result = set_form(v, page, name, chosen, why);
        if (result != DONE)
                return result;
        const struct page_link trail[] = { { .text = "Exchanges", .url = LA_EXCHANGES },
                                           { .text = "Saved lists" } };
        struct list list = { .id = "lists",
                             .caption = "Saved lists",
                             .quiet = true,
                             .columns = columns,
                             .column_count = sizeof columns / sizeof *columns,
                             .rows = all.items,
                             .row_count = all.count,
                             .row_size = sizeof *all.items,
                             .empty = "No list is saved yet." };
        la_trail(v, 2, trail);
        view_html(page, "list", list_html(v->arena, &list));
        return visit_show(v, "Saved lists of schools", page);
}

enum outcome la_school_lists_page(struct visit *v)
{
        return show_all(v, "", &(struct exchange_picks){ 0, NULL }, NULL);
}

static const char name_taken[] = "There is a list of this name already.";

enum outcome la_school_lists_post(struct visit *v)
{
        struct school_list l = { 0 };
        struct exchange_picks chosen;
        struct refusal why;
        unsigned long id;
        if (!read_form(v, &l, &chosen, &why))
                return show_all(v, l.name, &chosen, &why);
        enum outcome result = school_list_save(v->db, v->session->person.id, &l, &chosen, &id);
        if (result == REFUSED)
                return show_all(v, l.name, &chosen, &(struct refusal){ "name", name_taken });
        return la_done(v, result, arena_printf(v->arena, "The list “%s” was saved.", l.name), LA_SCHOOL_LISTS,
                       NULL);
}

static struct html names(struct visit *v, const struct exchange_picks *chosen)
{
        struct schools all;
        struct view *line = view_new(v->arena, "la/line");
        if (school_list(v->db, v->arena, "", &all) != DONE)
                return (struct html){ 0 };
        for (size_t i = 0; i < all.count; i++)
                if (exchange_picked(chosen, all.items[i].id)) {
                        view_text(line, "text", all.items[i].name);
                        view_next(line);
                }
        return view_rows(line);
}

static enum outcome show_one(struct visit *v, const struct school_list *held, const struct school_list *typed,
                             const struct exchange_picks *chosen, const struct refusal *why)
{
        struct view *page = view_new(v->arena, "exchange/school-list");
        enum outcome result = set_form(v, page, typed->name, chosen, why);
        if (result != DONE)
                return result;
        const struct page_link trail[] = { { .text = "Exchanges", .url = LA_EXCHANGES },
                                           { .text = "Saved lists", .url = LA_SCHOOL_LISTS },
                                           { .text = held->name } };
        la_trail(v, 3, trail);
        view_text(page, "title", held->name);
        view_text(page, "count", format_count(v->arena, (long)held->members, "school", NULL));
        view_text(page, "used",
                  held->tasks ? arena_printf(v->arena, "Used by %s.",
                                             format_count(v->arena, (long)held->tasks, "task", NULL))
                              : "No task uses it.");
        view_text(page, "action", url_make(v->arena, LA_SCHOOL_LIST, &held->id));
        view_text(page, "delete", held->tasks ? "" : url_make(v->arena, LA_SCHOOL_LIST_DELETE, &held->id));
        view_html(page, "names", names(v, chosen));
        view_printf(page, "version", "%u", typed->version);
        return visit_show(v, held->name, page);
}

enum outcome la_school_list_page(struct visit *v)
{
        struct school_list l;
        struct exchange_picks members;
        enum outcome result = school_list_find(v->db, v->arena, visit_part(v, 0), &l);
        if (result == DONE)
                result = school_list_members(v->db, v->arena, l.id, &members);
        return result == DONE ? show_one(v, &l, &l, &members, NULL) : result;
}

enum outcome la_school_list_post(struct visit *v)
{
        struct school_list held, l;
        struct exchange_picks chosen;
        struct refusal why;
        unsigned long id;
        enum outcome result = school_list_find(v->db, v->arena, visit_part(v, 0), &held);
        if (result != DONE)
                return result;
        l = held;
        if (!read_form(v, &l, &chosen, &why))
                return show_one(v, &held, &l, &chosen, &why);
        result = school_list_save(v->db, v->session->person.id, &l, &chosen, &id);
        if (result == REFUSED && l.version == held.version)
                return show_one(v, &held, &l, &chosen, &(struct refusal){ "name", name_taken });
        return la_done(v, result, "The list was saved.", LA_SCHOOL_LISTS, NULL);
}

enum outcome la_school_list_delete_post(struct visit *v)
{
        struct school_list l;
        enum outcome result = school_list_find(v->db, v->arena, visit_part(v, 0), &l);
        if (result == DONE && l.tasks)
                return visit_refuse(v, "Tasks use this list. Change or delete them first.");
        if (result == DONE)
                result = school_list_drop(v->db, v->session->person.id, l.id,
                                          (unsigned)la_number(request_form(v->request, "version")));
        return la_done(v, result, "The list was deleted.", LA_SCHOOL_LISTS, NULL);
}
