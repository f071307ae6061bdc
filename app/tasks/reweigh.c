#include "tasks/reweigh.h"

#include "flow/decide_conflict.h"
#include "flow/entry.h"
#include "gate/scope.h"
#include "store/cohort.h"
#include "store/rule.h"

enum { AT_ONCE = 200 };

static enum outcome reweigh_child(struct db *db, const struct config *c, struct arena *a, unsigned long child, unsigned long *count)
{
        struct cohort_pupils pupils;
        enum outcome result = cohort_pupils(db, a, child, &pupils);
        for (size_t i = 0; result == DONE && i < pupils.count; i++) {
                struct refusal why = { "", "" };
                struct scope scope = gate_program_scope(pupils.items[i].school);
                struct flow f = { a, db, c, &scope, &why };
                unsigned applied, entries;
                result = flow_reweigh_conflicts(&f, pupils.items[i].pupil, &applied);
                *count += applied;
                if (result == DONE)
                        result = entry_reweigh(&f, pupils.items[i].pupil, &entries);
                *count += result == DONE ? entries : 0;
                result = result == ABSENT || result == REFUSED ? DONE : result; /* who left meanwhile has no conflicts */
        }
        return result;
}

/* A change that comes meanwhile stays in the table. Twice the same does no harm. */
static enum outcome after_cohorts(struct db *db, const struct config *c, struct arena *a, unsigned long *count)
{
        enum outcome result;
        struct cohort_changes changes;
        do {
                arena_reset(a);
                result = cohort_changes(db, a, AT_ONCE, &changes);
                for (size_t i = 0; result == DONE && i < changes.count; i++)
                        result = reweigh_child(db, c, a, changes.items[i].child, count);
                if (result == DONE && changes.count)
                        result = cohort_changes_done(db, &changes);
        } while (result == DONE && changes.count == AT_ONCE);
        return result;
}

static enum outcome reweigh_school(struct db *db, const struct config *c, unsigned long school, unsigned long *count)
{
        struct refusal why = { "", "" };
        struct scope scope = gate_program_scope(school);
        struct arena *a = arena_new();
        struct flow f = { a, db, c, &scope, &why };
        unsigned applied, entries;
        enum outcome result = flow_reweigh_school(&f, &applied);
        *count += applied;
        if (result == DONE)
                result = entry_reweigh(&f, 0, &entries);
        *count += result == DONE ? entries : 0;
        arena_free(a);
        return result;
}

static enum outcome after_rules(struct db *db, const struct config *c, struct arena *a, unsigned long *count)
{
        enum outcome result;
        struct rules_waits waits;
        do {
                arena_reset(a);
                result = rules_waiting(db, a, AT_ONCE, &waits);
                for (size_t i = 0; result == DONE && i < waits.count; i++) {
                        result = reweigh_school(db, c, waits.items[i].school, count);
                        if (result == DONE)
                                result = rules_weighed(db, &waits.items[i]);
                }
        } while (result == DONE && waits.count == AT_ONCE);
        return result;
}

enum outcome reweigh_run(struct db *db, const struct config *c, unsigned long *count)
{
        struct arena *a = arena_new();
        enum outcome result = after_cohorts(db, c, a, count);
        if (result == DONE)
                result = after_rules(db, c, a, count);
        arena_free(a);
        return result;
}
