/* Taking an applied batch back: what that would do, and doing it. */
#ifndef FLOW_UNDO_H
#define FLOW_UNDO_H

#include "flow/undo_import.h"
#include "model/batch.h"
#include "model/school.h"
#include "store/pupil_deed.h"
#include "store/undo.h"

/* What undoing would do now. */
struct undo_plan {
        struct school school;
        size_t back_count, edited_count, leaving_count; /* pupils */
        const struct pupil_seen *back;                  /* return with the whole record */
        const struct pupil_edited *edited;              /* get values back */
        const struct pupil_leaving *leaving;            /* came with the batch and leave again */
        size_t values;                                  /* that return */
        size_t kept;         /* values that stay: somebody changed them since, or the pupil has left */
        const struct undo_value *kept_values;
        size_t gone;         /* who came with the batch and have left since */
        unsigned long after; /* on the roll */
        struct undo_import import; /* of an import: the rest of it */
};

enum outcome flow_undo_plan(const struct flow *f, const struct batch *b, struct undo_plan *out) MUST_USE;

/* Does it: who was removed comes back with the whole record, changed values return where nobody changed them
 * since, and pupils who came with the batch leave again; all of it or nothing. The school and the authority
 * are told, with the reason. Of an import the questions that it opened go as well; marks of attendance stay.
 * For the authority's staff. REFUSED when the batch is not applied, was undone already, or is an import with a
 * newer one after it. */
enum outcome flow_undo(const struct flow *f, unsigned long batch, const char *reason) MUST_USE;

#endif
