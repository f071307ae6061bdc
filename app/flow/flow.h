/* What every step of the flow is given: receive, read, recognise, match, weigh, decide, apply. */
#ifndef FLOW_FLOW_H
#define FLOW_FLOW_H

#include "base/config.h"
#include "model/scope.h"

struct db;

struct flow {
        struct arena *arena;
        struct db *db;
        const struct config *config;
        const struct scope *scope;
        struct refusal *why; /* filled in when a step ends REFUSED */
};

/* Returns REFUSED with those words. */
enum outcome flow_refuse(const struct flow *f, const char *words) MUST_USE;

#endif
