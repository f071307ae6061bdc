#include "store/agreement.h"

#include "store/audit.h"

SQL(find_agreement, "SELECT a.school_id, a.sets, COALESCE(p.name, ''), a.set_at, a.ver FROM agreement a LEFT "
                    "JOIN person p ON p.id = a.set_by "
                    "WHERE a.school_id IN (0, ?) ORDER BY a.school_id DESC");
SQL(list_agreements, "SELECT s.id, s.name, a.sets FROM agreement a JOIN school s ON s.id = a.school_id WHERE "
                     "s.closed_on IS NULL ORDER BY "
                     "s.name, s.id");
SQL(insert_agreement,
    "INSERT INTO agreement (school_id, sets, set_by, set_at) VALUES (?, ?, ?, UTC_TIMESTAMP())");
SQL(update_agreement, "UPDATE agreement SET sets = ?, set_by = ?, set_at = UTC_TIMESTAMP(), ver = ver + 1 "
                      "WHERE school_id = ? AND ver = ?");
SQL(remove_agreement, "DELETE FROM agreement WHERE school_id = ? AND ver = ?");

enum outcome agreement_of(struct db *db, struct arena *a, unsigned long school, struct agreement *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &find_agreement, ARGS(arg_id(school)));
        *out = (struct agreement){ .sets = SETS_ALL, .by = "", .at = "" };
        if (result != DONE || !r.count)
                return result;
        out->sets = (unsigned)result_number(&r, 0, 1) & SETS_ALL;
        out->by = result_text(&r, 0, 2);
        out->at = result_text(&r, 0, 3);
        out->own = (unsigned long)result_number(&r, 0, 0) == school;
        out->version = out->own ? (unsigned)result_number(&r, 0, 4) : 0;
        return DONE;
}

enum outcome agreement_list(struct db *db, struct arena *a, struct agreement_owns *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_agreements, ARGS());
        struct agreement_own *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] =
                    (struct agreement_own){ (unsigned long)result_number(&r, i, 0), result_text(&r, i, 1),
                                            (unsigned)result_number(&r, i, 2) & SETS_ALL };
        *out = (struct agreement_owns){ r.count, items };
        return result;
}

struct deed {
        struct arena *arena;
        unsigned long by, school;
        unsigned version;
        bool own;
        unsigned sets;
};

static enum outcome write(struct db *db, const struct deed *d)
{
        enum outcome result;
        struct arg by = arg_number_or_null((long long)d->by);
        if (!d->version)
                return d->own
                           ? db_run(db, &insert_agreement, ARGS(arg_id(d->school), arg_number(d->sets), by))
                           : DONE;
        if (d->own)
                result = db_run(db, &update_agreement,
                                ARGS(arg_number(d->sets), by, arg_id(d->school), arg_number(d->version)));
        else
                result = db_run(db, &remove_agreement, ARGS(arg_id(d->school), arg_number(d->version)));
        return result == DONE && db_affected(db) == 0 ? REFUSED : result;
}

static enum outcome do_set(struct db *db, void *context)
{
        const struct deed *d = context;
        struct agreement before, after;
        enum outcome result = agreement_of(db, d->arena, d->school, &before);
        if (result == DONE && before.version != d->version)
                return REFUSED;
        if (result == DONE)
                result = write(db, d);
        if (result == DONE)
                result = agreement_of(db, d->arena, d->school, &after);
        if (result != DONE || (before.sets == after.sets && before.own == after.own))
                return result;
        const char *words = data_sets_words(d->arena, after.sets);
        return audit_add(db, d->by, d->school, "sets-agreed", d->school,
                         arena_printf(d->arena, "%s%s", *words ? words : "none",
                                      after.own ? "" : " (as for all schools)"));
}

enum outcome agreement_set(struct db *db, struct arena *a, unsigned long by, unsigned long school,
                           unsigned version, bool own, unsigned sets)
{
        struct deed d = { a, by, school, version, own, sets & SETS_ALL };
        return db_transaction(db, do_set, &d);
}
