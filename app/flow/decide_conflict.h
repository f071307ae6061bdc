/* What a person decides about conflicts: theirs is accepted, ours is kept, or kept and the school is told. */
#ifndef FLOW_DECIDE_CONFLICT_H
#define FLOW_DECIDE_CONFLICT_H

#include <stddef.h>

#include "flow/flow.h"
#include "store/conflict.h"

enum conflict_answer { ANSWER_ACCEPT, ANSWER_KEEP, ANSWER_TELL };

/* A conflict as it was seen. */
struct conflict_seen {
        unsigned long id;
        unsigned version;
};

/* All of them, of f->scope's school, or none. note: for the school, of ANSWER_TELL. REFUSED when one of them has changed or closed since
 * it was seen. */
enum outcome flow_decide_conflicts(const struct flow *f, const struct conflict_seen *seen, size_t count, enum conflict_answer answer,
                                   const char *note) MUST_USE;

/* Inside a transaction: the school gets the note by e-mail, about so many values that were not taken over. */
enum outcome flow_tell_kept(const struct flow *f, size_t count, const char *note) MUST_USE;

/* The child's cohort has changed: every open conflict of that pupil is judged again, and what the rules let through now is applied.
 * *applied: how many were. */
enum outcome flow_reweigh_conflicts(const struct flow *f, unsigned long pupil, unsigned *applied) MUST_USE;

/* The rules have changed: the same with all of the school. */
enum outcome flow_reweigh_school(const struct flow *f, unsigned *applied) MUST_USE;

#endif
