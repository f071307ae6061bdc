#include "store/agent.h"

#include <string.h>

#include "store/audit.h"

#define AGENT                                                                                                            \
        "SELECT g.id, g.school_id, g.public_key, g.name, g.version, g.enrolled_at, COALESCE(g.seen_at, ''), "              \
        "COALESCE(g.revoked_at, ''), COALESCE((SELECT name FROM person WHERE id = g.revoked_by), ''), s.name, "            \
        "COALESCE(g.seen_at > UTC_TIMESTAMP() - INTERVAL 1 MINUTE, 0) FROM agent g JOIN school s ON s.id = g.school_id "
SQL(find_agent, AGENT "WHERE g.id = ?");
SQL(list_agents, AGENT "WHERE g.school_id = ? ORDER BY g.revoked_at IS NOT NULL, g.id DESC");
SQL(list_all, AGENT "ORDER BY g.revoked_at IS NOT NULL, s.name, g.id");
SQL(forget_codes, "DELETE FROM agent_code WHERE school_id = ?");
SQL(insert_code, "INSERT INTO agent_code (code_hash, school_id, made_by, made_at, expires_at) VALUES (?, ?, ?, UTC_TIMESTAMP(), "
                 "UTC_TIMESTAMP() + INTERVAL ? DAY)");
SQL(find_code, "SELECT school_id, COALESCE(made_by, 0) FROM agent_code WHERE code_hash = ? AND expires_at > UTC_TIMESTAMP() FOR UPDATE");
SQL(use_code, "DELETE FROM agent_code WHERE code_hash = ?");
SQL(find_key, "SELECT id, revoked_at IS NOT NULL FROM agent WHERE public_key = ?");
SQL(insert_agent, "INSERT INTO agent (school_id, public_key, name, version, enrolled_at) VALUES (?, ?, LEFT(?, 120), LEFT(?, 40), "
                  "UTC_TIMESTAMP())");
SQL(revoke_agent, "UPDATE agent SET revoked_at = UTC_TIMESTAMP(), revoked_by = ? WHERE id = ? AND school_id = ? AND revoked_at IS NULL");
SQL(insert_nonce, "INSERT INTO agent_nonce (agent_id, nonce, seen_at) VALUES (?, ?, UTC_TIMESTAMP())");
SQL(note_seen, "UPDATE agent SET seen_at = UTC_TIMESTAMP() WHERE id = ?");
SQL(note_version, "UPDATE agent SET seen_at = UTC_TIMESTAMP(), version = LEFT(?, 40) WHERE id = ?");
/* Twice the window: a signature may be as far in the future as in the past. */
SQL(sweep_nonces, "DELETE FROM agent_nonce WHERE seen_at < UTC_TIMESTAMP() - INTERVAL 15 MINUTE");
SQL(sweep_codes, "DELETE FROM agent_code WHERE expires_at < UTC_TIMESTAMP()");

static struct agent agent_of(const struct result *r, size_t row)
{
        struct agent g = { .id = (unsigned long)result_number(r, row, 0),
                           .school = (unsigned long)result_number(r, row, 1),
                           .name = result_text(r, row, 3),
                           .version = result_text(r, row, 4),
                           .enrolled_at = result_text(r, row, 5),
                           .seen_at = result_text(r, row, 6),
                           .revoked_at = result_text(r, row, 7),
                           .revoked_by = result_text(r, row, 8),
                           .school_name = result_text(r, row, 9),
                           .recent = result_number(r, row, 10) };
        struct cell_value key = result_bytes(r, row, 2);
        memcpy(g.key, key.bytes, key.len < AGENT_KEY ? key.len : AGENT_KEY);
        return g;
}

enum outcome agent_find(struct db *db, struct arena *a, unsigned long id, struct agent *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &find_agent, ARGS(arg_id(id)));
        if (result == DONE)
                *out = agent_of(&r, 0);
        return result;
}

static enum outcome read_list(struct db *db, struct arena *a, const struct sql *q, const struct arg *args, size_t count,
                              struct agents *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, q, args, count);
        struct agent *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = agent_of(&r, i);
        *out = (struct agents){ r.count, items };
        return result;
}

enum outcome agent_list(struct db *db, struct arena *a, const struct scope *scope, struct agents *out)
{
        return read_list(db, a, &list_agents, ARGS(arg_id(scope->school)), out);
}

enum outcome agent_list_all(struct db *db, struct arena *a, struct agents *out)
{
        return read_list(db, a, &list_all, ARGS(), out);
}

/* ---- codes ---- */

struct coding {
        const struct scope *scope;
        const unsigned char *hash;
        unsigned days;
};

static enum outcome do_code(struct db *db, void *context)
{
        struct coding *c = context;
        enum outcome result = db_run(db, &forget_codes, ARGS(arg_id(c->scope->school)));
        if (result == DONE)
                result = db_run(db, &insert_code, ARGS(arg_bytes(c->hash, 32), arg_id(c->scope->school),
                                                       arg_number_or_null((long long)c->scope->person), arg_number(c->days)));
        return result == DONE ? audit_add(db, c->scope->person, c->scope->school, "agent-code-made", 0, "") : result;
}

enum outcome agent_code_add(struct db *db, const struct scope *scope, const unsigned char hash[32], unsigned days)
{
        struct coding c = { scope, hash, days };
        return db_transaction(db, do_code, &c);
}

/* ---- enrolling ---- */

struct enrolling {
        const struct agent_new *n;
        struct arena *arena;
        unsigned long id;
};

/* DONE: it is there already, and *e->id is set. */
static enum outcome find_again(struct db *db, struct enrolling *e)
{
        struct result r;
        enum outcome result = db_find(db, e->arena, &r, &find_key, ARGS(arg_bytes(e->n->key, AGENT_KEY)));
        if (result != DONE)
                return result;
        e->id = (unsigned long)result_number(&r, 0, 0);
        return result_number(&r, 0, 1) ? REFUSED : DONE;
}

static enum outcome add_agent(struct db *db, struct enrolling *e, unsigned long school, unsigned long by)
{
        enum outcome result = db_run(db, &use_code, ARGS(arg_bytes(e->n->code_hash, 32)));
        if (result == DONE)
                result = db_run(db, &insert_agent, ARGS(arg_id(school), arg_bytes(e->n->key, AGENT_KEY), arg_text(e->n->name),
                                                        arg_text(e->n->version)));
        e->id = (unsigned long)db_last_id(db);
        return result == DONE ? audit_add(db, by, school, "agent-enrolled", e->id, "") : result;
}

static enum outcome do_enrol(struct db *db, void *context)
{
        struct enrolling *e = context;
        struct result r;
        enum outcome result = find_again(db, e);
        if (result != ABSENT)
                return result;
        result = db_find(db, e->arena, &r, &find_code, ARGS(arg_bytes(e->n->code_hash, 32)));
        if (result != DONE)
                return result;
        return add_agent(db, e, (unsigned long)result_number(&r, 0, 0), (unsigned long)result_number(&r, 0, 1));
}

enum outcome agent_enrol(struct db *db, const struct agent_new *n, unsigned long *id)
{
        struct enrolling e = { .n = n, .arena = arena_new() };
        enum outcome result = db_transaction(db, do_enrol, &e);
        *id = e.id;
        arena_free(e.arena);
        return result;
}

/* ---- revoking ---- */

struct revoking {
        const struct scope *scope;
        unsigned long id;
};

static enum outcome do_revoke(struct db *db, void *context)
{
        struct revoking *v = context;
        enum outcome result = db_run(db, &revoke_agent, ARGS(arg_number_or_null((long long)v->scope->person), arg_id(v->id),
                                                             arg_id(v->scope->school)));
        if (result == DONE && db_affected(db) == 0)
                return ABSENT;
        return result == DONE ? audit_add(db, v->scope->person, v->scope->school, "agent-revoked", v->id, "") : result;
}

enum outcome agent_revoke(struct db *db, const struct scope *scope, unsigned long id)
{
        struct revoking v = { scope, id };
        return db_transaction(db, do_revoke, &v);
}

/* ---- each request ---- */

enum outcome agent_nonce_add(struct db *db, unsigned long id, const unsigned char nonce[AGENT_NONCE])
{
        return db_run(db, &insert_nonce, ARGS(arg_id(id), arg_bytes(nonce, AGENT_NONCE)));
}

enum outcome agent_seen(struct db *db, unsigned long id, const char *version)
{
        if (version)
                return db_run(db, &note_version, ARGS(arg_text(version), arg_id(id)));
        return db_run(db, &note_seen, ARGS(arg_id(id)));
}

enum outcome agent_sweep(struct db *db)
{
        enum outcome result = db_run(db, &sweep_nonces, ARGS());
        return result == DONE ? db_run(db, &sweep_codes, ARGS()) : result;
}
