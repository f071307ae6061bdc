#include "match/index.h"

/* Most keys of a large pool are in no row: a bitmap that fits the processor's cache turns them away first. */
enum { BITMAP_PER_ENTRY = 16, BITMAP_MIN = 4096 };

struct slot {
        uint64_t key;
        uint32_t first; /* entry, or 0: free */
};

struct entry {
        uint32_t row, next;
};

struct index {
        uint64_t *bitmap;
        struct slot *slots;
        struct entry *entries;
        size_t bit_mask, slot_mask;
        uint32_t used;
};

static size_t power_of_two(size_t least)
{
        size_t size = 1;
        while (size < least)
                size *= 2;
        return size;
}

struct index *index_new(struct arena *a, size_t entries)
{
        struct index *ix = arena_alloc(a, sizeof *ix);
        size_t bits =
            power_of_two(entries * BITMAP_PER_ENTRY > BITMAP_MIN ? entries * BITMAP_PER_ENTRY : BITMAP_MIN);
        size_t slots = power_of_two(entries * 2 + 1);
        ix->bitmap = arena_array(a, bits / 64, sizeof *ix->bitmap);
        ix->slots = arena_array(a, slots, sizeof *ix->slots);
        ix->entries = arena_array(a, entries + 1, sizeof *ix->entries);
        ix->bit_mask = bits - 1;
        ix->slot_mask = slots - 1;
        return ix;
}

static struct slot *slot_of(const struct index *ix, uint64_t key)
{
        size_t at = key >> 20 & ix->slot_mask;
        while (ix->slots[at].first && ix->slots[at].key != key)
                at = (at + 1) & ix->slot_mask;
        return &ix->slots[at];
}

void index_add(struct index *ix, uint64_t key, uint32_t row)
{
        struct slot *slot = slot_of(ix, key);
        size_t bit = key & ix->bit_mask;
        ix->bitmap[bit / 64] |= (uint64_t)1 << bit % 64;
        ix->entries[++ix->used] = (struct entry){ row, slot->first };
        slot->key = key;
        slot->first = ix->used;
}

uint32_t index_find(const struct index *ix, uint64_t key)
{
        size_t bit = key & ix->bit_mask;
        if (!(ix->bitmap[bit / 64] >> bit % 64 & 1))
                return 0;
        return slot_of(ix, key)->first;
}

uint32_t index_next(const struct index *ix, uint32_t entry)
{
        return ix->entries[entry].next;
}

uint32_t index_row(const struct index *ix, uint32_t entry)
{
        return ix->entries[entry].row;
}
