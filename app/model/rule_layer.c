#include "model/rule_layer.h"

#include <ctype.h>

void rules_over(struct rules *out, const struct rules *below, const struct rule_layer *layer)
{
        *out = *below;
        for (int i = 0; i < RULE_ITEMS; i++)
                for (int c = 0; c < COHORTS; c++) {
                        struct rule *rule = &out->of[i][c];
                        if (layer->verdict[i][c])
                                rule->verdict = verdict_of_letter(layer->verdict[i][c]);
                        if (layer->hand[i])
                                rule->hand_kept = layer->hand[i] != HAND_OVERWRITTEN;
                }
}

void rule_layer_trim(struct rule_layer *layer, const struct rules *below)
{
        for (int i = 0; i < RULE_ITEMS; i++) {
                const struct rule *rules = below->of[i];
                for (int c = 0; c < COHORTS; c++)
                        if (layer->verdict[i][c] == verdict_letters[rules[c].verdict])
                                layer->verdict[i][c] = RULE_AS_BELOW;
                bool kept = layer->hand[i] != HAND_OVERWRITTEN;
                if (rules[COHORT_ACTIVE].hand_kept == kept && rules[COHORT_OTHER].hand_kept == kept)
                        layer->hand[i] = RULE_AS_BELOW;
        }
}

bool rule_layer_has(const struct rule_layer *layer, int item)
{
        return layer->verdict[item][COHORT_ACTIVE] || layer->verdict[item][COHORT_OTHER] || layer->hand[item];
}

unsigned rule_layer_items(const struct rule_layer *layer)
{
        unsigned n = 0;
        for (int i = 0; i < RULE_ITEMS; i++)
                n += rule_layer_has(layer, i);
        return n;
}

bool rule_differs(const struct rules *one, const struct rules *other, int item)
{
        for (int c = 0; c < COHORTS; c++) {
                const struct rule *x = &one->of[item][c], *y = &other->of[item][c];
                if (x->verdict != y->verdict || x->hand_kept != y->hand_kept)
                        return true;
        }
        return false;
}

unsigned rules_differ(const struct rules *one, const struct rules *other)
{
        unsigned n = 0;
        for (int i = 0; i < RULE_ITEMS; i++)
                n += rule_differs(one, other, i);
        return n;
}

/* ---- changes ---- */

static size_t changes_of(const struct rule_layer *before, const struct rule_layer *after, int item,
                         struct rule_change *out)
{
        size_t n = 0;
        for (int c = 0; c < COHORTS; c++)
                if (before->verdict[item][c] != after->verdict[item][c])
                        out[n++] = (struct rule_change){ item, false, (enum cohort)c,
                                                         before->verdict[item][c], after->verdict[item][c] };
        if (before->hand[item] != after->hand[item])
                out[n++] =
                    (struct rule_change){ item, true, COHORT_ACTIVE, before->hand[item], after->hand[item] };
        return n;
}

size_t rule_changes(const struct rule_layer *before, const struct rule_layer *after,
                    struct rule_change out[RULE_CHANGES_MAX])
{
        size_t n = 0;
        for (int g = 0; g < RULE_GROUPS; g++)
                for (int i = 0; i < RULE_ITEMS; i++)
                        if (rule_item_group(i) == (enum rule_group)g)
                                n += changes_of(before, after, i, out + n);
        return n;
}

static const char *letter_words(const struct rule_change *change, char letter)
{
        static const char *const verdicts[VERDICTS] = { "always", "conflict", "fill", "never" };
        if (letter == RULE_AS_BELOW)
                return "default";
        if (change->of_hand)
                return letter == HAND_OVERWRITTEN ? "overwritten" : "kept";
        return verdicts[verdict_of_letter(letter)];
}

/* As inside a sentence: "date of birth", "attendance", "SEN history". */
static const char *item_words(struct arena *a, int item)
{
        if (item < FIELD_COUNT)
                return field_table[item].words;
        char *words = arena_text(a, rule_item_words(item));
        if (!isupper((unsigned char)words[1]))
                words[0] = (char)tolower((unsigned char)words[0]);
        return words;
}

const char *rule_change_words(struct arena *a, const struct rule_change *change)
{
        return arena_printf(a, "%s, %s: %s -> %s", item_words(a, change->item),
                            change->of_hand ? "set by a person"
                                            : (change->cohort == COHORT_ACTIVE ? "active" : "non-active"),
                            letter_words(change, change->before), letter_words(change, change->after));
}
