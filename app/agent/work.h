/* One run of the agent: whatever the site has for the school, one answer after the other, until there is nothing more. */
#ifndef AGENT_WORK_H
#define AGENT_WORK_H

#include <stdbool.h>

#include "agent/site.h"

/* False: something is left for the next run. */
bool work_run(struct site *s, const char *version);

#endif
