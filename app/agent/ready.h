/* What the agent knows of whether its school can answer tasks: as the configuration, or a command of the
 * school, says. */
#ifndef AGENT_READY_H
#define AGENT_READY_H

#include "base/config.h"
#include "base/json.h"

/* Adds what is known to the object. */
void ready_say(struct arena *a, const struct config *c, struct json *out);

#endif
