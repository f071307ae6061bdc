#include "store/service.h"

#include "store/audit.h"
#include "store/cohort.h"

#define RUNS "i.from_on <= ? AND (i.to_on IS NULL OR i.to_on >= ?)"

#define SERVICE                                                                                              \
        "SELECT s.id, s.name, s.kind, s.counts, s.closed, s.ver, (SELECT COUNT(*) FROM involvement i WHERE " \
        "i.service_id = s.id AND " RUNS ") FROM service s "
SQL(all_services, SERVICE "ORDER BY s.name, s.id");
SQL(service_of_id, SERVICE "WHERE s.id = ?");
SQL(insert_service, "INSERT INTO service (name, kind, counts) VALUES (?, ?, ?)");
SQL(update_service,
    "UPDATE service SET name = ?, kind = ?, counts = ?, closed = ?, ver = ver + 1 WHERE id = ? "
    "AND ver = ?");
SQL(effect, "SELECT counts, closed FROM service WHERE id = ?");

#define TEAM                                                                                                 \
        "SELECT t.id, t.service_id, t.name, t.closed, t.ver, (SELECT COUNT(*) FROM involvement i WHERE "     \
        "i.service_id = t.service_id AND i.team_id = t.id AND " RUNS ") FROM team t "
SQL(all_teams, TEAM "WHERE (? = 0 OR t.service_id = ?) ORDER BY t.service_id, t.name, t.id");
SQL(team_of_id, TEAM "WHERE t.service_id = ? AND t.id = ?");
SQL(insert_team, "INSERT INTO team (service_id, name) VALUES (?, ?)");
SQL(update_team,
    "UPDATE team SET name = ?, closed = ?, ver = ver + 1 WHERE service_id = ? AND id = ? AND ver = ?");

/* ---- services ---- */

static struct service service_of(const struct result *r, size_t row)
{
        return (struct service){
                .id = (unsigned long)result_number(r, row, 0),
                .name = result_text(r, row, 1),
                .kind = *result_text(r, row, 2),
                .counts = result_number(r, row, 3) != 0,
                .closed = result_number(r, row, 4) != 0,
                .version = (unsigned)result_number(r, row, 5),
                .current = (unsigned long)result_number(r, row, 6),
        };
}

enum outcome service_list(struct db *db, struct arena *a, const char *day, struct services *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &all_services, ARGS(arg_text(day), arg_text(day)));
        struct service *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = service_of(&r, i);
        *out = (struct services){ r.count, items };
        return result;
}

enum outcome service_find(struct db *db, struct arena *a, unsigned long id, const char *day,
                          struct service *out)
{
        struct result r;
        enum outcome result =
            db_find(db, a, &r, &service_of_id, ARGS(arg_text(day), arg_text(day), arg_id(id)));
        if (result == DONE)
                *out = service_of(&r, 0);
        return result;
}

struct service_deed {
        unsigned long by, id;
        const struct service *s;
};

static struct arg kind_of(const struct service *s)
{
        return arg_bytes(&s->kind, 1);
}

static enum outcome do_add(struct db *db, void *context)
{
        struct service_deed *d = context;
        enum outcome result =
            db_run(db, &insert_service, ARGS(arg_text(d->s->name), kind_of(d->s), arg_number(d->s->counts)));
        if (result != DONE)
                return result;
        d->id = (unsigned long)db_last_id(db);
        return audit_add(db, d->by, 0, "service-added", d->id, d->s->counts ? "counts" : "does not count");
}

enum outcome service_add(struct db *db, unsigned long by, const struct service *s, unsigned long *id)
{
        struct service_deed d = { .by = by, .s = s };
        enum outcome result = db_transaction(db, do_add, &d);
        *id = d.id;
        return result;
}

/* Whether it made anybody active until now. */
static enum outcome had_effect(struct db *db, unsigned long id, bool *out)
{
        struct result r;
        struct arena *a = arena_new();
        enum outcome result = db_find(db, a, &r, &effect, ARGS(arg_id(id)));
        *out = result == DONE && result_number(&r, 0, 0) && !result_number(&r, 0, 1);
        arena_free(a);
        return result;
}

static enum outcome do_set(struct db *db, void *context)
{
        const struct service_deed *d = context;
        const struct service *s = d->s;
        bool had, has = s->counts && !s->closed;
        enum outcome result = cohort_lock(db);
        if (result == DONE)
                result = had_effect(db, s->id, &had);
        if (result == DONE)
                result = db_run(db, &update_service,
                                ARGS(arg_text(s->name), kind_of(s), arg_number(s->counts),
                                     arg_number(s->closed), arg_id(s->id), arg_number(s->version)));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        if (result == DONE && had != has)
                result = cohort_refresh_service(db, s->id);
        return result == DONE ? audit_add(db, d->by, 0, "service-set", s->id,
                                          s->closed   ? "closed"
                                          : s->counts ? "counts"
                                                      : "does not count")
                              : result;
}

enum outcome service_set(struct db *db, unsigned long by, const struct service *s)
{
        struct service_deed d = { by, s->id, s };
        return db_transaction(db, do_set, &d);
}

/* ---- teams ---- */

static struct team team_of(const struct result *r, size_t row)
{
        return (struct team){
                .id = (unsigned long)result_number(r, row, 0),
                .service = (unsigned long)result_number(r, row, 1),
                .name = result_text(r, row, 2),
                .closed = result_number(r, row, 3) != 0,
                .version = (unsigned)result_number(r, row, 4),
                .current = (unsigned long)result_number(r, row, 5),
        };
}

enum outcome team_list(struct db *db, struct arena *a, unsigned long service, const char *day,
                       struct teams *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &all_teams,
                                       ARGS(arg_text(day), arg_text(day), arg_id(service), arg_id(service)));
        struct team *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = team_of(&r, i);
        *out = (struct teams){ r.count, items };
        return result;
}

enum outcome team_find(struct db *db, struct arena *a, unsigned long service, unsigned long id,
                       const char *day, struct team *out)
{
        struct result r;
        enum outcome result =
            db_find(db, a, &r, &team_of_id, ARGS(arg_text(day), arg_text(day), arg_id(service), arg_id(id)));
        if (result == DONE)
                *out = team_of(&r, 0);
        return result;
}

struct team_deed {
        unsigned long by, id;
        const struct team *t;
};

static enum outcome do_add_team(struct db *db, void *context)
{
        struct team_deed *d = context;
        struct result r;
        struct arena *a = arena_new();
        enum outcome result = cohort_lock(db);
        if (result == DONE)
                result = db_find(db, a, &r, &effect, ARGS(arg_id(d->t->service)));
        arena_free(a);
        if (result == DONE)
                result = db_run(db, &insert_team, ARGS(arg_id(d->t->service), arg_text(d->t->name)));
        if (result != DONE)
                return result;
        d->id = (unsigned long)db_last_id(db);
        return audit_add(db, d->by, 0, "team-added", d->id, "");
}

enum outcome team_add(struct db *db, unsigned long by, const struct team *t, unsigned long *id)
{
        struct team_deed d = { .by = by, .t = t };
        enum outcome result = db_transaction(db, do_add_team, &d);
        *id = d.id;
        return result;
}

static enum outcome do_set_team(struct db *db, void *context)
{
        const struct team_deed *d = context;
        const struct team *t = d->t;
        enum outcome result = cohort_lock(db);
        if (result == DONE)
                result = db_run(db, &update_team,
                                ARGS(arg_text(t->name), arg_number(t->closed), arg_id(t->service),
                                     arg_id(t->id), arg_number(t->version)));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        return result == DONE ? audit_add(db, d->by, 0, "team-set", t->id, t->closed ? "closed" : "open")
                              : result;
}

enum outcome team_set(struct db *db, unsigned long by, const struct team *t)
{
        struct team_deed d = { by, t->id, t };
        return db_transaction(db, do_set_team, &d);
}
