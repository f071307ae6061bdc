/* What a person decides about imports: who is missing has left or has not, a hold is released or the file rejected, rows that were
 * rejected are put aside. */
#ifndef FLOW_DECIDE_IMPORT_H
#define FLOW_DECIDE_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "flow/flow.h"
#include "store/import.h"

/* A proposed leaver as it was seen. left_on "": has not left; else yyyy-mm-dd, and the others may be "". */
struct leaver_answer {
        unsigned long pupil;
        unsigned version; /* of the proposal */
        const char *left_on, *ground, *destination;
};

/* All of them, of f->scope's school, or none. REFUSED when one was answered meanwhile, or is listed again. */
enum outcome flow_decide_leavers(const struct flow *f, const struct leaver_answer *answers, size_t count) MUST_USE;

enum hold_answer { HOLD_RELEASE, HOLD_RELEASE_ADDITIONS, HOLD_REJECT };

/* *second: the authority wants two people to release, and this was the first of them. REFUSED when somebody else has answered, when the
 * same person would be both, or there is no reason. The school is told of a file that was rejected. */
enum outcome flow_answer_import_hold(const struct flow *f, const struct import *i, enum hold_answer answer, const char *reason,
                                     bool *second) MUST_USE;

/* The rows of an import that were rejected have been seen to: they are listed no more. */
enum outcome flow_put_rejected_aside(const struct flow *f, unsigned long batch) MUST_USE;

#endif
