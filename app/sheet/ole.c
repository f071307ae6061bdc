#include "sheet/ole.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

/* Numbers of sectors from here on mean "none", "end of chain" and the like. */
static const uint32_t NO_SECTOR = 0xFFFFFFFA;
static const uint32_t NO_ENTRY = 0xFFFFFFFF;

enum { HEADER = 512, ENTRY = 128, IN_HEADER = 109, MINI_SHIFT = 6, ROOT = 5, STREAM = 2 };

struct table {
        const unsigned char *next; /* little-endian, four bytes a sector */
        size_t count;
};

struct run {
        const unsigned char *bytes;
        size_t len;
};

struct ole {
        struct arena *arena;
        struct run file;
        unsigned shift; /* a sector has 1 << shift bytes */
        uint32_t mini_below;
        struct table fat, mini_fat;
        struct run directory, mini; /* the mini stream holds the small streams, in sectors of 64 bytes */
};

static uint32_t u16(const unsigned char *p)
{
        return p[0] | (uint32_t)p[1] << 8;
}

static uint32_t u32(const unsigned char *p)
{
        return u16(p) | u16(p + 2) << 16;
}

bool ole_is(const unsigned char *bytes, size_t len)
{
        return len >= 8 && !memcmp(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
}

/* The bytes of a sector, fewer in a file that ends within it. */
static struct run sector(struct run within, unsigned shift, size_t header, uint32_t number)
{
        size_t at = header + ((size_t)number << shift), size = (size_t)1 << shift;
        if (number >= NO_SECTOR || at >= within.len)
                return (struct run){ NULL, 0 };
        return (struct run){ within.bytes + at, within.len - at < size ? within.len - at : size };
}

/* The header takes one whole sector, also where sectors are larger than it. */
static struct run file_sector(const struct ole *o, uint32_t number)
{
        return sector(o->file, o->shift, (size_t)1 << o->shift, number);
}

/* The sector that comes after one in its chain. */
static uint32_t after(const struct table *t, uint32_t number)
{
        return number < t->count ? u32(t->next + 4 * (size_t)number) : NO_SECTOR;
}

/* A chain has at most as many sectors as there are, which ends one that bites its own tail. */
static size_t chain_length(const struct table *t, uint32_t first, size_t limit)
{
        size_t count = 0;
        for (; first < NO_SECTOR && count < limit; first = after(t, first))
                count++;
        return count;
}

/* The bytes of a chain, at most `max`; fewer when it leads out of the file. */
static struct run follow(const struct ole *o, bool mini, uint32_t first, size_t max)
{
        const struct table *t = mini ? &o->mini_fat : &o->fat;
        unsigned shift = mini ? MINI_SHIFT : o->shift;
        size_t limit = ((mini ? o->mini.len : o->file.len) >> shift) + 1;
        size_t room = chain_length(t, first, limit) << shift;
        room = room < max ? room : max;
        unsigned char *to = arena_alloc(o->arena, room);
        struct run out = { to, 0 };
        while (out.len < room) {
                struct run piece = mini ? sector(o->mini, shift, 0, first) : file_sector(o, first);
                size_t len = piece.len < room - out.len ? piece.len : room - out.len;
                if (!len)
                        break;
                memcpy(to + out.len, piece.bytes, len);
                out.len += len;
                first = after(t, first);
        }
        return out;
}

/* Adds the sectors of the allocation table that a list names, up to the first that is not whole in the file.
 */
static bool add_fat(struct ole *o, unsigned char *to, size_t room, const unsigned char *list, size_t count)
{
        for (size_t i = 0; i < count; i++) {
                struct run piece = file_sector(o, u32(list + 4 * i));
                size_t at = 4 * o->fat.count;
                if (piece.len >> o->shift == 0 || room - at < piece.len)
                        return false;
                memcpy(to + at, piece.bytes, piece.len);
                o->fat.count += piece.len / 4;
        }
        return true;
}

/* Its first 109 sectors are named in the header, more in a chain of sectors that each end with the next one's
 * number. A sector of the table covers so many others that a longer table than fits `room` is nonsense. */
static void read_fat(struct ole *o)
{
        size_t size = (size_t)1 << o->shift, sectors = (o->file.len >> o->shift) + 1;
        size_t room = (sectors / (size / 4) + IN_HEADER) << o->shift;
        unsigned char *to = arena_alloc(o->arena, room);
        o->fat.next = to;
        bool more = add_fat(o, to, room, o->file.bytes + 76, IN_HEADER);
        for (uint32_t number = u32(o->file.bytes + 68); more;) {
                struct run list = file_sector(o, number);
                if (list.len < size)
                        return;
                more = add_fat(o, to, room, list.bytes, size / 4 - 1);
                number = u32(list.bytes + size - 4);
        }
}

static const unsigned char *entry(const struct ole *o, uint32_t number)
{
        return number < o->directory.len / ENTRY ? o->directory.bytes + (size_t)number * ENTRY : NULL;
}

/* Version 3 leaves rubbish in the upper half of a length. */
static size_t entry_length(const struct ole *o, const unsigned char *e)
{
        return u32(e + 120) | (o->shift > 9 ? (size_t)u32(e + 124) << 32 : 0);
}

const struct ole *ole_open(struct arena *a, const unsigned char *bytes, size_t len)
{
        if (!ole_is(bytes, len) || len < HEADER)
                return NULL;
        struct ole *o = arena_alloc(a, sizeof *o);
        *o = (struct ole){ .arena = a, .file = { bytes, len }, .shift = u16(bytes + 30) };
        o->mini_below = u32(bytes + 56);
        if ((o->shift != 9 && o->shift != 12) || u16(bytes + 32) != MINI_SHIFT)
                return NULL;
        read_fat(o);
        o->directory = follow(o, false, u32(bytes + 48), SIZE_MAX);
        const unsigned char *root = entry(o, 0);
        if (!root || root[66] != ROOT)
                return NULL;
        struct run mini_fat = follow(o, false, u32(bytes + 60), SIZE_MAX);
        o->mini_fat = (struct table){ mini_fat.bytes, mini_fat.len / 4 };
        o->mini = follow(o, false, u32(root + 116), entry_length(o, root));
        return o;
}

static bool named(const unsigned char *e, const char *name)
{
        size_t len = strlen(name);
        if (u16(e + 64) != 2 * (len + 1) || len > 31)
                return false;
        for (size_t i = 0; i < len; i++)
                if (u16(e + 2 * i) > 127 || tolower(e[2 * i]) != tolower((unsigned char)name[i]))
                        return false;
        return true;
}

/* The children of the root are a binary tree. Its order is not relied on: the names are few and writers
 * differ. */
static const unsigned char *find(const struct ole *o, const char *name)
{
        size_t count = o->directory.len / ENTRY, open = 0;
        uint32_t *todo = arena_array(o->arena, count, sizeof *todo);
        bool *seen = arena_array(o->arena, count, sizeof *seen);
        const unsigned char *e = entry(o, 0);
        uint32_t next[3] = { u32(e + 76), NO_ENTRY, NO_ENTRY };
        for (;;) {
                for (int i = 0; i < 3; i++)
                        if (next[i] < count && !seen[next[i]]) {
                                seen[next[i]] = true;
                                todo[open++] = next[i];
                        }
                if (!open)
                        return NULL;
                e = entry(o, todo[--open]);
                if (e[66] == STREAM && named(e, name))
                        return e;
                next[0] = u32(e + 68);
                next[1] = u32(e + 72);
                next[2] = NO_ENTRY;
        }
}

unsigned char *ole_stream(const struct ole *o, const char *name, size_t *len, size_t *said)
{
        const unsigned char *e = find(o, name);
        if (!e)
                return NULL;
        *said = entry_length(o, e);
        bool mini = *said < o->mini_below;
        struct run out = follow(o, mini, u32(e + 116), *said);
        *len = out.len;
        return (unsigned char *)out.bytes; /* follow() made it */
}
