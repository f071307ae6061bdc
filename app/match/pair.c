#include "match/pair.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/index.h"
#include "match/judge.h"
#include "match/key.h"

struct pairs {
        struct arena *arena;
        struct facts *facts;
        struct rarity *rarity;
        struct match_pair *items;
        size_t count, room;
};

static void push(struct pairs *p, const struct match_pair *pair)
{
        if (p->count == p->room) {
                struct match_pair *old = p->items;
                p->room = p->room ? p->room * 2 : 256;
                p->items = arena_array(p->arena, p->room, sizeof *p->items);
                if (p->count)
                        memcpy(p->items, old, p->count * sizeof *old);
        }
        p->items[p->count++] = *pair;
}

static void compare(struct pairs *p, size_t first, size_t second, double prior)
{
        struct match_pair pair = { .first = first, .second = second };
        const struct facts *a = &p->facts[first], *b = &p->facts[second];
        agreement_grade(&pair.agreement, a, b);
        pair.agreement.weight = agreement_weight(&pair.agreement, a, b, p->rarity, prior);
        if (match_unlike(&pair.agreement))
                return;
        pair.why = match_doubts(&pair.agreement);
        pair.outcome = pair.why ? MATCH_CHECK : MATCH_SURE;
        push(p, &pair);
}

static int by_rows(const void *a, const void *b)
{
        const struct match_pair *x = a, *y = b;
        if (x->first != y->first)
                return x->first < y->first ? -1 : 1;
        return x->second < y->second ? -1 : x->second > y->second;
}

static void prepare(struct pairs *p, const struct match_row *rows, size_t count)
{
        p->facts = arena_array(p->arena, count, sizeof *p->facts);
        p->rarity = rarity_new(p->arena);
        for (size_t i = 0; i < count; i++) {
                facts_make(&p->facts[i], rows[i].record);
                rarity_learn(p->rarity, &p->facts[i].forename, &p->facts[i].surname);
        }
}

static size_t count_keys(const struct facts *facts, size_t count)
{
        uint64_t keys[MATCH_KEYS_MAX];
        size_t sum = 0;
        for (size_t i = 0; i < count; i++)
                sum += match_keys_of(&facts[i], keys);
        return sum;
}

size_t match_pairs(struct arena *a, const struct match_row *rows, size_t row_count, struct match_pair **out)
{
        struct pairs p = { .arena = a };
        prepare(&p, rows, row_count);
        double prior = -log2((double)row_count + 1);
        struct index *index = index_new(a, count_keys(p.facts, row_count));
        uint32_t *met = arena_array(a, row_count, sizeof *met);
        for (size_t row = 0; row < row_count; row++) {
                uint64_t keys[MATCH_KEYS_MAX];
                unsigned count = match_keys_of(&p.facts[row], keys);
                for (unsigned i = 0; i < count; i++) {
                        for (uint32_t e = index_find(index, keys[i]); e; e = index_next(index, e)) {
                                uint32_t earlier = index_row(index, e);
                                if (met[earlier] != row)
                                        compare(&p, earlier, row, prior);
                                met[earlier] = (uint32_t)row;
                        }
                        index_add(index, keys[i], (uint32_t)row);
                }
        }
        if (p.count)
                qsort(p.items, p.count, sizeof *p.items, by_rows);
        *out = p.items;
        return p.count;
}
