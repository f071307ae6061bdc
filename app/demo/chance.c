#include "demo/chance.h"

#include <stdlib.h>
#include <string.h>

/* SplitMix64. */
uint64_t chance_next(struct chance *c)
{
        uint64_t z = c->state += 0x9e3779b97f4a7c15;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
        z = (z ^ z >> 27) * 0x94d049bb133111eb;
        return z ^ z >> 31;
}

unsigned chance_below(struct chance *c, unsigned n)
{
        return (unsigned)((chance_next(c) >> 32) * n >> 32);
}

int chance_between(struct chance *c, int low, int high)
{
        return low + (int)chance_below(c, (unsigned)(high - low + 1));
}

bool chance_permille(struct chance *c, unsigned n)
{
        return chance_below(c, 1000) < n;
}

static unsigned total(const char *weighted)
{
        unsigned sum = 0;
        for (const char *colon = weighted; (colon = strchr(colon, ':')); colon++)
                sum += (unsigned)atoi(colon + 1);
        return sum;
}

char *chance_word(struct chance *c, const char *weighted, char *out, unsigned room)
{
        unsigned left = chance_below(c, total(weighted)), used = 0;
        for (const char *at = weighted;; at = strchr(at, ' ') + 1) {
                const char *colon = strchr(at, ':');
                unsigned weight = (unsigned)atoi(colon + 1);
                if (left >= weight) {
                        left -= weight;
                        continue;
                }
                for (; at < colon && used + 1 < room; at++)
                        out[used++] = *at == '_' ? ' ' : *at;
                out[used] = '\0';
                return out;
        }
}
