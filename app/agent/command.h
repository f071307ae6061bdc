/* Running one of the school's own commands: what it is given, what it says, and what its exit code means. */
#ifndef AGENT_COMMAND_H
#define AGENT_COMMAND_H

#include "base/arena.h"

/* in and out: paths of files for its standard input and output; in NULL: nothing. variables: "NAME=value", ends with NULL; they are added to
 * the agent's own environment. tick is called each minute while it runs. Returns its exit code, or -1 when it could not run or was ended by a
 * signal. */
struct command {
        const char *line; /* for the shell */
        const char *in, *out;
        const char *const *variables;
        void (*tick)(void *with);
        void *with;
};
int command_run(struct arena *a, const struct command *c);

#endif
