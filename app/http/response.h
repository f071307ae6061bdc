/* The answer, complete in memory before a byte is sent: a late error can still become a clean error page. */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

struct response {
        int status;
        struct buf headers;
        const char *body; /* ends with NUL */
        size_t body_len;
        struct buf room; /* for a body that is not lent */
};

/* Starts an answer anew, dropping what it held but its buffers' room. */
void response_reset(struct response *r);
void response_free(struct response *r);

/* A header line. A value with CR, LF or NUL, or not ASCII, ends the process's trust in its caller: it is left out and
 * logged. */
void response_header(struct response *r, const char *name, const char *value);

/* Sets status, type and body. */
void response_send(struct response *r, int status, const char *type, const void *bytes, size_t len);

/* The same without a copy: text ends with NUL and stays until the answer has been written, as all in the request's arena does. */
void response_lend(struct response *r, int status, const char *type, const char *text, size_t len);

/* 303 See Other: after every POST. url is a path of ours. */
void response_redirect(struct response *r, const char *url);

/* A file to keep. file_name must be plain: letters, digits, dash, dot, underscore; anything else becomes a dash. */
void response_download(struct response *r, const char *file_name, const char *type, const void *bytes, size_t len);

#endif
