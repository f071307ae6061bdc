#include "tasks/recount.h"

#include "base/log.h"
#include "gate/scope.h"
#include "store/status.h"
#include "store/task_day.h"

static enum outcome mend(struct db *db, unsigned long school)
{
        struct scope scope = gate_program_scope(school);
        log_event("recount", "the counters of school %lu were not what they count", school);
        return status_count(db, &scope);
}

enum outcome recount_run(struct db *db, const struct config *c, unsigned long *count)
{
        struct status_wrong wrong = { 0, NULL };
        struct arena *a = arena_new();
        bool mine;
        (void)c;
        enum outcome result = task_day_take(db, "recount", &mine);
        if (result == DONE && mine)
                result = status_wrong(db, a, &wrong);
        for (size_t i = 0; result == DONE && i < wrong.count; i++) {
                result = mend(db, wrong.schools[i]);
                *count += result == DONE;
        }
        arena_free(a);
        return result;
}
