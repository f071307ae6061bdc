#include "pages/la_delivery.h"

#include "pages/deliver.h"
#include "pages/file_progress.h"
#include "pages/import_state.h"
#include "pages/la.h"
#include "pages/la_deliveries.h"
#include "pages/la_import.h"
#include "pages/words.h"
#include "view/format.h"

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
        const struct file_progress p = file_progress_of(v->arena, &d, &m);
        return file_progress_send(v, &p);
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
        const struct file_progress p = file_progress_of(v->arena, &d, &m);
        file_progress_set(page, &p, url_make(v->arena, LA_DELIVERY_PROGRESS, &d.id));
        view_text(page, "here", here);
        view_html(page, "facts", facts_of(v, &d));
        view_html(page, "notes", deliver_lines(v->arena, d.notes));
        view_html(page, "list", imports_table(v, &d, &imports));
        return visit_show(v, d.file_name, page);
}
