#include "store/list.h"

#include <string.h>

#include "base/buf.h"
#include "store/batch.h"

#define SEPARATOR '\x1F'

SQL(set_reading, "UPDATE upload SET state = ?, kind = ?, message = LEFT(?, 1000), notes = ?, row_count = ?, ver = ver + 1 WHERE "
                 "school_id = ? AND batch_id = ? AND id = ? AND state <> 'removed'");
SQL(delete_columns, "DELETE FROM upload_column WHERE upload_id = ?");
SQL(delete_issues, "DELETE FROM row_issue WHERE school_id = ? AND batch_id = ? AND upload_id = ?");
SQL(delete_rows, "DELETE FROM list_row WHERE school_id = ? AND batch_id = ? AND upload_id = ?");
SQL(insert_column, "INSERT INTO upload_column (upload_id, sheet_n, column_n, sheet, heading, heading_key, meaning, samples) "
                   "VALUES (?, ?, ?, LEFT(?, 100), LEFT(?, 200), LEFT(?, 190), ?, LEFT(?, 300))");

#define ROW       "(?, ?, ?, ?, LEFT(?, 100), ?, ?, ?, LEFT(?, 200), ?)"
#define ROW_INTO  "INSERT INTO list_row (school_id, batch_id, upload_id, sheet_n, sheet, row_n, row_pupil, fields, left_out, " \
                  "other_school) VALUES "
#define ROW_ARGS  10
SQL(insert_row, ROW_INTO ROW);
SQL(insert_50_rows, ROW_INTO SQL_ROWS50(ROW));
#define ISSUE      "(?, ?, ?, ?, ?, ?, ?, ?, ?, LEFT(?, 200), LEFT(?, 500))"
#define ISSUE_INTO "INSERT INTO row_issue (school_id, row_id, n, batch_id, upload_id, severity, cause, field, column_n, found, " \
                   "words) VALUES "
#define ISSUE_ARGS 11
SQL(insert_issue, ISSUE_INTO ISSUE);
SQL(insert_50_issues, ISSUE_INTO SQL_ROWS50(ISSUE));
SQL(forget_issues, "DELETE FROM row_issue WHERE school_id = ? AND row_id = ?");
SQL(forget_row, "DELETE FROM list_row WHERE school_id = ? AND batch_id = ? AND id = ?");
SQL(row_ids, "SELECT id FROM list_row WHERE school_id = ? AND batch_id = ? AND upload_id = ? ORDER BY sheet_n, row_n, id");

/* Asked row by row, a server without statistics walked all issues of the school for each: hence of all rows at once. */
SQL(list_batch_rows,
    "SELECT r.id, r.upload_id, COALESCE(u.file_name, (SELECT d.file_name FROM import i JOIN delivery d ON d.id = i.delivery_id WHERE "
    "i.school_id = r.school_id AND i.batch_id = r.batch_id), ''), r.sheet, r.sheet_n, r.row_n, r.row_pupil, r.other_school, e.row_id IS "
    "NOT NULL, r.left_out, r.fields, r.outcome, r.pupil_id, r.pupil_school_id FROM list_row r LEFT JOIN upload u ON u.id = "
    "r.upload_id LEFT JOIN (SELECT DISTINCT row_id FROM row_issue WHERE school_id = ? AND batch_id = ? AND severity = 'E') e ON "
    "e.row_id = r.id WHERE r.school_id = ? AND r.batch_id = ? ORDER BY r.upload_id = 0, r.upload_id, r.sheet_n, r.row_n, r.id");
SQL(list_upload_columns, "SELECT c.sheet_n, c.column_n, c.sheet, c.heading, c.heading_key, c.meaning, c.samples FROM "
                         "upload_column c JOIN upload u ON u.id = c.upload_id WHERE u.school_id = ? AND u.id = ? ORDER BY "
                         "c.sheet_n, c.column_n");
SQL(list_row_issues,
    "SELECT i.severity, i.cause, i.field, i.found, i.words, i.column_n, i.upload_id, r.row_n, r.sheet_n, COALESCE(u.file_name, "
    "''), r.sheet, r.id FROM row_issue i JOIN list_row r ON r.school_id = i.school_id AND r.id = i.row_id LEFT JOIN upload u ON "
    "u.id = i.upload_id WHERE i.school_id = ? AND i.batch_id = ? AND (? = 0 OR i.upload_id = ?) AND r.left_out = '' ORDER BY "
    "i.severity, i.cause, i.upload_id, r.sheet_n, r.row_n, i.n");

/* ---- records as one text ---- */

static const char *pack(struct arena *a, const struct record *record)
{
        struct buf b = BUF_EMPTY;
        for (int f = 0; f < FIELD_COUNT; f++) {
                if (f)
                        buf_char(&b, SEPARATOR);
                buf_text(&b, record->value[f]);
        }
        const char *text = arena_bytes(a, b.bytes, b.len);
        buf_free(&b);
        return text;
}

static void unpack(struct arena *a, const char *text, struct record *out)
{
        char *next = arena_text(a, text);
        record_blank(out);
        for (int f = 0; f < FIELD_COUNT && next; f++) {
                char *end = strchr(next, SEPARATOR);
                if (end)
                        *end++ = '\0';
                out->value[f] = next;
                next = end;
        }
}

/* ---- storing what was read ---- */

struct storing {
        const struct scope *scope;
        const struct reading_result *r;
        struct arena *arena; /* of one run of the transaction */
};

static enum outcome clear(struct db *db, const struct storing *s)
{
        struct arg school = arg_id(s->scope->school), batch = arg_id(s->r->batch), upload = arg_id(s->r->upload);
        const struct reading_result *r = s->r;
        enum outcome result = db_run(db, &set_reading,
                                     ARGS(arg_text(*r->message ? "unread" : "read"), arg_text(r->kind), arg_text(r->message),
                                          arg_text(r->notes), arg_number((long long)r->rows.count), school, batch, upload));
        if (result == DONE && db_affected(db) == 0)
                return ABSENT;
        if (result == DONE)
                result = db_run(db, &delete_columns, ARGS(upload));
        if (result == DONE)
                result = db_run(db, &delete_issues, ARGS(school, batch, upload));
        if (result == DONE)
                result = db_run(db, &delete_rows, ARGS(school, batch, upload));
        return result;
}

static enum outcome store_columns(struct db *db, const struct storing *s)
{
        enum outcome result = DONE;
        for (size_t i = 0; result == DONE && i < s->r->columns.count; i++) {
                const struct list_column *c = &s->r->columns.items[i];
                result = db_run(db, &insert_column,
                                ARGS(arg_id(s->r->upload), arg_number(c->sheet), arg_number(c->column),
                                     arg_text(c->sheet_name), arg_text(c->heading), arg_text(c->key), arg_text(c->meaning),
                                     arg_text(c->samples)));
        }
        return result;
}

static enum outcome store_rows(struct db *db, const struct storing *s)
{
        const struct stored_rows *rows = &s->r->rows;
        struct arg *args = arena_array(s->arena, rows->count * ROW_ARGS + 1, sizeof *args), *to = args;
        for (size_t i = 0; i < rows->count; i++) {
                const struct stored_row *row = &rows->items[i];
                *to++ = arg_id(s->scope->school);
                *to++ = arg_id(s->r->batch);
                *to++ = arg_id(s->r->upload);
                *to++ = arg_number(row->sheet);
                *to++ = arg_text(row->sheet_name);
                *to++ = arg_id(row->row);
                *to++ = arg_id(row->row_pupil);
                *to++ = arg_text(pack(s->arena, &row->record));
                *to++ = arg_text(row->left_out);
                *to++ = arg_number(row->other_school);
        }
        return db_run_many(db, &insert_50_rows, &insert_row, args, rows->count, ROW_ARGS);
}

/* Issues name their row by its place; the rows' numbers are read back in the same order. */
static enum outcome store_issues(struct db *db, const struct storing *s)
{
        struct result ids;
        const struct stored_issues *issues = &s->r->issues;
        enum outcome result = db_query(db, s->arena, &ids, &row_ids,
                                       ARGS(arg_id(s->scope->school), arg_id(s->r->batch), arg_id(s->r->upload)));
        struct arg *args = arena_array(s->arena, issues->count * ISSUE_ARGS + 1, sizeof *args), *to = args;
        unsigned *next = arena_array(s->arena, ids.count + 1, sizeof *next); /* issue of each row */
        size_t kept = 0;
        for (size_t i = 0; result == DONE && i < issues->count; i++) {
                const struct stored_issue *issue = &issues->items[i];
                if (issue->row >= ids.count)
                        continue;
                kept++;
                *to++ = arg_id(s->scope->school);
                *to++ = arg_number(result_number(&ids, issue->row, 0));
                *to++ = arg_number(next[issue->row]++);
                *to++ = arg_id(s->r->batch);
                *to++ = arg_id(s->r->upload);
                *to++ = arg_bytes(&issue->severity, 1);
                *to++ = arg_text(issue->cause);
                *to++ = arg_text(issue->field);
                *to++ = arg_number(issue->column < 0 ? 65535 : issue->column);
                *to++ = arg_text(issue->found);
                *to++ = arg_text(issue->words);
        }
        return result == DONE ? db_run_many(db, &insert_50_issues, &insert_issue, args, kept, ISSUE_ARGS) : result;
}

static enum outcome do_store(struct db *db, void *context)
{
        struct storing *s = context;
        s->arena = arena_new();
        enum outcome result = batch_touch(db, s->scope, s->r->batch);
        if (result == DONE)
                result = clear(db, s);
        if (result == DONE)
                result = store_columns(db, s);
        if (result == DONE)
                result = store_rows(db, s);
        if (result == DONE)
                result = store_issues(db, s);
        arena_free(s->arena);
        return result;
}

enum outcome list_store(struct db *db, const struct scope *scope, const struct reading_result *r)
{
        struct storing s = { scope, r, NULL };
        return db_transaction(db, do_store, &s);
}

enum outcome list_store_open(struct db *db, struct arena *a, const struct scope *scope, const struct reading_result *r,
                             unsigned long *ids)
{
        struct storing s = { scope, r, a };
        struct result found;
        struct arg school = arg_id(scope->school), batch = arg_id(r->batch), none = arg_id(0);
        enum outcome result = db_run(db, &delete_issues, ARGS(school, batch, none));
        if (result == DONE)
                result = db_run(db, &delete_rows, ARGS(school, batch, none));
        if (result == DONE)
                result = store_rows(db, &s);
        if (result == DONE)
                result = store_issues(db, &s);
        if (result == DONE)
                result = db_query(db, a, &found, &row_ids, ARGS(school, batch, none));
        for (size_t i = 0; result == DONE && i < found.count && i < r->rows.count; i++)
                ids[i] = (unsigned long)result_number(&found, i, 0);
        return result;
}

enum outcome list_forget_rows(struct db *db, const struct scope *scope, unsigned long batch, const unsigned long *ids, size_t count)
{
        enum outcome result = DONE;
        for (size_t i = 0; result == DONE && i < count; i++) {
                result = db_run(db, &forget_issues, ARGS(arg_id(scope->school), arg_id(ids[i])));
                if (result == DONE)
                        result = db_run(db, &forget_row, ARGS(arg_id(scope->school), arg_id(batch), arg_id(ids[i])));
        }
        return result;
}

struct addition {
        const struct scope *scope;
        unsigned long batch, pupil;
        const struct record *record;
};

static enum outcome do_add_row(struct db *db, void *context)
{
        const struct addition *d = context;
        struct arena *a = arena_new();
        enum outcome result = batch_touch(db, d->scope, d->batch);
        if (result == DONE)
                result = db_run(db, &insert_row,
                                ARGS(arg_id(d->scope->school), arg_id(d->batch), arg_number(0), arg_number(0), arg_text(""),
                                     arg_id(d->pupil), arg_id(d->pupil), arg_text(pack(a, d->record)), arg_text(""),
                                     arg_number(0)));
        arena_free(a);
        return result;
}

enum outcome list_add_row(struct db *db, const struct scope *scope, unsigned long batch, unsigned long pupil,
                          const struct record *record)
{
        struct addition d = { scope, batch, pupil, record };
        return db_transaction(db, do_add_row, &d);
}

/* ---- reading it back ---- */

static enum row_outcome outcome_of(const char *word)
{
        return *word == 'S' ? ROW_SURE : *word == 'C' ? ROW_CHECK : *word == 'N' ? ROW_NEW : ROW_UNMATCHED;
}

static struct stored_row row_of(struct arena *a, const struct result *r, size_t row)
{
        struct stored_row out = {
                .id = (unsigned long)result_number(r, row, 0),
                .upload = (unsigned long)result_number(r, row, 1),
                .file_name = result_text(r, row, 2),
                .sheet_name = result_text(r, row, 3),
                .sheet = (unsigned)result_number(r, row, 4),
                .row = (unsigned long)result_number(r, row, 5),
                .row_pupil = (unsigned long)result_number(r, row, 6),
                .other_school = result_number(r, row, 7),
                .error = result_number(r, row, 8),
                .left_out = result_text(r, row, 9),
                .outcome = outcome_of(result_text(r, row, 11)),
                .pupil = (unsigned long)result_number(r, row, 12),
                .pupil_school = (unsigned long)result_number(r, row, 13),
        };
        unpack(a, result_text(r, row, 10), &out.record);
        return out;
}

enum outcome list_rows(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                       struct stored_rows *out)
{
        struct result r;
        struct arg school = arg_id(scope->school), number = arg_id(batch);
        enum outcome result = db_query(db, a, &r, &list_batch_rows, ARGS(school, number, school, number));
        *out = (struct stored_rows){ r.count, arena_array(a, r.count + 1, sizeof *out->items) };
        for (size_t i = 0; i < r.count; i++)
                out->items[i] = row_of(a, &r, i);
        return result;
}

enum outcome list_columns_of(struct db *db, struct arena *a, const struct scope *scope, unsigned long upload,
                             struct list_columns *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_upload_columns, ARGS(arg_id(scope->school), arg_id(upload)));
        struct list_column *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct list_column){ (unsigned)result_number(&r, i, 0), (unsigned)result_number(&r, i, 1),
                                                 result_text(&r, i, 2), result_text(&r, i, 3), result_text(&r, i, 4),
                                                 result_text(&r, i, 5), result_text(&r, i, 6) };
        *out = (struct list_columns){ r.count, items };
        return result;
}

enum outcome list_issues(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                         unsigned long upload, struct stored_issues *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_row_issues,
                                       ARGS(arg_id(scope->school), arg_id(batch), arg_id(upload), arg_id(upload)));
        struct stored_issue *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++) {
                long long column = result_number(&r, i, 5);
                items[i] = (struct stored_issue){ .severity = *result_text(&r, i, 0),
                                                  .cause = result_text(&r, i, 1),
                                                  .field = result_text(&r, i, 2),
                                                  .found = result_text(&r, i, 3),
                                                  .words = result_text(&r, i, 4),
                                                  .column = column == 65535 ? -1 : (int)column,
                                                  .upload = (unsigned long)result_number(&r, i, 6),
                                                  .row_n = (unsigned long)result_number(&r, i, 7),
                                                  .sheet = (unsigned)result_number(&r, i, 8),
                                                  .file_name = result_text(&r, i, 9),
                                                  .sheet_name = result_text(&r, i, 10),
                                                  .row = (unsigned long)result_number(&r, i, 11) };
        }
        *out = (struct stored_issues){ r.count, items };
        return result;
}
