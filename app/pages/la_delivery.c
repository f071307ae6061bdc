#include "pages/la_delivery.h"

#include <string.h>

#include "model/delivery_progress.h"
#include "pages/deliver.h"
#include "pages/import_state.h"
#include "pages/la.h"
#include "pages/la_deliveries.h"
#include "pages/la_import.h"
#include "pages/words.h"
#include "view/format.h"
#include "base/json.h"

/* ---- what it became ---- */

struct html la_delivery_made_html(struct arena *a, const struct delivery_made *m)
{
        struct view *v = view_new(a, "la/delivery-made");
        const unsigned long numbers[] = { m->school, m->batch };
        bool one = m->imports == 1;
        view_text(v, "url",
                  one ? url_make(a, LA_IMPORT, numbers) : url_make(a, LA_DELIVERY, &m->delivery));
        view_text(v, "text", one ? "The import" : format_count(a, m->imports, "school", NULL));
        view_text(v, "open",
                  m->open - m->held
                      ? arena_printf(a, "%s not processed yet", format_number(a, m->open - m->held))
                      : "");
        view_text(v, "held", m->held ? arena_printf(a, "%s on hold", format_number(a, m->held)) : "");
        return view_render(v);
}

#define ROW(row) ((const struct desk_import *)(row))
TEXT_OF(school, ROW(row)->school_name)
TEXT_OF(laestab, ROW(row)->laestab)

static struct html school_link(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { ROW(row)->school, ROW(row)->batch };
        return part_link(a, ROW(row)->school_name, url_make(a, LA_IMPORT, numbers));
}

static const struct column own[] = {
        { "school", "School", school, school_link, 0 },
        { "laestab", "DfE number", laestab, NULL, 0 },
};

static struct html imports_table(struct visit *v, const struct delivery *d,
                                 const struct desk_imports *imports)
{
        struct list list = { .id = "imports",
                             .caption = "What it became",
                             .columns = import_columns(v->arena, own),
                             .column_count = IMPORT_COLUMNS,
                             .rows = imports->items,
                             .row_count = imports->count,
                             .row_size = sizeof *imports->items,
                             .empty = d->state == DELIVERY_NEW
                                          ? "Not read yet: it becomes an import for each school in it."
                                          : "No import was made of it." };
        return list_html(v->arena, &list);
}

/* ---- how far it is ---- */

static struct delivery_progress progress_of(const struct delivery *d, const struct delivery_made *m)
{
        return delivery_progress_of(&(struct delivery_facts){ .waits = d->state == DELIVERY_NEW,
                                                              .taken = d->taken,
                                                              .imports = m->imports,
                                                              .open = m->open,
                                                              .stopped = m->held + m->kept,
                                                              .rows = m->rows,
                                                              .rows_done = m->rows_done,
                                                              .seconds = m->seconds });
}

static const char *time_left(struct arena *a, long seconds)
{
        if (seconds < 0)
                return "";
        if (seconds < 60)
                return ", less than a minute left";
        return arena_printf(a, ", about %s left", format_count(a, (seconds + 59) / 60, "minute", NULL));
}

/* " 1 school is on hold, 2 schools are paused.", "" when none is. */
static const char *stopped_words(struct arena *a, const struct delivery_made *m)
{
        const char *held = m->held ? format_count(a, m->held, "school is on hold", "schools are on hold") : "",
                   *kept = m->kept ? format_count(a, m->kept, "school is paused", "schools are paused") : "";
        return m->held + m->kept ? arena_printf(a, " %s%s%s.", held, *held && *kept ? ", " : "", kept) : "";
}

/* "Processing: 12 of 60 schools, 3,600 of 18,000 rows, about 2 minutes left" */
static const char *progress_words(struct arena *a, const struct delivery *d, const struct delivery_made *m)
{
        const struct delivery_progress p = progress_of(d, m);
        const char *stopped = stopped_words(a, m);
        switch (p.phase) {
        case DELIVERY_WAITING: return "Waiting to be read. That begins within a minute.";
        case DELIVERY_READING: return "Being read.";
        case DELIVERY_PROCESSING:
                return arena_printf(
                    a, "Processing: %s of %s, %s of %s%s.%s", format_number(a, p.schools_done),
                    format_count(a, p.schools, "school", NULL), format_number(a, p.rows_done),
                    format_count(a, p.rows, "row", NULL), time_left(a, p.seconds_left), stopped);
        default: break;
        }
        if (d->state != DELIVERY_SORTED)
                return d->message;
        return arena_printf(a, "Done: %s processed.%s", format_count(a, m->imports - m->open, "school", NULL),
                            stopped);
}

static enum outcome load(struct visit *v, struct delivery *d, struct delivery_made *m)
{
        enum outcome result = delivery_find(v->db, v->arena, visit_part(v, 0), d);
        return result == DONE ? delivery_made_find(v->db, v->arena, d->id, m) : result;
}

enum outcome la_delivery_progress(struct visit *v)
{
        struct delivery d;
        struct delivery_made m;
        enum outcome result = load(v, &d, &m);
        if (result != DONE)
                return result;
        const struct delivery_progress p = progress_of(&d, &m);
        struct json *j = json_new();
        json_text(j, "phase", delivery_phase_keys[p.phase]);
        json_text(j, "words", progress_words(v->arena, &d, &m));
        json_number(j, "schools_done", p.schools_done);
        json_number(j, "schools", p.schools);
        json_number(j, "rows_done", p.rows_done);
        json_number(j, "rows", p.rows);
        if (p.seconds_left < 0)
                json_null(j, "seconds_left");
        else
                json_number(j, "seconds_left", p.seconds_left);
        const char *text = json_end(j, v->arena);
        response_send(v->response, 200, "application/json", text, strlen(text));
        return DONE;
}

/* ---- the page ---- */

static struct html facts_of(struct visit *v, const struct delivery *d)
{
        struct arena *a = v->arena;
        const struct fact facts[] = {
                { .key = "For",
                  .value = d->school ? d->school_name : "The whole authority: each row names its school" },
                { .key = "From", .value = import_sender(deliver_source(d), d->received_by) },
                { .key = "Received", .value = words_moment(a, d->received_at) },
                { .key = "State",
                  .value_html = deliver_state_html(a, d, url_make(a, LA_DELIVERY, &d->twin)) },
                { .key = "Who is in it",
                  .value = d->complete ? "Everyone on roll: who is missing becomes a proposed leaver"
                                       : import_who(a, false, &d->asked) },
                { .key = "Format", .value = *d->kind ? deliver_kind(a, d) : "Not known yet" },
                { .key = "Size", .value = format_size(a, (long)d->size) },
                { .key = "Rows",
                  .value = d->state == DELIVERY_SORTED ? format_number(a, (long)d->rows) : "–" },
                { .key = "The file itself",
                  .value = d->bytes_kept ? "Kept for a while, encrypted" : "Deleted" },
        };
        return part_facts(a, sizeof facts / sizeof *facts, facts);
}

enum outcome la_delivery_page(struct visit *v)
{
        struct delivery d;
        struct delivery_made m;
        struct desk_imports imports;
        enum outcome result = load(v, &d, &m);
        if (result == DONE)
                result = dashboard_delivery(v->db, v->arena, d.id, &imports);
        if (result != DONE)
                return result;
        const char *here = url_make(v->arena, LA_DELIVERY, &d.id);
        const struct page_link trail[] = { { .text = "Files received", .url = LA_DELIVERIES },
                                           { .text = d.file_name } };
        struct view *page = view_new(v->arena, "la/delivery");
        la_trail(v, 2, trail);
        view_text(page, "name", d.file_name);
        view_text(page, "progress", progress_words(v->arena, &d, &m));
        view_flag(page, "more", progress_of(&d, &m).phase != DELIVERY_OVER);
        view_text(page, "progress_url", url_make(v->arena, LA_DELIVERY_PROGRESS, &d.id));
        view_text(page, "here", here);
        view_html(page, "facts", facts_of(v, &d));
        view_html(page, "notes", deliver_lines(v->arena, d.notes));
        view_html(page, "list", imports_table(v, &d, &imports));
        return visit_show(v, d.file_name, page);
}
