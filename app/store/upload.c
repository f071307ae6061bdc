#include "store/upload.h"

#include "store/audit.h"
#include "store/batch.h"

#define UPLOAD                                                                                                         \
        "SELECT u.id, u.batch_id, u.state = 'read', EXISTS (SELECT 1 FROM upload_piece p WHERE p.upload_id = u.id AND "  \
        "p.n = 0), u.file_name, u.kind, u.message, u.notes, u.size, u.row_count, (SELECT COUNT(*) FROM row_issue i "     \
        "WHERE i.school_id = u.school_id AND i.upload_id = u.id AND i.batch_id = u.batch_id AND i.severity = 'E'), "     \
        "(SELECT COUNT(*) FROM row_issue i WHERE i.school_id = u.school_id AND i.upload_id = u.id AND i.batch_id = "     \
        "u.batch_id AND i.severity = 'Q'), u.uploaded_at, COALESCE((SELECT name FROM person WHERE id = u.uploaded_by), " \
        "'') FROM upload u WHERE u.school_id = ? AND u.batch_id = ? AND u.state <> 'removed' "

SQL(list_uploads, UPLOAD "ORDER BY u.id");
SQL(find_upload, UPLOAD "AND u.id = ?");
SQL(find_twin, "SELECT id FROM upload WHERE school_id = ? AND batch_id = ? AND sha256 = ? AND state <> 'removed' AND id <> ?");
SQL(lock_batch, "SELECT state FROM batch WHERE school_id = ? AND id = ? FOR UPDATE");
SQL(insert_upload, "INSERT INTO upload (school_id, batch_id, state, file_name, size, sha256, notes, uploaded_by, uploaded_at, "
                   "delete_after) VALUES (?, ?, 'unread', ?, ?, ?, '', ?, UTC_TIMESTAMP(), UTC_DATE() + INTERVAL ? DAY)");
SQL(insert_piece, "INSERT INTO upload_piece (upload_id, n, cipher) VALUES (?, ?, ?)");
SQL(find_pieces, "SELECT p.cipher FROM upload_piece p JOIN upload u ON u.id = p.upload_id WHERE u.school_id = ? AND u.id = ? "
                 "ORDER BY p.n");
SQL(remove_upload, "UPDATE upload SET state = 'removed', ver = ver + 1 WHERE school_id = ? AND batch_id = ? AND id = ? AND "
                   "state <> 'removed'");
SQL(delete_pieces, "DELETE FROM upload_piece WHERE upload_id = ?");
SQL(delete_columns, "DELETE FROM upload_column WHERE upload_id = ?");
SQL(delete_issues, "DELETE FROM row_issue WHERE school_id = ? AND batch_id = ? AND upload_id = ?");
SQL(delete_rows, "DELETE FROM list_row WHERE school_id = ? AND batch_id = ? AND upload_id = ?");
SQL(delete_fixes, "DELETE FROM row_fix WHERE upload_id = ?");
/* A batch that nobody has finished is given half a year more; then it is dropped, for it holds pupils too. */
#define IN_TIME "delete_after >= UTC_DATE() - INTERVAL 180 DAY"
SQL(find_old, "SELECT u.school_id, u.batch_id, u.id FROM upload u JOIN batch b ON b.school_id = u.school_id AND b.id = "
              "u.batch_id WHERE u.delete_after < UTC_DATE() AND (b.state NOT IN ('open', 'listed') OR NOT EXISTS (SELECT 1 "
              "FROM upload n WHERE n.school_id = u.school_id AND n.batch_id = u.batch_id AND n.state <> 'removed' AND n."
              IN_TIME ")) AND EXISTS (SELECT 1 FROM upload_piece p WHERE p.upload_id = u.id AND p.n = 0) LIMIT 200");
SQL(drop_unfinished, "UPDATE batch SET state = 'dropped', ver = ver + 1 WHERE school_id = ? AND id = ? AND state IN ('open', "
                     "'listed')");
SQL(count_held, "SELECT COUNT(*), COALESCE(SUM(u.size), 0) FROM upload u WHERE u.school_id = ? AND u.state <> 'removed' AND "
                "EXISTS (SELECT 1 FROM upload_piece p WHERE p.upload_id = u.id AND p.n = 0)");

SQL(list_headings, "SELECT heading, meaning FROM heading_meaning WHERE school_id = ?");
SQL(set_heading, "INSERT INTO heading_meaning (school_id, heading, meaning, set_by, set_at) VALUES (?, ?, ?, ?, "
                 "UTC_TIMESTAMP()) ON DUPLICATE KEY UPDATE meaning = VALUES(meaning), set_by = VALUES(set_by), set_at = "
                 "VALUES(set_at)");
SQL(list_fixes, "SELECT f.sheet_n, f.row_n, f.field, f.value FROM row_fix f JOIN upload u ON u.id = f.upload_id WHERE "
                "u.school_id = ? AND f.upload_id = ? ORDER BY f.sheet_n, f.row_n, f.field");
SQL(set_fix, "INSERT INTO row_fix (upload_id, sheet_n, row_n, field, value, fixed_by, fixed_at) VALUES (?, ?, ?, ?, ?, ?, "
             "UTC_TIMESTAMP()) ON DUPLICATE KEY UPDATE value = VALUES(value), fixed_by = VALUES(fixed_by), fixed_at = "
             "VALUES(fixed_at)");
SQL(delete_fix, "DELETE FROM row_fix WHERE upload_id = ? AND sheet_n = ? AND row_n = ? AND field = ?");

static struct upload upload_of(const struct result *r, size_t row)
{
        return (struct upload){
                .id = (unsigned long)result_number(r, row, 0),
                .batch = (unsigned long)result_number(r, row, 1),
                .read = result_number(r, row, 2),
                .bytes_kept = result_number(r, row, 3),
                .file_name = result_text(r, row, 4),
                .kind = result_text(r, row, 5),
                .message = result_text(r, row, 6),
                .notes = result_text(r, row, 7),
                .size = (unsigned long)result_number(r, row, 8),
                .rows = (unsigned long)result_number(r, row, 9),
                .errors = (unsigned long)result_number(r, row, 10),
                .queries = (unsigned long)result_number(r, row, 11),
                .uploaded_at = result_text(r, row, 12),
                .uploaded_by = result_text(r, row, 13),
        };
}

enum outcome upload_list(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                         struct uploads *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_uploads, ARGS(arg_id(scope->school), arg_id(batch)));
        struct upload *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = upload_of(&r, i);
        *out = (struct uploads){ r.count, items };
        return result;
}

enum outcome upload_find(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch, unsigned long id,
                         struct upload *out)
{
        struct result r;
        enum outcome result =
            db_find(db, a, &r, &find_upload, ARGS(arg_id(scope->school), arg_id(batch), arg_id(id)));
        if (result == DONE)
                *out = upload_of(&r, 0);
        return result;
}

enum outcome upload_held(struct db *db, struct arena *a, const struct scope *scope, long *count, long *bytes)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &count_held, ARGS(arg_id(scope->school)));
        *count = result == DONE ? (long)result_number(&r, 0, 0) : 0;
        *bytes = result == DONE ? (long)result_number(&r, 0, 1) : 0;
        return result;
}

/* ---- adding and removing ---- */

struct change {
        const struct scope *scope;
        const struct upload_new *n;
        unsigned long batch, id, twin;
        const struct row_fix *fixes;
        const struct heading *headings;
        size_t count;
};

/* Files come and go only while the box is not ticked. */
static enum outcome lock_open(struct db *db, const struct scope *scope, unsigned long batch)
{
        struct result r;
        struct arena *a = arena_new();
        enum outcome result = db_find(db, a, &r, &lock_batch, ARGS(arg_id(scope->school), arg_id(batch)));
        if (result == DONE && *result_text(&r, 0, 0) != 'o')
                result = REFUSED;
        arena_free(a);
        return result == DONE ? batch_touch(db, scope, batch) : result;
}

static enum outcome run_on_upload(struct db *db, const struct sql *q, unsigned long id)
{
        return db_run(db, q, ARGS(arg_id(id)));
}

static enum outcome delete_contents(struct db *db, unsigned long school, unsigned long batch, unsigned long id)
{
        struct arg s = arg_id(school), b = arg_id(batch), u = arg_id(id);
        enum outcome result = run_on_upload(db, &delete_pieces, id);
        if (result == DONE)
                result = run_on_upload(db, &delete_columns, id);
        if (result == DONE)
                result = db_run(db, &delete_issues, ARGS(s, b, u));
        if (result == DONE)
                result = db_run(db, &delete_rows, ARGS(s, b, u));
        if (result == DONE)
                result = run_on_upload(db, &delete_fixes, id);
        return result;
}

static enum outcome remove_one(struct db *db, const struct scope *scope, unsigned long batch, unsigned long id)
{
        enum outcome result =
            db_run(db, &remove_upload, ARGS(arg_id(scope->school), arg_id(batch), arg_id(id)));
        if (result == DONE && db_affected(db) == 0)
                return ABSENT;
        if (result == DONE)
                result = delete_contents(db, scope->school, batch, id);
        return result == DONE ? audit_add(db, scope->person, scope->school, "file-removed", id, "") : result;
}

static enum outcome look_for_twin(struct db *db, struct change *c)
{
        struct result r;
        struct arena *a = arena_new();
        enum outcome result = db_query(db, a, &r, &find_twin,
                                       ARGS(arg_id(c->scope->school), arg_id(c->n->batch), arg_bytes(c->n->sha256, 32),
                                            arg_id(c->n->replaces)));
        c->twin = result == DONE && r.count ? (unsigned long)result_number(&r, 0, 0) : 0;
        arena_free(a);
        return c->twin ? REFUSED : result;
}

static enum outcome add_pieces(struct db *db, const struct upload_new *n, unsigned long id)
{
        struct upload_piece *pieces;
        size_t count;
        enum outcome result = DONE;
        n->seal(n->with, id, &pieces, &count);
        for (size_t i = 0; result == DONE && i < count; i++)
                result = db_run(db, &insert_piece,
                                ARGS(arg_id(id), arg_number((long long)i), arg_bytes(pieces[i].bytes, pieces[i].len)));
        return result;
}

static enum outcome do_add(struct db *db, void *context)
{
        struct change *c = context;
        const struct upload_new *n = c->n;
        c->twin = 0;
        enum outcome result = lock_open(db, c->scope, n->batch);
        if (result == DONE)
                result = look_for_twin(db, c);
        if (result == DONE && n->replaces)
                result = remove_one(db, c->scope, n->batch, n->replaces);
        if (result == DONE)
                result = db_run(db, &insert_upload,
                                ARGS(arg_id(c->scope->school), arg_id(n->batch), arg_text(n->file_name), arg_id(n->size),
                                     arg_bytes(n->sha256, 32), arg_id(c->scope->person), arg_number(n->keep_days)));
        if (result != DONE)
                return result;
        c->id = db_last_id(db);
        result = add_pieces(db, n, c->id);
        return result == DONE ? audit_add(db, c->scope->person, c->scope->school, "file-uploaded", c->id, "") : result;
}

enum outcome upload_add(struct db *db, const struct scope *scope, const struct upload_new *n, unsigned long *id,
                        unsigned long *twin)
{
        struct change c = { .scope = scope, .n = n };
        enum outcome result = db_transaction(db, do_add, &c);
        *id = c.id;
        *twin = c.twin;
        return result;
}

enum outcome upload_bytes(struct db *db, struct arena *a, const struct scope *scope, unsigned long id,
                          struct upload_piece **pieces, size_t *count)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &find_pieces, ARGS(arg_id(scope->school), arg_id(id)));
        if (result != DONE)
                return result;
        *pieces = arena_array(a, r.count, sizeof **pieces);
        *count = r.count;
        for (size_t i = 0; i < r.count; i++) {
                struct cell_value v = result_bytes(&r, i, 0);
                (*pieces)[i] = (struct upload_piece){ (const unsigned char *)v.bytes, v.len };
        }
        return DONE;
}

static enum outcome do_remove(struct db *db, void *context)
{
        struct change *c = context;
        enum outcome result = lock_open(db, c->scope, c->batch);
        return result == DONE ? remove_one(db, c->scope, c->batch, c->id) : result;
}

enum outcome upload_remove(struct db *db, const struct scope *scope, unsigned long batch, unsigned long id)
{
        struct change c = { .scope = scope, .batch = batch, .id = id };
        return db_transaction(db, do_remove, &c);
}

struct old {
        unsigned long school, batch, id;
};

static enum outcome do_sweep(struct db *db, void *context)
{
        const struct old *o = context;
        enum outcome result = db_run(db, &drop_unfinished, ARGS(arg_id(o->school), arg_id(o->batch)));
        if (result == DONE && db_affected(db))
                result = audit_add(db, 0, o->school, "batch-dropped", o->batch, "");
        return result == DONE ? delete_contents(db, o->school, o->batch, o->id) : result;
}

enum outcome upload_sweep(struct db *db, unsigned long *count)
{
        struct result r;
        struct arena *a = arena_new();
        enum outcome result = db_query(db, a, &r, &find_old, ARGS());
        *count = 0;
        for (size_t i = 0; result == DONE && i < r.count; i++) {
                struct old o = { (unsigned long)result_number(&r, i, 0), (unsigned long)result_number(&r, i, 1),
                                 (unsigned long)result_number(&r, i, 2) };
                result = db_transaction(db, do_sweep, &o);
                *count += result == DONE;
        }
        arena_free(a);
        return result;
}

/* ---- headings and fixes ---- */

enum outcome heading_list(struct db *db, struct arena *a, const struct scope *scope, struct headings *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_headings, ARGS(arg_id(scope->school)));
        struct heading *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct heading){ result_text(&r, i, 0), result_text(&r, i, 1) };
        *out = (struct headings){ r.count, items };
        return result;
}

static enum outcome do_headings(struct db *db, void *context)
{
        const struct change *c = context;
        enum outcome result = DONE;
        for (size_t i = 0; result == DONE && i < c->count; i++)
                result = db_run(db, &set_heading,
                                ARGS(arg_id(c->scope->school), arg_text(c->headings[i].key),
                                     arg_text(c->headings[i].meaning), arg_id(c->scope->person)));
        return result == DONE ? audit_add(db, c->scope->person, c->scope->school, "headings-set", 0, "") : result;
}

enum outcome heading_set(struct db *db, const struct scope *scope, const struct heading *items, size_t count)
{
        struct change c = { .scope = scope, .headings = items, .count = count };
        return db_transaction(db, do_headings, &c);
}

enum outcome fix_list(struct db *db, struct arena *a, const struct scope *scope, unsigned long upload,
                      struct row_fixes *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_fixes, ARGS(arg_id(scope->school), arg_id(upload)));
        struct row_fix *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct row_fix){ (unsigned)result_number(&r, i, 0), (unsigned long)result_number(&r, i, 1),
                                             result_text(&r, i, 2), result_text(&r, i, 3) };
        *out = (struct row_fixes){ r.count, items };
        return result;
}

static enum outcome set_one_fix(struct db *db, const struct change *c, const struct row_fix *f)
{
        struct arg upload = arg_id(c->id), sheet = arg_number(f->sheet), row = arg_id(f->row), field = arg_text(f->field);
        if (!*f->value)
                return db_run(db, &delete_fix, ARGS(upload, sheet, row, field));
        return db_run(db, &set_fix, ARGS(upload, sheet, row, field, arg_text(f->value), arg_id(c->scope->person)));
}

static enum outcome do_fixes(struct db *db, void *context)
{
        const struct change *c = context;
        struct result r;
        struct arena *a = arena_new();
        enum outcome result = batch_touch(db, c->scope, c->batch);
        if (result == DONE)
                result = db_find(db, a, &r, &find_upload, ARGS(arg_id(c->scope->school), arg_id(c->batch), arg_id(c->id)));
        arena_free(a);
        for (size_t i = 0; result == DONE && i < c->count; i++)
                result = set_one_fix(db, c, &c->fixes[i]);
        return result == DONE ? audit_add(db, c->scope->person, c->scope->school, "rows-fixed", c->id, "") : result;
}

enum outcome fix_set(struct db *db, const struct scope *scope, unsigned long batch, unsigned long upload,
                     const struct row_fix *items, size_t count)
{
        struct change c = { .scope = scope, .batch = batch, .id = upload, .fixes = items, .count = count };
        return db_transaction(db, do_fixes, &c);
}
