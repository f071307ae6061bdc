#include "ctl/user.h"

#include <string.h>

#include "gate/keys.h"
#include "gate/session.h"
#include "store/person.h"
#include "store/school.h"

static const char usage[] =
    "want user list [LAESTAB] | add EMAIL NAME ROLE [LAESTAB] | reset EMAIL | disable EMAIL | "
    "enable EMAIL";

/* The school of that LAESTAB; 0 and DONE when it is NULL: the authority. */
static int find_school(struct ctl *c, const char *laestab, unsigned long *id)
{
        struct school s = { 0 };
        *id = 0;
        if (!laestab)
                return CTL_DONE;
        enum outcome result = school_by_laestab(c->db, c->arena, laestab, &s);
        *id = s.id;
        if (result == ABSENT)
                return ctl_fail(c, CTL_REFUSED, "there is no school with the LAESTAB %s", laestab);
        return ctl_outcome(c, result, NULL);
}

static int find_person(struct ctl *c, const char *email, struct person *out)
{
        const char *password;
        enum outcome result = person_by_email(c->db, c->arena, email, out, &password);
        if (result == ABSENT)
                return ctl_fail(c, CTL_REFUSED, "nobody has the e-mail address %s", email);
        return ctl_outcome(c, result, NULL);
}

static int list(struct ctl *c, int argc, char **argv)
{
        unsigned long school;
        struct people people;
        int code = find_school(c, argc > 0 ? argv[0] : NULL, &school);
        if (code == CTL_DONE)
                code = ctl_outcome(c, person_list(c->db, c->arena, school, &people), NULL);
        for (size_t i = 0; code == CTL_DONE && i < people.count; i++) {
                const struct person *p = &people.items[i];
                ctl_row(c, "people");
                ctl_text(c, "email", p->email);
                ctl_text(c, "name", p->name);
                ctl_text(c, "role", role_table[p->role].key);
                ctl_text(c, "state", p->disabled ? "disabled" : p->has_password ? "active" : "invited");
        }
        return code;
}

/* The one-time link that the operator passes on; nobody else ever sees a password. */
static int show_link(struct ctl *c, unsigned long person)
{
        char *path;
        if (keys_open(c->config) != DONE)
                return ctl_fail(c, CTL_BROKEN, "there is no usable key file: the line before this says why");
        int code = ctl_outcome(c, gate_make_link(c->db, c->arena, person, &path), NULL);
        if (code == CTL_DONE)
                ctl_text(c, "link",
                         arena_printf(c->arena, "%s%s", config_get(c->config, "base_url", ""), path));
        return code;
}

static int add(struct ctl *c, int argc, char **argv)
{
        struct person p = { .email = argv[0], .name = argv[1], .role = role_of_key(argv[2]) };
        const char *at = strchr(p.email, '@');
        unsigned long id;
        if (p.role == ROLE_COUNT)
                return ctl_fail(c, CTL_USAGE,
                                "want a role: la_admin, la_officer, la_reader, school_admin or teacher");
        if (!at || at == p.email || !at[1])
                return ctl_fail(c, CTL_USAGE, "%s is no e-mail address", p.email);
        if (role_table[p.role].of_school != (argc == 4))
                return ctl_fail(c, CTL_USAGE,
                                argc == 4 ? "the authority's staff belong to no school"
                                          : "want the LAESTAB of the person's school");
        int code = find_school(c, argc == 4 ? argv[3] : NULL, &p.school);
        if (code != CTL_DONE)
                return code;
        struct refusal why = { "email", "somebody has this e-mail address already" };
        code = ctl_outcome(c, person_add(c->db, 0, &p, &id), &why);
        return code == CTL_DONE ? show_link(c, id) : code;
}

static int reset(struct ctl *c, int argc, char **argv)
{
        struct person p;
        (void)argc;
        int code = find_person(c, argv[0], &p);
        if (code == CTL_DONE && p.disabled)
                return ctl_fail(c, CTL_REFUSED, "%s is disabled", p.email);
        return code == CTL_DONE ? show_link(c, p.id) : code;
}

static int set_disabled(struct ctl *c, const char *email, bool disabled)
{
        struct person p;
        struct refusal why = { "", "somebody changed this person just now: try again" };
        int code = find_person(c, email, &p);
        return code == CTL_DONE ? ctl_outcome(c, person_disable(c->db, 0, &p, disabled), &why) : code;
}

static int disable(struct ctl *c, int argc, char **argv)
{
        (void)argc;
        return set_disabled(c, argv[0], true);
}

static int enable(struct ctl *c, int argc, char **argv)
{
        (void)argc;
        return set_disabled(c, argv[0], false);
}

int ctl_user(struct ctl *c, int argc, char **argv)
{
        static const struct {
                const char *name;
                int least, most; /* arguments */
                int (*run)(struct ctl *c, int argc, char **argv);
        } deeds[] = { { "list", 0, 1, list },
                      { "add", 3, 4, add },
                      { "reset", 1, 1, reset },
                      { "disable", 1, 1, disable },
                      { "enable", 1, 1, enable } };
        for (size_t i = 0; argc > 1 && i < sizeof deeds / sizeof *deeds; i++)
                if (strcmp(deeds[i].name, argv[1]) == 0 && argc - 2 >= deeds[i].least &&
                    argc - 2 <= deeds[i].most)
                        return ctl_connect(c) ? deeds[i].run(c, argc - 2, argv + 2) : CTL_BROKEN;
        return ctl_fail(c, CTL_USAGE, "%s", usage);
}
