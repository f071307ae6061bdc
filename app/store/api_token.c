#include "store/api_token.h"

#include "store/audit.h"

#define TOKEN                                                                                                                \
        "SELECT t.id, t.school_id, COALESCE(t.made_by, 0), t.name, t.scopes, COALESCE((SELECT name FROM person WHERE id = t.made_by), "   \
        "''), t.made_at, t.expires_at, COALESCE(t.used_at, ''), COALESCE(t.revoked_at, ''), t.revoked_at IS NULL AND t.expires_at > "  \
        "UTC_TIMESTAMP(), COALESCE(t.used_at > UTC_TIMESTAMP() - INTERVAL 1 MINUTE, 0) FROM api_token t "
SQL(find_token, TOKEN "WHERE t.token_hash = ?");
SQL(list_tokens, TOKEN "ORDER BY t.revoked_at IS NOT NULL OR t.expires_at < UTC_TIMESTAMP(), t.id DESC");
SQL(insert_token, "INSERT INTO api_token (token_hash, name, scopes, made_by, made_at, expires_at) VALUES (?, ?, ?, ?, UTC_TIMESTAMP(), "
                  "UTC_TIMESTAMP() + INTERVAL ? DAY)");
SQL(revoke_token, "UPDATE api_token SET revoked_at = UTC_TIMESTAMP() WHERE id = ? AND revoked_at IS NULL");
SQL(note_used, "UPDATE api_token SET used_at = UTC_TIMESTAMP() WHERE id = ?");

static struct api_token token_of(const struct result *r, size_t row)
{
        return (struct api_token){ .id = (unsigned long)result_number(r, row, 0),
                                   .school = (unsigned long)result_number(r, row, 1),
                                   .made_by = (unsigned long)result_number(r, row, 2),
                                   .name = result_text(r, row, 3),
                                   .scopes = result_text(r, row, 4),
                                   .maker = result_text(r, row, 5),
                                   .made_at = result_text(r, row, 6),
                                   .expires_at = result_text(r, row, 7),
                                   .used_at = result_text(r, row, 8),
                                   .revoked_at = result_text(r, row, 9),
                                   .good = result_number(r, row, 10),
                                   .recent = result_number(r, row, 11) };
}

enum outcome api_token_find(struct db *db, struct arena *a, const unsigned char hash[32], struct api_token *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &find_token, ARGS(arg_bytes(hash, 32)));
        if (result == DONE)
                *out = token_of(&r, 0);
        return result;
}

enum outcome api_token_list(struct db *db, struct arena *a, struct api_tokens *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_tokens, ARGS());
        struct api_token *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = token_of(&r, i);
        *out = (struct api_tokens){ r.count, items };
        return result;
}

struct adding {
        const struct api_token *t;
        const unsigned char *hash;
        unsigned days;
};

static enum outcome do_add(struct db *db, void *context)
{
        struct adding *x = context;
        enum outcome result = db_run(db, &insert_token, ARGS(arg_bytes(x->hash, 32), arg_text(x->t->name), arg_text(x->t->scopes),
                                                             arg_id(x->t->made_by), arg_number(x->days)));
        unsigned long id = (unsigned long)db_last_id(db);
        return result == DONE ? audit_add(db, x->t->made_by, 0, "token-made", id, x->t->scopes) : result;
}

enum outcome api_token_add(struct db *db, const struct api_token *t, const unsigned char hash[32], unsigned days)
{
        struct adding x = { t, hash, days };
        return db_transaction(db, do_add, &x);
}

struct revoking {
        unsigned long by, id;
};

static enum outcome do_revoke(struct db *db, void *context)
{
        struct revoking *v = context;
        enum outcome result = db_run(db, &revoke_token, ARGS(arg_id(v->id)));
        if (result == DONE && db_affected(db) == 0)
                return ABSENT;
        return result == DONE ? audit_add(db, v->by, 0, "token-revoked", v->id, "") : result;
}

enum outcome api_token_revoke(struct db *db, unsigned long by, unsigned long id)
{
        struct revoking v = { by, id };
        return db_transaction(db, do_revoke, &v);
}

enum outcome api_token_used(struct db *db, unsigned long id)
{
        return db_run(db, &note_used, ARGS(arg_id(id)));
}
