/* How common names are, in bits: a built-in table, and what the pool at hand teaches. */
#ifndef MATCH_RARITY_H
#define MATCH_RARITY_H

#include "base/arena.h"
#include "match/facts.h"

enum rarity_kind { RARITY_FORENAME, RARITY_SURNAME };

struct rarity;

/* Knows the commonest names of England and Wales. */
struct rarity *rarity_new(struct arena *a);

/* Counts one pupil more. */
void rarity_learn(struct rarity *r, const struct name *forename, const struct name *surname);

/* What agreement on the name of that hash is worth: log2 of 1 / its share, 3 (one in eight) to 13 (rarer than
 * one in 8,000). */
double rarity_bits(const struct rarity *r, enum rarity_kind kind, uint64_t hash);

#endif
