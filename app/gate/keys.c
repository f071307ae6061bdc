#include "gate/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

static unsigned char *secret;

/* Into locked memory that cannot be written to any more. */
static bool take(const char *text, size_t len)
{
        unsigned char key[crypto_kdf_KEYBYTES];
        size_t got = 0;
        bool good = sodium_hex2bin(key, sizeof key, text, len, NULL, &got, NULL) == 0 && got == sizeof key;
        if (good && !secret)
                secret = sodium_malloc(sizeof key);
        good = good && secret && sodium_mprotect_readwrite(secret) == 0;
        if (good)
                memcpy(secret, key, sizeof key);
        sodium_memzero(key, sizeof key);
        return good && sodium_mprotect_readonly(secret) == 0;
}

enum outcome keys_open(const struct config *c)
{
        const char *path = config_get(c, "key_file", "/etc/onroll/key");
        char text[2 * crypto_kdf_KEYBYTES + 1] = "";
        int fd = sodium_init() < 0 ? -1 : open(path, O_RDONLY | O_CLOEXEC);
        ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
        if (fd >= 0)
                close(fd);
        bool good = got > 0 && take(text, (size_t)got);
        sodium_memzero(text, sizeof text);
        if (!good)
                log_event("key-file", "%s: want %u hex digits", path, 2 * crypto_kdf_KEYBYTES);
        return good ? DONE : BROKEN;
}

enum outcome keys_create(const char *path)
{
        unsigned char key[crypto_kdf_KEYBYTES];
        char text[2 * sizeof key + 1];
        int fd = sodium_init() < 0 ? -1 : open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd < 0 && errno == EEXIST)
                return REFUSED;
        crypto_kdf_keygen(key);
        sodium_bin2hex(text, sizeof text, key, sizeof key);
        text[2 * sizeof key] = '\n';
        ssize_t put = fd < 0 ? -1 : write(fd, text, sizeof text);
        sodium_memzero(text, sizeof text);
        sodium_memzero(key, sizeof key);
        if (fd < 0 || put != sizeof text || fsync(fd) || close(fd)) {
                log_event("key-file", "%s: %s", path, strerror(errno));
                return BROKEN;
        }
        return DONE;
}

void keys_derive(int purpose, unsigned char out[32])
{
        if (!secret || crypto_kdf_derive_from_key(out, 32, (unsigned)purpose, "onroll__", secret))
                abort();
}

void keys_hash(int purpose, const void *bytes, size_t size, unsigned char *out, size_t len)
{
        unsigned char key[32];
        keys_derive(purpose, key);
        crypto_generichash(out, len, bytes, size, key, sizeof key);
        sodium_memzero(key, sizeof key);
}
