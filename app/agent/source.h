/* Where the data comes from that a school is asked for: a folder, a command, or a system that speaks OneRoster, as the configuration says for
 * each set of data. What is no longer there is said kind by kind, and never taken for an empty file. */
#ifndef AGENT_SOURCE_H
#define AGENT_SOURCE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/config.h"

/* What is asked. years: NC years with commas between, "" for all. */
struct source_asked {
        const char *data, *group, *years;
        long months, run;
        void (*tick)(void *with); /* called each minute while it takes long */
        void *with;
};

enum source_result {
        SOURCE_GOT,
        SOURCE_GONE,   /* nothing of it is left */
        SOURCE_FAILED
};

enum { SOURCE_GONE_MAX = 20 };

struct source_got {
        const char *label; /* the file's name */
        size_t gone_count;
        struct source_gone {
                const char *kind, *words;
        } gone[SOURCE_GONE_MAX];
        const char *words; /* why it failed */
};

/* The data is then whole in the file at path. */
enum source_result source_get(struct arena *a, const struct config *c, const struct source_asked *asked, const char *path,
                              struct source_got *out);

#endif
