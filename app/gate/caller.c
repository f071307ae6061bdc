#include "gate/caller.h"

#include <ctype.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gate/keys.h"
#include "model/role.h"
#include "model/signature.h"
#include "store/agent.h"
#include "store/api_token.h"

static const char token_prefix[] = "onroll_", bearer[] = "Bearer ";
enum { TOKEN_BYTES = 31, GROUPS = 5, IN_GROUP = 4 };

bool gate_from_hex(const char *text, unsigned char *out, size_t want)
{
        size_t len = 0;
        return strlen(text) == 2 * want && sodium_hex2bin(out, want, text, 2 * want, NULL, &len, NULL) == 0 && len == want;
}

static enum outcome refuse(const char **code, struct refusal *why, const char *word, const char *words)
{
        *code = word;
        *why = (struct refusal){ "", words };
        return REFUSED;
}

/* ---- agents ---- */

static bool signed_by(struct arena *a, const struct agent *g, const struct signed_request *s, const char *signature)
{
        unsigned char sign[crypto_sign_BYTES];
        const char *text = signature_text(a, s);
        return gate_from_hex(signature, sign, sizeof sign) &&
               crypto_sign_verify_detached(sign, (const unsigned char *)text, strlen(text), g->key) == 0;
}

static void describe(const struct request *r, struct signed_request *s)
{
        unsigned char hash[crypto_hash_sha256_BYTES];
        char *hex = arena_alloc(r->arena, SIGNATURE_HASH + 1);
        crypto_hash_sha256(hash, (const unsigned char *)r->content, r->content_len);
        s->method = r->method;
        s->target = r->target;
        s->body_hash = sodium_bin2hex(hex, SIGNATURE_HASH + 1, hash, sizeof hash);
}

static enum outcome check_signature(struct db *db, const struct request *r, struct agent *g, const char **code, struct refusal *why)
{
        static const char unknown[] = "The signature does not fit an agent that is enrolled.";
        struct signed_request s;
        const char *signature;
        unsigned char nonce[AGENT_NONCE];
        if (!signature_parse(r->arena, r->authorization, &s, &signature))
                return refuse(code, why, "authorization", "The header Authorization is not understood.");
        describe(r, &s);
        enum outcome result = agent_find(db, r->arena, s.agent, g);
        if (result == ABSENT || (result == DONE && !signed_by(r->arena, g, &s, signature)))
                return refuse(code, why, "signature", unknown);
        if (result != DONE)
                return result;
        if (*g->revoked_at)
                return refuse(code, why, "revoked", "The agent’s key was revoked. Enrol again with a new code.");
        if (labs((long)time(NULL) - s.time) > SIGNATURE_WINDOW)
                return refuse(code, why, "clock", "The request was signed more than five minutes from now. Set the machine’s clock.");
        if (!gate_from_hex(s.nonce, nonce, sizeof nonce))
                return refuse(code, why, "authorization", "The header Authorization is not understood.");
        result = agent_nonce_add(db, g->id, nonce);
        return result == REFUSED ? refuse(code, why, "replay", "This request came before. Sign each one anew.") : result;
}

static enum outcome agent_caller(struct db *db, const struct request *r, struct caller *out, const char **code, struct refusal *why)
{
        struct agent g;
        enum outcome result = check_signature(db, r, &g, code, why);
        if (result != DONE)
                return result;
        *out = (struct caller){ .agent = g.id, .school = g.school, .who = WHO_AGENT };
        return g.recent ? DONE : agent_seen(db, g.id, NULL);
}

/* ---- tokens ---- */

static void token_hash(const char *token, unsigned char hash[SECRET_HASH])
{
        keys_hash(KEY_TOKEN, token, strlen(token), hash, SECRET_HASH);
}

static enum outcome token_caller(struct db *db, const struct request *r, struct caller *out, const char **code, struct refusal *why)
{
        unsigned char hash[SECRET_HASH];
        struct api_token t;
        token_hash(r->authorization + sizeof bearer - 1, hash);
        enum outcome result = api_token_find(db, r->arena, hash, &t);
        if (result == ABSENT)
                return refuse(code, why, "token", "There is no such token.");
        if (result != DONE)
                return result;
        if (!t.good)
                return refuse(code, why, *t.revoked_at ? "revoked" : "expired",
                              "The token has expired or was revoked. The authority’s administrators make a new one.");
        *out = (struct caller){ .token = t.id, .school = t.school, .person = t.made_by, .who = token_scopes_of(t.scopes) };
        return t.recent ? DONE : api_token_used(db, t.id);
}

enum outcome gate_caller(struct db *db, const struct request *r, struct caller *out, const char **code, struct refusal *why)
{
        if (!*r->authorization)
                return ABSENT;
        if (strncmp(r->authorization, bearer, sizeof bearer - 1) == 0)
                return token_caller(db, r, out, code, why);
        return agent_caller(db, r, out, code, why);
}

/* ---- secrets ---- */

/* 100 bits in letters and digits that nobody takes for another. */
void gate_code_make(char out[CODE_TEXT], unsigned char hash[SECRET_HASH])
{
        static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        char plain[GROUPS * IN_GROUP];
        size_t n = 0;
        for (size_t i = 0; i < sizeof plain; i++) {
                plain[i] = letters[randombytes_uniform(sizeof letters - 1)];
                if (i && i % IN_GROUP == 0)
                        out[n++] = '-';
                out[n++] = plain[i];
        }
        out[n] = '\0';
        keys_hash(KEY_CODE, plain, sizeof plain, hash, SECRET_HASH);
}

void gate_code_hash(struct arena *a, const char *code, unsigned char hash[SECRET_HASH])
{
        char *plain = arena_alloc(a, strlen(code) + 1);
        size_t n = 0;
        for (; *code; code++)
                if (isalnum((unsigned char)*code))
                        plain[n++] = (char)toupper((unsigned char)*code);
        keys_hash(KEY_CODE, plain, n, hash, SECRET_HASH);
}

void gate_token_make(char out[TOKEN_TEXT], unsigned char hash[SECRET_HASH])
{
        unsigned char bytes[TOKEN_BYTES];
        memcpy(out, token_prefix, sizeof token_prefix);
        randombytes_buf(bytes, sizeof bytes);
        sodium_bin2hex(out + sizeof token_prefix - 1, TOKEN_TEXT - sizeof token_prefix + 1, bytes, sizeof bytes);
        sodium_memzero(bytes, sizeof bytes);
        token_hash(out, hash);
}

bool gate_enrol_proved(struct arena *a, const char *code, const char *public_key, const char *proof, unsigned char key[32])
{
        unsigned char sign[crypto_sign_BYTES];
        const char *text = signature_enrol_text(a, code, public_key);
        return gate_from_hex(public_key, key, crypto_sign_PUBLICKEYBYTES) && gate_from_hex(proof, sign, sizeof sign) &&
               crypto_sign_verify_detached(sign, (const unsigned char *)text, strlen(text), key) == 0;
}
