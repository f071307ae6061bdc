/* What the authority's staff decide about schools' batches and pupils, each with the mail that tells the
 * school. Undoing a whole batch is flow/undo.h. */
#ifndef FLOW_DECIDE_H
#define FLOW_DECIDE_H

#include "flow/flow.h"
#include "model/batch.h"
#include "store/match_case.h"
#include "store/pupil_deed.h"

/* Same child as the candidate or (runner) the runner-up, a different child, or a question to the school.
 * Afterwards the batch is weighed again. REFUSED when somebody else has changed the case or the batch is
 * over. */
enum outcome flow_answer_case(const struct flow *f, const struct match_case *c, enum case_answer answer,
                              bool runner, const char *question) MUST_USE;

/* Takes a wrong answer back: while the batch is on its way it is matched again, so that the case waits once more; after that
 * the next batch asks. REFUSED when the case has changed since c was read. */
enum outcome flow_reopen_case(const struct flow *f, const struct match_case *c) MUST_USE;

/* HOLD_RELEASED or HOLD_REJECTED. REFUSED when the batch has changed since b was read. */
enum outcome flow_answer_hold(const struct flow *f, const struct batch *b, enum batch_hold answer,
                              const char *reason) MUST_USE;

/* A school's request for a removed pupil. REFUSED as restore_answer says. */
enum outcome flow_answer_restore(const struct flow *f, unsigned long request, unsigned version, bool restore,
                                 const char *note) MUST_USE;

/* Brings one pupil back without a request. */
enum outcome flow_restore(const struct flow *f, struct pupil_seen pupil) MUST_USE;

#endif
