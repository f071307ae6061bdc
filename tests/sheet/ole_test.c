#include "sheet/ole.h"
#include "../tap.h"

#include <stdint.h>
#include <stdlib.h>

/* A compound file of eight sectors: allocation table, directory, mini table, mini stream, and a stream of
 * four. */
enum { SECTOR = 512, SECTORS = 8, SIZE = (SECTORS + 1) * SECTOR, LONG_ONE = 4 * SECTOR - 5 };
enum { FAT, DIRECTORY, MINI_FAT, MINI, FIRST };
static const uint32_t END = 0xFFFFFFFE, FREE = 0xFFFFFFFF;
static unsigned char file[SIZE];

static void put(size_t at, uint32_t value, int bytes)
{
        for (; bytes--; value >>= 8)
                file[at++] = (unsigned char)value;
}

static size_t in(int sector)
{
        return (size_t)(sector + 1) * SECTOR;
}

static void chain(int table, uint32_t from, uint32_t to)
{
        put(in(table) + 4 * from, to, 4);
}

static void entry(unsigned number, const char *name, int type, uint32_t next, uint32_t child, uint32_t first,
                  uint32_t size)
{
        size_t at = in(DIRECTORY) + 128 * number;
        for (size_t i = 0; name[i]; i++)
                put(at + 2 * i, (unsigned char)name[i], 2);
        put(at + 64, (uint32_t)(2 * strlen(name) + 2), 2);
        put(at + 66, (uint32_t)type, 1);
        put(at + 68, FREE, 4);
        put(at + 72, next, 4);
        put(at + 76, child, 4);
        put(at + 116, first, 4);
        put(at + 120, size, 4);
}

static void build(void)
{
        memset(file, 0, sizeof file);
        memset(file + 76, 0xFF, SECTOR - 76);
        memset(file + in(FAT), 0xFF, SECTOR);
        memcpy(file, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
        put(30, 9, 2), put(32, 6, 2);
        put(48, DIRECTORY, 4);
        put(56, 1024, 4); /* smaller streams lie in the mini stream */
        put(60, MINI_FAT, 4);
        put(68, END, 4);
        put(76, FAT, 4);
        chain(FAT, DIRECTORY, END), chain(FAT, MINI_FAT, END), chain(FAT, MINI, END);
        for (uint32_t i = FIRST; i < SECTORS; i++)
                chain(FAT, i, i + 1 < SECTORS ? i + 1 : END);
        chain(MINI_FAT, 0, END), chain(MINI_FAT, 1, 2), chain(MINI_FAT, 2, END);
        entry(0, "Root Entry", 5, FREE, 1, MINI, SECTOR);
        entry(1, "Book", 2, 2, FREE, FIRST, LONG_ONE);
        entry(2, "short", 2, 3, FREE, 1, 100);
        entry(3, "folder", 1, FREE, FREE, 0, 0);
        for (int i = 0; i < 4 * SECTOR; i++)
                file[in(FIRST) + (size_t)i] = (unsigned char)(i / 7);
        for (int i = 0; i < SECTOR; i++)
                file[in(MINI) + (size_t)i] = (unsigned char)i;
}

/* The stream's length when its bytes are right, else -1; the file in a room of its exact size. */
static long read_stream(const char *name, size_t len, size_t *said)
{
        struct arena *a = arena_new();
        unsigned char *copy = memcpy(malloc(len + !len), file, len);
        const struct ole *o = ole_open(a, copy, len);
        size_t got = 0;
        long result = -1;
        const unsigned char *bytes = o ? ole_stream(o, name, &got, said) : NULL;
        size_t from = strcmp(name, "short") == 0 ? in(MINI) + 64 : in(FIRST);
        if (bytes && memcmp(bytes, file + from, got) == 0)
                result = (long)got;
        free(copy);
        arena_free(a);
        return result;
}

int main(void)
{
        size_t said = 0;
        build();
        is_long(read_stream("BOOK", SIZE, &said), LONG_ONE, "a stream in any case");
        is_long(read_stream("short", SIZE, &said), 100, "a short stream");
        is_long(read_stream("folder", SIZE, &said), -1, "a folder is no stream");
        is_long(read_stream("none", SIZE, &said), -1, "no such stream");
        is_long(read_stream("Book", SIZE - 700, &said), LONG_ONE + 5 - 700, "a file that is cut short");
        is_long((long)said, LONG_ONE, "says what is missing");
        is_long(read_stream("Book", SECTOR, &said), -1, "nothing but a header");
        chain(FAT, FIRST + 1, 4000);
        is_long(read_stream("Book", SIZE, &said), 2 * SECTOR, "a chain that leads out of the file");
        build();
        chain(FAT, FIRST, FIRST);
        ok(read_stream("Book", SIZE, &said) <= LONG_ONE, "a chain that bites its own tail");
        build();
        entry(2, "short", 2, 2, 1, 1, 100);
        is_long(read_stream("none", SIZE, &said), -1, "a directory that bites its own tail");
        build();
        put(68, FAT, 4);
        put(in(FAT) + SECTOR - 4, FAT, 4);
        is_long(read_stream("short", SIZE, &said), 100, "a list of tables that bites its own tail");
        build();
        put(30, 40, 2);
        is_long(read_stream("Book", SIZE, &said), -1, "sectors of a terabyte");
        long ended = 0;
        srandom(1);
        for (int i = 0; i < 20000; i++) {
                build();
                for (int k = 0; k < 4; k++)
                        file[(size_t)random() % in(MINI)] = (unsigned char)random();
                ended +=
                    read_stream("Book", SIZE, &said) <= LONG_ONE && read_stream("short", SIZE, &said) <= SIZE;
        }
        ok(ended > 19000, "20000 damaged files");
        return done_testing();
}
