#include "gate/vault.h"

#include <sodium.h>
#include <stdbool.h>

#include "base/log.h"
#include "gate/keys.h"

typedef crypto_secretstream_xchacha20poly1305_state stream_state;
enum { HEADER = crypto_secretstream_xchacha20poly1305_HEADERBYTES, EXTRA = crypto_secretstream_xchacha20poly1305_ABYTES };

void vault_seal(struct arena *a, unsigned long label, const void *bytes, size_t len, struct vault_piece **pieces,
                size_t *count)
{
        unsigned char key[32];
        stream_state state;
        size_t parts = len / VAULT_PIECE + 1;
        struct vault_piece *out = arena_array(a, parts + 1, sizeof *out);
        unsigned char *header = arena_alloc(a, HEADER);
        keys_derive(KEY_UPLOAD, key);
        crypto_secretstream_xchacha20poly1305_init_push(&state, header, key);
        out[0] = (struct vault_piece){ header, HEADER };
        for (size_t i = 0; i < parts; i++) {
                size_t n = i + 1 < parts ? VAULT_PIECE : len % VAULT_PIECE;
                unsigned char *cipher = arena_alloc(a, n + EXTRA);
                crypto_secretstream_xchacha20poly1305_push(
                    &state, cipher, NULL, (const unsigned char *)bytes + i * VAULT_PIECE, n, (unsigned char *)&label,
                    sizeof label, i + 1 < parts ? 0 : crypto_secretstream_xchacha20poly1305_TAG_FINAL);
                out[i + 1] = (struct vault_piece){ cipher, n + EXTRA };
        }
        sodium_memzero(key, sizeof key);
        sodium_memzero(&state, sizeof state);
        *pieces = out;
        *count = parts + 1;
}

static bool pull_all(stream_state *state, unsigned long label, const struct vault_piece *pieces, size_t count,
                     unsigned char *to, size_t *used)
{
        unsigned char tag = 0;
        for (size_t i = 1; i < count; i++) {
                unsigned long long got;
                if (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL || pieces[i].len < EXTRA ||
                    crypto_secretstream_xchacha20poly1305_pull(state, to + *used, &got, &tag, pieces[i].bytes,
                                                               pieces[i].len, (unsigned char *)&label, sizeof label))
                        return false;
                *used += got;
        }
        return tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
}

enum outcome vault_open(struct arena *a, unsigned long label, const struct vault_piece *pieces, size_t count,
                        unsigned char **bytes, size_t *len)
{
        unsigned char key[32];
        stream_state state;
        size_t total = 0;
        for (size_t i = 1; i < count; i++)
                total += pieces[i].len;
        *bytes = arena_alloc(a, total + 1);
        *len = 0;
        keys_derive(KEY_UPLOAD, key);
        bool good = count > 1 && pieces[0].len == HEADER &&
                    crypto_secretstream_xchacha20poly1305_init_pull(&state, pieces[0].bytes, key) == 0 &&
                    pull_all(&state, label, pieces, count, *bytes, len);
        sodium_memzero(key, sizeof key);
        sodium_memzero(&state, sizeof state);
        if (good)
                return DONE;
        log_event("upload-damaged", "upload %lu does not open", label);
        return BROKEN;
}

void vault_hash(const void *bytes, size_t len, unsigned char out[32])
{
        crypto_hash_sha256(out, bytes, len);
}
