#include "sheet/xls_lock.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "sheet/biff.h"

/* [MS-XLS] 2.4.191: what protects a workbook that asks for no password. */
static const char EVERYBODY[] = "VelvetSweatshop";

enum { MD5 = 16, PART_OF_KEY = 5, KEY_EACH = 1024 };
enum { FILEPASS = 0x2F, BOUNDSHEET = 0x85 };

/* Of the two ways, XOR (Excel 95, and later for its sake) and RC4 (97 to 2003), the one that the file uses. A
 * byte's place in the stream decides how it is changed, records that are left plain counted too. */
struct lock {
        bool rc4;
        unsigned char mask[16];            /* XOR */
        unsigned char secret[PART_OF_KEY]; /* RC4: what the keys are made from */
        unsigned char state[256], i, j;
};

static unsigned char rotate(unsigned value, unsigned by)
{
        return (unsigned char)(value << by | value >> (8 - by));
}

static void md5(const void *bytes, size_t len, unsigned char out[MD5])
{
        GChecksum *sum = g_checksum_new(G_CHECKSUM_MD5);
        gsize size = MD5;
        g_checksum_update(sum, bytes, (gssize)len);
        g_checksum_get_digest(sum, out, &size);
        g_checksum_free(sum);
}

static void swap(unsigned char *a, unsigned char *b)
{
        unsigned char kept = *a;
        *a = *b;
        *b = kept;
}

/* [MS-OFFCRYPTO] 2.3.6.2: a new key for every 1024 bytes. */
static void rekey(struct lock *k, uint32_t block)
{
        unsigned char from[PART_OF_KEY + 4], key[MD5], j = 0;
        memcpy(from, k->secret, PART_OF_KEY);
        for (int i = 0; i < 4; i++)
                from[PART_OF_KEY + i] = (unsigned char)(block >> 8 * i);
        md5(from, sizeof from, key);
        for (int i = 0; i < 256; i++)
                k->state[i] = (unsigned char)i;
        for (int i = 0; i < 256; i++) {
                j = (unsigned char)(j + k->state[i] + key[i % MD5]);
                swap(k->state + i, k->state + j);
        }
        k->i = k->j = 0;
}

static unsigned char key_byte(struct lock *k)
{
        k->i++;
        k->j = (unsigned char)(k->j + k->state[k->i]);
        swap(k->state + k->i, k->state + k->j);
        return k->state[(unsigned char)(k->state[k->i] + k->state[k->j])];
}

static bool open_rc4(struct lock *k, const unsigned char salt[16], const unsigned char check[32])
{
        unsigned char password[2 * (sizeof EVERYBODY - 1)] = { 0 }, sum[MD5], salted[16 * (PART_OF_KEY + 16)],
                                                       plain[32];
        for (size_t i = 0; i < sizeof EVERYBODY - 1; i++)
                password[2 * i] = (unsigned char)EVERYBODY[i];
        md5(password, sizeof password, sum);
        for (size_t i = 0; i < 16; i++) {
                memcpy(salted + i * (PART_OF_KEY + 16), sum, PART_OF_KEY);
                memcpy(salted + i * (PART_OF_KEY + 16) + PART_OF_KEY, salt, 16);
        }
        md5(salted, sizeof salted, sum);
        memcpy(k->secret, sum, PART_OF_KEY);
        rekey(k, 0);
        for (size_t i = 0; i < sizeof plain; i++)
                plain[i] = check[i] ^ key_byte(k);
        md5(plain, 16, sum);
        k->rc4 = true;
        return memcmp(sum, plain + 16, MD5) == 0;
}

/* [MS-OFFCRYPTO] 2.3.7.2; key and check value come out of the password alone, so they are known. */
static bool open_xor(struct lock *k, unsigned key, unsigned check)
{
        memcpy(k->mask, EVERYBODY, sizeof EVERYBODY - 1);
        k->mask[15] = 0xBB;
        for (unsigned i = 0; i < 16; i++)
                k->mask[i] = rotate(k->mask[i] ^ (key >> 8 * (i & 1) & 0xFF), 2);
        return key == 0xB359 && check == 0x9A0A;
}

/* Excel 5 and 95 know one way and do not say so. Excel 2003 has a third, for which people must have asked. */
static bool open_lock(struct lock *k, struct biff b)
{
        if (biff_left(&b) == 4) {
                unsigned key = biff_u16(&b);
                return open_xor(k, key, biff_u16(&b));
        }
        if (biff_left(&b) < 6)
                return false;
        unsigned way = biff_u16(&b), first = biff_u16(&b), second = biff_u16(&b);
        if (way == 0)
                return open_xor(k, first, second);
        return way == 1 && first == 1 && biff_left(&b) >= 48 && open_rc4(k, b.at, b.at + 16);
}

static void unlock_bytes(struct lock *k, unsigned char *stream, size_t from, size_t to, size_t plain_until,
                         size_t turn)
{
        for (size_t at = from; at < to; at++) {
                if (k->rc4 && at % KEY_EACH == 0)
                        rekey(k, (uint32_t)(at / KEY_EACH));
                unsigned char key = k->rc4 ? key_byte(k) : 0;
                if (at < plain_until)
                        continue;
                stream[at] =
                    k->rc4 ? stream[at] ^ key : rotate(stream[at], 3) ^ k->mask[(turn + at - from) % 16];
        }
}

/* Headers are never encrypted; nor are some records, and the place of a sheet. */
static size_t plain_until(unsigned type, size_t from, size_t to)
{
        static const uint16_t plain[] = { 0x0809, FILEPASS, 0x00E1, 0x0138, 0x0194, 0x0195, 0x0196 };
        for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
                if (type == plain[i])
                        return to;
        return type == BOUNDSHEET ? from + 4 : from;
}

static void unlock_all(struct lock *k, unsigned char *stream, size_t len, size_t locked_from)
{
        struct biff b = biff_start(stream, len);
        if (k->rc4)
                rekey(k, 0);
        for (size_t done = 0; biff_next(&b);) {
                size_t from = (size_t)(b.at - stream), to = (size_t)(b.end - stream);
                unlock_bytes(k, stream, done, from, from, 0);
                unlock_bytes(k, stream, from, to, from < locked_from ? to : plain_until(b.type, from, to),
                             to);
                done = to;
        }
}

void xls_unlock(unsigned char *stream, size_t len)
{
        struct biff b = biff_start(stream, len);
        struct lock k = { .rc4 = false };
        while (biff_next(&b) && b.type != BIFF_EOF)
                if (b.type == FILEPASS) {
                        size_t at = (size_t)(b.at - stream);
                        if (!open_lock(&k, b))
                                return;
                        unlock_all(&k, stream, len, at);
                        memset(stream + at - 4, 0xFF, 2); /* a record that nobody knows */
                        return;
                }
}
