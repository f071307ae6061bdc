/* A school's conflicts as a list: which of them, in which order, in which columns. The pages are
 * la_conflicts.h and la_conflict.h. */
#ifndef PAGES_LA_CONFLICT_LIST_H
#define PAGES_LA_CONFLICT_LIST_H

#include "pages/visit.h"
#include "store/conflict.h"
#include "store/conflict_source.h"
#include "store/pupil.h"
#include "view/list.h"

/* What the address (request_query) or a form (request_form) asks for. */
struct conflict_view {
        const char *cohort; /* "active", "other", "kept", or "": all that are open */
        const char *field;  /* a key of model/field.h, or "": all */
        const char *words;  /* each begins a word of the pupil's name */
        const char *sort;
};

/* For la_url. */
#define CONFLICT_VIEW(w) "cohort", (w).cohort, "field", (w).field, "words", (w).words, "sort", (w).sort

struct conflict_view conflict_view_of(struct arena *a,
                                      const char *(*value)(const struct request *, const char *),
                                      const struct request *r);
bool conflict_view_kept(const struct conflict_view *w);
/* The field that was asked for, or FIELD_COUNT. */
enum field conflict_view_field(const struct conflict_view *w);

struct conflict_row {
        const struct conflict *c;
        const struct pupil *pupil;
        struct conflict_source source;
        const char *name; /* "Smith, Anna" */
        const char *ours; /* as it is now */
        const char *url;  /* of the conflict's own page, in this view */
};

struct conflict_rows {
        size_t count;
        struct conflict_row *items;
        size_t active, other, kept;   /* of the school, whatever was asked for */
        size_t of_field[FIELD_COUNT]; /* of that cohort and those words, whatever field */
};

enum outcome conflict_rows(struct visit *v, const struct conflict_view *w,
                           struct conflict_rows *out) MUST_USE;

/* "Always put in conflict", or that a person had set our value. */
const char *conflict_why(const struct conflict *c);
struct html conflict_cohort_tag(struct arena *a, const struct conflict *c);

/* sort_url NULL: for a file. */
struct list conflict_list_of(const struct conflict_rows *rows, const struct conflict_view *w,
                             const char *sort_url);

#endif
