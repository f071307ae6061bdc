/* What a school's agent signs of each request, and the header that carries it. Pure: keys and hashes are gate/caller.h's and agent/'s. */
#ifndef MODEL_SIGNATURE_H
#define MODEL_SIGNATURE_H

#include <stdbool.h>

#include "base/arena.h"

/* SIGNATURE_WINDOW: seconds by which the clocks of the two may differ. */
enum { SIGNATURE_NONCE = 32, SIGNATURE_HASH = 64, SIGNATURE_HEX = 128, SIGNATURE_WINDOW = 300 };

struct signed_request {
        unsigned long agent;
        long time;              /* seconds since 1970 */
        const char *nonce;      /* 32 hexadecimal digits, never used twice */
        const char *method;
        const char *target;     /* path and query as they were sent */
        const char *body_hash;  /* SHA-256 in hexadecimal, also of an empty body */
};

/* The bytes that are signed: seven lines. The site is not among them: the name by which a client reached it is not what the server has
 * for sure (a proxy, a forwarded port, a second name), and what a client says its name is anyone can say again. So a key is good for one
 * site: the agent makes a new one each time that it enrols. */
const char *signature_text(struct arena *a, const struct signed_request *r);

/* The value of the header Authorization: Onroll agent="7", time="1790000000", nonce="...", signature="..." */
const char *signature_header(struct arena *a, const struct signed_request *r, const char *signature);

/* And back: agent, time, nonce and signature, each checked for its form. False: it is no such header. */
bool signature_parse(struct arena *a, const char *header, struct signed_request *out, const char **signature);

/* What an agent signs with its new key when it enrols, so that nobody enrols a key that they do not have. */
const char *signature_enrol_text(struct arena *a, const char *code, const char *public_key);

#endif
