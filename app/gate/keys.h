/* The installation's secret key and what is derived from it. */
#ifndef GATE_KEYS_H
#define GATE_KEYS_H

#include "base/config.h"
#include "base/outcome.h"

/* Reads the 32 bytes of the file named key_file in the configuration (64 hex digits) into locked memory. Call before
 * anything else of gate/. BROKEN is logged. */
enum outcome keys_open(const struct config *c) MUST_USE;

/* A new key file with mode 0600. REFUSED when one is there already: uploads and sessions hang on it. */
enum outcome keys_create(const char *path) MUST_USE;

enum { KEY_SESSION = 1, KEY_UPLOAD, KEY_TRIES, KEY_LINK, KEY_KNOWN, KEY_CODE, KEY_TOKEN };

/* The 32-byte key of one purpose, derived from the secret. */
void keys_derive(int purpose, unsigned char out[32]);

/* Keyed BLAKE2b: what stands in the database instead of the thing itself. len is 16 to 64. */
void keys_hash(int purpose, const void *bytes, size_t size, unsigned char *out, size_t len);

#endif
