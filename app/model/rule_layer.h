/* What somebody has set over the rules that lie below: the authority's default set lies over the shipped
 * rules, a school's own over the default set. What the rules do is rule.h's. */
#ifndef MODEL_RULE_LAYER_H
#define MODEL_RULE_LAYER_H

#include "base/arena.h"
#include "model/rule.h"

/* Letters as in table rule; RULE_AS_BELOW: nothing was set. What becomes of values that a person has set is
 * one choice for both cohorts. */
enum { RULE_AS_BELOW = '\0', HAND_KEPT = 'K', HAND_OVERWRITTEN = 'O' };
struct rule_layer {
        char verdict[RULE_ITEMS][COHORTS];
        char hand[RULE_ITEMS];
};

void rules_over(struct rules *out, const struct rules *below, const struct rule_layer *layer);

/* Takes out of the layer what below says as well. */
void rule_layer_trim(struct rule_layer *layer, const struct rules *below);

/* True when something was set for the item; how many such items there are. */
bool rule_layer_has(const struct rule_layer *layer, int item);
unsigned rule_layer_items(const struct rule_layer *layer);

/* True when the two treat the item differently; how many such items there are. */
bool rule_differs(const struct rules *one, const struct rules *other, int item);
unsigned rules_differ(const struct rules *one, const struct rules *other);

/* ---- from one layer to another ---- */

struct rule_change {
        int item;
        bool of_hand; /* of what becomes of values that a person has set; else of the verdict for cohort */
        enum cohort cohort;
        char before, after; /* letters, RULE_AS_BELOW */
};
enum { RULE_CHANGES_MAX = RULE_ITEMS * (COHORTS + 1) };

/* In the order of the page. */
size_t rule_changes(const struct rule_layer *before, const struct rule_layer *after,
                    struct rule_change out[RULE_CHANGES_MAX]);

/* For the audit log: "date of birth, non-active: conflict -> always". */
const char *rule_change_words(struct arena *a, const struct rule_change *change);

#endif
