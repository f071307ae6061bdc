#include "tasks/reweigh.h"

#include "flow/decide_conflict.h"
#include "flow/entry.h"
#include "gate/scope.h"
#include "store/cohort.h"

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
enum outcome reweigh_run(struct db *db, const struct config *c, unsigned long *count)
{
        enum outcome result;
        struct arena *a = arena_new();
        struct cohort_changes changes;
        do {
                arena_reset(a);
                result = cohort_changes(db, a, AT_ONCE, &changes);
                for (size_t i = 0; result == DONE && i < changes.count; i++)
                        result = reweigh_child(db, c, a, changes.items[i].child, count);
                if (result == DONE && changes.count)
                        result = cohort_changes_done(db, &changes);
        } while (result == DONE && changes.count == AT_ONCE);
        arena_free(a);
        return result;
}
