#include "store/claim.h"

#include "store/status.h"

#define MINE "WHERE school_id = ? OR other_school_id = ?"
SQL(list_claims, "SELECT school_id, pupil_id, other_school_id, other_pupil_id, since FROM claim " MINE);
/* Read without a lock on the other schools' pupils; a child of whom one school is the main (M) and the other the subsidiary (S), or a guest (G)
 * of one, is where it should be. From the school's own pupils, each by its child: left to itself the server may begin with everybody
 * else's for minutes, as long as what it has counted is older than the table. */
SQL(shared_children,
    "SELECT LEAST(p.school_id, q.school_id), IF(p.school_id < q.school_id, p.id, q.id), GREATEST(p.school_id, q.school_id), "
    "IF(p.school_id < q.school_id, q.id, p.id) FROM pupil p STRAIGHT_JOIN pupil q FORCE INDEX (by_child) ON q.child_id = p.child_id AND q.school_id <> "
    "p.school_id AND q.state = 'R' WHERE p.school_id = ? AND p.state = 'R' AND p.enrolment NOT IN ('S', 'G') AND q.enrolment NOT "
    "IN ('S', 'G')");
SQL(add_claim, "INSERT INTO claim (school_id, pupil_id, other_school_id, other_pupil_id, since) VALUES (?, ?, ?, ?, UTC_TIMESTAMP()) "
               "ON DUPLICATE KEY UPDATE since = since");
SQL(delete_claim, "DELETE FROM claim WHERE school_id = ? AND pupil_id = ? AND other_school_id = ? AND other_pupil_id = ?");

static struct claim claim_of(const struct result *r, size_t row)
{
        return (struct claim){ (unsigned long)result_number(r, row, 0), (unsigned long)result_number(r, row, 1),
                               (unsigned long)result_number(r, row, 2), (unsigned long)result_number(r, row, 3), "" };
}

enum outcome claim_list(struct db *db, struct arena *a, const struct scope *scope, struct claims *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_claims, ARGS(arg_id(scope->school), arg_id(scope->school)));
        struct claim *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++) {
                items[i] = claim_of(&r, i);
                items[i].since = result_text(&r, i, 4);
        }
        *out = (struct claims){ r.count, items };
        return result;
}

static bool same(const struct claim *x, const struct claim *y)
{
        return x->school == y->school && x->pupil == y->pupil && x->other_school == y->other_school &&
               x->other_pupil == y->other_pupil;
}

static bool holds(const struct claims *all, const struct claim *c)
{
        for (size_t i = 0; i < all->count; i++)
                if (same(&all->items[i], c))
                        return true;
        return false;
}

static enum outcome change(struct db *db, const struct scope *scope, const struct claim *c, const struct sql *q)
{
        enum outcome result =
            db_run(db, q, ARGS(arg_id(c->school), arg_id(c->pupil), arg_id(c->other_school), arg_id(c->other_pupil)));
        unsigned long other = c->school == scope->school ? c->other_school : c->school;
        return result == DONE ? status_count_claims(db, other) : result;
}

enum outcome claim_refresh(struct db *db, struct arena *a, const struct scope *scope)
{
        struct result r;
        struct claims before;
        enum outcome result = claim_list(db, a, scope, &before);
        if (result == DONE)
                result = db_query(db, a, &r, &shared_children, ARGS(arg_id(scope->school)));
        if (result != DONE)
                return result;
        struct claim *items = arena_array(a, r.count + 1, sizeof *items);
        struct claims now = { r.count, items };
        for (size_t i = 0; i < r.count; i++)
                items[i] = claim_of(&r, i);
        for (size_t i = 0; result == DONE && i < before.count; i++)
                if (!holds(&now, &before.items[i]))
                        result = change(db, scope, &before.items[i], &delete_claim);
        for (size_t i = 0; result == DONE && i < now.count; i++)
                if (!holds(&before, &now.items[i]))
                        result = change(db, scope, &now.items[i], &add_claim);
        return result;
}

enum outcome claim_forget(struct db *db, struct arena *a, const struct scope *scope, const unsigned long *pupils, size_t count)
{
        struct claims all;
        enum outcome result = claim_list(db, a, scope, &all);
        for (size_t i = 0; result == DONE && i < all.count; i++) {
                const struct claim *c = &all.items[i];
                unsigned long own = c->school == scope->school ? c->pupil : c->other_pupil;
                for (size_t n = 0; result == DONE && n < count; n++)
                        if (pupils[n] == own) {
                                result = change(db, scope, c, &delete_claim);
                                break;
                        }
        }
        return result;
}
