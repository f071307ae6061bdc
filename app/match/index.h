/* Which rows have a key: an index in memory for one run of matching. What keys mean is key.h's. */
#ifndef MATCH_INDEX_H
#define MATCH_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct index;

/* Has room for entries additions and no more. */
struct index *index_new(struct arena *a, size_t entries);

void index_add(struct index *ix, uint64_t key, uint32_t row);

/* The first entry of that key, or 0; index_next the one after it, or 0; index_row the row of an entry. */
uint32_t index_find(const struct index *ix, uint64_t key);
uint32_t index_next(const struct index *ix, uint32_t entry);
uint32_t index_row(const struct index *ix, uint32_t entry);

#endif
