/* The configuration file: lines of "name = value", # starts a comment. */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include "base/arena.h"
#include "base/outcome.h"

struct config;

/* Reads the file at path, or at $ONROLL_CONF, or /etc/onroll/onroll.conf. BROKEN (and logged) when it cannot be read or
 * has a line that is not understood. Kept in the arena. */
enum outcome config_read(struct arena *a, const char *path, const struct config **out) MUST_USE;

/* The value, or fallback when the name is not set. */
const char *config_get(const struct config *c, const char *name, const char *fallback);
long config_number(const struct config *c, const char *name, long fallback);

#endif
