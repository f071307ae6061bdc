/* HTTPS requests and nothing else: certificates are checked, redirections are not followed. The only door to libcurl. */
#ifndef AGENT_WEB_H
#define AGENT_WEB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct web;

/* ca_file: a file of certificates in place of the system's, or NULL. */
struct web *web_open(const char *ca_file, long timeout_seconds);
void web_close(struct web *w);

struct web_ask {
        const char *method, *url;
        const char *type, *authorization, *request_key; /* headers, or NULL */
        const char *user;                               /* "id:secret" of HTTP Basic, or NULL */
        const void *body;
        size_t len;
};

struct web_answer {
        long status;
        const char *bytes; /* followed by a NUL */
        size_t len;
        long total;        /* X-Total-Count, or -1 */
};

/* False: no answer came, and *why says what libcurl says. */
bool web_send(struct web *w, struct arena *a, const struct web_ask *ask, struct web_answer *out, const char **why);

#endif
