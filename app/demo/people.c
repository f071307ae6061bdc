#include "demo/people.h"

#include "demo/names.h"

enum { PER_SCHOOL_MAX = 7, EXAMPLE_TEACHERS = 5 };

struct maker {
        struct arena *a;
        struct chance *c;
        struct names *names;
        struct person *items;
        size_t count;
};

static const char *adult(struct maker *m)
{
        bool woman = chance_permille(m->c, 700);
        enum tradition t =
            chance_permille(m->c, 820) ? ENGLISH : (enum tradition)chance_below(m->c, TRADITIONS);
        const char *forename = names_forename(m->names, m->c, t, woman),
                   *surname = names_surname(m->names, m->c, t);
        return arena_printf(m->a, "%s %s", forename, names_of_child(m->a, surname, woman));
}

static void add(struct maker *m, enum role role, unsigned school, const char *email)
{
        struct person *p = &m->items[m->count++];
        *p = (struct person){
                .id = m->count, .school = school, .name = adult(m), .email = email, .role = role
        };
}

static void add_school(struct maker *m, const struct demo_school *s)
{
        unsigned teachers = s->id == 1 ? EXAMPLE_TEACHERS : s->id % 5 == 0 ? 2 : 0;
        add(m, ROLE_SCHOOL_ADMIN, s->id, arena_printf(m->a, "admin@%s.example", s->slug));
        if (s->id % 3 == 1)
                add(m, ROLE_SCHOOL_ADMIN, s->id, arena_printf(m->a, "office@%s.example", s->slug));
        for (unsigned n = 1; n <= teachers; n++)
                add(m, ROLE_TEACHER, s->id, arena_printf(m->a, "teacher%u@%s.example", n, s->slug));
}

const struct person *people_new(struct arena *a, struct chance *c, const struct authority *x, size_t *count)
{
        struct maker m = { .a = a, .c = c, .names = names_new(a) };
        m.items = arena_array(a, 3 + x->count * PER_SCHOOL_MAX, sizeof *m.items);
        add(&m, ROLE_LA_ADMIN, 0, "admin@la.example");
        add(&m, ROLE_LA_OFFICER, 0, "officer@la.example");
        add(&m, ROLE_LA_READER, 0, "reader@la.example");
        for (unsigned i = 0; i < x->count; i++)
                add_school(&m, &x->schools[i]);
        *count = m.count;
        return m.items;
}
