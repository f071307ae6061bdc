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
        view_text(cell, "url", ROW(row)->url);
        view_text(cell, "laestab", d->laestab);
        view_text(cell, "phase", code_words(&code_phase, d->phase));
}

static void state_cell(struct arena *a, struct view *cell, const void *row)
{
        view_text(cell, "colour", colours[ROW(row)->state]);
        view_text(cell, "words", desk_state_words[ROW(row)->state]);
        view_text(cell, "more", desk_state_more(a, row));
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
        view_text(cell, "value", N(row)->next_run ? format_moment(a, N(row)->next_run) : "");
}

static void owner_cell(struct arena *a, struct view *cell, const void *row)
{
        (void)a;
        view_text(cell, "value", ROW(row)->desk->owner_name);
}

static void share_cell(struct arena *a, struct view *cell, const void *row)
{
        const struct desk_band_info *band = &desk_band_table[ROW(row)->band];
        (void)a;
        view_text(cell, "colour", band->colour);
        view_number(cell, "share", ROW(row)->processed);
        view_text(cell, "shape", band->shape);
        view_text(cell, "words", band->words);
}

static void figure_cell(struct arena *a, struct view *cell, const void *row, long n, const char *tail)
{
        bool link = tail && n;
        view_text(cell, "url", link ? ROW(row)->base : NULL);
        view_text(cell, "tail", link ? tail : NULL);
        if (n >= 0 && n < 1000)
                view_number(cell, "value", n);
        else
                view_text(cell, "value", format_number(a, n));
}

/* A number that leads to the school's own list of what it counts: its text in files, its cell, and what it is
 * sorted by. */
#define FIGURE(name, number, tail)                                                                           \
        static const char *name##_text(struct arena *a, const void *row)                                     \
        {                                                                                                    \
                return arena_printf(a, "%ld", (long)(number));                                               \
        }                                                                                                    \
        static void name##_cell(struct arena *a, struct view *cell, const void *row)                         \
        {                                                                                                    \
                figure_cell(a, cell, row, (number), tail);                                                   \
        }                                                                                                    \
        static long name##_number(const void *row)                                                           \
        {                                                                                                    \
                return (number);                                                                             \
        }
/* The same where there may be none. */
#define FIGURE_OR_NONE(name, there_is, number)                                                               \
        static const char *name##_text(struct arena *a, const void *row)                                     \
        {                                                                                                    \
                return (there_is) ? arena_printf(a, "%ld", (long)(number)) : "";                             \
        }                                                                                                    \
        static void name##_cell(struct arena *a, struct view *cell, const void *row)                         \
        {                                                                                                    \
                figure_cell(a, cell, row, (there_is) ? (number) : 0, NULL);                                  \
                if (!(there_is))                                                                             \
                        view_text(cell, "value", "");                                                        \
        }                                                                                                    \
        static long name##_number(const void *row)                                                           \
        {                                                                                                    \
                return (there_is) ? (number) : -1000000000L;                                                 \
        }
FIGURE(work, ROW(row)->left, DESK_WORK_TAIL)
FIGURE(roll, N(row)->on_roll, NULL)
FIGURE_OR_NONE(file, N(row)->in_file >= 0, N(row)->in_file)
FIGURE_OR_NONE(difference, N(row)->in_file >= 0, ROW(row)->difference)
FIGURE(new, N(row)->new, DESK_NEW_TAIL)
FIGURE(changed, N(row)->changed, DESK_CHANGED_TAIL)
FIGURE(missing, N(row)->missing, DESK_MISSING_TAIL)
FIGURE(unmatched, N(row)->unmatched, DESK_UNMATCHED_TAIL)
FIGURE(waiting, N(row)->waiting_rows, DESK_IMPORTS_TAIL)
FIGURE(active, N(row)->conflicts_active, DESK_ACTIVE_TAIL)
FIGURE(other, N(row)->conflicts_other, DESK_OTHER_TAIL)
FIGURE(rejected, N(row)->rejected, DESK_REJECTED_TAIL)
FIGURE(claimed, N(row)->claimed, DESK_CLAIMED_TAIL)
FIGURE(upn, N(row)->upn_problems, DESK_UPN_TAIL)
FIGURE_OR_NONE(oldest, ROW(row)->oldest >= 0, ROW(row)->oldest)

static const char *share_text(struct arena *a, const void *row)
{
        return arena_printf(a, "%ld", ROW(row)->processed);
}

static long share_number(const void *row)
{
        return ROW(row)->processed;
}

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
TEXT_OF(next, N(row)->next_run ? format_moment(a, N(row)->next_run) : "")
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
#define FIGURES(key, heading, name)                                                                          \
        {                                                                                                    \
                { key, heading, name##_text, NULL, NUMBERS }, { "parts/cell-figure", name##_cell },          \
                    name##_number                                                                            \
        }

static const struct desk_column columns[] = {
        { { "name", "School", name, NULL, COLUMN_SORT }, { "la/desk-school", school_cell }, NULL },
        { { "laestab", "DfE number", laestab, NULL, IN_FILES }, { NULL, NULL }, NULL },
        { { "phase", "Phase", phase, NULL, IN_FILES }, { NULL, NULL }, NULL },
        { { "state", "State", state, NULL, COLUMN_SORT }, { "la/desk-state", state_cell }, state_number },
        { { "more", "State, more", more, NULL, IN_FILES }, { NULL, NULL }, NULL },
        { { "share", "Processed, %", share_text, NULL, NUMBERS },
          { "la/desk-share", share_cell },
          share_number },
        { { "band", "Left", band, NULL, IN_FILES }, { NULL, NULL }, NULL },
        FIGURES("work", "Left to do", work),
        { { "received", "Last data", received_at, NULL, COLUMN_SORT | COLUMN_MOST },
          { "la/desk-text", received_cell },
          received_number },
        { { "next", "Next scheduled run", next, NULL, COLUMN_SORT }, { "la/desk-text", next_cell }, next_number },
        FIGURES("roll", "On roll", roll),
        FIGURES("file", "In the file", file),
        FIGURES("difference", "Difference", difference),
        FIGURES("new", "New", new),
        FIGURES("changed", "Changed", changed),
        FIGURES("missing", "Proposed leavers", missing),
        FIGURES("unmatched", "Unmatched", unmatched),
        FIGURES("waiting", "Not yet processed", waiting),
        FIGURES("active", "Conflicts, active pupils", active),
        FIGURES("other", "Conflicts, non-active pupils", other),
        FIGURES("rejected", "Rejected rows", rejected),
        FIGURES("claimed", "Claimed by another school", claimed),
        FIGURES("upn", "UPN problems", upn),
        FIGURES("oldest", "Oldest item, days", oldest),
        { { "owner", "Officer in charge", owner, NULL, COLUMN_SORT }, { "la/desk-text", owner_cell }, NULL },
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
        int order = p->rank < q->rank ? -1 : p->rank > q->rank ? 1 : strcasecmp(p->word, q->word);
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
                row->word = c->number ? "" : c->column.text(a, row);
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

struct desk_row desk_row_of(struct arena *a, const struct desk *d, const struct settings *settings,
                            time_t now)
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
                                  .url = url_make(a, LA_DATA, &d->school),
                                  .base = url_make(a, "/la/schools/{}", &d->school) };
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
        *out = (struct desk_rows){ .all = all->count,
                                   .items = arena_array(a, all->count + 1, sizeof *out->items) };
        for (size_t i = 0; i < all->count; i++) {
                struct desk_row *row = &out->items[out->count];
                *row = desk_row_of(a, &all->items[i], settings, now);
                row->may_pause = may_pause;
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
