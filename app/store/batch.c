#include "store/batch.h"

#include <string.h>

#include "store/audit.h"

#define PERSON(column) "COALESCE((SELECT name FROM person WHERE id = b." column "), '')"
#define MOMENT(column) "COALESCE(b." column ", '')"
#define BATCH                                                                                                          \
        "SELECT b.id, b.school_id, b.kind, b.academic_year, b.state, b.ver, b.opened_at, " PERSON("opened_by") ", "    \
        MOMENT("listed_at") ", " PERSON("listed_by") ", COALESCE(b.ack_count, -1), b.ack_hash, " MOMENT("ack_at") ", " \
        PERSON("ack_by") ", b.hold, b.hold_bits, b.hold_removals, b.hold_why, " MOMENT("hold_at") ", b.hold_answer, "  \
        MOMENT("hold_answered_at") ", " PERSON("hold_answered_by") ", COALESCE(b.checked_roll_ver, 0), "               \
        "b.checked_hash, " MOMENT("checked_at") ", " PERSON("checked_by") ", " MOMENT("applied_at") ", "               \
        PERSON("applied_by") ", COALESCE(b.reference, ''), COALESCE(b.roll_before, 0), COALESCE(b.roll_after, 0), "    \
        "COALESCE(b.count_new, 0), COALESCE(b.count_changed, 0), COALESCE(b.count_unchanged, 0), "                     \
        "COALESCE(b.count_leaving, 0), COALESCE(b.count_left_out, 0), " MOMENT("undone_at") ", " PERSON("undone_by")   \
        ", b.undone_why, b.matched_roll_ver FROM batch b WHERE b.school_id = ? "

#define ON_ITS_WAY "state IN ('open', 'listed')"
#define NO_CHECK   "checked_hash = '', checked_roll_ver = NULL, checked_by = NULL, checked_at = NULL"
#define NO_ACK     "ack_count = NULL, ack_hash = '', ack_by = NULL, ack_at = NULL"
#define THIS_ONE   " WHERE school_id = ? AND id = ? AND ver = ?"

SQL(find_batch, BATCH "AND b.id = ?");
SQL(current_batch, BATCH "AND b.kind = ? AND b." ON_ITS_WAY " ORDER BY b.id DESC LIMIT 1");
SQL(list_batches, BATCH "AND b.kind <> 'I' ORDER BY b.id DESC LIMIT 100");
SQL(lock_school, "SELECT id FROM school WHERE id = ? FOR UPDATE");
SQL(count_migrations, "SELECT COUNT(*) FROM batch WHERE school_id = ? AND kind = 'M' AND " ON_ITS_WAY);
SQL(insert_batch, "INSERT INTO batch (school_id, kind, academic_year, state, opened_by, opened_at) VALUES (?, ?, ?, 'open', ?, "
                  "UTC_TIMESTAMP())");
SQL(tick_batch, "UPDATE batch SET state = 'listed', listed_by = ?, listed_at = UTC_TIMESTAMP(), ver = ver + 1" THIS_ONE
                " AND state = 'open'");
/* What was rejected is asked again when it comes again; the authority's words stay to be read. */
SQL(untick_batch, "UPDATE batch SET state = 'open', hold = IF(hold = 'rejected', '', hold), listed_by = NULL, listed_at = NULL, ver = ver + 1, " NO_ACK ", " NO_CHECK
                  THIS_ONE " AND state = 'listed'");
SQL(delete_added, "DELETE FROM list_row WHERE school_id = ? AND batch_id = ? AND upload_id = 0");
SQL(drop_batch, "UPDATE batch SET state = 'dropped', ver = ver + 1" THIS_ONE " AND " ON_ITS_WAY);
SQL(acknowledge_batch, "UPDATE batch SET ack_count = ?, ack_hash = ?, ack_by = ?, ack_at = UTC_TIMESTAMP(), ver = ver + 1, "
                       NO_CHECK THIS_ONE " AND state = 'listed'");
SQL(hold_batch, "UPDATE batch SET hold = IF(?, 'held', ''), hold_bits = ?, hold_removals = ?, hold_why = LEFT(?, 1000), hold_at = "
                "UTC_TIMESTAMP(), hold_answer = '', hold_answered_by = NULL, hold_answered_at = NULL, ver = ver + 1" THIS_ONE
                " AND " ON_ITS_WAY);
SQL(answer_hold, "UPDATE batch SET hold = ?, hold_answer = ?, hold_answered_by = ?, hold_answered_at = UTC_TIMESTAMP(), ver = "
                 "ver + 1" THIS_ONE " AND hold = 'held' AND " ON_ITS_WAY);
SQL(check_batch, "UPDATE batch SET checked_hash = ?, checked_roll_ver = ?, checked_by = ?, checked_at = UTC_TIMESTAMP(), ver = "
                 "ver + 1" THIS_ONE " AND state = 'listed'");
SQL(apply_batch, "UPDATE batch SET state = 'applied', applied_by = ?, applied_at = UTC_TIMESTAMP(), reference = ?, roll_before = "
                 "?, roll_after = ?, count_new = ?, count_changed = ?, count_unchanged = ?, count_leaving = ?, count_left_out = "
                 "?, ver = ver + 1" THIS_ONE " AND state = 'listed'");
/* Of an import something may be left. */
SQL(undo_batch, "UPDATE batch SET state = 'undone', undone_by = ?, undone_at = UTC_TIMESTAMP(), undone_why = LEFT(?, 500), ver = ver + 1"
                THIS_ONE " AND (state = 'applied' OR (kind = 'I' AND state = 'listed'))");
SQL(touch_batch, "UPDATE batch SET ver = ver + 1, " NO_CHECK " WHERE school_id = ? AND id = ? AND " ON_ITS_WAY);
SQL(match_batch, "UPDATE batch SET ver = ver + 1, matched_roll_ver = ?, " NO_CHECK THIS_ONE " AND " ON_ITS_WAY);

static int key(struct reading *c, const char *const *keys, int count)
{
        const char *word = reading_text(c);
        int i = 0;
        while (i < count - 1 && strcmp(keys[i], word) != 0)
                i++;
        return i;
}

static struct batch batch_of(const struct result *r, size_t row)
{
        struct reading c = { r, row, 0 };
        struct batch b = { .id = (unsigned long)reading_number(&c),
                           .school = (unsigned long)reading_number(&c) };
        char kind = *reading_text(&c);
        b.migration = kind == 'M';
        b.import = kind == 'I';
        b.academic = (int)reading_number(&c);
        b.state = (enum batch_state)key(&c, batch_state_keys, BATCH_STATES);
        b.version = (unsigned)reading_number(&c);
        b.opened_at = reading_text(&c), b.opened_by = reading_text(&c);
        b.listed_at = reading_text(&c), b.listed_by = reading_text(&c);
        b.ack.count = (long)reading_number(&c), b.ack.hash = reading_text(&c), b.ack.at = reading_text(&c),
        b.ack.by = reading_text(&c);
        b.hold.state = (enum batch_hold)key(&c, batch_hold_keys, BATCH_HOLDS);
        b.hold.bits = (unsigned)reading_number(&c), b.hold.removals = (unsigned)reading_number(&c);
        b.hold.why = reading_text(&c), b.hold.at = reading_text(&c), b.hold.answer = reading_text(&c);
        b.hold.answered_at = reading_text(&c), b.hold.answered_by = reading_text(&c);
        b.checked.roll_version = (unsigned long long)reading_number(&c), b.checked.hash = reading_text(&c);
        b.checked.at = reading_text(&c), b.checked.by = reading_text(&c);
        b.applied.at = reading_text(&c), b.applied.by = reading_text(&c), b.applied.reference = reading_text(&c);
        b.applied.roll_before = (unsigned)reading_number(&c), b.applied.roll_after = (unsigned)reading_number(&c);
        b.applied.new = (unsigned)reading_number(&c), b.applied.changed = (unsigned)reading_number(&c);
        b.applied.unchanged = (unsigned)reading_number(&c), b.applied.leaving = (unsigned)reading_number(&c);
        b.applied.left_out = (unsigned)reading_number(&c);
        b.undone_at = reading_text(&c), b.undone_by = reading_text(&c), b.undone_why = reading_text(&c);
        b.matched_roll = (unsigned long long)reading_number(&c);
        return b;
}

enum outcome batch_of_school(struct db *db, struct arena *a, unsigned long school, unsigned long id, struct batch *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &find_batch, ARGS(arg_id(school), arg_id(id)));
        if (result == DONE)
                *out = batch_of(&r, 0);
        return result;
}

enum outcome batch_find(struct db *db, struct arena *a, const struct scope *scope, unsigned long id, struct batch *out)
{
        return batch_of_school(db, a, scope->school, id, out);
}

enum outcome batch_current(struct db *db, struct arena *a, const struct scope *scope, bool migration, struct batch *out)
{
        struct result r;
        enum outcome result =
            db_find(db, a, &r, &current_batch, ARGS(arg_id(scope->school), arg_text(migration ? "M" : "B")));
        if (result == DONE)
                *out = batch_of(&r, 0);
        return result;
}

enum outcome batch_list(struct db *db, struct arena *a, const struct scope *scope, struct batches *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_batches, ARGS(arg_id(scope->school)));
        struct batch *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = batch_of(&r, i);
        *out = (struct batches){ r.count, items };
        return result;
}

/* ---- deeds ---- */

struct deed {
        const struct scope *scope;
        const struct batch *b;
        const struct sql *q;
        const struct arg *args; /* before school, id and version */
        size_t count;
        const char *verb, *detail;
        bool migration;
        int academic;
        unsigned long id;
};

static enum outcome do_add(struct db *db, void *context)
{
        struct deed *d = context;
        struct result r;
        struct arena *a = arena_new();
        struct arg school = arg_id(d->scope->school);
        enum outcome result = db_find(db, a, &r, &lock_school, ARGS(school));
        if (result == DONE)
                result = db_find(db, a, &r, &count_migrations, ARGS(school));
        if (result == DONE && d->migration && result_number(&r, 0, 0) > 0)
                result = REFUSED;
        arena_free(a);
        if (result == DONE)
                result = db_run(db, &insert_batch,
                                ARGS(school, arg_text(d->migration ? "M" : "B"), arg_number(d->academic),
                                     arg_id(d->scope->person)));
        if (result != DONE)
                return result;
        d->id = db_last_id(db);
        return audit_add(db, d->scope->person, d->scope->school, d->migration ? "migration-opened" : "bulk-opened", d->id, "");
}

enum outcome batch_add(struct db *db, const struct scope *scope, bool migration, int academic, unsigned long *id)
{
        struct deed d = { .scope = scope, .migration = migration, .academic = academic };
        enum outcome result = db_transaction(db, do_add, &d);
        *id = d.id;
        return result;
}

static enum outcome do_deed(struct db *db, void *context)
{
        struct deed *d = context;
        struct arg args[16];
        if (d->count)
                memcpy(args, d->args, d->count * sizeof *args);
        args[d->count] = arg_id(d->scope->school);
        args[d->count + 1] = arg_id(d->b->id);
        args[d->count + 2] = arg_number(d->b->version);
        enum outcome result = db_run(db, d->q, args, d->count + 3);
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        if (result != DONE)
                return result;
        return audit_add(db, d->scope->person, d->scope->school, d->verb, d->b->id, d->detail);
}

/* One UPDATE of a batch at the version that was seen, and its audit row. */
static enum outcome deed(struct db *db, const struct scope *scope, const struct batch *b, const struct sql *q,
                         const char *verb, const char *detail, const struct arg *args, size_t count)
{
        struct deed d = { .scope = scope, .b = b, .q = q, .args = args, .count = count, .verb = verb, .detail = detail };
        return db_transaction(db, do_deed, &d);
}

/* Who was added on the page Who leaves may be in a file that comes now, and would contradict it. */
static enum outcome do_untick(struct db *db, void *context)
{
        struct deed *d = context;
        enum outcome result = do_deed(db, d);
        if (result != DONE)
                return result;
        return db_run(db, &delete_added, ARGS(arg_id(d->scope->school), arg_id(d->b->id)));
}

enum outcome batch_tick(struct db *db, const struct scope *scope, const struct batch *b, bool listed)
{
        struct deed d = { .scope = scope, .b = b, .q = &untick_batch, .verb = "files-reopened", .detail = "" };
        if (listed)
                return deed(db, scope, b, &tick_batch, "files-complete", "", ARGS(arg_id(scope->person)));
        return db_transaction(db, do_untick, &d);
}

enum outcome batch_drop(struct db *db, const struct scope *scope, const struct batch *b)
{
        return deed(db, scope, b, &drop_batch, "batch-dropped", "", ARGS());
}

enum outcome batch_acknowledge(struct db *db, const struct scope *scope, const struct batch *b, long count,
                               const char *hash)
{
        return deed(db, scope, b, &acknowledge_batch, "removals-acknowledged", hash,
                    ARGS(arg_number(count), arg_text(hash), arg_id(scope->person)));
}

enum outcome batch_hold(struct db *db, const struct scope *scope, const struct batch *b, unsigned bits, unsigned removals,
                        const char *why)
{
        return deed(db, scope, b, &hold_batch, bits ? "batch-held" : "hold-ended", "",
                    ARGS(arg_number(bits), arg_number(bits), arg_number(removals), arg_text(why)));
}

enum outcome batch_answer_hold(struct db *db, const struct scope *scope, const struct batch *b, enum batch_hold answer,
                               const char *reason)
{
        return deed(db, scope, b, &answer_hold, answer == HOLD_RELEASED ? "hold-released" : "hold-rejected", "",
                    ARGS(arg_text(batch_hold_keys[answer]), arg_text(reason), arg_id(scope->person)));
}

enum outcome batch_checked(struct db *db, const struct scope *scope, const struct batch *b, const char *hash,
                           unsigned long long version)
{
        return deed(db, scope, b, &check_batch, "batch-checked", hash,
                    ARGS(arg_text(hash), arg_number((long long)version), arg_id(scope->person)));
}

enum outcome batch_applied(struct db *db, const struct scope *scope, const struct batch *b, const struct batch_numbers *n)
{
        return deed(db, scope, b, &apply_batch, "batch-applied", n->reference,
                    ARGS(arg_id(scope->person), arg_text(n->reference), arg_number(n->roll_before), arg_number(n->roll_after),
                         arg_number(n->new), arg_number(n->changed), arg_number(n->unchanged), arg_number(n->leaving),
                         arg_number(n->left_out)));
}

enum outcome batch_undone(struct db *db, const struct scope *scope, const struct batch *b, const char *why)
{
        return deed(db, scope, b, &undo_batch, "batch-undone", b->applied.reference, ARGS(arg_id(scope->person), arg_text(why)));
}

enum outcome batch_touch(struct db *db, const struct scope *scope, unsigned long id)
{
        enum outcome result = db_run(db, &touch_batch, ARGS(arg_id(scope->school), arg_id(id)));
        return result == DONE && db_affected(db) == 0 ? REFUSED : result;
}

enum outcome batch_matched(struct db *db, const struct scope *scope, const struct batch *b, unsigned long long roll)
{
        enum outcome result = db_run(
            db, &match_batch,
            ARGS(arg_number((long long)roll), arg_id(scope->school), arg_id(b->id), arg_number(b->version)));
        return result == DONE && db_affected(db) == 0 ? REFUSED : result;
}
