/* A school's conflicts of entries as a list: which of them, and in which columns. The pages are
 * la_entry_conflicts.h. */
#ifndef PAGES_LA_ENTRY_CONFLICT_LIST_H
#define PAGES_LA_ENTRY_CONFLICT_LIST_H

#include "pages/visit.h"
#include "store/entry_conflict.h"
#include "view/list.h"

/* What the address (request_query) or a form (request_form) asks for. */
struct entry_view {
        const char *cohort;   /* "active", "other", "kept", or "": all that are open */
        enum entry_kind kind; /* ENTRY_KINDS: all */
};

const char *entry_view_kind(const struct entry_view *w); /* its key, or "" */

/* For la_url. */
#define ENTRY_VIEW(w) "cohort", (w).cohort, "kind", entry_view_kind(&(w))

struct entry_view entry_view_of(const char *(*value)(const struct request *, const char *),
                                const struct request *r);
bool entry_view_kept(const struct entry_view *w);

struct entry_conflict_row {
        const struct entry_conflict *c;
        unsigned long school;
        enum verdict rule;    /* that counts for it now */
        const char *services; /* that know the child today */
        bool may, ticked;     /* may: choose it */
};

struct entry_conflict_rows {
        size_t count;
        struct entry_conflict_row *items;
        size_t active, other, kept;  /* of the school, whatever was asked for */
        size_t of_kind[ENTRY_KINDS]; /* of that cohort, whatever kind */
};

/* By name and kind. */
enum outcome entry_conflict_rows(struct visit *v, const struct entry_view *w,
                                 struct entry_conflict_rows *out) MUST_USE;

/* "12:1": number and version, as the box before the pupil's name sends it. */
const char *entry_pick(struct arena *a, const struct entry_conflict *c);

struct list entry_conflict_list_of(const struct entry_conflict_rows *rows, const struct entry_view *w);

#endif
