/* Encrypting uploads at rest: libsodium's secretstream in pieces that fit a database column. */
#ifndef GATE_VAULT_H
#define GATE_VAULT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/outcome.h"

enum { VAULT_PIECE = 1024 * 1024 };

struct vault_piece {
        const unsigned char *bytes;
        size_t len;
};

/* pieces[0] is the stream's header, the last one carries its end. label (the upload's number) is bound to the stream, so
 * that pieces of two uploads cannot be exchanged. */
void vault_seal(struct arena *a, unsigned long label, const void *bytes, size_t len, struct vault_piece **pieces,
                size_t *count);

/* The bytes again. BROKEN (logged) when a piece is missing, altered, moved, or the end is not there. */
enum outcome vault_open(struct arena *a, unsigned long label, const struct vault_piece *pieces, size_t count,
                        unsigned char **bytes, size_t *len) MUST_USE;

/* SHA-256, by which the same file is noticed a second time. */
void vault_hash(const void *bytes, size_t len, unsigned char out[32]);

#endif
