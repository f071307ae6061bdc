/* A pool of FastCGI workers on a Unix socket: starting, replacing and ending them, reading requests, sending answers.
 * The only door to <fcgiapp.h>. */
#ifndef HTTP_SERVE_H
#define HTTP_SERVE_H

#include <sys/types.h>

#include "http/request.h"
#include "http/response.h"

struct serve_options {
        const char *socket;    /* path; made with mode 0660 unless systemd handed the socket over as descriptor 3 */
        int workers;
        uid_t peer;            /* the only user whose connections are served: nginx */
        unsigned watchdog;     /* seconds a request may take before its worker is ended */
        unsigned requests_max; /* a worker is replaced after so many */
        size_t content_max;    /* bytes of a body that is neither a form nor an upload; 0: there are none */
};

/* What a worker does. start runs once in each worker (open the database) and returns its context, NULL when it cannot
 * work; answer fills the response. */
struct serve_work {
        void *(*start)(void *options);
        void (*answer)(void *context, struct request *request, struct response *response);
        void *options;
};

/* Runs until SIGTERM or SIGINT, then lets requests finish. Returns the exit code. */
int serve(const struct serve_options *options, const struct serve_work *work);

/* In the worker only: one request after the other until told to stop. Used by serve, and by tests without a pool. */
int serve_worker(int listener, const struct serve_options *options, const struct serve_work *work);

#endif
