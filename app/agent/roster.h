/* A school's system that speaks OneRoster 1.1 or 1.2 over REST: its pupils as the zip of CSV files of the same standard. */
#ifndef AGENT_ROSTER_H
#define AGENT_ROSTER_H

#include "base/arena.h"
#include "base/config.h"

enum roster_result { ROSTER_GOT, ROSTER_GONE, ROSTER_FAILED };

/* Fetches all of it and writes the zip to path. *words: why it failed, or what is gone; with ROSTER_GOT the kind of data that the system has no
 * more ("" for none). tick is called between pages. */
enum roster_result roster_fetch(struct arena *a, const struct config *c, const char *path, void (*tick)(void *with), void *with,
                                const char **words);

#endif
