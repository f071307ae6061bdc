/* Chance that repeats: the same seed gives the same numbers on every machine. Not for secrets. */
#ifndef DEMO_CHANCE_H
#define DEMO_CHANCE_H

#include <stdbool.h>
#include <stdint.h>

struct chance {
        uint64_t state;
};

/* Any number, then one of 0 ... n - 1 (0 for n 0), of low ... high, and true so many times in a thousand. */
uint64_t chance_next(struct chance *c);
unsigned chance_below(struct chance *c, unsigned n);
int chance_between(struct chance *c, int low, int high);
bool chance_permille(struct chance *c, unsigned n);

/* One of the texts in "a:3 b:1", by weight; _ stands for a space. Short lists alone: it walks them each time.
 * The text is copied into out. */
char *chance_word(struct chance *c, const char *weighted, char *out, unsigned room);

#endif
