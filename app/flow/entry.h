/* Entries of a file to those of a school's pupils, under the authority's rules; and a person's answer where
 * the rules left it to one. Reading them is intake/entry_list.h. */
#ifndef FLOW_ENTRY_H
#define FLOW_ENTRY_H

#include "flow/decide_conflict.h"
#include "intake/entry_list.h"
#include "intake/weigh.h"

struct entry_import {
        unsigned long batch;
        unsigned sets;     /* bits of model/data_set.h: what is taken */
        bool every_row;    /* also rows that name another school: the file came for this one alone */
        bool whoever_left; /* also of pupils who left before this academic year */
        const struct weigh_rules *by;
};

struct entry_result {
        unsigned matched, nobody; /* rows; nobody's are issues */
        unsigned new, changed, conflicts;
        struct issues issues; /* of the reading and of the matching */
};

/* Into the school of the scope, inside the caller's transaction. Pupils are found as those of registers are
 * (flow/pupil_keys.h), on the roll or left in this academic year; whoever_left: in any. Of two rows for one
 * entry the later stands. Nothing is deleted because a file does not have it, and nothing is done twice. */
enum outcome entry_import(const struct flow *f, const struct entry_list *list, const struct entry_import *how,
                          struct entry_result *out) MUST_USE;

/* A person's answer to conflicts of the school, all or nothing. note: for the school, of ANSWER_TELL. REFUSED
 * when one of them is not as it was seen. */
enum outcome entry_decide(const struct flow *f, const struct conflict_seen *seen, size_t count,
                          enum conflict_answer answer, const char *note) MUST_USE;

/* The child's cohort has changed, or a rule: every open conflict of that pupil, of the whole school with 0,
 * is judged again, and what the rules let through now is written. *applied: how many were. */
enum outcome entry_reweigh(const struct flow *f, unsigned long pupil, unsigned *applied) MUST_USE;

#endif
