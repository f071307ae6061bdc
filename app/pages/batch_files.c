#include "pages/batch_files.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "flow/confirm.h"
#include "flow/match.h"
#include "flow/receive.h"
#include "intake/header_words.h"
#include "model/year.h"
#include "pages/batch.h"
#include "store/batch.h"
#include "view/format.h"
#include "view/input.h"
#include "view/list.h"

#define ACCEPTED ".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.ods,.xml,.html,.htm,.zip"

/* ---- the list of files ---- */

static struct html file_rows(struct visit *v, const struct batch_visit *bv)
{
        struct view *rows = view_new(v->arena, "batch/file-row");
        for (size_t i = 0; i < bv->p.uploads.count; i++) {
                const struct upload *u = &bv->p.uploads.items[i];
                view_text(rows, "name", u->file_name);
                view_text(rows, "url", batch_url(bv, v, BATCH_FILE, u->id));
                view_text(rows, "size", format_size(v->arena, (long)u->size));
                view_text(rows, "by", u->uploaded_by);
                view_text(rows, "pupils", u->read ? format_number(v->arena, (long)u->rows) : "");
                view_text(rows, "message", u->message);
                view_flag(rows, "nobody", u->read && !u->rows && !*u->message);
                view_flag(rows, "fine", u->read && u->rows && !u->errors && !u->queries && !*u->message);
                view_text(rows, "errors", u->errors ? format_count(v->arena, (long)u->errors, "cell to fix", "cells to fix") : "");
                view_text(rows, "queries",
                          u->queries ? format_count(v->arena, (long)u->queries, "cell to look at", "cells to look at") : "");
                view_next(rows);
        }
        return view_rows(rows);
}

static const char *cover_year(struct arena *a, const void *row)
{
        return arena_text(a, year_label(((const struct plan_cover *)row)->year));
}

static const char *cover_class(struct arena *a, const void *row)
{
        const struct plan_cover *c = row;
        return arena_text(a, *c->class ? c->class : "No class");
}

static const char *cover_held(struct arena *a, const void *row)
{
        return arena_printf(a, "%u", ((const struct plan_cover *)row)->held);
}

static struct html cover_link(struct arena *a, const void *row)
{
        const struct plan_cover *c = row;
        struct buf url = BUF_EMPTY;
        buf_printf(&url, "/school/pupils?year=%s&class=", c->year);
        url_encode(&url, c->class);
        struct html link = part_link(a, cover_held(a, row), arena_text(a, url.bytes));
        buf_free(&url);
        return link;
}

static const char *cover_found(struct arena *a, const void *row)
{
        return arena_printf(a, "%u", ((const struct plan_cover *)row)->found);
}

static const char *cover_state(struct arena *a, const void *row)
{
        const struct plan_cover *c = row;
        (void)a;
        return c->found == c->held ? "Complete" : c->found ? "Partly" : "Nobody yet";
}

static struct html cover_tag(struct arena *a, const void *row)
{
        const struct plan_cover *c = row;
        return part_tag(a, cover_state(a, row), c->found == c->held ? "green" : c->found ? "yellow" : "grey");
}

static const struct column cover_columns[] = {
        { "year", "Year now", cover_year, NULL, 0 },
        { "class", "Class now", cover_class, NULL, 0 },
        { "held", "On roll", cover_held, cover_link, COLUMN_NUMBER },
        { "found", "Found in the files", cover_found, NULL, COLUMN_NUMBER },
        { "state", "So far", cover_state, cover_tag, 0 },
};

static unsigned found_so_far(const struct plan *plan)
{
        unsigned found = 0;
        for (size_t i = 0; i < plan->cover_count; i++)
                found += plan->cover[i].found;
        return found;
}

static struct html coverage(struct visit *v, const struct plan *plan)
{
        struct list list = { .id = "coverage", .caption = "Who is found so far, by the year and class of the roll as it is now",
                             .columns = cover_columns, .column_count = sizeof cover_columns / sizeof *cover_columns,
                             .rows = plan->cover, .row_count = plan->cover_count, .row_size = sizeof *plan->cover,
                             .empty = "Nobody is on your roll yet." };
        return list_html(v->arena, &list);
}

/* errors are about the upload or about the tick, never both. */
static const char *error_of(const char *field, size_t count, const struct refusal errors[])
{
        return count && strcmp(errors[0].field, field) == 0 ? errors[0].words : NULL;
}

static enum outcome show_files(struct visit *v, struct batch_visit *bv, size_t count, const struct refusal errors[])
{
        const struct plan *plan = &bv->p.plan;
        unsigned found = found_so_far(plan);
        struct view *page = view_new(v->arena, "batch/files");
        v->errors = count > 0;
        view_html(page, "errors", part_errors(v->arena, count, errors));
        view_text(page, "tick_error", error_of("complete", count, errors));
        view_html(page, "upload",
                  part_upload(v->arena, &(struct input){ .name = "file", .label = "Spreadsheets",
                                                         .hint = bv->b.migration
                                                                     ? "Excel (.xlsx, .xls), OpenDocument (.ods) or CSV files of up "
                                                                       "to 10 MB. You can choose several at once."
                                                                     : "Excel (.xlsx, .xls), OpenDocument (.ods), CSV or Common Transfer "
                                                                       "Files (.xml) of up to 10 MB. You can choose several at once.",
                                                         .error = error_of("file", count, errors), .multiple = true,
                                                         .accept = ACCEPTED }));
        view_text(page, "token", visit_token(v));
        view_text(page, "url", batch_url(bv, v, BATCH_FILES, 0));
        view_text(page, "tick_url", batch_url(bv, v, BATCH_HOME "/complete", 0));
        view_flag(page, "open", bv->b.state == BATCH_OPEN);
        view_flag(page, "may", visit_may(v, WHO_SCHOOL_ADMIN));
        view_flag(page, "migration", bv->b.migration);
        view_html(page, "files", file_rows(v, bv));
        view_html(page, "bar",
                  part_bar(v->arena, (long)found, (long)plan->held,
                           arena_printf(v->arena, "%u of %u pupils on your roll are found so far", found, plan->held)));
        view_html(page, "coverage", coverage(v, plan));
        view_text(page, "back", batch_url(bv, v, BATCH_HOME, 0));
        batch_trail(v, bv, "Upload spreadsheets");
        return visit_show(v, "Upload spreadsheets", page);
}

enum outcome batch_files_page(struct visit *v)
{
        struct batch_visit bv;
        bool over;
        enum outcome result = batch_visit(v, &bv, &over);
        return result != DONE || over ? result : show_files(v, &bv, 0, NULL);
}

/* ---- uploading ---- */

/* One file of the request's body. */
static enum outcome receive(struct visit *v, struct batch_visit *bv, const struct sent_file *file, unsigned long replaces)
{
        unsigned long id;
        unsigned char *bytes = arena_alloc(v->arena, file->len + 1);
        if (pread(v->request->body, bytes, file->len, (off_t)file->offset) != (ssize_t)file->len)
                return BROKEN;
        struct incoming in = { file->label, bytes, file->len, replaces };
        return flow_receive(&bv->flow, &bv->b, &in, &id);
}

/* One file may take the reader 20 seconds and the whole request 60: from here on no other is begun. */
enum { BEGIN_SECONDS = 30 };

static const char not_begun[] = "Reading took so long that not all the files were taken. Look at the list below, and upload the others "
                                "again, a few at a time.";
static const char none_chosen[] = "Choose one or more spreadsheets first.";

enum outcome batch_files_post(struct visit *v)
{
        struct batch_visit bv;
        bool over;
        enum outcome result = batch_visit_short(v, &bv);
        size_t taken = 0, refused = 0, n = v->request->file_count;
        struct refusal *errors = arena_array(v->arena, n + 1, sizeof *errors);
        time_t began = time(NULL);
        for (size_t i = 0; result == DONE && i < n; i++) {
                if (time(NULL) - began >= BEGIN_SECONDS) {
                        errors[refused++] = (struct refusal){ "file", not_begun };
                        break;
                }
                result = receive(v, &bv, &v->request->files[i], 0);
                taken += result == DONE;
                if (result == REFUSED) {
                        errors[refused++] = (struct refusal){ "file", v->why.words };
                        result = DONE;
                }
        }
        if (n == 0)
                errors[refused++] = (struct refusal){ "file", none_chosen };
        if (result == DONE && refused) {
                result = batch_visit(v, &bv, &over);
                return result != DONE || over ? result : show_files(v, &bv, refused, errors);
        }
        return batch_done(v, &bv, result, format_count(v->arena, (long)taken, "file was uploaded and read.", "files were uploaded and read."),
                          BATCH_FILES);
}

enum outcome batch_remove_post(struct visit *v)
{
        struct batch_visit bv;
        enum outcome result = batch_visit_short(v, &bv);
        if (result == DONE)
                result = upload_remove(v->db, v->scope, bv.b.id, visit_part(v, 1));
        return batch_done(v, &bv, result, "The file was removed.", BATCH_FILES);
}

/* ---- "we have uploaded all" ---- */

static enum outcome compile(struct visit *v, struct batch_visit *bv)
{
        enum outcome result = batch_tick(v->db, v->scope, &bv->b, true);
        if (result == DONE)
                result = batch_find(v->db, v->arena, v->scope, bv->b.id, &bv->b);
        if (result == DONE)
                result = flow_match(&bv->flow, &bv->b);
        return result == DONE ? flow_settle(&bv->flow, &bv->b, true) : result;
}

enum outcome batch_tick_post(struct visit *v)
{
        struct batch_visit bv;
        bool over;
        enum outcome result = batch_visit(v, &bv, &over);
        if (result != DONE || over)
                return result;
        if (strcmp(request_form(v->request, "undo"), "1") == 0)
                return batch_done(v, &bv, batch_tick(v->db, v->scope, &bv.b, false),
                                  "You can add files again. Nothing was changed on your roll.", BATCH_FILES);
        if (!request_has(v->request, "complete")) {
                struct refusal why = { "complete", "Tick the box to say that all spreadsheets are uploaded." };
                return show_files(v, &bv, 1, &why);
        }
        if (bv.p.files_unread) {
                struct refusal why = { "complete", "A file could not be read. Replace it or remove it first." };
                return show_files(v, &bv, 1, &why);
        }
        result = compile(v, &bv);
        return batch_done(v, &bv, result, "The spreadsheets were put together and compared with your roll. Nothing is changed yet.",
                          BATCH_HOME);
}

/* ---- one file: its columns, notes and issues ---- */

static struct html meaning_select(struct visit *v, const struct list_column *c)
{
        struct choice *choices = arena_array(v->arena, COLUMN_MEANINGS, sizeof *choices);
        for (int m = 0; m < COLUMN_MEANINGS; m++)
                choices[m] = (struct choice){ .value = meaning_name(m), .text = meaning_words(m) };
        return part_select(v->arena, &(struct input){ .name = "meaning",
                                                      .label = arena_printf(v->arena, "Column %s holds", c->heading),
                                                      .value = c->meaning, .choice_count = COLUMN_MEANINGS,
                                                      .choices = choices });
}

static bool same_column(const struct list_column *a, const struct list_column *b)
{
        return strcmp(a->key, b->key) == 0 && strcmp(a->meaning, b->meaning) == 0;
}

/* Sheets often share their headings, and a heading is explained once: each by the first column that has it. */
static struct list_columns distinct(struct visit *v, const struct list_columns *all)
{
        struct list_column *items = arena_array(v->arena, all->count + 1, sizeof *items);
        size_t n = 0, k;
        for (size_t i = 0; i < all->count; i++) {
                for (k = 0; k < n && !same_column(&items[k], &all->items[i]);)
                        k++;
                if (k == n)
                        items[n++] = all->items[i];
                else if (!*items[k].samples)
                        items[k].samples = all->items[i].samples;
        }
        return (struct list_columns){ n, items };
}

/* "R Ash A, R Oak A", "C" */
static const char *places(struct visit *v, const struct list_columns *all, const struct list_column *c)
{
        const char *out = "";
        char letter[8];
        for (size_t i = 0; i < all->count; i++) {
                const struct list_column *x = &all->items[i];
                if (same_column(x, c))
                        out = arena_printf(v->arena, "%s%s%s%s%s", out, *out ? ", " : "", x->sheet_name, *x->sheet_name ? " " : "",
                                           book_column(x->column, letter));
        }
        return out;
}

static struct html column_rows(struct visit *v, const struct list_columns *all)
{
        struct view *rows = view_new(v->arena, "batch/column-row");
        struct list_columns list = distinct(v, all);
        for (size_t i = 0; i < list.count; i++) {
                const struct list_column *c = &list.items[i];
                view_text(rows, "places", places(v, all, c));
                view_text(rows, "heading", *c->heading ? c->heading : "(no heading)");
                view_text(rows, "samples", c->samples);
                view_text(rows, "key", c->key);
                view_html(rows, "meaning", meaning_select(v, c));
                view_next(rows);
        }
        return view_rows(rows);
}

static struct html lines(struct visit *v, const char *text)
{
        struct view *rows = view_new(v->arena, "batch/line");
        for (const char *end; *text; text = *end ? end + 1 : end) {
                end = strchrnul(text, '\n');
                view_text(rows, "text", arena_bytes(v->arena, text, (size_t)(end - text)));
                view_next(rows);
        }
        return view_rows(rows);
}

static struct html issue_lines(struct visit *v, const struct stored_issues *issues)
{
        struct view *rows = view_new(v->arena, "batch/line");
        for (size_t i = 0; i < issues->count; i++) {
                view_text(rows, "text", issues->items[i].words);
                view_next(rows);
        }
        return view_rows(rows);
}

static enum outcome show_file(struct visit *v, const struct refusal *why)
{
        struct batch_visit bv;
        struct upload u;
        struct list_columns columns;
        struct stored_issues issues;
        enum outcome result = batch_visit_short(v, &bv);
        if (result == DONE)
                result = upload_find(v->db, v->arena, v->scope, bv.b.id, visit_part(v, 1), &u);
        if (result == DONE)
                result = list_columns_of(v->db, v->arena, v->scope, u.id, &columns);
        if (result == DONE)
                result = list_issues(v->db, v->arena, v->scope, bv.b.id, u.id, &issues);
        if (result != DONE)
                return result;
        struct view *page = view_new(v->arena, "batch/file");
        view_text(page, "name", u.file_name);
        view_text(page, "message", u.message);
        view_text(page, "pupils", u.read ? format_count(v->arena, (long)u.rows, "pupil", NULL) : "");
        view_html(page, "notes", lines(v, u.notes));
        view_html(page, "columns", column_rows(v, &columns));
        view_html(page, "issues", issue_lines(v, &issues));
        view_text(page, "token", visit_token(v));
        view_text(page, "url", batch_url(&bv, v, BATCH_FILE, u.id));
        view_flag(page, "open", bv.b.state == BATCH_OPEN);
        view_flag(page, "may", visit_may(v, WHO_SCHOOL_ADMIN));
        view_flag(page, "ticked", bv.b.state == BATCH_LISTED);
        view_text(page, "tick_url", batch_url(&bv, v, BATCH_HOME "/complete", 0));
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_html(page, "replacement",
                  part_upload(v->arena, &(struct input){ .name = "file", .label = "Replace it with a better one",
                                                         .error = why ? why->words : NULL, .accept = ACCEPTED }));
        view_text(page, "back", batch_url(&bv, v, BATCH_FILES, 0));
        v->errors = why != NULL;
        batch_trail_below(v, &bv, "Upload spreadsheets", BATCH_FILES, u.file_name);
        return visit_show(v, u.file_name, page);
}

enum outcome batch_file_page(struct visit *v)
{
        return show_file(v, NULL);
}

enum outcome batch_replace_post(struct visit *v)
{
        struct batch_visit bv;
        struct refusal why = { "file", "Choose one spreadsheet to take the place of this one." };
        enum outcome result = batch_visit_short(v, &bv);
        if (result == DONE && v->request->file_count != 1)
                return show_file(v, &why);
        if (result == DONE)
                result = receive(v, &bv, &v->request->files[0], visit_part(v, 1));
        if (result == REFUSED && v->why.words) {
                why.words = v->why.words;
                return show_file(v, &why);
        }
        return batch_done(v, &bv, result, "The file was replaced.", BATCH_FILES);
}

/* Only what differs from what was understood is remembered for the school. */
static size_t changed_meanings(struct visit *v, const struct list_columns *all, struct heading *out)
{
        size_t n = 0;
        struct list_columns columns = distinct(v, all);
        for (size_t i = 0; i < columns.count; i++) {
                const char *key = request_form_nth(v->request, "key", i), *meaning = request_form_nth(v->request, "meaning", i);
                const struct list_column *c = &columns.items[i];
                if (key && meaning && strcmp(key, c->key) == 0 && strcmp(meaning, c->meaning) != 0 &&
                    (meaning_of_name(meaning) != COLUMN_UNKNOWN || strcmp(meaning, meaning_name(COLUMN_UNKNOWN)) == 0))
                        out[n++] = (struct heading){ c->key, meaning };
        }
        return n;
}

enum outcome batch_columns_post(struct visit *v)
{
        struct batch_visit bv;
        struct upload u;
        struct list_columns columns;
        enum outcome result = batch_visit_short(v, &bv);
        if (result == DONE)
                result = upload_find(v->db, v->arena, v->scope, bv.b.id, visit_part(v, 1), &u);
        if (result == DONE)
                result = list_columns_of(v->db, v->arena, v->scope, u.id, &columns);
        if (result != DONE)
                return result;
        if (bv.b.state != BATCH_OPEN)
                return visit_refuse(v, "The box is ticked that all spreadsheets are uploaded. Untick it first, then change how the "
                                       "columns are understood.");
        struct heading *headings = arena_array(v->arena, columns.count + 1, sizeof *headings);
        size_t count = changed_meanings(v, &columns, headings);
        if (count)
                result = heading_set(v->db, v->scope, headings, count);
        if (result == DONE && count)
                result = flow_reread(&bv.flow, &bv.b, u.id, u.file_name);
        return batch_done(v, &bv, result, count ? "Understood, and remembered for your school's next files. The file was read again."
                                                : "Nothing was changed.", BATCH_FILE);
}
