/* The sets of data that schools send, each of which the authority agrees with a school or does not. What was
 * agreed is store/agreement.h's. */
#ifndef MODEL_DATA_SET_H
#define MODEL_DATA_SET_H

#include "base/arena.h"

enum data_set {
        SET_PUPILS,
        SET_ATTENDANCE,
        SET_ATTAINMENT,
        SET_SCHOOL_HISTORY,
        SET_SEN,
        SET_EXCLUSIONS,
        DATA_SETS
};

/* A number of sets is bits, 1u << set. */
#define SETS_ALL ((1u << DATA_SETS) - 1)

struct data_set_info {
        const char *key;   /* in forms: "attainment" */
        const char *words; /* "Attainment" */
        const char *hint;  /* what it holds */
        int item;          /* of model/rule.h; RULE_ITEMS for pupils, whose fields have rules of their own */
};

extern const struct data_set_info data_set_table[DATA_SETS];

/* The set of that key, or DATA_SETS. */
enum data_set data_set_of_key(const char *key);

/* "Attainment and SEN history"; "" for none. */
const char *data_sets_words(struct arena *a, unsigned sets);

#endif
