/* What came under the rules in the last days, for model/rule_try.h: differences that imports applied
 * (pupil_change) and that were put in conflict (conflict, conflict_end). For the authority's staff, so not
 * scoped to a school.
 *
 * A difference that was applied has the cohort that the pupil is in now; a conflict has its own. by_hand of
 * what is no longer held is taken from the pupil's history: the value before came from a person's edit of the
 * field. */
#ifndef STORE_RULE_TRY_H
#define STORE_RULE_TRY_H

#include "db/db.h"
#include "model/rule_try.h"

struct rule_try_ask {
        unsigned long school; /* 0: all */
        unsigned days;
        bool items[RULE_ITEMS]; /* only these; sets of data have no history and are left out */
        bool history;           /* also for what was applied: rules begin to keep what a person has set */
};

/* No more rows of either kind are looked at; the newest are. */
enum { RULE_TRY_ROWS = 50000 };

struct rule_try_data {
        size_t count;
        const struct try_case *cases;
        bool cut; /* there were more than RULE_TRY_ROWS */
};
enum outcome rule_try_data(struct db *db, struct arena *a, const struct rule_try_ask *ask,
                           struct rule_try_data *out) MUST_USE;

/* limit differences, or fewer, of the case of a school; the newest. */
struct rule_example {
        unsigned long school, pupil;
        const char *surname, *forename, *ours, *theirs;
};
struct rule_examples {
        size_t count;
        const struct rule_example *items;
};
enum outcome rule_try_examples(struct db *db, struct arena *a, const struct rule_try_ask *ask,
                               const struct try_case *of, unsigned limit, struct rule_examples *out) MUST_USE;

#endif
