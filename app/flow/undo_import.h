/* What taking an import back means beside the pupils that it changed: the questions that it opened. For flow/undo.c and its page. */
#ifndef FLOW_UNDO_IMPORT_H
#define FLOW_UNDO_IMPORT_H

#include "flow/flow.h"
#include "model/batch.h"

/* What goes, and what does not. */
struct undo_import {
        size_t conflicts, missing; /* open ones that it brought */
        size_t rows;               /* of it that wait for a person, or were rejected */
        unsigned long marked;      /* pupils with attendance marks of it: these stay */
        const char *newer;         /* the reference of one that was processed later and must be undone first, or "" */
};

enum outcome flow_undo_import_plan(const struct flow *f, const struct batch *b, struct undo_import *out) MUST_USE;

/* Inside the transaction that takes the pupils back, before it: a question about a value that returns is none any more. */
enum outcome flow_undo_import_questions(const struct flow *f, const struct batch *b) MUST_USE;

/* After the batch was marked: what follows from the pupils as they are now, and the counts. */
enum outcome flow_undo_import_settle(const struct flow *f, const struct batch *b) MUST_USE;

#endif
