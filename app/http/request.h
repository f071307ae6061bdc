/* One request as it came: method, path, query, form, cookies, files. Nothing here knows who sent it. */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/outcome.h"
#include "http/url.h"

/* Bodies: forms are held in memory, uploads in a memory file. nginx/site.conf has the same limits. */
enum { FORM_MAX = 512 * 1024, UPLOAD_MAX = 12 * 1024 * 1024 };

struct pair {
        const char *name, *value;
};

struct pairs {
        size_t count, room;
        struct pair *items;
};

/* A file of a multipart form: a range of the body. label is what the browser called it, for showing only. */
struct sent_file {
        const char *field, *label;
        size_t offset, len;
};

struct request {
        struct arena *arena;
        unsigned long number;  /* of this process, for the log */
        const char *method, *path, *query_text, *address, *origin, *fetch_site, *content_type, *host;
        const char *target;    /* path and query as they came */
        const char *authorization, *request_key; /* the headers Authorization and Idempotency-Key, or "" */
        struct pairs query, form, cookies;
        int body;              /* descriptor of a multipart body, or -1 */
        size_t body_len;
        const char *content;   /* a body of any other type, where the pool takes such; followed by a NUL */
        size_t content_len;
        size_t file_count;
        struct sent_file *files;
        struct url_parts parts; /* the numbers in the path, once a route matched */
};

/* The value of that name (the first), or "". */
const char *request_query(const struct request *r, const char *name);
const char *request_form(const struct request *r, const char *name);
const char *request_cookie(const struct request *r, const char *name);

/* True when the form holds that name at all: a ticked box. */
bool request_has(const struct request *r, const char *name);

/* The nth value (from 0) of a name that may come several times, or NULL. */
const char *request_form_nth(const struct request *r, const char *name, size_t n);

/* Splits "a=b&c=d" into pairs. REFUSED when it is broken or has more than 20,000 of them. */
enum outcome pairs_parse(struct arena *a, const char *text, size_t len, struct pairs *out) MUST_USE;
void pairs_add(struct arena *a, struct pairs *p, const char *name, const char *value);
const char *pairs_get(const struct pairs *p, const char *name);

/* "a=b; c=d" of a Cookie header; what is broken is left out. */
void pairs_parse_cookies(struct arena *a, const char *text, struct pairs *out);

#endif
