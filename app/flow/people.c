#include "flow/people.h"

#include <string.h>

#include "base/text.h"
#include "gate/session.h"
#include "store/audit.h"
#include "store/outbox.h"
#include "store/person.h"

struct inviting {
        const struct flow *f;
        unsigned long by, id;
        const struct person *p;
};

/* Nothing of the link but its hash is kept, so it is made where it is sent. */
static enum outcome send_link(struct db *db, const struct inviting *i, bool welcome)
{
        struct arena *a = i->f->arena;
        char *path;
        enum outcome result = gate_make_link(db, a, i->id, &path);
        if (result != DONE)
                return result;
        return outbox_add(db, i->p->email, welcome ? "Your account of Onroll" : "Choose a new password for Onroll",
                          arena_printf(a,
                                       "Dear %s,\n\n%s this page to choose a password:\n\n%s%s\n\nIt works once, within three "
                                       "days. If you did not expect this, do nothing and tell your local authority.\n",
                                       i->p->name, welcome ? "you can use Onroll now. Open" : "open",
                                       config_get(i->f->config, "base_url", ""), path));
}

static enum outcome do_add(struct db *db, void *context)
{
        struct inviting *i = context;
        enum outcome result = person_add(db, i->by, i->p, &i->id);
        return result == DONE ? send_link(db, i, true) : result;
}

static bool is_address(const char *email)
{
        const char *at = strchr(email, '@');
        return at && at != email && strchr(at, '.') && !strpbrk(email, " ,;<>\"") && !strchr(at + 1, '@') &&
               strlen(email) <= 190;
}

const char *people_problem(const struct person *p, const char **field)
{
        *field = "name";
        if (text_empty(p->name))
                return "Write the person's name.";
        *field = "email";
        if (!is_address(p->email))
                return "Write an e-mail address, like office@school.example.";
        *field = "role";
        if (p->role >= ROLE_COUNT)
                return "Choose a role.";
        *field = "school";
        if (role_table[p->role].of_school && !p->school)
                return "Choose the person's school.";
        return !role_table[p->role].of_school && p->school ? "The authority's staff belong to no school: choose none." : NULL;
}

enum outcome people_add(const struct flow *f, unsigned long by, const struct person *p, unsigned long *id)
{
        struct inviting i = { .f = f, .by = by, .p = p };
        enum outcome result = db_transaction(f->db, do_add, &i);
        *id = i.id;
        if (result == REFUSED)
                *f->why = (struct refusal){ "email", "Somebody with this e-mail address can sign in already." };
        return result;
}

static enum outcome do_send(struct db *db, void *context)
{
        const struct inviting *i = context;
        enum outcome result = send_link(db, i, false);
        return result == DONE ? audit_add(db, i->by, i->p->school, "person-link-sent", i->id, "") : result;
}

enum outcome people_send_link(const struct flow *f, unsigned long by, const struct person *p)
{
        struct inviting i = { f, by, p->id, p };
        if (p->disabled)
                return flow_refuse(f, "This person may not sign in. Let them in again first.");
        return db_transaction(f->db, do_send, &i);
}
