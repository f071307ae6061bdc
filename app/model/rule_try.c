#include "model/rule_try.h"

#include <stdlib.h>
#include <string.h>

/* TRY_EFFECTS: none. What the present rules would not do either is none: rules and cohorts have changed
 * since. */
static enum try_effect effect_of(const struct rules *before, const struct rules *after,
                                 const struct try_case *c)
{
        bool hand;
        const char *held = c->empty ? "" : "x";
        enum verdict is = rule_judge(before, c->item, c->cohort, held, c->by_hand, &hand),
                     shall = rule_judge(after, c->item, c->cohort, held, c->by_hand, &hand);
        if (is == shall)
                return TRY_EFFECTS;
        if (c->conflict)
                return shall == VERDICT_APPLY    ? TRY_APPLIED
                       : shall == VERDICT_IGNORE ? TRY_DROPPED
                                                 : TRY_EFFECTS;
        return shall == VERDICT_CONFLICT ? TRY_MORE : shall == VERDICT_IGNORE ? TRY_LOST : TRY_EFFECTS;
}

static int by_school(const void *x, const void *y)
{
        const struct try_case *const *a = x, *const *b = y;
        return ((*a)->school > (*b)->school) - ((*a)->school < (*b)->school);
}

static const struct try_case **in_order(struct arena *a, const struct try_case *cases, size_t count)
{
        const struct try_case **list = arena_array(a, count + 1, sizeof *list);
        for (size_t i = 0; i < count; i++)
                list[i] = &cases[i];
        qsort(list, count, sizeof *list, by_school);
        return list;
}

/* As they count for that school. */
static void rules_for(const struct try_rules *rules, unsigned long school, struct rules *before,
                      struct rules *after)
{
        static const struct rule_layer nothing;
        const struct rule_layer *layer = &nothing;
        for (size_t i = 0; i < rules->layer_count; i++)
                if (rules->layers[i].school == school)
                        layer = rules->layers[i].layer;
        rules_over(before, &rules->before, layer);
        rules_over(after, &rules->after, layer);
}

/* ---- examples ---- */

/* The cases of one effect. */
struct moved {
        size_t count;
        const struct try_case **items;
};

/* Turn about, as far as there are any. */
static void share_out(const unsigned long total[TRY_EFFECTS], unsigned quota[TRY_EFFECTS])
{
        unsigned given = 0, before;
        memset(quota, 0, TRY_EFFECTS * sizeof *quota);
        do {
                before = given;
                for (int e = 0; e < TRY_EFFECTS; e++)
                        if (given < TRY_EXAMPLES && quota[e] < total[e]) {
                                quota[e]++;
                                given++;
                        }
        } while (given > before);
}

/* Evenly over the cases, so over schools; more of one case when there are few. */
static void pick(const struct moved *moved, enum try_effect effect, unsigned quota, struct try_result *out)
{
        size_t first = out->pick_count, n = quota < moved->count ? quota : moved->count;
        for (size_t i = 0; i < n; i++)
                out->picks[out->pick_count++] =
                    (struct try_pick){ moved->items[i * moved->count / n], effect, 1 };
        for (size_t left = quota - n, i = 0; left; i = (i + 1) % n)
                if (out->picks[first + i].want < out->picks[first + i].of->count) {
                        out->picks[first + i].want++;
                        left--;
                }
}

static unsigned long sum(const struct try_school *s)
{
        return s->count[TRY_MORE] + s->count[TRY_LOST] + s->count[TRY_APPLIED] + s->count[TRY_DROPPED];
}

static int most_first(const void *x, const void *y)
{
        const struct try_school *a = x, *b = y;
        if (sum(a) != sum(b))
                return sum(a) < sum(b) ? 1 : -1;
        return (a->school > b->school) - (a->school < b->school);
}

/* The cases come school by school. */
static void count(const struct try_case *c, enum try_effect effect, struct try_school *schools,
                  struct try_result *out)
{
        size_t *n = &out->school_count;
        if (*n == 0 || schools[*n - 1].school != c->school)
                schools[(*n)++].school = c->school;
        schools[*n - 1].count[effect] += c->count;
        out->total[effect] += c->count;
}

static void try_each(const struct try_rules *rules, const struct try_case *const *list, size_t n,
                     struct try_school *schools, struct moved moved[TRY_EFFECTS], struct try_result *out)
{
        struct rules before, after;
        for (size_t i = 0; i < n; i++) {
                const struct try_case *c = list[i];
                if (i == 0 || c->school != list[i - 1]->school)
                        rules_for(rules, c->school, &before, &after);
                enum try_effect effect = effect_of(&before, &after, c);
                out->looked_at += c->count;
                if (effect == TRY_EFFECTS)
                        continue;
                count(c, effect, schools, out);
                moved[effect].items[moved[effect].count++] = c;
        }
}

void rule_try(struct arena *a, const struct try_rules *rules, const struct try_case *cases, size_t n,
              struct try_result *out)
{
        struct try_school *schools = arena_array(a, n + 1, sizeof *schools);
        struct moved moved[TRY_EFFECTS];
        unsigned quota[TRY_EFFECTS];
        *out = (struct try_result){ .schools = schools };
        for (int e = 0; e < TRY_EFFECTS; e++)
                moved[e] = (struct moved){ 0, arena_array(a, n + 1, sizeof *moved[e].items) };
        try_each(rules, in_order(a, cases, n), n, schools, moved, out);
        qsort(schools, out->school_count, sizeof *schools, most_first);
        share_out(out->total, quota);
        for (int e = 0; e < TRY_EFFECTS; e++)
                pick(&moved[e], (enum try_effect)e, quota[e], out);
}
