/* Requests to /api: which program asks, whether it may, and whether it asks again. dispatch.c hands them over; nobody else calls this. */
#ifndef PAGES_DISPATCH_API_H
#define PAGES_DISPATCH_API_H

#include "pages/visit.h"

/* v->route: the route that fits, or NULL (other_method: one of another method does). Always leaves a complete answer. */
void dispatch_api(struct visit *v, bool other_method);

/* For what goes wrong before any route is known. */
void dispatch_api_error(struct visit *v, int status);

#endif
