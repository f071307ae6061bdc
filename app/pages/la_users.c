#include "pages/la_users.h"

#include <string.h>

#include "base/text.h"
#include "flow/people.h"
#include "pages/la.h"
#include "pages/words.h"
#include "store/school.h"
#include "view/format.h"
#include "view/input.h"

enum { PER_PAGE = 100 };

/* ---- the table ---- */

#define ROW(row) (&((const struct person_place *)(row))->person)

static const char *name(struct arena *a, const void *row)
{
        (void)a;
        return ROW(row)->name;
}

static struct html name_link(struct arena *a, const void *row)
{
        return part_link(a, ROW(row)->name, url_make(a, LA_USER, &ROW(row)->id));
}

static const char *email(struct arena *a, const void *row)
{
        (void)a;
        return ROW(row)->email;
}

static const char *role(struct arena *a, const void *row)
{
        (void)a;
        return ROW(row)->role < ROLE_COUNT ? role_table[ROW(row)->role].words : "Unknown role";
}

static const char *place(struct arena *a, const void *row)
{
        (void)a;
        return ((const struct person_place *)row)->school_name;
}

static const char *seen(struct arena *a, const void *row)
{
        return *ROW(row)->seen_at ? words_moment(a, ROW(row)->seen_at) : "Never";
}

static const char *state_words(const struct person *p)
{
        return p->disabled ? "May not sign in" : p->has_password ? "May sign in" : "No password yet";
}

static struct html state(struct arena *a, const void *row)
{
        const struct person *p = ROW(row);
        return part_tag(a, state_words(p), p->disabled ? "grey" : p->has_password ? "green" : "yellow");
}

static const struct column columns[] = {
        { "name", "Name", name, name_link, 0 },   { "email", "E-mail address", email, NULL, 0 },
        { "role", "Role", role, NULL, 0 },        { "school", "School", place, NULL, 0 },
        { "state", "Account", NULL, state, 0 },   { "seen", "Last signed in", seen, NULL, 0 },
};

static const struct column school_columns[] = {
        { "name", "Name", name, NULL, 0 },        { "email", "E-mail address", email, NULL, 0 },
        { "role", "Role", role, NULL, 0 },        { "state", "Account", NULL, state, 0 },
        { "seen", "Last signed in", seen, NULL, 0 },
};

static const struct column school_admin_columns[] = {
        { "name", "Name", name, name_link, 0 },   { "email", "E-mail address", email, NULL, 0 },
        { "role", "Role", role, NULL, 0 },        { "state", "Account", NULL, state, 0 },
        { "seen", "Last signed in", seen, NULL, 0 },
};

struct html la_people_table(struct visit *v, const struct people *people)
{
        struct person_place *rows = arena_array(v->arena, people->count + 1, sizeof *rows);
        for (size_t i = 0; i < people->count; i++)
                rows[i] = (struct person_place){ people->items[i], "" };
        struct list list = { .id = "people", .caption = "Users",
                             .columns = visit_may(v, WHO_LA_ADMIN) ? school_admin_columns : school_columns,
                             .column_count = sizeof school_columns / sizeof *school_columns, .rows = rows,
                             .row_count = people->count, .row_size = sizeof *rows,
                             .empty = "Nobody of this school can sign in." };
        return list_html(v->arena, &list);
}

static bool is_chosen(struct arena *a, const struct person_place *p, const char *sought, const char *role_key)
{
        return (!*role_key || role_of_key(role_key) == p->person.role) &&
               (!*sought || strstr(text_fold(a, p->person.name), sought) || strstr(text_fold(a, p->person.email), sought) ||
                strstr(text_fold(a, p->school_name), sought));
}

static struct html role_select(struct visit *v, const char *chosen, const char *none, const char *error)
{
        struct choice choices[ROLE_COUNT + 1] = { { .value = "", .text = none } };
        for (int i = 0; i < ROLE_COUNT; i++)
                choices[i + 1] = (struct choice){ .value = role_table[i].key, .text = role_table[i].words };
        return part_select(v->arena, &(struct input){ .name = "role", .label = "Role", .value = chosen, .error = error,
                                                      .choice_count = ROLE_COUNT + 1, .choices = choices });
}

enum outcome la_users_page(struct visit *v)
{
        struct people_places all;
        const char *words = request_query(v->request, "words"), *key = request_query(v->request, "role");
        unsigned long at = la_number(request_query(v->request, "page"));
        enum outcome result = person_everyone(v->db, v->arena, &all);
        if (result != DONE)
                return result;
        struct person_place *items = arena_array(v->arena, all.count + 1, sizeof *items);
        const char *sought = text_fold(v->arena, words);
        size_t n = 0;
        for (size_t i = 0; i < all.count; i++)
                if (is_chosen(v->arena, &all.items[i], sought, key))
                        items[n++] = all.items[i];
        size_t first = at > 1 && (at - 1) * PER_PAGE < n ? (at - 1) * PER_PAGE : 0;
        struct list list = { .id = "users", .caption = "Users", .quiet = true, .columns = columns,
                             .column_count = sizeof columns / sizeof *columns, .rows = items + first,
                             .row_count = n - first < PER_PAGE ? n - first : PER_PAGE, .row_size = sizeof *items,
                             .empty = "Nobody matches." };
        struct view *page = view_new(v->arena, "la/users");
        view_html(page, "search",
                  part_input(v->arena, &(struct input){ .name = "words", .label = "Name, e-mail address or school",
                                                        .value = words, .width = 20 }));
        view_html(page, "role", role_select(v, key, "All roles", NULL));
        view_text(page, "count", format_count(v->arena, (long)n, "person", "people"));
        view_html(page, "list", list_html(v->arena, &list));
        view_html(page, "pages", part_pages(v->arena, la_url(v->arena, LA_USERS, "words", words, "role", key, "page", NULL, NULL),
                                            (long)(first / PER_PAGE) + 1, (long)(n + PER_PAGE - 1) / PER_PAGE));
        return visit_show(v, "Users", page);
}

/* ---- adding ---- */

static const char *error_of(const struct refusal *why, const char *field)
{
        return why && strcmp(why->field, field) == 0 ? why->words : NULL;
}

static enum outcome show_add(struct visit *v, const struct person *p, const struct refusal *why)
{
        struct schools schools;
        enum outcome result = school_list(v->db, v->arena, "", &schools);
        if (result != DONE)
                return result;
        const struct page_link trail[] = { { .text = "Users", .url = LA_USERS }, { .text = "Add a user" } };
        struct view *page = view_new(v->arena, "la/user-add");
        la_trail(v, 2, trail);
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_text(page, "token", visit_token(v));
        view_html(page, "name", part_input(v->arena, &(struct input){ .name = "name", .label = "Name", .value = p->name,
                                                                      .width = 30, .error = error_of(why, "name") }));
        view_html(page, "email",
                  part_input(v->arena, &(struct input){ .name = "email", .label = "E-mail address", .type = "email",
                                                        .value = p->email, .width = 30, .error = error_of(why, "email") }));
        view_html(page, "role", role_select(v, p->role < ROLE_COUNT ? role_table[p->role].key : "", "Choose",
                                            error_of(why, "role")));
        view_html(page, "school",
                  la_school_select(v, &schools,
                                   (struct choice){ .value = "", .text = "None: the authority’s staff" },
                                   (struct input){ .label = "School",
                                                   .error = error_of(why, "school"),
                                                   .value = arena_printf(v->arena, "%.0lu", p->school) }));
        return visit_show(v, "Add a user", page);
}

enum outcome la_user_add_page(struct visit *v)
{
        const struct person blank = { .name = "", .email = "", .role = ROLE_COUNT,
                                      .school = la_number(request_query(v->request, "school")) };
        return show_add(v, &blank, NULL);
}

enum outcome la_user_add_post(struct visit *v)
{
        const struct person p = { .name = text_tidy(v->arena, request_form(v->request, "name")),
                                  .email = text_tidy(v->arena, request_form(v->request, "email")),
                                  .role = role_of_key(request_form(v->request, "role")),
                                  .school = la_number(request_form(v->request, "school")) };
        struct flow f = la_flow(v);
        struct school s;
        unsigned long id;
        enum outcome result = p.school ? school_by_id(v->db, v->arena, p.school, &s) : DONE;
        if (result != DONE)
                return result;
        v->why.words = people_problem(&p, &v->why.field);
        if (v->why.words)
                return show_add(v, &p, &v->why);
        result = people_add(&f, v->session->person.id, &p, &id);
        if (result == REFUSED)
                return show_add(v, &p, &v->why);
        return la_done(v, result, arena_printf(v->arena, "%s was added. A link for choosing a password is on its way to %s.",
                                               p.name, p.email), LA_USERS, NULL);
}

/* ---- one person ---- */

/* The only one left of that role who may sign in. */
static enum outcome is_last(struct visit *v, const struct person *p, bool *last)
{
        long count;
        enum outcome result = person_count(v->db, v->arena, p->school, p->role, &count);
        *last = !p->disabled && count == 1 && (p->role == ROLE_SCHOOL_ADMIN || p->role == ROLE_LA_ADMIN);
        return result;
}

static enum outcome place_of(struct visit *v, const struct person *p, const char **out)
{
        struct school s;
        *out = "The authority";
        if (!p->school)
                return DONE;
        enum outcome result = school_by_id(v->db, v->arena, p->school, &s);
        if (result == DONE)
                *out = s.name;
        return result;
}

static enum outcome show_person(struct visit *v, const struct person *p, const struct refusal *why)
{
        bool last;
        const char *where;
        enum outcome result = is_last(v, p, &last);
        if (result == DONE)
                result = place_of(v, p, &where);
        if (result != DONE)
                return result;
        const struct fact facts[] = { { .key = "E-mail address", .value = p->email },
                                      { .key = "Role", .value = role_table[p->role].words },
                                      { .key = "Belongs to", .value = where },
                                      { .key = "Account", .value = state_words(p) },
                                      { .key = "Last signed in",
                                        .value = *p->seen_at ? words_moment(v->arena, p->seen_at) : "Never" } };
        const struct choice sure = { .value = "yes", .text = arena_printf(v->arena, "%s then has no administrator", where) };
        const struct page_link trail[] = { { .text = "Users", .url = LA_USERS }, { .text = p->name } };
        struct view *page = view_new(v->arena, "la/user");
        la_trail(v, 2, trail);
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_text(page, "name", p->name);
        view_html(page, "facts", part_facts(v->arena, sizeof facts / sizeof *facts, facts));
        view_text(page, "token", visit_token(v));
        view_printf(page, "version", "%u", p->version);
        view_text(page, "link", url_make(v->arena, LA_USER_LINK, &p->id));
        view_text(page, "disable", url_make(v->arena, LA_USER_DISABLE, &p->id));
        view_text(page, "enable", url_make(v->arena, LA_USER_ENABLE, &p->id));
        view_flag(page, "disabled", p->disabled);
        view_flag(page, "own", p->id == v->session->person.id);
        view_flag(page, "asked", why != NULL);
        view_html(page, "last", last ? part_checkboxes(v->arena, &(struct input){ .name = "last",
                                                                                   .label = "This is the only administrator",
                                                                                   .choice_count = 1, .choices = &sure,
                                                                                   .error = why ? why->words : NULL })
                                     : (struct html){ 0 });
        return visit_show(v, p->name, page);
}

static enum outcome load(struct visit *v, struct person *out)
{
        enum outcome result = person_by_id(v->db, v->arena, visit_part(v, 0), out);
        return result == DONE && out->role == ROLE_COUNT ? ABSENT : result;
}

enum outcome la_user_page(struct visit *v)
{
        struct person p;
        enum outcome result = load(v, &p);
        return result == DONE ? show_person(v, &p, NULL) : result;
}

enum outcome la_user_link_post(struct visit *v)
{
        struct person p;
        struct flow f = la_flow(v);
        enum outcome result = load(v, &p);
        if (result == DONE)
                result = people_send_link(&f, v->session->person.id, &p);
        return la_done(v, result, arena_printf(v->arena, "A link for choosing a password is on its way to %s.",
                                               result == DONE ? p.email : ""), LA_USER, v->request->parts.number);
}

/* Nobody locks themselves out, and so the authority always keeps an administrator. */
enum outcome la_user_disable_post(struct visit *v)
{
        struct person p;
        bool last = false;
        enum outcome result = load(v, &p);
        if (result == DONE && p.id == v->session->person.id)
                return visit_refuse(v, "You cannot take your own account away. Ask another administrator of the authority.");
        if (result == DONE)
                result = is_last(v, &p, &last);
        if (result != DONE)
                return result;
        if (last && !request_has(v->request, "last")) {
                v->why = (struct refusal){ "last", "Nobody else can manage this school's data. Tick the box if that is meant." };
                return show_person(v, &p, &v->why);
        }
        p.version = (unsigned)la_number(request_form(v->request, "version"));
        return la_done(v, person_disable(v->db, v->session->person.id, &p, true),
                       arena_printf(v->arena, "%s may not sign in any more.", p.name), LA_USER, &p.id);
}

enum outcome la_user_enable_post(struct visit *v)
{
        struct person p;
        enum outcome result = load(v, &p);
        if (result != DONE)
                return result;
        p.version = (unsigned)la_number(request_form(v->request, "version"));
        return la_done(v, person_disable(v->db, v->session->person.id, &p, false),
                       arena_printf(v->arena, "%s may sign in again.", p.name), LA_USER, &p.id);
}
