/* Programs that speak to /api/v1: who they are, by a signature (a school's agent) or a token (another system). Here too their secrets
 * are made: one-time codes and tokens, of which only keyed hashes are kept. */
#ifndef GATE_CALLER_H
#define GATE_CALLER_H

#include "http/request.h"

struct db;

struct caller {
        unsigned long agent, token; /* one of them is 0 */
        unsigned long school;       /* 0: of the whole authority */
        unsigned long person;       /* who made the token */
        unsigned who;               /* set of enum who: what it may do */
};

/* ABSENT: the request says nothing of who sends it. REFUSED: it does, and it is not so; *code is then a word for programs and why->words
 * for people. A signature is good once, within five minutes by our clock. */
enum outcome gate_caller(struct db *db, const struct request *r, struct caller *out, const char **code, struct refusal *why) MUST_USE;

/* A one-time code to enrol with, as people type it, and its hash. */
enum { CODE_TEXT = 25, SECRET_HASH = 32, TOKEN_TEXT = 70 };
void gate_code_make(char out[CODE_TEXT], unsigned char hash[SECRET_HASH]);

/* However it was typed: small letters, with or without dashes. */
void gate_code_hash(struct arena *a, const char *code, unsigned char hash[SECRET_HASH]);

/* A token, "onroll_" and 62 digits and letters, and its hash. */
void gate_token_make(char out[TOKEN_TEXT], unsigned char hash[SECRET_HASH]);

/* Whether who enrols with the code has the private key to this public one. All but code in hexadecimal; key gets its bytes. */
bool gate_enrol_proved(struct arena *a, const char *code, const char *public_key, const char *proof, unsigned char key[32]);

/* The bytes of exactly 2 * want hexadecimal digits. */
bool gate_from_hex(const char *text, unsigned char *out, size_t want);

#endif
