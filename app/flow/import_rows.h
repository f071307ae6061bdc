/* The rows of an import that wait for a person, or were rejected, kept in MySQL with the questions and the errors. For flow/import.c
 * alone, inside its transaction. */
#ifndef FLOW_IMPORT_ROWS_H
#define FLOW_IMPORT_ROWS_H

#include "flow/plan.h"
#include "intake/list.h"

struct import_left {
        unsigned unmatched, rejected;
};

/* Of a plan that was made of rows in memory. registers: what was wrong in the registers of the file. */
enum outcome import_keep_rows(const struct flow *f, const struct batch *b, const struct flow_plan *p, const struct intake_list *list,
                              const struct issues *registers, struct import_left *left) MUST_USE;

#endif
