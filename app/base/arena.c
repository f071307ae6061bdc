#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64 * 1024 };

struct block {
        struct block *next;
        size_t size, used;
        _Alignas(max_align_t) unsigned char bytes[];
};

struct arena {
        struct block *first;
        size_t used;
};

static void *must(void *p)
{
        if (!p) {
                fputs("out of memory\n", stderr);
                abort();
        }
        return p;
}

struct arena *arena_new(void)
{
        return must(calloc(1, sizeof(struct arena)));
}

void arena_reset(struct arena *a)
{
        for (struct block *b = a->first, *next; b; b = next) {
                next = b->next;
                free(b);
        }
        a->first = NULL;
        a->used = 0;
}

void arena_free(struct arena *a)
{
        if (a)
                arena_reset(a);
        free(a);
}

size_t arena_used(const struct arena *a)
{
        return a->used;
}

/* A large piece gets a block of its own, put second so that the open block stays in use. */
static struct block *block_for(struct arena *a, size_t size)
{
        size_t room = size > BLOCK / 4 ? size : BLOCK;
        struct block *b = must(malloc(sizeof *b + room));
        b->size = room;
        b->used = 0;
        if (a->first && room == size) {
                b->next = a->first->next;
                a->first->next = b;
        } else {
                b->next = a->first;
                a->first = b;
        }
        return b;
}

char *arena_room(struct arena *a, size_t size)
{
        const size_t align = _Alignof(max_align_t);
        if (size > SIZE_MAX / 2)
                must(NULL);
        size = (size + align - 1) / align * align;
        struct block *b = a->first;
        if (!b || b->size - b->used < size)
                b = block_for(a, size);
        void *p = b->bytes + b->used;
        b->used += size;
        a->used += size;
        return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
        return memset(arena_room(a, size), 0, size);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
        size_t total;
        if (__builtin_mul_overflow(count, size, &total))
                must(NULL);
        return arena_alloc(a, total);
}

char *arena_bytes(struct arena *a, const void *bytes, size_t len)
{
        char *copy = arena_room(a, len + 1);
        if (len)
                memcpy(copy, bytes, len);
        copy[len] = '\0';
        return copy;
}

char *arena_text(struct arena *a, const char *text)
{
        return text ? arena_bytes(a, text, strlen(text)) : arena_bytes(a, "", 0);
}

char *arena_vprintf(struct arena *a, const char *format, va_list args)
{
        char room[256]; /* most texts fit: formatting them once more is what they cost */
        va_list again;
        va_copy(again, args);
        int len = vsnprintf(room, sizeof room, format, again);
        va_end(again);
        if (len < 0)
                must(NULL);
        if ((size_t)len < sizeof room)
                return arena_bytes(a, room, (size_t)len);
        char *text = arena_room(a, (size_t)len + 1);
        vsnprintf(text, (size_t)len + 1, format, args);
        return text;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
        va_list args;
        va_start(args, format);
        char *text = arena_vprintf(a, format, args);
        va_end(args);
        return text;
}
