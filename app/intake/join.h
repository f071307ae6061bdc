/* Rows of one child in several files or sheets become one; those that contradict each other are reported with
 * both places. */
#ifndef INTAKE_JOIN_H
#define INTAKE_JOIN_H

#include "intake/list.h"

struct joined_row {
        struct record record; /* of a child with a contradiction: the first row's values */
        unsigned long pupil;  /* from a row key, or 0 */
        bool other_school, error;
        size_t part_count;
        const struct list_row *const *parts; /* one or more, in the order of the lists */
};

struct joined {
        size_t row_count;
        const struct joined_row *rows; /* in the order of their first parts */
        struct issues issues;          /* of the joining alone; those of the lists stay there */
};

/* Same row key, same UPN, or same name and date of birth. */
void join_rows(struct arena *a, const struct intake_list *const *lists, size_t list_count,
               struct joined *out);

#endif
