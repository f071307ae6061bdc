#include "gate/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

static unsigned char *secret;

enum outcome keys_open(const struct config *c)
{
        const char *path = config_get(c, "key_file", "/etc/onroll/key");
        char text[2 * crypto_kdf_KEYBYTES + 1] = "";
        size_t len = 0;
        int fd = sodium_init() < 0 ? -1 : open(path, O_RDONLY | O_CLOEXEC);
        ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
        if (fd >= 0)
                close(fd);
        if (!secret)
                secret = sodium_malloc(crypto_kdf_KEYBYTES);
        if (got < 0 || !secret ||
            sodium_hex2bin(secret, crypto_kdf_KEYBYTES, text, (size_t)got, NULL, &len, NULL) ||
            len != crypto_kdf_KEYBYTES) {
                log_event("key-file", "%s: want %u hex digits", path, 2 * crypto_kdf_KEYBYTES);
                return BROKEN;
        }
        sodium_memzero(text, sizeof text);
        sodium_mprotect_readonly(secret);
        return DONE;
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
