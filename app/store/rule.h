/* The rules that an authority has set: the default set and what schools have of their own. Their SQL; what
 * rules do is model/rule.h. For the authority's staff and the program, so not scoped to a school. school 0 is
 * the default set throughout. */
#ifndef STORE_RULE_H
#define STORE_RULE_H

#include "db/db.h"
#include "model/rule_layer.h"

/* The rules that count for a school: shipped, over them the default set, over it the school's own. One query.
 */
enum outcome rules_of(struct db *db, struct arena *a, unsigned long school, struct rules *out) MUST_USE;

/* The same in its parts, for the page that changes them. */
struct rule_set {
        struct rules below; /* the shipped rules of the default set, the default set of a school */
        struct rule_layer layer;
        struct rules now; /* what counts */
        unsigned version; /* 0: nothing was ever set */
};
enum outcome rule_set_read(struct db *db, struct arena *a, unsigned long school,
                           struct rule_set *out) MUST_USE;

/* Sets a whole layer at once. version: the one that was seen; REFUSED when it is not the latest. What changed
 * goes to the audit log, in as many rows as it takes, and the schools that it is for wait in rules_waiting. by:
 * who does it. */
enum outcome rules_set(struct db *db, struct arena *a, unsigned long by, unsigned long school,
                       unsigned version, const struct rule_layer *shall) MUST_USE;

/* Takes all of it away: a school is back at the default set. REFUSED as above. */
enum outcome rules_reset(struct db *db, struct arena *a, unsigned long by, unsigned long school,
                         unsigned version) MUST_USE;

/* ---- whose open conflicts wait to be weighed by the new rules ---- */

struct rules_wait {
        unsigned long long id;
        unsigned long school;
};

struct rules_waits {
        size_t count;
        const struct rules_wait *items;
};

/* The oldest of those that wait; the same school comes again when its rules changed again. */
enum outcome rules_waiting(struct db *db, struct arena *a, unsigned limit, struct rules_waits *out) MUST_USE;

/* Takes it away after it was weighed: a change that came since stays. */
enum outcome rules_weighed(struct db *db, const struct rules_wait *done) MUST_USE;

/* Open schools with something of their own, by name. */
struct rule_school {
        unsigned long school;
        const char *name;
        struct rule_layer layer;
        unsigned differing; /* items that it treats otherwise than the default set does */
};
struct rule_schools {
        size_t count;
        const struct rule_school *items;
};
enum outcome rules_overrides(struct db *db, struct arena *a, struct rule_schools *out) MUST_USE;

#endif
