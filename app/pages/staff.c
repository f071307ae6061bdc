#include "pages/staff.h"

#include "pages/words.h"
#include "store/person.h"
#include "view/list.h"

static const char *person_name(struct arena *a, const void *row)
{
        (void)a;
        return ((const struct person *)row)->name;
}

static const char *person_email(struct arena *a, const void *row)
{
        (void)a;
        return ((const struct person *)row)->email;
}

static const char *person_role(struct arena *a, const void *row)
{
        (void)a;
        return role_table[((const struct person *)row)->role].words;
}

static const char *person_seen(struct arena *a, const void *row)
{
        const struct person *p = row;
        return *p->seen_at ? words_moment(a, p->seen_at) : "Never";
}

static const char *person_state(struct arena *a, const void *row)
{
        (void)a;
        const struct person *p = row;
        return p->disabled       ? "Cannot sign in: disabled"
               : p->has_password ? "Can sign in"
                                 : "Has not chosen a password yet";
}

enum outcome staff_page(struct visit *v)
{
        static const struct column columns[] = { { "name", "Name", person_name, NULL, 0 },
                                                 { "email", "E-mail address", person_email, NULL, 0 },
                                                 { "role", "Role", person_role, NULL, 0 },
                                                 { "seen", "Last signed in", person_seen, NULL, 0 },
                                                 { "state", "State", person_state, NULL, 0 } };
        struct people people;
        enum outcome result = person_list(v->db, v->arena, v->scope->school, &people);
        if (result != DONE)
                return result;
        struct view *page = view_new(v->arena, "school/staff");
        view_html(page, "people",
                  list_html(v->arena, &(struct list){ .id = "people",
                                                      .caption = "People who sign in",
                                                      .columns = columns,
                                                      .column_count = 5,
                                                      .rows = people.items,
                                                      .row_count = people.count,
                                                      .row_size = sizeof *people.items,
                                                      .empty = "Nobody can sign in." }));
        return visit_show(v, "Users", page);
}
