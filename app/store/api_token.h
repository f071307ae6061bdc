/* Tokens by which other systems of the authority speak to /api/v1: their SQL. Only a keyed hash of each is kept. */
#ifndef STORE_API_TOKEN_H
#define STORE_API_TOKEN_H

#include "db/db.h"

struct api_token {
        unsigned long id, school, made_by; /* school 0: of the whole authority */
        const char *name, *scopes;         /* scopes: keys of model/role.h's token_scopes with a space between */
        const char *maker, *made_at, *expires_at, *used_at, *revoked_at;
        bool good, recent; /* neither expired nor revoked; used within the last minute */
};

struct api_tokens {
        size_t count;
        const struct api_token *items;
};

enum outcome api_token_find(struct db *db, struct arena *a, const unsigned char hash[32], struct api_token *out) MUST_USE;
enum outcome api_token_list(struct db *db, struct arena *a, struct api_tokens *out) MUST_USE;

/* t: name, scopes and made_by count. */
enum outcome api_token_add(struct db *db, const struct api_token *t, const unsigned char hash[32], unsigned days) MUST_USE;

/* ABSENT: there is no such token in use. */
enum outcome api_token_revoke(struct db *db, unsigned long by, unsigned long id) MUST_USE;
enum outcome api_token_used(struct db *db, unsigned long id) MUST_USE;

#endif
