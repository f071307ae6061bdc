/* The schools' agents, known by their public keys, and the one-time codes by which they enrol: their SQL. */
#ifndef STORE_AGENT_H
#define STORE_AGENT_H

#include "db/db.h"
#include "model/scope.h"

enum { AGENT_KEY = 32, AGENT_NONCE = 16 };

struct agent {
        unsigned long id, school;
        unsigned char key[AGENT_KEY];
        const char *name, *version; /* as the agent says; version "": not said yet */
        const char *enrolled_at, *seen_at, *revoked_at; /* "": never, not */
        const char *revoked_by, *school_name;
        bool recent; /* was heard from within the last minute */
};

struct agents {
        size_t count;
        const struct agent *items;
};

/* Whoever it is: for gate/, which then checks the signature. */
enum outcome agent_find(struct db *db, struct arena *a, unsigned long id, struct agent *out) MUST_USE;

/* Of one school, those in use first. */
enum outcome agent_list(struct db *db, struct arena *a, const struct scope *scope, struct agents *out) MUST_USE;

/* Of all schools, by school. For the authority's staff. */
enum outcome agent_list_all(struct db *db, struct arena *a, struct agents *out) MUST_USE;

/* A code for the scope's school, good for so many days. One that was made before and not used is good no more. */
enum outcome agent_code_add(struct db *db, const struct scope *scope, const unsigned char hash[32], unsigned days) MUST_USE;

/* The code is used up and the agent is known from then on. The same agent with the same key again gets the same number, whatever became
 * of the code. ABSENT: no such code, or it is too old. REFUSED: the key was revoked. */
struct agent_new {
        const unsigned char *code_hash, *key; /* 32 bytes each */
        const char *name, *version;
};

enum outcome agent_enrol(struct db *db, const struct agent_new *n, unsigned long *id) MUST_USE;

/* The agent is answered no more. ABSENT: the school has no such agent in use. */
enum outcome agent_revoke(struct db *db, const struct scope *scope, unsigned long id) MUST_USE;

/* REFUSED: a request with this nonce was seen before. */
enum outcome agent_nonce_add(struct db *db, unsigned long id, const unsigned char nonce[AGENT_NONCE]) MUST_USE;

/* It was heard from just now. version NULL: it does not say. */
enum outcome agent_seen(struct db *db, unsigned long id, const char *version) MUST_USE;

/* Deletes nonces that no signature can use any more, and codes that are too old. */
enum outcome agent_sweep(struct db *db) MUST_USE;

#endif
