/* Files at rest: what was sealed opens again, and nothing else does. */
#include "gate/vault.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../tap.h"
#include "gate/keys.h"
#include "gate/password.h"

static struct arena *a;
static char key_path[64];

static bool open_with(const char *key)
{
        char path[64];
        const struct config *c;
        snprintf(path, sizeof path, "/tmp/onroll-vault-%d.conf", getpid());
        FILE *f = fopen(path, "we");
        fprintf(f, "key_file = %s\n", key);
        fclose(f);
        bool good = config_read(a, path, &c) == DONE && keys_open(c) == DONE;
        unlink(path);
        return good;
}

static void sealing(size_t len)
{
        unsigned char *bytes = arena_alloc(a, len + 1), *back;
        size_t count, got;
        struct vault_piece *p;
        for (size_t i = 0; i < len; i++)
                bytes[i] = (unsigned char)(i * 7);
        vault_seal(a, 9, bytes, len, &p, &count);
        ok(vault_open(a, 9, p, count, &back, &got) == DONE && got == len && memcmp(back, bytes, len) == 0,
           "%zu bytes open again", len);
        ok(vault_open(a, 10, p, count, &back, &got) == BROKEN, "not as another upload's");
        ok(vault_open(a, 9, p, count - 1, &back, &got) == BROKEN, "not without their end");
        ok(vault_open(a, 9, p, 1, &back, &got) == BROKEN && vault_open(a, 9, p, 0, &back, &got) == BROKEN,
           "not as nothing");
        if (count > 3) {
                struct vault_piece t = p[1];
                p[1] = p[2], p[2] = t;
                ok(vault_open(a, 9, p, count, &back, &got) == BROKEN, "not in another order");
                p[2] = p[1], p[1] = t;
        }
        ((unsigned char *)p[count - 1].bytes)[0] ^= 1;
        ok(vault_open(a, 9, p, count, &back, &got) == BROKEN, "not with a bit changed");
}

static void hidden(void)
{
        static const char name[] = "Quillfeather,Zanzibar,2012-03-04";
        struct vault_piece *p;
        size_t count;
        vault_seal(a, 1, name, sizeof name - 1, &p, &count);
        for (size_t i = 0; i < count; i++)
                ok(!memmem(p[i].bytes, p[i].len, "Zanzibar", 8), "piece %zu shows nothing", i);
}

static void key_files(void)
{
        struct stat st;
        ok(stat(key_path, &st) == 0 && (st.st_mode & 0777) == 0600, "a key is for its owner alone");
        ok(keys_create(key_path) == REFUSED, "and is never written over");
        char bad[80];
        snprintf(bad, sizeof bad, "%s.bad", key_path);
        FILE *f = fopen(bad, "we");
        fputs("0123", f);
        fclose(f);
        ok(!open_with(bad), "a key that is too short");
        unlink(bad);
        ok(!open_with(bad), "and one that is not there are refused");
        unsigned char one[32], other[32];
        ok(open_with(key_path), "the right one again");
        keys_derive(KEY_SESSION, one);
        keys_derive(KEY_UPLOAD, other);
        ok(memcmp(one, other, 32) != 0, "each purpose has its own");
}

static void passwords(void)
{
        char hash[PASSWORD_HASH], again[PASSWORD_HASH];
        ok(password_hash("three odd words", hash) && password_hash("three odd words", again) &&
               strcmp(hash, again) != 0,
           "the same password never looks the same");
        ok(strncmp(hash, "$argon2id$v=19$m=65536,t=3,p=1$", 31) == 0, "Argon2id, three times over 64 MiB");
        ok(password_right(hash, "three odd words") && !password_right(hash, "three odd word"),
           "right and wrong");
        ok(!password_right("", "") && !password_right("", "three odd words"), "who has none never gets in");
        ok(!password_outdated(hash) &&
               password_outdated("$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                                 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
           "weaker ones are made anew");
        static const char *const bad[] = { "short", "password123", "Head@Oak12345", "1234567890", "" };
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
                ok(password_problem(bad[i], "head@oak.example") != NULL, "may not be chosen: %s", bad[i]);
        ok(!password_problem("three odd words", "head@oak.example"), "may be: three odd words");
}

int main(void)
{
        a = arena_new();
        snprintf(key_path, sizeof key_path, "/tmp/onroll-vault-%d", getpid());
        unlink(key_path);
        ok(keys_create(key_path) == DONE && open_with(key_path), "a key");
        sealing(0);
        sealing(1);
        sealing(VAULT_PIECE);
        sealing(3 * VAULT_PIECE + 5);
        hidden();
        key_files();
        passwords();
        unlink(key_path);
        arena_free(a);
        return done_testing();
}
