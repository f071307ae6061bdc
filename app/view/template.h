/* One template as CTPL lexed it, and its skeletons: renderings through CTPL with a mark where each value
 * goes. The only door to CTPL. No data of a page comes here: skeletons are filled in by view.c. */
#ifndef VIEW_TEMPLATE_H
#define VIEW_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/outcome.h"

/* What may stand in a template: {name}, {if name} ... {else} ... {end}. \{ is a brace. Nothing else of CTPL:
 * a template neither compares nor loops. Indentation, blank lines and the last line end are for its reader
 * and are not sent. */
enum { TEMPLATE_NAMES_MAX = 64, TEMPLATE_SKELETONS_MAX = 256 };

struct template_name {
        const char *name;
        const char *asked; /* the same name, as the caller's constant that asked for it last */
        bool is_value; /* stands as {name} */
        bool is_flag;  /* stands as {if name} */
};

/* text, then the value of that number; -1 after the last text. */
struct piece {
        const char *text;
        size_t len;
        int value;
};

struct skeleton {
        size_t count;
        const struct piece *pieces;
};

struct template
{
        const char *name; /* "school/pupils" */
        size_t name_count;
        struct template_name names[TEMPLATE_NAMES_MAX]; /* in order of their first use */
        void *tree;                                     /* CtplToken */
        size_t skeleton_count;
        uint64_t flags[TEMPLATE_SKELETONS_MAX];
        const struct skeleton *skeletons[TEMPLATE_SKELETONS_MAX];
        struct arena *arena;
        size_t usual; /* kept for view.c: bytes that the last run of rows took */
};

/* Reads and lexes the file. BROKEN, with the file and the reason in the log, when it cannot. a outlives the
 * template. */
enum outcome template_load(struct arena *a, const char *path, const char *name,
                           struct template **out) MUST_USE;

/* Gives back what CTPL holds. */
void template_free(struct template *t);

/* The number of that name, a constant of the program, or -1; near is where to look first. */
int template_find(struct template *t, const char *name, size_t near);

/* The skeleton for flags, whose bit i says whether names[i] is true. Kept with the template; once
 * TEMPLATE_SKELETONS_MAX are kept, any other is made anew in a. NULL, logged, when CTPL cannot render it. */
const struct skeleton *template_skeleton(struct template *t, uint64_t flags, struct arena *a);

#endif
