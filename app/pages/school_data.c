#include "pages/school_data.h"

#include <string.h>

#include "intake/issue.h"
#include "pages/deliver.h"
#include "pages/file_progress.h"
#include "pages/import_state.h"
#include "pages/la.h"
#include "pages/words.h"
#include "store/dashboard.h"
#include "store/import.h"
#include "store/list.h"
#include "view/format.h"

enum { PER_PAGE = 50 };

/* ---- what became of a file, as a school is told ---- */

/* i: the school's part, or NULL before it was read. */
struct line {
        const struct delivery *d;
        const struct desk_import *i;
};

static const char *part_words(const struct desk_import *i)
{
        if (*i->undone_at)
                return "Taken back by the local authority";
        if (strcmp(i->state, "open") == 0)
                return strcmp(i->hold, "held") == 0 ? "The local authority looks at it first"
                                                    : "Waiting to be processed";
        if (strcmp(i->state, "dropped") == 0)
                return strcmp(i->hold, "rejected") == 0 ? "Not taken by the local authority"
                                                        : "Not needed: a newer file came";
        return "Processed";
}

static const char *state_words(const struct line *l)
{
        return l->d->state == DELIVERY_SORTED && l->i ? part_words(l->i) : deliver_state_words(l->d->state);
}

/* The reason that the authority gave for a file that it rejected or took back, or "". */
static const char *reason(const struct line *l)
{
        if (!l->i)
                return "";
        return *l->i->undone_at ? l->i->undone_why : strcmp(l->i->hold, "rejected") == 0 ? l->i->hold_answer : "";
}

/* Who at the authority sent it is not the school's matter. */
static const char *sender(const struct delivery *d)
{
        static const char *const words[DELIVERY_SOURCES] = { [FROM_AUTHORITY] = "The local authority",
                                                             [FROM_FOLDER] = "Your system",
                                                             [FROM_AGENT] = "Your system" };
        return d->source == FROM_SCHOOL ? d->received_by : words[d->source];
}

static const char *number_of(struct arena *a, const struct line *l, long n)
{
        return l->i && *l->i->applied_at ? arena_printf(a, "%ld", n) : "";
}

static const struct desk_import *import_of(const struct desk_imports *all, unsigned long delivery)
{
        for (size_t i = 0; i < all->count; i++)
                if (all->items[i].delivery == delivery)
                        return &all->items[i];
        return NULL;
}

/* ---- the list ---- */

#define ROW(row) ((const struct line *)(row))
#define NUMBER_OF(function, number)                                                                          \
        TEXT_OF(function, ROW(row)->i ? number_of(a, ROW(row), ROW(row)->i->number) : "")
TEXT_OF(file, ROW(row)->d->file_name)
TEXT_OF(by, sender(ROW(row)->d))
TEXT_OF(received, words_moment(a, ROW(row)->d->received_at))
TEXT_OF(state, *reason(ROW(row)) ? arena_printf(a, "%s: %s", state_words(ROW(row)), reason(ROW(row)))
                                 : state_words(ROW(row)))
TEXT_OF(rows, ROW(row)->i ? arena_printf(a, "%ld", ROW(row)->i->rows) : "")
NUMBER_OF(new, new)
NUMBER_OF(changed, changed)
NUMBER_OF(rejected, rejected)

static struct html file_link(struct arena *a, const void *row)
{
        return part_link(a, ROW(row)->d->file_name, url_make(a, SCHOOL_DATA_FILE, &ROW(row)->d->id));
}

static const struct column columns[] = {
        { "file", "File", file, file_link, 0 },
        { "by", "From", by, NULL, 0 },
        { "received", "Received", received, NULL, 0 },
        { "state", "State", state, NULL, 0 },
        { "rows", "Rows", rows, NULL, COLUMN_NUMBER },
        { "new", "New", new, NULL, COLUMN_NUMBER },
        { "changed", "Changed", changed, NULL, COLUMN_NUMBER },
        { "rejected", "Rejected", rejected, NULL, COLUMN_NUMBER },
};

static struct html list_of(struct visit *v, const struct deliveries *all, const struct desk_imports *imports)
{
        struct line *lines = arena_array(v->arena, all->count + 1, sizeof *lines);
        for (size_t i = 0; i < all->count; i++)
                lines[i] = (struct line){ &all->items[i], import_of(imports, all->items[i].id) };
        struct list list = { .id = "files",
                             .caption = "Files of your school",
                             .quiet = true,
                             .columns = columns,
                             .column_count = sizeof columns / sizeof *columns,
                             .rows = lines,
                             .row_count = all->count,
                             .row_size = sizeof *lines,
                             .empty = "No file has come from your school yet." };
        return list_html(v->arena, &list);
}

enum outcome school_data_page(struct visit *v)
{
        struct deliveries all;
        struct desk_imports imports = { 0, NULL };
        unsigned long before = la_number(request_query(v->request, "before"));
        enum outcome result = delivery_list_own(v->db, v->arena, v->scope, before, PER_PAGE + 1, &all);
        bool older = result == DONE && all.count > PER_PAGE;
        if (older)
                all.count--;
        if (result == DONE && all.count)
                result = dashboard_own_imports(v->db, v->arena, v->scope, all.items[all.count - 1].id,
                                               all.items[0].id, &imports);
        if (result != DONE)
                return result;
        const struct page_link trail[] = { { .text = "Users", .url = "/school/users" },
                                           { .text = "Add or move in bulk", .url = "/school/bulk" },
                                           { .text = "Your data" } };
        struct view *page = view_new(v->arena, "school/data");
        la_trail(v, 3, trail);
        view_html(page, "list", list_of(v, &all, &imports));
        view_text(page, "older",
                  older ? la_url(v->arena, SCHOOL_DATA, "before",
                                 arena_printf(v->arena, "%lu", all.items[all.count - 1].id), NULL)
                        : "");
        view_text(page, "newest", before ? SCHOOL_DATA : "");
        return visit_show(v, "Your data", page);
}

/* ---- sending one ---- */

static void set_trail(struct visit *v, const char *last)
{
        const struct page_link trail[] = { { .text = "Users", .url = "/school/users" },
                                           { .text = "Add or move in bulk", .url = "/school/bulk" },
                                           { .text = "Your data", .url = SCHOOL_DATA },
                                           { .text = last } };
        la_trail(v, 4, trail);
}

static enum outcome show_form(struct visit *v, const struct refusal *why)
{
        struct view *page = view_new(v->arena, "school/data-upload");
        set_trail(v, "Send a file");
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_text(page, "token", visit_token(v));
        view_html(page, "file", deliver_file_input(v, why));
        view_html(page, "everyone", deliver_everyone_input(v, why));
        return visit_show(v, "Send a file", page);
}

enum outcome school_data_upload_page(struct visit *v)
{
        return show_form(v, NULL);
}

enum outcome school_data_upload_post(struct visit *v)
{
        unsigned long id;
        enum delivery_state state;
        enum outcome result = deliver_take(v, v->scope, &id, &state);
        if (result == REFUSED)
                return show_form(v, &v->why);
        return result == DONE ? visit_done(v, deliver_notice(state), SCHOOL_DATA_FILE, &id) : result;
}

/* ---- one file ---- */

/* entries: the import with what it made of results and histories. */
static struct html facts_of(struct visit *v, const struct line *l, const struct import *entries)
{
        struct arena *a = v->arena;
        const struct delivery *d = l->d;
        bool processed = l->i && *l->i->applied_at;
        bool stopped = l->i && (strcmp(l->i->hold, "held") == 0 || strcmp(l->i->hold, "rejected") == 0);
        struct fact facts[12] = {
                { .key = "State", .value = state_words(l) },
                { .key = "From", .value = sender(d) },
                { .key = "Received", .value = words_moment(a, d->received_at) },
                { .key = "Who is in it", .value = import_who(a, d->complete, &d->asked) },
        };
        size_t n = 4;
        if (stopped)
                facts[n++] = (struct fact){ .key = "What stopped it", .value = l->i->hold_why };
        if (*reason(l))
                facts[n++] = (struct fact){ .key = "The authority’s reason", .value = reason(l) };
        if (l->i)
                facts[n++] = (struct fact){ .key = "Rows", .value = format_number(a, l->i->rows) };
        if (processed) {
                facts[n++] = (struct fact){ .key = "New pupils", .value = format_number(a, l->i->new) };
                facts[n++] =
                    (struct fact){ .key = "Changed pupils", .value = format_number(a, l->i->changed) };
                facts[n++] =
                    (struct fact){ .key = "Rejected rows", .value = format_number(a, l->i->rejected) };
        }
        if (processed && entries->entry_new + entries->entry_changed) {
                facts[n++] = (struct fact){ .key = "New results and other entries",
                                            .value = format_number(a, (long)entries->entry_new) };
                facts[n++] = (struct fact){ .key = "Changed ones",
                                            .value = format_number(a, (long)entries->entry_changed) };
        }
        return part_facts(a, n, facts);
}

static struct html issue_lines(struct arena *a, const struct stored_issues *issues)
{
        struct view *rows = view_new(a, "la/line");
        for (size_t i = 0; i < issues->count; i++) {
                if (issues->items[i].severity != 'E')
                        continue;
                view_text(rows, "text", issues->items[i].words);
                view_next(rows);
        }
        return view_rows(rows);
}

/* A file of one school's has one import at most; of that the school is told in its own words. */
static enum outcome progress_of(struct visit *v, const struct line *l, struct file_progress *out)
{
        struct delivery_made made;
        enum outcome result = delivery_made_find(v->db, v->arena, l->d->id, &made);
        if (result != DONE)
                return result;
        *out = file_progress_of(v->arena, l->d, &made);
        if (out->p.phase == DELIVERY_OVER)
                out->words = *l->d->message ? l->d->message : arena_printf(v->arena, "%s.", state_words(l));
        return DONE;
}

enum outcome school_data_progress(struct visit *v)
{
        struct delivery d;
        struct desk_imports imports;
        struct file_progress progress;
        enum outcome result = delivery_find_own(v->db, v->arena, v->scope, visit_part(v, 0), &d);
        if (result == DONE)
                result = dashboard_own_imports(v->db, v->arena, v->scope, d.id, d.id, &imports);
        if (result == DONE)
                result = progress_of(v, &(struct line){ &d, import_of(&imports, d.id) }, &progress);
        return result == DONE ? file_progress_send(v, &progress) : result;
}

enum outcome school_data_file_page(struct visit *v)
{
        struct delivery d;
        struct desk_imports imports;
        struct file_progress progress;
        struct stored_issues issues = { 0, NULL };
        struct import import = { 0 };
        enum outcome result = delivery_find_own(v->db, v->arena, v->scope, visit_part(v, 0), &d);
        if (result == DONE)
                result = dashboard_own_imports(v->db, v->arena, v->scope, d.id, d.id, &imports);
        if (result == DONE && imports.count)
                result = list_issues(v->db, v->arena, v->scope, imports.items[0].batch, 0, &issues);
        if (result == DONE && imports.count)
                result = import_find(v->db, v->arena, v->scope, imports.items[0].batch, &import);
        const struct line line = { &d, result == DONE ? import_of(&imports, d.id) : NULL };
        if (result == DONE)
                result = progress_of(v, &line, &progress);
        if (result != DONE)
                return result;
        struct view *page = view_new(v->arena, "school/data-file");
        set_trail(v, d.file_name);
        view_text(page, "name", d.file_name);
        view_text(page, "message", d.message);
        view_text(page, "twin", d.twin ? url_make(v->arena, SCHOOL_DATA_FILE, &d.twin) : "");
        file_progress_set(page, &progress, url_make(v->arena, SCHOOL_DATA_PROGRESS, &d.id));
        view_text(page, "here", url_make(v->arena, SCHOOL_DATA_FILE, &d.id));
        view_html(page, "facts", facts_of(v, &line, &import));
        view_html(page, "notes", deliver_lines(v->arena, d.notes));
        view_html(page, "issues", issue_lines(v->arena, &issues));
        view_flag(page, "settled", line.i && line.i->rejected && !issues.count);
        return visit_show(v, d.file_name, page);
}
