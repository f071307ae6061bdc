/* What other rules would have done to data that came: differences that were applied or put in conflict,
 * counted by kind, are judged again. Where they come from is store/rule_try.h. What was not imported leaves
 * no trace and cannot be tried. */
#ifndef MODEL_RULE_TRY_H
#define MODEL_RULE_TRY_H

#include "base/arena.h"
#include "model/rule_layer.h"

/* Differences that every set of rules treats alike, and how many they were. */
struct try_case {
        unsigned long school;
        int item;
        enum cohort cohort;
        bool empty;    /* nothing was held */
        bool by_hand;  /* a person had set what was held */
        bool conflict; /* it was put in conflict; else it was applied */
        unsigned long count;
};

enum try_effect {
        TRY_MORE,    /* was applied, would be a conflict */
        TRY_LOST,    /* was applied, would not be imported */
        TRY_APPLIED, /* was a conflict, would be applied */
        TRY_DROPPED, /* was a conflict, would not be imported */
        TRY_EFFECTS
};

/* The rules that lie below the schools' own as they are and as they shall be. A school's own layer stays over
 * both. */
struct try_layer {
        unsigned long school;
        const struct rule_layer *layer;
};
struct try_rules {
        struct rules before, after;
        size_t layer_count;
        const struct try_layer *layers;
};

struct try_school {
        unsigned long school;
        unsigned long count[TRY_EFFECTS];
};

/* A kind of difference of which want examples are to be shown. */
struct try_pick {
        const struct try_case *of;
        enum try_effect effect;
        unsigned want;
};
enum { TRY_EXAMPLES = 10 };

struct try_result {
        unsigned long looked_at, total[TRY_EFFECTS];
        size_t school_count, pick_count;
        const struct try_school *schools; /* where something changes, most first */
        struct try_pick picks[TRY_EXAMPLES];
};

/* Cases in any order; borrowed by the picks. Only what the two sets of rules treat differently counts. */
void rule_try(struct arena *a, const struct try_rules *rules, const struct try_case *cases, size_t count,
              struct try_result *out);

#endif
