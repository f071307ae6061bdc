/* What of a file is taken of one school: all of it, or of an agent's answer what the school was asked for.
 * The rule is model/asked.h. For flow/import.c alone, inside its transaction. */
#ifndef FLOW_ASKED_H
#define FLOW_ASKED_H

#include "flow/sort.h"

/* As in struct sorted, without what was not asked for; nothing is said of that either. */
struct asked_file {
        size_t row_count;
        const struct list_row *const *rows;
        struct attendance_list registers;
        struct entry_list entries;
        unsigned rows_left,
            marks_left; /* left out: rows of pupils, children of registers and rows of entries; of
                         * the other children marks of days before what was asked for */
};

/* For f->scope's school. sets: bits of model/data_set.h that are taken; of others nothing is counted. Pupils
 * are found as those of registers are (flow/pupil_keys.h), whenever they left. In an answer for leavers no
 * row is left that lists pupils: those rows would have them back on the roll, and the details of who has left
 * stay as they were. */
enum outcome flow_asked(const struct flow *f, const struct asked *asked, unsigned sets,
                        const struct sorted *s, struct asked_file *out) MUST_USE;

#endif
