/* Answers to requests that carry an Idempotency-Key, kept for a day: asked again, the same answer is given. Their SQL. */
#ifndef STORE_API_ANSWER_H
#define STORE_API_ANSWER_H

#include "db/db.h"

enum { API_KEY_MAX = 64, API_WHO = 16 };

/* Which request it is: by whom ("a7" an agent, "t3" a token), the key that they gave it, and what it is about. */
struct api_asked {
        const char *who, *key;
        const unsigned char *hash; /* 32 bytes */
};

struct api_given {
        bool other; /* the key was used for another request */
        int status; /* 0: the request is being worked on */
        const char *body;
};

/* ABSENT: it is new, and is the caller's to do, who then ends it. DONE: it was asked before, and *out says what came of it. */
enum outcome api_answer_begin(struct db *db, struct arena *a, const struct api_asked *q, struct api_given *out) MUST_USE;

/* What came of it. status 0: nothing, it may be asked anew. */
enum outcome api_answer_end(struct db *db, const struct api_asked *q, int status, const char *body) MUST_USE;

enum outcome api_answer_sweep(struct db *db) MUST_USE;

#endif
