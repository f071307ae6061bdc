#include "store/settle.h"

#include <string.h>

#include "store/claim.h"
#include "store/conflict.h"
#include "store/entry_conflict.h"
#include "store/missing.h"
#include "store/status.h"
#include "store/upn_problem.h"

static const struct write *write_of(struct write *const *writes, size_t count, unsigned long pupil)
{
        for (size_t i = 0; i < count; i++)
                if (writes[i]->after.pupil.id == pupil)
                        return writes[i];
        return NULL;
}

/* Has the pupil left, or got the value by some other way? */
static bool is_settled(const struct conflict *c, const struct write *w)
{
        return w && (!w->after.pupil.on_roll || strcmp(w->after.pupil.record.value[c->field], c->theirs) == 0);
}

static enum outcome settle_conflicts(struct db *db, struct arena *a, const struct scope *scope, struct write *const *writes,
                                     size_t count, size_t *settled)
{
        struct conflicts all;
        enum outcome result = conflict_list(db, a, scope, &all);
        struct conflict *gone = arena_array(a, all.count + 1, sizeof *gone);
        *settled = 0;
        for (size_t i = 0; result == DONE && i < all.count; i++)
                if (is_settled(&all.items[i], write_of(writes, count, all.items[i].pupil)))
                        gone[(*settled)++] = all.items[i];
        return result == DONE && *settled ? conflict_end(db, a, scope, gone, *settled, CONFLICT_AGREED) : result;
}

static size_t gone_pupils(struct write *const *writes, size_t count, unsigned long *ids)
{
        size_t n = 0;
        for (size_t i = 0; i < count; i++)
                if (writes[i]->kind == WRITE_LEFT)
                        ids[n++] = writes[i]->after.pupil.id;
        return n;
}

/* On roll, or the kind of enrolment, has changed of a child whom another school may have too. */
static bool changes_claims(const struct write *w)
{
        switch (w->kind) {
        case WRITE_CREATED: return w->after.child != 0;
        case WRITE_RESTORED: return true;
        case WRITE_CHANGED:
                return strcmp(w->before->pupil.record.value[FIELD_ENROLMENT], w->after.pupil.record.value[FIELD_ENROLMENT]) != 0;
        default: return false;
        }
}

static bool any_changes_claims(struct write *const *writes, size_t count)
{
        for (size_t i = 0; i < count; i++)
                if (changes_claims(writes[i]))
                        return true;
        return false;
}

/* Who had no UPN, or another one than the school's files say. */
static enum outcome settle_upns(struct db *db, const struct scope *scope, struct write *const *writes, size_t count, size_t *settled)
{
        enum outcome result = DONE;
        *settled = 0;
        for (size_t i = 0; result == DONE && i < count; i++) {
                const struct write *w = writes[i];
                const char *upn = w->after.pupil.record.value[FIELD_UPN];
                if (w->kind != WRITE_CHANGED || !*upn || strcmp(w->before->pupil.record.value[FIELD_UPN], upn) == 0)
                        continue;
                result = upn_problem_settle(db, scope, w->after.pupil.id, upn);
                ++*settled;
        }
        return result;
}

enum outcome settle_written(struct db *db, struct arena *a, const struct scope *scope, struct write *const *writes,
                            size_t count)
{
        unsigned long *gone = arena_array(a, count, sizeof *gone);
        size_t gone_count = gone_pupils(writes, count, gone), settled = 0, upns = 0;
        bool claims = any_changes_claims(writes, count);
        enum outcome result = claims ? claim_refresh(db, a, scope) : DONE;
        if (result == DONE && writes[0]->kind != WRITE_CREATED)
                result = settle_conflicts(db, a, scope, writes, count, &settled);
        if (result == DONE)
                result = settle_upns(db, scope, writes, count, &upns);
        if (result == DONE && gone_count)
                result = missing_forget(db, scope, gone, gone_count);
        if (result == DONE && gone_count)
                result = entry_conflict_forget(db, scope, gone, gone_count);
        if (result == DONE && gone_count)
                result = upn_problem_forget(db, scope, gone, gone_count);
        if (result == DONE && gone_count)
                result = claim_forget(db, a, scope, gone, gone_count);
        return result == DONE && (claims || settled + upns + gone_count) ? status_count(db, scope) : result;
}
