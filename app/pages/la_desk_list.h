/* The dashboard as a list: which schools, in which order, in which columns. The page around it is la_desk.h.
 */
#ifndef PAGES_LA_DESK_LIST_H
#define PAGES_LA_DESK_LIST_H

#include "model/desk_state.h"
#include "pages/visit.h"
#include "store/dashboard.h"
#include "view/list.h"

/* What the address (request_query) or a form (request_form) asks for; each is "" when it asks for nothing. */
struct desk_view {
        const char *name, *phase, *state, *band, *with, *owner, *sort;
};

/* For la_url. */
#define DESK_VIEW(w)                                                                                         \
        "name", (w).name, "phase", (w).phase, "state", (w).state, "band", (w).band, "with", (w).with,        \
            "owner", (w).owner

struct desk_view desk_view_of(const char *(*value)(const struct request *, const char *),
                              const struct request *r);

/* Lists that a school may be in, for the filter "with"; ends with a NULL key. */
struct desk_with {
        const char *key, *words;
        bool (*has)(const struct desk_numbers *n);
};

extern const struct desk_with desk_with_table[];

/* A school with what the page says of it. */
struct desk_row {
        const struct desk *desk;
        time_t now;
        enum desk_state state;
        enum desk_band band;
        long open, left, difference, oldest, processed; /* oldest: days, -1 when nothing is open */
        struct html base;                               /* what the addresses of its tabs begin with */
        const char *next;                               /* when it is asked next, in words, or "" */
        struct desk_made *made;                         /* of all rows of a list; this list's own */
        bool may_pause;
        long rank; /* what it is sorted by: a number, or (not NULL) a word */
        const char *word;
};

struct desk_rows {
        size_t count, all;
        struct desk_row *items;
        struct desk_totals {
                long stopped, held_files, waiting_files, conflicts, conflicts_active,
                    people; /* of all schools, chosen or not */
        } totals;
};

/* "Paused" with "until 3 September 2026, by Pat", for one school. */
const char *desk_state_more(struct arena *a, const struct desk_row *row);
const char *desk_state_colour(enum desk_state state);

/* The row of one school; before: of another, or NULL. */
struct desk_row desk_row_of(struct arena *a, const struct desk *d, const struct settings *settings, time_t now,
                            const struct desk_row *before);

/* Chooses and sorts. may_pause: boxes to choose by are shown. */
void desk_choose(struct arena *a, const struct desks *all, const struct settings *settings,
                 const struct desk_view *view, time_t now, bool may_pause, struct desk_rows *out);

/* The columns that the person has not hidden. sort_url NULL: for a file. */
struct list desk_list(struct arena *a, const struct desk_rows *rows, const char *hidden, const char *sort_url,
                      const char *sort);

/* Boxes, one a column that may be hidden. */
struct html desk_columns(struct arena *a, const char *hidden);

/* The keys of the columns that are not among the shown ones, with commas between them. */
const char *desk_hide_others(struct arena *a, bool (*is_shown)(const void *with, const char *key),
                             const void *with);

#endif
