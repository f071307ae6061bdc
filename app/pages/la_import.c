#include "pages/la_import.h"

#include <string.h>

#include "base/book.h"
#include "flow/decide_import.h"
#include "intake/issue.h"
#include "pages/import_state.h"
#include "model/data_set.h"
#include "pages/entries.h"
#include "pages/la.h"
#include "pages/la_conflicts.h"
#include "pages/la_delivery.h"
#include "pages/la_desk_school.h"
#include "pages/la_import_hold.h"
#include "pages/la_import_pupils.h"
#include "pages/la_leavers.h"
#include "pages/la_matches.h"
#include "pages/la_undo.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/list.h"
#include "view/format.h"

enum { SHOWN_MAX = 500 };

enum outcome la_import_load(struct visit *v, struct import_visit *out)
{
        unsigned long batch = visit_part(v, 1);
        *out = (struct import_visit){ .numbers = { v->scope->school, batch } };
        enum outcome result = import_find(v->db, v->arena, v->scope, batch, &out->i);
        return result == DONE ? dashboard_import(v->db, v->arena, v->scope, batch, &out->line) : result;
}

/* ---- rejected rows ---- */

/* What whoever keeps the school's data does about it. */
static const char *advice_of(enum cause cause)
{
        static const char *const words[CAUSE_COUNT] = {
                [CAUSE_MISSING] = "Fill it in at the school and send the data again.",
                [CAUSE_UNREADABLE] = "Correct the value at the school and send the data again.",
                [CAUSE_TOO_LONG] = "Shorten it at the school; often two values stand in one cell.",
                [CAUSE_CELL_ERROR] = "Correct the formula, or paste the values alone.",
                [CAUSE_CHANGED_BY_APP] = "Format the column as text and fill it in again.",
                [CAUSE_DATE_IMPLAUSIBLE] = "Correct the date at the school and send the data again.",
                [CAUSE_UPN_LETTER] = "Look the UPN up in the child’s Common Transfer File or in Get "
                                     "Information about Pupils (GIAP).",
                [CAUSE_UPN_DUPLICATE] =
                    "Two children have one UPN: find out whose it is, and correct the other.",
                [CAUSE_OTHER_SCHOOL] = "The row belongs to another school’s file.",
                [CAUSE_CONTRADICTION] = "One child stands in two rows that do not agree: keep the right one.",
        };
        return cause < CAUSE_COUNT && words[cause] ? words[cause]
                                                   : "Correct it at the school and send the data again.";
}

/* A row of the list: what is wrong, and whose row it is as far as it says. */
struct rejected_line {
        const struct stored_issue *x;
        const struct stored_row *row; /* or NULL */
};

struct rejected {
        size_t count;
        struct rejected_line *items; /* by cause */
};

#define LINE(row) ((const struct rejected_line *)(row))
TEXT_OF(line_sheet, LINE(row)->x->sheet_name)
TEXT_OF(line_row, arena_printf(a, "%lu", LINE(row)->x->row_n + 1))
TEXT_OF(line_name, LINE(row)->row ? words_list_name(a, &LINE(row)->row->record) : "")
TEXT_OF(line_found, LINE(row)->x->found)
TEXT_OF(line_words, LINE(row)->x->words)
TEXT_OF(line_cause, cause_words(cause_of_key(LINE(row)->x->cause)))
TEXT_OF(line_advice, advice_of(cause_of_key(LINE(row)->x->cause)))

static const char *line_column(struct arena *a, const void *row)
{
        char letters[8];
        return LINE(row)->x->column < 0 ? ""
                                        : arena_text(a, book_column((uint32_t)LINE(row)->x->column, letters));
}

static const struct column rejected_columns[] = {
        { "row", "Row", line_row, NULL, COLUMN_NUMBER },
        { "column", "Column", line_column, NULL, 0 },
        { "pupil", "Pupil", line_name, NULL, 0 },
        { "found", "Found", line_found, NULL, 0 },
        { "words", "What is wrong", line_words, NULL, 0 },
        { "sheet", "Sheet", line_sheet, NULL, COLUMN_FILE_ONLY },
        { "cause", "Cause", line_cause, NULL, COLUMN_FILE_ONLY },
        { "advice", "What to do", line_advice, NULL, COLUMN_FILE_ONLY },
};

static struct list rejected_list(const struct rejected_line *lines, size_t count, const char *id,
                                 const char *caption)
{
        return (struct list){ .id = id,
                              .caption = caption,
                              .quiet = true,
                              .columns = rejected_columns,
                              .column_count = sizeof rejected_columns / sizeof *rejected_columns,
                              .rows = lines,
                              .row_count = count,
                              .row_size = sizeof *lines,
                              .empty = "No row is left that was rejected." };
}

static const struct stored_row *row_of(const struct stored_rows *rows, unsigned long id)
{
        for (size_t i = 0; i < rows->count; i++)
                if (rows->items[i].id == id)
                        return &rows->items[i];
        return NULL;
}

static enum outcome load_rejected(struct visit *v, const struct import_visit *iv, struct rejected *out)
{
        struct stored_issues issues;
        struct stored_rows rows;
        *out = (struct rejected){ 0, NULL };
        enum outcome result = list_issues(v->db, v->arena, v->scope, iv->i.batch.id, 0, &issues);
        if (result == DONE)
                result = list_rows(v->db, v->arena, v->scope, iv->i.batch.id, &rows);
        if (result != DONE)
                return result;
        out->items = arena_array(v->arena, issues.count + 1, sizeof *out->items);
        for (size_t i = 0; i < issues.count; i++)
                if (issues.items[i].severity == 'E')
                        out->items[out->count++] =
                            (struct rejected_line){ &issues.items[i], row_of(&rows, issues.items[i].row) };
        return DONE;
}

/* A table for each cause, with what is to be done about it. */
static struct html groups_of(struct visit *v, const struct rejected *r)
{
        struct view *group = view_new(v->arena, "la/import-rejected");
        size_t shown = r->count < SHOWN_MAX ? r->count : SHOWN_MAX;
        for (size_t first = 0, end; first < shown; first = end) {
                const char *key = r->items[first].x->cause;
                for (end = first; end < shown && strcmp(r->items[end].x->cause, key) == 0;)
                        end++;
                struct list list =
                    rejected_list(r->items + first, end - first, key, cause_words(cause_of_key(key)));
                view_text(group, "cause", cause_words(cause_of_key(key)));
                view_text(group, "advice", advice_of(cause_of_key(key)));
                view_html(group, "list", list_html(v->arena, &list));
                view_next(group);
        }
        return view_rows(group);
}

static enum outcome set_rejected(struct visit *v, struct view *page, const struct import_visit *iv)
{
        struct rejected r;
        enum outcome result = load_rejected(v, iv, &r);
        if (result != DONE)
                return result;
        view_html(page, "rejected", groups_of(v, &r));
        view_flag(page, "more", r.count > SHOWN_MAX);
        view_text(page, "csv", url_make(v->arena, LA_IMPORT_REJECTED, iv->numbers));
        view_flag(page, "may_aside", r.count && visit_may(v, WHO_LA_OFFICER));
        view_text(page, "aside", url_make(v->arena, LA_IMPORT_ASIDE, iv->numbers));
        return DONE;
}

enum outcome la_import_rejected_csv(struct visit *v)
{
        struct import_visit iv;
        struct rejected r;
        enum outcome result = la_import_load(v, &iv);
        if (result == DONE)
                result = load_rejected(v, &iv, &r);
        if (result == DONE)
                result =
                    audit_add(v->db, v->scope->person, v->scope->school, "import-downloaded", iv.i.batch.id,
                              format_count(v->arena, (long)r.count, "rejected row", NULL));
        if (result != DONE)
                return result;
        struct list list = rejected_list(r.items, r.count, "rejected", "Rejected rows");
        return la_file(v, &list, false, "rejected-rows", "Rejected rows");
}

enum outcome la_import_aside_post(struct visit *v)
{
        struct import_visit iv;
        struct flow f = la_flow(v);
        enum outcome result = la_import_load(v, &iv);
        if (result != DONE)
                return result;
        if (iv.i.batch.state != BATCH_LISTED || !iv.i.rejected)
                return visit_refuse(v, "No row of this import is left that was rejected: somebody else has "
                                       "put them aside, or a newer file "
                                       "came.");
        return la_done(v, flow_put_rejected_aside(&f, iv.i.batch.id),
                       "Put aside. The rejected rows are listed no more.", LA_IMPORT, iv.numbers);
}

/* ---- figures ---- */

static struct fact number_fact(struct visit *v, const char *key, long n, const char *url, const char *action)
{
        return (struct fact){
                .key = key, .value = format_number(v->arena, n), .url = n > 0 ? url : NULL, .action = action
        };
}

static struct html figures(struct visit *v, const struct import_visit *iv)
{
        struct arena *a = v->arena;
        const struct desk_import *line = &iv->line;
        const char *pupils = url_make(a, LA_IMPORT_PUPILS, iv->numbers), *entries = url_make(a, LA_ENTRIES, &line->school);
        const char *unasked = asked_not_words(a, &iv->i.asked, iv->i.unasked, iv->i.unasked_marks);
        const struct fact facts[] = {
                number_fact(v, "Rows in the file", line->rows, NULL, NULL),
                { .key = "On roll",
                  .value = arena_printf(a, "%u before, %u after", iv->i.batch.applied.roll_before,
                                        iv->i.batch.applied.roll_after) },
                number_fact(v, "New", line->new, pupils, "See who"),
                number_fact(v, "Changed", line->changed, la_url(a, pupils, "show", "changed", NULL),
                            "See what"),
                number_fact(v, "Unchanged", line->unchanged, NULL, NULL),
                number_fact(v, "New results and other entries", iv->i.entry_new, entries, "See them"),
                number_fact(v, "Changed ones", iv->i.entry_changed, entries, "See them"),
                number_fact(v, "Conflicts", line->conflicts, url_make(a, LA_CONFLICTS, &line->school), "Decide"),
                number_fact(v, "Unmatched", line->unmatched,
                            la_url(a, LA_MATCHES, "school", arena_printf(a, "%lu", line->school), NULL),
                            "Say who it is"),
                number_fact(v, "Rejected rows", line->rejected, "#rejected", "See why"),
                number_fact(v, "Proposed leavers", line->missing, url_make(a, LA_LEAVERS, &line->school), "Decide"),
                { .key = "Not asked for", .value = *unasked ? unasked : "Nothing: all of the file was" },
        };
        return part_facts(a, sizeof facts / sizeof *facts - !iv->i.asked.group, facts);
}

static struct html facts_of(struct visit *v, const struct import_visit *iv)
{
        struct arena *a = v->arena;
        const struct desk_import *line = &iv->line;
        const char *who = iv->i.only_additions ? "Everyone on roll; released for additions and changes alone"
                                               : import_who(a, line->complete, &iv->i.asked);
        const struct fact facts[] = {
                { .key = "State", .value_html = import_state_html(a, line) },
                { .key = "File",
                  .value = line->file_name,
                  .url = url_make(a, LA_DELIVERY, &line->delivery),
                  .action = "See the file" },
                { .key = "Sent by", .value = import_sender(line->source, line->received_by) },
                { .key = "Received", .value = words_moment(a, line->received_at) },
                { .key = "Who is in it", .value = who },
                { .key = "What is taken", .value = data_sets_words(a, iv->i.sets) },
                { .key = "Reference", .value = iv->i.batch.applied.reference },
                { .key = "Why it was undone", .value = line->undone_why },
        };
        return part_facts(a, sizeof facts / sizeof *facts - !*iv->i.batch.applied.reference - !*line->undone_at, facts);
}

/* ---- the page ---- */

/* The newest that stands may be taken back, and then the one before it. */
static enum outcome find_undo(struct visit *v, const struct import_visit *iv, bool *may)
{
        struct import last;
        enum outcome result = import_last(v->db, v->arena, v->scope, &last);
        *may = result == DONE && last.batch.id == iv->i.batch.id && visit_may(v, WHO_LA_OFFICER);
        return result == ABSENT ? DONE : result;
}

enum outcome la_import_show(struct visit *v, const struct import_visit *iv, const struct refusal *why)
{
        struct html hold;
        bool may_undo = false;
        struct view *page = view_new(v->arena, "la/import");
        enum outcome result = la_import_hold_html(v, iv, why, &hold);
        if (result == DONE)
                result = set_rejected(v, page, iv);
        if (result == DONE)
                result = find_undo(v, iv, &may_undo);
        if (result != DONE)
                return result;
        const struct page_link trail[] = { { .text = "Dashboard", .url = LA_DESK },
                                           { .text = iv->line.school_name,
                                             .url = url_make(v->arena, LA_DATA_IMPORTS, iv->numbers) },
                                           { .text = iv->i.file_name } };
        la_trail(v, 3, trail);
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_text(page, "name", iv->i.file_name);
        view_flag(page, "was_undone", *iv->line.undone_at != '\0');
        view_text(page, "school", iv->line.school_name);
        view_html(page, "facts", facts_of(v, iv));
        view_html(page, "hold", hold);
        view_flag(page, "processed", *iv->line.applied_at != '\0');
        view_html(page, "figures", figures(v, iv));
        view_text(page, "undo", may_undo ? url_make(v->arena, LA_UNDO, iv->numbers) : "");
        view_text(page, "token", visit_token(v));
        return visit_show(v, iv->i.file_name, page);
}

enum outcome la_import_page(struct visit *v)
{
        struct import_visit iv;
        enum outcome result = la_import_load(v, &iv);
        return result == DONE ? la_import_show(v, &iv, NULL) : result;
}
