#include "store/person.h"

#include "store/audit.h"

#define COLUMNS                                                                                                     \
        "p.id, COALESCE(p.school_id, 0), p.name, p.email, p.role, p.disabled_at IS NOT NULL, p.password <> '', "     \
        "COALESCE(p.seen_at, ''), p.ver, p.password"
#define PERSON COLUMNS " FROM person p"

SQL(by_email, "SELECT " PERSON " WHERE p.email = ?");
SQL(by_id, "SELECT " PERSON " WHERE p.id = ?");
SQL(by_school, "SELECT " PERSON " WHERE p.school_id <=> NULLIF(?, 0) ORDER BY p.name, p.id");
SQL(everyone, "SELECT " COLUMNS ", COALESCE(s.name, '') FROM person p LEFT JOIN school s ON s.id = p.school_id ORDER BY p.school_id IS NOT NULL, s.name, s.id, p.name, "
              "p.id");
SQL(count_role, "SELECT COUNT(*) FROM person WHERE school_id <=> NULLIF(?, 0) AND role = ? AND disabled_at IS NULL");
SQL(by_link, "SELECT " PERSON " JOIN password_link l ON l.person_id = p.id WHERE l.token_hash = ? AND l.expires_at > "
             "UTC_TIMESTAMP() AND p.disabled_at IS NULL");
SQL(insert, "INSERT INTO person (email, name, role, school_id, created_at) VALUES (?, ?, ?, ?, UTC_TIMESTAMP())");
SQL(disable, "UPDATE person SET disabled_at = IF(?, UTC_TIMESTAMP(), NULL), ver = ver + 1 WHERE id = ? AND ver = ?");
SQL(set_password, "UPDATE person SET password = ?, ver = ver + 1 WHERE id = ?");
SQL(end_sessions, "DELETE FROM session WHERE person_id = ?");
SQL(use_link, "DELETE FROM password_link WHERE token_hash = ? AND person_id = ? AND expires_at > UTC_TIMESTAMP()");
SQL(end_links, "DELETE FROM password_link WHERE person_id = ?");
SQL(insert_link, "INSERT INTO password_link (token_hash, person_id, expires_at) VALUES (?, ?, UTC_TIMESTAMP() + INTERVAL 3 "
                 "DAY)");

static struct person person_of(const struct result *r, size_t row)
{
        return (struct person){
                .id = (unsigned long)result_number(r, row, 0),
                .school = (unsigned long)result_number(r, row, 1),
                .name = result_text(r, row, 2),
                .email = result_text(r, row, 3),
                .role = role_of_key(result_text(r, row, 4)),
                .disabled = result_number(r, row, 5),
                .has_password = result_number(r, row, 6),
                .seen_at = result_text(r, row, 7),
                .version = (unsigned)result_number(r, row, 8),
        };
}

enum outcome person_by_email(struct db *db, struct arena *a, const char *email, struct person *out,
                             const char **password)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &by_email, ARGS(arg_text(email)));
        if (result != DONE)
                return result;
        *out = person_of(&r, 0);
        *password = result_text(&r, 0, 9);
        return DONE;
}

enum outcome person_by_id(struct db *db, struct arena *a, unsigned long id, struct person *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &by_id, ARGS(arg_number((long long)id)));
        if (result == DONE)
                *out = person_of(&r, 0);
        return result;
}

enum outcome person_list(struct db *db, struct arena *a, unsigned long school, struct people *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &by_school, ARGS(arg_number((long long)school)));
        struct person *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = person_of(&r, i);
        *out = (struct people){ r.count, items };
        return result;
}

enum outcome person_everyone(struct db *db, struct arena *a, struct people_places *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &everyone, ARGS());
        struct person_place *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct person_place){ person_of(&r, i), result_text(&r, i, 10) };
        *out = (struct people_places){ r.count, items };
        return result;
}

enum outcome person_count(struct db *db, struct arena *a, unsigned long school, enum role role, long *out)
{
        struct result r;
        enum outcome result =
            db_find(db, a, &r, &count_role, ARGS(arg_number((long long)school), arg_text(role_table[role].key)));
        *out = result == DONE ? (long)result_number(&r, 0, 0) : 0;
        return result;
}

struct person_deed {
        unsigned long by, id;
        const struct person *person;
        const char *hash;
        const unsigned char *link;
        bool disabled;
};

static enum outcome do_add(struct db *db, void *context)
{
        struct person_deed *d = context;
        const struct person *p = d->person;
        enum outcome result = db_run(db, &insert,
                                     ARGS(arg_text(p->email), arg_text(p->name), arg_text(role_table[p->role].key),
                                          arg_number_or_null((long long)p->school)));
        if (result != DONE)
                return result;
        d->id = db_last_id(db);
        return audit_add(db, d->by, p->school, "person-added", d->id, role_table[p->role].key);
}

enum outcome person_add(struct db *db, unsigned long by, const struct person *p, unsigned long *id)
{
        struct person_deed d = { .by = by, .person = p };
        enum outcome result = db_transaction(db, do_add, &d);
        *id = d.id;
        return result;
}

static enum outcome do_disable(struct db *db, void *context)
{
        struct person_deed *d = context;
        long long id = (long long)d->person->id;
        enum outcome result =
            db_run(db, &disable, ARGS(arg_number(d->disabled), arg_number(id), arg_number(d->person->version)));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        if (result == DONE)
                result = db_run(db, &end_sessions, ARGS(arg_number(id)));
        if (result == DONE)
                result = db_run(db, &end_links, ARGS(arg_number(id)));
        if (result == DONE)
                result = audit_add(db, d->by, d->person->school, d->disabled ? "person-disabled" : "person-enabled",
                                   d->person->id, "");
        return result;
}

enum outcome person_disable(struct db *db, unsigned long by, const struct person *p, bool disabled)
{
        struct person_deed d = { .by = by, .person = p, .disabled = disabled };
        return db_transaction(db, do_disable, &d);
}

static enum outcome do_set_password(struct db *db, void *context)
{
        struct person_deed *d = context;
        long long id = (long long)d->id;
        enum outcome result = d->link ? db_run(db, &use_link, ARGS(arg_bytes(d->link, 32), arg_number(id))) : DONE;
        if (result == DONE && d->link && db_affected(db) == 0)
                return ABSENT;
        if (result == DONE)
                result = db_run(db, &set_password, ARGS(arg_text(d->hash), arg_number(id)));
        if (result == DONE && db_affected(db) == 0)
                return ABSENT;
        if (result == DONE)
                result = db_run(db, &end_sessions, ARGS(arg_number(id)));
        if (result == DONE)
                result = db_run(db, &end_links, ARGS(arg_number(id)));
        if (result == DONE)
                result = audit_add(db, d->by, 0, "password-set", d->id, "");
        return result;
}

enum outcome person_set_password(struct db *db, unsigned long by, unsigned long id, const char *hash,
                                 const unsigned char link[32])
{
        struct person_deed d = { .by = by, .id = id, .hash = hash, .link = link };
        return db_transaction(db, do_set_password, &d);
}

enum outcome link_add(struct db *db, unsigned long person, const unsigned char hash[32])
{
        return db_run(db, &insert_link, ARGS(arg_bytes(hash, 32), arg_number((long long)person)));
}

enum outcome link_find(struct db *db, struct arena *a, const unsigned char hash[32], struct person *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &by_link, ARGS(arg_bytes(hash, 32)));
        if (result == DONE)
                *out = person_of(&r, 0);
        return result;
}
