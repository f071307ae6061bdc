/* libfcgi's part: one accepted connection to a request, a response to bytes. Used by serve.c alone. */
#ifndef HTTP_FASTCGI_H
#define HTTP_FASTCGI_H

#include <stdbool.h>

#include "http/request.h"
#include "http/response.h"

struct fastcgi;

/* Once a worker. NULL when libfcgi cannot start. */
struct fastcgi *fastcgi_start(void);

/* Takes the connection over (and closes it when the request is finished). False: the peer sent no sound request. */
bool fastcgi_accept(struct fastcgi *f, int fd);

/* Fills the request; content_max as in serve.h. 0, or the status to answer with (400, 411, 413, 415), or -1 when the peer went away. */
int fastcgi_read(struct fastcgi *f, struct request *r, size_t content_max);

/* Sends it and finishes the request. */
void fastcgi_write(struct fastcgi *f, struct response *r);

/* Finishes a request that gets no answer. */
void fastcgi_drop(struct fastcgi *f);

/* A plain page for what is refused before any route is known. */
void fastcgi_refuse(struct response *r, int status);

#endif
