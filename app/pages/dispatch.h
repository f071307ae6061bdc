/* From a request to the page that answers it: path, session, role, token, form and scope are checked here and only here. */
#ifndef PAGES_DISPATCH_H
#define PAGES_DISPATCH_H

#include "base/config.h"
#include "http/request.h"
#include "http/response.h"

struct db;

/* Which addresses a pool answers: the authority's begin with /la, those of programs with /api. */
enum pool { POOL_SCHOOL, POOL_LA, POOL_EXCHANGE, POOL_ALL };

struct site {
        const struct config *config;
        struct db *db;
        enum pool pool;
};

/* Always leaves a complete response. */
void dispatch(struct site *site, struct request *request, struct response *response);

#endif
