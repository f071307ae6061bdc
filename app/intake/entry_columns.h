/* Which column of a sheet of results, SEN, exclusions or schools means what. Its rows are read by
 * entry_list.h. */
#ifndef INTAKE_ENTRY_COLUMNS_H
#define INTAKE_ENTRY_COLUMNS_H

#include "intake/named.h"
#include "model/entry.h"

struct entry_columns {
        enum entry_kind kind;
        uint32_t row; /* of the headings */
        struct named_columns who;
        int32_t part[ENTRY_PARTS]; /* NO_COLUMN: there is none */
};

/* Finds the headings wherever they stand in the first rows: who, and every part that an entry of one kind
 * cannot be without. False when it is no such sheet: a list of pupils that also names their SEN provision or
 * their last school is none. */
bool entry_columns_find(struct arena *a, const struct grid *g, struct entry_columns *out);

#endif
