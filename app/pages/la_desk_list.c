#include "pages/la_desk_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/code.h"
#include "pages/la_desk.h"
#include "pages/la_pause_form.h"
#include "store/hidden.h"
#include "view/format.h"
#include "view/input.h"

#define ROW(row) ((const struct desk_row *)(row))
#define N(row)   (&ROW(row)->desk->n)

/* ---- the state in words ---- */

static const char *const colours[DESK_STATES] = {
        "red", "orange", "blue", "red", "yellow", "purple", "grey", "green"
};

const char *desk_state_colour(enum desk_state state)
{
        return colours[state];
}

static const char *paused_words(struct arena *a, const struct desk *d)
{
        return arena_printf(a, "until %s, by %s", pause_until(a, d->n.paused_until), d->paused_by);
}

static const char *silent_words(struct arena *a, const struct desk_row *row)
{
        time_t at = row->desk->n.received_at;
        return at ? arena_printf(a, "for %s", format_count(a, desk_days(at, row->now), "day", NULL)) : "yet";
}

const char *desk_state_more(struct arena *a, const struct desk_row *row)
{
        const struct desk_numbers *n = &row->desk->n;
        if (row->state == DESK_ERROR)
                return row->desk->problem;
        if (row->state == DESK_HOLD)
                return format_count(a, n->held_files, "file", NULL);
        if (row->state == DESK_PAUSED)
                return paused_words(a, row->desk);
        if (row->state == DESK_UNANSWERED)
                return format_count(a, n->unanswered, "time", NULL);
        return row->state == DESK_SILENT ? silent_words(a, row) : "";
}

/* ---- cells on the page ---- */

static void school_cell(struct arena *a, struct view *cell, const void *row)
{
        const struct desk *d = ROW(row)->desk;
        (void)a;
        view_flag(cell, "may", ROW(row)->may_pause);
        view_number(cell, "id", (long)d->school);
        view_text(cell, "name", d->name);
        view_html(cell, "base", ROW(row)->base);
        view_text(cell, "laestab", d->laestab);
        view_text(cell, "phase", code_words(&code_phase, d->phase));
}

/* Cells that many schools have alike are made once. */
struct desk_made {
        struct html states[DESK_STATES], shares[DESK_BANDS][101];
};

static struct html state_html(struct arena *a, enum desk_state state, const char *more)
{
        struct view *v = view_new(a, "la/desk-state");
        view_text(v, "colour", colours[state]);
        view_text(v, "words", desk_state_words[state]);
        view_text(v, "more", more);
        return view_render(v);
}

static struct html share_html(struct arena *a, const struct desk_band_info *band, long share)
{
        struct view *v = view_new(a, "la/desk-share");
        view_text(v, "colour", band->colour);
        view_number(v, "share", share);
        view_text(v, "shape", band->shape);
        view_text(v, "words", band->words);
        return view_render(v);
}

static void state_cell(struct arena *a, struct view *cell, const void *row)
{
        const char *more = desk_state_more(a, row);
        struct html own, *made = *more ? &own : &ROW(row)->made->states[ROW(row)->state];
        if (*more || !made->len)
                *made = state_html(a, ROW(row)->state, more);
        view_html(cell, "cell", *made);
}

static void share_cell(struct arena *a, struct view *cell, const void *row)
{
        struct html *made = &ROW(row)->made->shares[ROW(row)->band][ROW(row)->processed];
        if (!made->len)
                *made = share_html(a, &desk_band_table[ROW(row)->band], ROW(row)->processed);
        view_html(cell, "cell", *made);
}

static const char *received(struct arena *a, const void *row)
{
        return N(row)->received_at ? format_ago(a, N(row)->received_at, ROW(row)->now) : "";
}

static void received_cell(struct arena *a, struct view *cell, const void *row)
{
        view_text(cell, "value", received(a, row));
}

static void next_cell(struct arena *a, struct view *cell, const void *row)
{
        (void)a;
        view_text(cell, "value", ROW(row)->next);
}

static void owner_cell(struct arena *a, struct view *cell, const void *row)
{
        (void)a;
        view_text(cell, "value", ROW(row)->desk->owner_name);
}

static struct html base(const void *row)
{
        return ROW(row)->base;
}

static const char *figure_text(struct arena *a, long n)
{
        return n == LIST_NO_FIGURE ? "" : arena_printf(a, "%ld", n);
}

/* A number, maybe none: its cell, what it is sorted by, and its text in files. */
#define FIGURE(name, value)                                                                                  \
        static long name##_number(const void *row)                                                           \
        {                                                                                                    \
                return value;                                                                                \
        }                                                                                                    \
        static const char *name##_text(struct arena *a, const void *row)                                     \
        {                                                                                                    \
                return figure_text(a, name##_number(row));                                                   \
        }
#define NUMBER_IF(there_is, number) ((there_is) ? (number) : LIST_NO_FIGURE)
FIGURE(share, ROW(row)->processed)
FIGURE(work, ROW(row)->left)
FIGURE(roll, N(row)->on_roll)
FIGURE(file, NUMBER_IF(N(row)->in_file >= 0, N(row)->in_file))
FIGURE(difference, NUMBER_IF(N(row)->in_file >= 0, ROW(row)->difference))
FIGURE(new, N(row)->new)
FIGURE(changed, N(row)->changed)
FIGURE(missing, N(row)->missing)
FIGURE(unmatched, N(row)->unmatched)
FIGURE(waiting, N(row)->waiting_rows)
FIGURE(active, N(row)->conflicts_active)
FIGURE(other, N(row)->conflicts_other)
FIGURE(rejected, N(row)->rejected)
FIGURE(claimed, N(row)->claimed)
FIGURE(upn, N(row)->upn_problems)
FIGURE(oldest, NUMBER_IF(ROW(row)->oldest >= 0, ROW(row)->oldest))

static long state_number(const void *row)
{
        return (long)ROW(row)->state;
}

static long received_number(const void *row)
{
        return (long)N(row)->received_at;
}

/* Whom nothing asks comes last. */
static long next_number(const void *row)
{
        return N(row)->next_run ? (long)N(row)->next_run : 9000000000L;
}

/* ---- texts for files and for sorting ---- */

TEXT_OF(name, ROW(row)->desk->name)
TEXT_OF(laestab, ROW(row)->desk->laestab)
TEXT_OF(phase, code_words(&code_phase, ROW(row)->desk->phase))
TEXT_OF(owner, ROW(row)->desk->owner_name)
TEXT_OF(next, ROW(row)->next)
TEXT_OF(band, desk_band_table[ROW(row)->band].words)
TEXT_OF(more, desk_state_more(a, row))
TEXT_OF(state, desk_state_words[ROW(row)->state])

static const char *received_at(struct arena *a, const void *row)
{
        return N(row)->received_at ? format_moment(a, N(row)->received_at) : "";
}

/* ---- columns ---- */

/* number NULL: sorted by the text. */
struct desk_column {
        struct column column;
        struct list_cell cell;
        long (*number)(const void *row);
};

#define NUMBERS  (COLUMN_SORT | COLUMN_NUMBER | COLUMN_MOST)
#define IN_FILES COLUMN_FILE_ONLY
#define FIGURES(key, heading, name, tail)                                                                    \
        {                                                                                                    \
                { key, heading, name##_text, NULL, NUMBERS }, { NULL, NULL, name##_number, tail }, name##_number \
        }

static const struct desk_column columns[] = {
        { { "name", "School", name, NULL, COLUMN_SORT }, { .template = "la/desk-school", .fill = school_cell }, NULL },
        { { "laestab", "DfE number", laestab, NULL, IN_FILES }, { 0 }, NULL },
        { { "phase", "Phase", phase, NULL, IN_FILES }, { 0 }, NULL },
        { { "state", "State", state, NULL, COLUMN_SORT }, { .template = "parts/cell-made", .fill = state_cell }, state_number },
        { { "more", "State, more", more, NULL, IN_FILES }, { 0 }, NULL },
        { { "share", "Processed, %", share_text, NULL, NUMBERS },
          { .template = "parts/cell-made", .fill = share_cell },
          share_number },
        { { "band", "Left", band, NULL, IN_FILES }, { 0 }, NULL },
        FIGURES("work", "Left to do", work, DESK_WORK_TAIL),
        { { "received", "Last data", received_at, NULL, COLUMN_SORT | COLUMN_MOST },
          { .template = "la/desk-text", .fill = received_cell },
          received_number },
        { { "next", "Next scheduled run", next, NULL, COLUMN_SORT }, { .template = "la/desk-text", .fill = next_cell }, next_number },
        FIGURES("roll", "On roll", roll, NULL),
        FIGURES("file", "In the file", file, NULL),
        FIGURES("difference", "Difference", difference, NULL),
        FIGURES("new", "New", new, DESK_NEW_TAIL),
        FIGURES("changed", "Changed", changed, DESK_CHANGED_TAIL),
        FIGURES("missing", "Proposed leavers", missing, DESK_MISSING_TAIL),
        FIGURES("unmatched", "Unmatched", unmatched, DESK_UNMATCHED_TAIL),
        FIGURES("waiting", "Not yet processed", waiting, DESK_IMPORTS_TAIL),
        FIGURES("active", "Conflicts, active pupils", active, DESK_ACTIVE_TAIL),
        FIGURES("other", "Conflicts, non-active pupils", other, DESK_OTHER_TAIL),
        FIGURES("rejected", "Rejected rows", rejected, DESK_REJECTED_TAIL),
        FIGURES("claimed", "Claimed by another school", claimed, DESK_CLAIMED_TAIL),
        FIGURES("upn", "UPN problems", upn, DESK_UPN_TAIL),
        FIGURES("oldest", "Oldest item, days", oldest, NULL),
        { { "owner", "Officer in charge", owner, NULL, COLUMN_SORT }, { .template = "la/desk-text", .fill = owner_cell }, NULL },
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static bool can_hide(const struct desk_column *c)
{
        return c != columns && !(c->column.use & COLUMN_FILE_ONLY);
}

struct list desk_list(struct arena *a, const struct desk_rows *rows, const char *hidden, const char *sort_url,
                      const char *sort)
{
        struct column *shown = arena_array(a, COLUMNS, sizeof *shown);
        struct list_cell *cells = arena_array(a, COLUMNS, sizeof *cells);
        size_t count = 0;
        for (const struct desk_column *c = columns; c < columns + COLUMNS; c++)
                if (!can_hide(c) || !hidden_has(hidden, c->column.key)) {
                        shown[count] = c->column;
                        cells[count++] = c->cell;
                }
        return (struct list){ .id = "desk",
                              .caption = "Schools and their data",
                              .quiet = true,
                              .dense = true,
                              .columns = shown,
                              .column_count = count,
                              .cells = cells,
                              .figures_base = base,
                              .rows = rows->items,
                              .row_count = rows->count,
                              .row_size = sizeof *rows->items,
                              .sort_url = sort_url,
                              .sorted = sort,
                              .empty = "No school matches. Take something away from the filter." };
}

struct html desk_columns(struct arena *a, const char *hidden)
{
        struct choice choices[COLUMNS];
        size_t count = 0;
        for (const struct desk_column *c = columns; c < columns + COLUMNS; c++)
                if (can_hide(c))
                        choices[count++] = (struct choice){ .value = c->column.key,
                                                            .text = c->column.heading,
                                                            .checked = !hidden_has(hidden, c->column.key) };
        return part_checkboxes(a, &(struct input){ .name = "show",
                                                   .label = "Columns that are shown",
                                                   .choice_count = count,
                                                   .choices = choices });
}

const char *desk_hide_others(struct arena *a, bool (*is_shown)(const void *with, const char *key),
                             const void *with)
{
        const char *keys = "";
        for (const struct desk_column *c = columns; c < columns + COLUMNS; c++)
                if (can_hide(c) && !is_shown(with, c->column.key))
                        keys = arena_printf(a, "%s%s%s", keys, *keys ? "," : "", c->column.key);
        return keys;
}

/* ---- sorting ---- */

static int by_rank(const void *x, const void *y, void *down)
{
        const struct desk_row *p = x, *q = y;
        int order = p->rank < q->rank ? -1 : p->rank > q->rank ? 1 : p->word ? strcasecmp(p->word, q->word) : 0;
        if (order)
                return down ? -order : order;
        return strcasecmp(p->desk->name, q->desk->name);
}

static const struct desk_column *column_of(const char *key)
{
        for (const struct desk_column *c = columns; c < columns + COLUMNS; c++)
                if ((c->column.use & COLUMN_SORT) && strcmp(c->column.key, key) == 0)
                        return c;
        return columns;
}

static void sort(struct arena *a, struct desk_rows *rows, const char *sort)
{
        bool down = *sort == '-';
        const struct desk_column *c = column_of(sort + down);
        for (size_t i = 0; i < rows->count; i++) {
                struct desk_row *row = &rows->items[i];
                row->rank = c->number ? c->number(row) : 0;
                row->word = c->number ? NULL : c->column.text(a, row);
        }
        qsort_r(rows->items, rows->count, sizeof *rows->items, by_rank, down ? rows : NULL);
}

/* ---- choosing ---- */

#define HAS(function, condition)                                                                             \
        static bool function(const struct desk_numbers *n)                                                   \
        {                                                                                                    \
                return condition;                                                                            \
        }
HAS(is_stopped, n->error || n->held_files)
HAS(has_waiting, n->waiting_files)
HAS(has_conflicts, n->conflicts_active || n->conflicts_other)
HAS(has_active, n->conflicts_active)
HAS(has_other, n->conflicts_other)
HAS(has_people, n->unmatched || n->missing)
HAS(has_rejected, n->rejected)
HAS(has_claimed, n->claimed)
HAS(has_upn, n->upn_problems)
HAS(has_difference, desk_difference(n))

const struct desk_with desk_with_table[] = {
        { "stopped", "An error or a hold", is_stopped },
        { "waiting", "Files not yet processed", has_waiting },
        { "conflicts", "Conflicts", has_conflicts },
        { "active", "Conflicts of active pupils", has_active },
        { "other", "Conflicts of non-active pupils", has_other },
        { "people", "Unmatched pupils or proposed leavers", has_people },
        { "rejected", "Rejected rows", has_rejected },
        { "claimed", "Pupils claimed by another school", has_claimed },
        { "upn", "UPN problems", has_upn },
        { "difference", "A difference between roll and file", has_difference },
        { 0 },
};

static bool has(const struct desk_numbers *n, const char *with)
{
        const struct desk_with *w = desk_with_table;
        while (w->key && strcmp(w->key, with) != 0)
                w++;
        return !w->key || w->has(n);
}

static bool is_named(struct arena *a, const struct desk *d, const char *sought)
{
        return strstr(text_fold(a, d->name), sought) || strstr(d->laestab, sought);
}

static bool is_chosen(struct arena *a, const struct desk_view *w, const char *sought, unsigned long owner,
                      const struct desk_row *row)
{
        const struct desk *d = row->desk;
        return (!*sought || is_named(a, d, sought)) && (!*w->phase || strcmp(w->phase, d->phase) == 0) &&
               (!*w->state || strcmp(w->state, desk_state_keys[row->state]) == 0) &&
               (!*w->band || strcmp(w->band, desk_band_table[row->band].key) == 0) &&
               (!*w->owner || d->owner == owner) && (!*w->with || has(&d->n, w->with));
}

/* Most schools are asked when the one before them is. */
static const char *next_words(struct arena *a, time_t next, const struct desk_row *before)
{
        if (before && N(before)->next_run == next)
                return before->next;
        return next ? format_moment(a, next) : "";
}

struct desk_row desk_row_of(struct arena *a, const struct desk *d, const struct settings *settings, time_t now,
                            const struct desk_row *before)
{
        const struct desk_numbers *n = &d->n;
        long open = desk_open(n);
        return (struct desk_row){ .desk = d,
                                  .now = now,
                                  .state = desk_state(n, settings, now),
                                  .band = desk_band(n, settings, now),
                                  .open = open,
                                  .left = desk_left(n),
                                  .difference = desk_difference(n),
                                  .oldest = open && n->oldest_at ? desk_days(n->oldest_at, now) : -1,
                                  .processed = desk_processed(n),
                                  .base = html_text(a, url_make(a, "/la/schools/{}", &d->school)),
                                  .next = next_words(a, n->next_run, before) };
}

static void add_up(struct desk_totals *t, const struct desk_numbers *n)
{
        t->stopped += is_stopped(n);
        t->held_files += n->held_files;
        t->waiting_files += n->waiting_files;
        t->conflicts += n->conflicts_active + n->conflicts_other;
        t->conflicts_active += n->conflicts_active;
        t->people += n->unmatched + n->missing;
}

void desk_choose(struct arena *a, const struct desks *all, const struct settings *settings,
                 const struct desk_view *view, time_t now, bool may_pause, struct desk_rows *out)
{
        const char *sought = *view->name ? text_fold(a, view->name) : "";
        long owner = 0;
        (void)!text_to_long(view->owner, 0, 4294967295L, &owner);
        struct desk_made *made = arena_alloc(a, sizeof *made);
        *out = (struct desk_rows){ .all = all->count,
                                   .items = arena_array(a, all->count + 1, sizeof *out->items) };
        for (size_t i = 0; i < all->count; i++) {
                struct desk_row *row = &out->items[out->count];
                *row = desk_row_of(a, &all->items[i], settings, now, out->count ? row - 1 : NULL);
                row->may_pause = may_pause;
                row->made = made;
                add_up(&out->totals, &all->items[i].n);
                if (is_chosen(a, view, sought, (unsigned long)owner, row))
                        out->count++;
        }
        sort(a, out, view->sort);
}

struct desk_view desk_view_of(const char *(*value)(const struct request *, const char *),
                              const struct request *r)
{
        const char *sort = value(r, "sort");
        return (struct desk_view){ .name = value(r, "name"),
                                   .phase = value(r, "phase"),
                                   .state = value(r, "state"),
                                   .band = value(r, "band"),
                                   .with = value(r, "with"),
                                   .owner = value(r, "owner"),
                                   .sort = *sort ? sort : "-work" };
}
