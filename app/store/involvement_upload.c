#include "store/involvement_upload.h"

#include <stdio.h>

#include "store/audit.h"

#define UPLOAD                                                                                               \
        "SELECT u.id, u.service_id, u.state, COALESCE(b.name, ''), u.uploaded_at, COALESCE(e.name, ''), "    \
        "u.settled_at, (SELECT GROUP_CONCAT(f.file_name ORDER BY f.id SEPARATOR ', ') FROM "                 \
        "involvement_file f WHERE "                                                                          \
        "f.upload_id = u.id), u.count_new, u.count_ended, u.count_unchanged, u.count_left_out, EXISTS "      \
        "(SELECT 1 FROM "                                                                                    \
        "involvement_file f JOIN involvement_piece p ON p.file_id = f.id AND p.n = 0 WHERE f.upload_id = "   \
        "u.id), "                                                                                            \
        "u.ver FROM involvement_upload u LEFT JOIN person b ON b.id = u.uploaded_by LEFT JOIN person e ON "  \
        "e.id = u.settled_by "
SQL(find_one, UPLOAD "WHERE u.id = ?");
SQL(newest, UPLOAD "ORDER BY u.id DESC LIMIT ?");
SQL(insert_upload,
    "INSERT INTO involvement_upload (state, service_id, uploaded_by, uploaded_at, delete_after) VALUES "
    "('open', ?, ?, UTC_TIMESTAMP(), UTC_DATE() + INTERVAL ? DAY)");
SQL(insert_file, "INSERT INTO involvement_file (upload_id, file_name, size) VALUES (?, ?, ?)");
SQL(insert_piece, "INSERT INTO involvement_piece (file_id, n, cipher) VALUES (?, ?, ?)");
SQL(read_files, "SELECT id, file_name FROM involvement_file WHERE upload_id = ? ORDER BY id");
SQL(read_pieces, "SELECT cipher FROM involvement_piece WHERE file_id = ? ORDER BY n");
SQL(settle,
    "UPDATE involvement_upload SET state = ?, settled_by = ?, settled_at = UTC_TIMESTAMP(), count_new = ?, "
    "count_ended = ?, count_unchanged = ?, count_left_out = ?, ver = ver + 1 WHERE id = ? AND ver = ? AND "
    "state = 'open'");
SQL(delete_pieces,
    "DELETE FROM involvement_piece WHERE file_id IN (SELECT id FROM involvement_file WHERE upload_id = ?)");
SQL(find_old, "SELECT u.id, u.state, u.ver FROM involvement_upload u WHERE u.delete_after < UTC_DATE() AND "
              "EXISTS (SELECT 1 "
              "FROM involvement_file f JOIN involvement_piece p ON p.file_id = f.id AND p.n = 0 WHERE "
              "f.upload_id = u.id) "
              "LIMIT 200");

static enum kept_state state_of(const char *state)
{
        return *state == 'o' ? KEPT_OPEN : *state == 'a' ? KEPT_APPLIED : KEPT_DROPPED;
}

static struct involvement_upload upload_of(const struct result *r, size_t row)
{
        return (struct involvement_upload){
                .id = (unsigned long)result_number(r, row, 0),
                .service = (unsigned long)result_number(r, row, 1),
                .state = state_of(result_text(r, row, 2)),
                .uploaded_by = result_text(r, row, 3),
                .uploaded_at = result_text(r, row, 4),
                .settled_by = result_text(r, row, 5),
                .settled_at = result_text(r, row, 6),
                .files = result_text(r, row, 7),
                .begun = (unsigned long)result_number(r, row, 8),
                .ended = (unsigned long)result_number(r, row, 9),
                .unchanged = (unsigned long)result_number(r, row, 10),
                .left_out = (unsigned long)result_number(r, row, 11),
                .bytes_kept = result_number(r, row, 12) != 0,
                .version = (unsigned)result_number(r, row, 13),
        };
}

enum outcome involvement_upload_find(struct db *db, struct arena *a, unsigned long id,
                                     struct involvement_upload *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &find_one, ARGS(arg_id(id)));
        if (result == DONE)
                *out = upload_of(&r, 0);
        return result;
}

enum outcome involvement_upload_list(struct db *db, struct arena *a, unsigned limit,
                                     struct involvement_uploads *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &newest, ARGS(arg_number(limit)));
        struct involvement_upload *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = upload_of(&r, i);
        *out = (struct involvement_uploads){ r.count, items };
        return result;
}

static enum outcome read_file(struct db *db, struct arena *a, struct kept_file *f)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &read_pieces, ARGS(arg_id(f->id)));
        struct upload_piece *pieces = arena_array(a, r.count + 1, sizeof *pieces);
        for (size_t i = 0; i < r.count; i++) {
                struct cell_value c = result_bytes(&r, i, 0);
                pieces[i] = (struct upload_piece){ (const unsigned char *)c.bytes, c.len };
        }
        f->pieces = pieces;
        f->piece_count = r.count;
        return result;
}

enum outcome involvement_upload_files(struct db *db, struct arena *a, unsigned long id,
                                      struct kept_files *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &read_files, ARGS(arg_id(id)));
        struct kept_file *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; result == DONE && i < r.count; i++) {
                items[i] = (struct kept_file){ .id = (unsigned long)result_number(&r, i, 0),
                                               .name = result_text(&r, i, 1) };
                result = read_file(db, a, &items[i]);
        }
        *out = (struct kept_files){ r.count, items };
        return result;
}

/* ---- adding ---- */

struct adding {
        unsigned long by, service, id;
        unsigned keep_days;
        const struct new_kept_file *files;
        size_t count;
};

static enum outcome add_file(struct db *db, unsigned long upload, const struct new_kept_file *f)
{
        struct upload_piece *pieces;
        size_t count;
        enum outcome result =
            db_run(db, &insert_file, ARGS(arg_id(upload), arg_text(f->name), arg_id(f->size)));
        if (result != DONE)
                return result;
        unsigned long id = (unsigned long)db_last_id(db);
        f->seal(f->with, id, &pieces, &count);
        for (size_t i = 0; result == DONE && i < count; i++)
                result = db_run(
                    db, &insert_piece,
                    ARGS(arg_id(id), arg_number((long long)i), arg_bytes(pieces[i].bytes, pieces[i].len)));
        return result;
}

static enum outcome do_add(struct db *db, void *context)
{
        struct adding *d = context;
        enum outcome result =
            db_run(db, &insert_upload, ARGS(arg_id(d->service), arg_id(d->by), arg_number(d->keep_days)));
        d->id = (unsigned long)db_last_id(db);
        for (size_t i = 0; result == DONE && i < d->count; i++)
                result = add_file(db, d->id, &d->files[i]);
        return result == DONE ? audit_add(db, d->by, 0, "involvements-uploaded", d->id, "") : result;
}

enum outcome involvement_upload_add(struct db *db, unsigned long by, unsigned long service,
                                    unsigned keep_days, const struct new_kept_file *files, size_t count,
                                    unsigned long *id)
{
        struct adding d = { by, service, 0, keep_days, files, count };
        enum outcome result = db_transaction(db, do_add, &d);
        *id = d.id;
        return result;
}

/* ---- what becomes of it ---- */

struct settling {
        unsigned long by;
        const struct involvement_upload *u;
        struct involvement_row *rows;
        size_t count;
        const struct involvement_tally *seen;
        unsigned long left_out;
};

static enum outcome settle_as(struct db *db, const struct settling *d, const char *state)
{
        const unsigned long *of = d->seen->of;
        enum outcome result =
            db_run(db, &settle,
                   ARGS(arg_text(state), arg_number_or_null((long long)d->by), arg_id(of[FATE_NEW]),
                        arg_id(of[FATE_ENDED]), arg_id(of[FATE_UNCHANGED] + of[FATE_PAST]),
                        arg_id(d->left_out), arg_id(d->u->id), arg_number(d->u->version)));
        return result == DONE && db_affected(db) == 0 ? REFUSED : result;
}

static enum outcome do_apply(struct db *db, void *context)
{
        const struct settling *d = context;
        enum outcome result = settle_as(db, d, "applied");
        if (result == DONE)
                result = involvement_add_all(db, d->by, d->rows, d->count, d->seen);
        return result == DONE ? audit_add(db, d->by, 0, "involvements-applied", d->u->id, "") : result;
}

enum outcome involvement_upload_apply(struct db *db, unsigned long by, const struct involvement_upload *u,
                                      struct involvement_row *rows, size_t count,
                                      const struct involvement_tally *seen, unsigned long left_out)
{
        struct settling d = { by, u, rows, count, seen, left_out };
        return db_transaction(db, do_apply, &d);
}

static enum outcome do_drop(struct db *db, void *context)
{
        static const struct involvement_tally none;
        struct settling *d = context;
        d->seen = &none;
        enum outcome result = settle_as(db, d, "dropped");
        if (result == DONE)
                result = db_run(db, &delete_pieces, ARGS(arg_id(d->u->id)));
        return result == DONE ? audit_add(db, d->by, 0, "involvements-dropped", d->u->id, "") : result;
}

enum outcome involvement_upload_drop(struct db *db, unsigned long by, const struct involvement_upload *u)
{
        struct settling d = { .by = by, .u = u };
        return db_transaction(db, do_drop, &d);
}

enum outcome involvement_upload_sweep(struct db *db, unsigned long *count)
{
        struct result r;
        struct arena *a = arena_new();
        enum outcome result = db_query(db, a, &r, &find_old, ARGS());
        for (size_t i = 0; result == DONE && i < r.count; i++) {
                struct involvement_upload u = { .id = (unsigned long)result_number(&r, i, 0),
                                                .version = (unsigned)result_number(&r, i, 2) };
                if (state_of(result_text(&r, i, 1)) == KEPT_OPEN)
                        result = involvement_upload_drop(db, 0, &u);
                else
                        result = db_run(db, &delete_pieces, ARGS(arg_id(u.id)));
                result = result == REFUSED ? DONE : result; /* somebody was quicker */
                *count += result == DONE;
        }
        arena_free(a);
        return result;
}
