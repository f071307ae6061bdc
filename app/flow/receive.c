#include "flow/receive.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "flow/kept.h"
#include "gate/vault.h"
#include "intake/list.h"
#include "intake/roster.h"
#include "intake/transfer.h"
#include "store/list.h"
#include "store/school.h"
#include "store/upload.h"

enum { KEEP_DAYS = 30, ROWS_MAX = 20000, HELD_MAX = 200, HELD_BYTES_MAX = 100 * 1024 * 1024 };

/* ---- keeping ---- */

/* The disk is everybody's. */
static enum outcome has_room(const struct flow *f, size_t len)
{
        long count, bytes;
        enum outcome result = upload_held(f->db, f->arena, f->scope, &count, &bytes);
        if (result == DONE && (count >= HELD_MAX || bytes + (long)len > HELD_BYTES_MAX))
                return flow_refuse(f, "Your school has as many files here as it may. Remove some that are not needed, or give up "
                                      "uploads that were not finished.");
        return result;
}

static enum outcome keep(const struct flow *f, const struct batch *b, const struct incoming *in, const char *label,
                         unsigned long *upload)
{
        unsigned char hash[32];
        unsigned long twin;
        struct sealing sealing = { f->arena, in->bytes, in->len };
        enum outcome result = has_room(f, in->len);
        if (result != DONE)
                return result;
        vault_hash(in->bytes, in->len, hash);
        struct upload_new n = { .batch = b->id,
                                .file_name = label,
                                .size = in->len,
                                .sha256 = hash,
                                .keep_days = (unsigned)config_number(f->config, "upload_keep_days", KEEP_DAYS),
                                .replaces = in->replaces,
                                .seal = kept_seal,
                                .with = &sealing };
        result = upload_add(f->db, f->scope, &n, upload, &twin);
        if (result != REFUSED)
                return result;
        return flow_refuse(f, twin ? arena_printf(f->arena, "%s holds exactly the same as a file that is here already. It was not "
                                                            "added again.", label)
                                   : "Files can no longer be added: somebody has ticked that all are uploaded. Untick the box "
                                     "first.");
}

/* ---- reading ---- */

static enum outcome kept_bytes(const struct flow *f, unsigned long upload, unsigned char **bytes, size_t *len)
{
        struct upload_piece *kept;
        size_t count;
        enum outcome result = upload_bytes(f->db, f->arena, f->scope, upload, &kept, &count);
        if (result != DONE)
                return result;
        return kept_open(f->arena, upload, kept, count, bytes, len);
}

static enum outcome context_of(const struct flow *f, const struct batch *b, const char *file_name, struct list_context *out)
{
        struct school s;
        enum outcome result = school_by_id(f->db, f->arena, f->scope->school, &s);
        if (result != DONE)
                return result;
        *out = (struct list_context){ .file = file_name,
                                      .academic = b->academic,
                                      .today = date_today(),
                                      .authority = arena_bytes(f->arena, s.laestab, 3),
                                      .laestab = s.laestab,
                                      .urn = s.urn,
                                      .low = s.year_low,
                                      .high = s.year_high,
                                      .school = s.id };
        return DONE;
}

/* Everything that people have said about the school's headings and the file's cells. */
struct said {
        struct corrections corrections;
        struct fixes fixes;
        struct row_fixes all; /* with the rows left out */
};

static enum outcome what_was_said(const struct flow *f, unsigned long upload, struct said *out)
{
        struct headings headings;
        enum outcome result = heading_list(f->db, f->arena, f->scope, &headings);
        if (result == DONE)
                result = fix_list(f->db, f->arena, f->scope, upload, &out->all);
        if (result != DONE)
                return result;
        struct correction *corrections = arena_array(f->arena, headings.count + 1, sizeof *corrections);
        for (size_t i = 0; i < headings.count; i++)
                corrections[i] = (struct correction){ headings.items[i].key, meaning_of_name(headings.items[i].meaning) };
        struct fix *fixes = arena_array(f->arena, out->all.count + 1, sizeof *fixes);
        size_t n = 0;
        for (size_t i = 0; i < out->all.count; i++) {
                const struct row_fix *x = &out->all.items[i];
                if (*x->field)
                        fixes[n++] = (struct fix){ x->sheet, (uint32_t)x->row, field_of_key(x->field), x->value };
        }
        out->corrections = (struct corrections){ headings.count, corrections };
        out->fixes = (struct fixes){ n, fixes };
        return DONE;
}

/* ---- from what was read to what is stored ---- */

static const char *left_out(const struct row_fixes *fixes, unsigned sheet, unsigned long row)
{
        for (size_t i = 0; i < fixes->count; i++)
                if (!*fixes->items[i].field && fixes->items[i].sheet == sheet && fixes->items[i].row == row)
                        return fixes->items[i].value;
        return "";
}

static void take_columns(struct arena *a, const struct intake_list *list, struct reading_result *r)
{
        size_t room = 0, n = 0;
        for (size_t s = 0; s < list->sheet_count; s++)
                room += list->sheets[s].header.column_count;
        struct list_column *items = arena_array(a, room + 1, sizeof *items);
        for (unsigned s = 0; s < list->sheet_count; s++) {
                const struct header *h = &list->sheets[s].header;
                for (unsigned i = 0; h->is_list && i < h->column_count; i++) {
                        const struct header_column *c = &h->columns[i];
                        if (c->filled || *c->header)
                                items[n++] = (struct list_column){ s, i, list->sheets[s].name, c->header, c->key,
                                                                   meaning_name(c->meaning),
                                                                   arena_printf(a, "%s%s%s%s%s", c->samples[0],
                                                                                *c->samples[1] ? ", " : "", c->samples[1],
                                                                                *c->samples[2] ? ", " : "", c->samples[2]) };
                }
        }
        r->columns = (struct list_columns){ n, items };
}

static void take_rows(struct arena *a, const struct intake_list *list, const struct row_fixes *fixes, struct reading_result *r)
{
        struct stored_row *items = arena_array(a, list->row_count + 1, sizeof *items);
        for (size_t i = 0; i < list->row_count; i++) {
                const struct list_row *row = &list->rows[i];
                items[i] = (struct stored_row){ .sheet = row->sheet,
                                                .sheet_name = list->sheets[row->sheet].name,
                                                .row = row->at.row,
                                                .row_pupil = row->pupil,
                                                .other_school = row->other_school,
                                                .left_out = left_out(fixes, row->sheet, row->at.row),
                                                .record = row->record };
        }
        r->rows = (struct stored_rows){ list->row_count, items };
}

/* Issues of a sheet as a whole (a column twice) belong to no row: they become notes. */
static size_t row_of_issue(const struct intake_list *list, const struct issue *issue, size_t from)
{
        for (size_t n = 0; n < list->row_count; n++) {
                size_t i = (from + n) % list->row_count;
                if (list->rows[i].at.row == issue->at.row && strcmp(list->rows[i].at.sheet, issue->at.sheet) == 0)
                        return i;
        }
        return list->row_count;
}

static void take_issues(struct arena *a, const struct intake_list *list, struct buf *notes, struct reading_result *r)
{
        struct stored_issue *items = arena_array(a, list->issues.count + 1, sizeof *items);
        size_t n = 0, row = 0;
        for (size_t i = 0; i < list->issues.count; i++) {
                const struct issue *issue = &list->issues.items[i];
                size_t found = row_of_issue(list, issue, row);
                if (found == list->row_count) {
                        buf_printf(notes, "%s\n", issue_words(a, issue));
                        continue;
                }
                row = found;
                items[n++] = (struct stored_issue){ .row = row,
                                                    .severity = issue->severity == SEVERITY_ERROR ? 'E' : 'Q',
                                                    .cause = cause_key(issue->cause),
                                                    .field = issue->field < FIELD_COUNT ? field_table[issue->field].key : "",
                                                    .found = issue->found,
                                                    .words = issue_words(a, issue),
                                                    .column = issue->at.column };
        }
        r->issues = (struct stored_issues){ n, items };
}

static enum outcome store_list(const struct flow *f, const struct book *book, const struct intake_list *list,
                               const struct row_fixes *fixes, struct reading_result *r)
{
        struct buf notes = BUF_EMPTY;
        if (list->row_count > ROWS_MAX) {
                r->message = arena_printf(f->arena, "The file lists %zu pupils. Split it into files of at most %d rows.",
                                          list->row_count, ROWS_MAX);
        } else {
                take_columns(f->arena, list, r);
                take_rows(f->arena, list, fixes, r);
                take_issues(f->arena, list, &notes, r);
        }
        for (size_t i = 0; i < book->note_count; i++)
                buf_printf(&notes, "%s\n", book->notes[i]);
        for (size_t i = 0; i < list->note_count; i++)
                buf_printf(&notes, "%s\n", list->notes[i]);
        r->notes = arena_bytes(f->arena, notes.len ? notes.bytes : "", notes.len);
        buf_free(&notes);
        return list_store(f->db, f->scope, r);
}

/* A migration asks about everybody who is in no file. NULL: this one may say so. */
static const char *not_for_migration(const struct book *book)
{
        if (strcmp(book->kind, TRANSFER_KIND) == 0)
                return "This is a Common Transfer File. It speaks of the pupils in it and of nobody else, so it cannot tell "
                       "who has left. Add its pupils by a bulk upload, or send the lists of your classes here.";
        if (strcmp(book->kind, CHANGES_KIND) == 0)
                return "This set of files holds changes alone, so it cannot tell who has left. Ask for a full set (bulk), or "
                       "add its pupils by a bulk upload.";
        return NULL;
}

static enum outcome read_and_store(const struct flow *f, const struct batch *b, unsigned long upload, const char *file_name,
                                   const void *bytes, size_t len)
{
        struct book book;
        struct intake_list list;
        struct list_context context;
        struct said said;
        struct reading_result r = { .batch = b->id, .upload = upload, .kind = "", .message = "", .notes = "" };
        enum outcome result = context_of(f, b, file_name, &context);
        if (result == DONE)
                result = what_was_said(f, upload, &said);
        if (result == DONE)
                result = kept_read(f, bytes, len, &book);
        if (result == REFUSED) {
                r.message = f->why->words;
                return list_store(f->db, f->scope, &r);
        }
        if (result != DONE)
                return result;
        r.kind = book.kind;
        if (b->migration && (r.message = not_for_migration(&book)))
                return list_store(f->db, f->scope, &r);
        r.message = "";
        list_read(f->arena, &book, &context, &said.corrections, &said.fixes, &list);
        return store_list(f, &book, &list, &said.all, &r);
}

enum outcome flow_receive(const struct flow *f, const struct batch *b, const struct incoming *in, unsigned long *upload)
{
        const char *label = kept_label(f->arena, in->label);
        enum outcome result = keep(f, b, in, label, upload);
        return result == DONE ? read_and_store(f, b, *upload, label, in->bytes, in->len) : result;
}

enum outcome flow_reread(const struct flow *f, const struct batch *b, unsigned long upload, const char *file_name)
{
        unsigned char *bytes;
        size_t len;
        enum outcome result = kept_bytes(f, upload, &bytes, &len);
        if (result == ABSENT)
                return flow_refuse(f, "The file's own bytes were deleted after their time. Upload it again.");
        return result == DONE ? read_and_store(f, b, upload, file_name, bytes, len) : result;
}

enum outcome flow_book(const struct flow *f, unsigned long upload, struct book *out)
{
        unsigned char *bytes;
        size_t len;
        enum outcome result = kept_bytes(f, upload, &bytes, &len);
        return result == DONE ? kept_read(f, bytes, len, out) : result;
}
