/* The authority's site as an agent asks it: each request signed with the agent's own key, tried again a little when nothing answers. */
#ifndef AGENT_SITE_H
#define AGENT_SITE_H

#include "agent/web.h"
#include "base/config.h"
#include "base/json.h"
#include "base/outcome.h"

enum said {
        SAID_YES,
        SAID_NOTHING, /* 204 */
        SAID_NO,      /* it is refused, and will be again */
        SAID_LATER    /* nothing answered, or not now */
};

struct site {
        const struct config *config;
        struct web *web;
        const char *url; /* without a slash at its end */
        unsigned long agent;
        unsigned char secret[64];
};

/* Makes a new key, enrols with the code and keeps both number and key; those of an enrolment before count until then. Says on standard
 * output what became of it. */
enum outcome site_enrol(struct arena *a, const struct config *c, const char *code) MUST_USE;

/* ABSENT: not enrolled yet. */
enum outcome site_open(struct arena *a, const struct config *c, struct site *out) MUST_USE;
void site_close(struct site *s);

/* path from "/api/v1" on. type: of the body, NULL: JSON. once: an Idempotency-Key, or NULL. */
struct site_ask {
        const char *method, *path, *type, *once;
        const void *body;
        size_t len;
};
enum said site_ask(struct site *s, struct arena *a, const struct site_ask *ask, struct web_answer *out);

/* The same with a body of JSON (or none), whose answer is an object; *out is the caller's to drop, NULL when it is none. */
enum said site_post(struct site *s, struct arena *a, const char *path, const char *once, const char *body, struct json **out);

/* SHA-256 in hexadecimal. */
const char *site_sha256(struct arena *a, const void *bytes, size_t len);

#endif
