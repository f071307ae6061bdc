/* What a batch would do to the roll, and what is still in its way: everything loaded, joined, matched and weighed. The
 * preview, the task list and the confirmation all ask here, so that they cannot disagree. Writes nothing. */
#ifndef FLOW_PLAN_H
#define FLOW_PLAN_H

#include "flow/flow.h"
#include "intake/join.h"
#include "intake/weigh.h"
#include "model/batch.h"
#include "model/school.h"
#include "store/leaver.h"
#include "store/list.h"
#include "store/match_case.h"
#include "store/upload.h"

/* A listed child: one row, or several that were joined. Row i of plan.rows is about children[i]. */
struct child {
        struct record record;        /* of a child found at another school: with that pupil's identifiers where it had none */
        size_t part_count;
        struct stored_row **parts; /* the first one stands for the child */
        unsigned long link, link_school;       /* the pupil at another school, or who has left, whom the child was found to be */
        bool left_out;
};

struct flow_plan {
        struct school school;
        struct uploads uploads;
        struct stored_rows rows;
        size_t child_count;
        struct child *children;
        struct issues contradictions; /* between rows of one child; those of the cells are store/list.h's */
        struct pupils roll;
        struct match_cases cases;
        struct leavers leavers;       /* what was said about leavers so far */
        const struct weigh_rules *by; /* of an import: what it is weighed by; else NULL */
        struct plan plan;
        char leavers_hash[33];        /* of who would be removed: what an acknowledgement is about */
        /* what is in the way, as numbers */
        unsigned files_unread, problems, waiting, without_ground;
        bool roll_moved; /* somebody changed the roll since the rows were matched with it: some may be other children now */
        bool acknowledged;
        bool held, unasked; /* it needs a release that it does not have; unasked: and nobody has been asked for, since the roll
                             * changed by another way (flow_check asks) */
        bool closed;                  /* the migration window's last day is over */
};

enum outcome flow_plan(const struct flow *f, const struct batch *b, struct flow_plan *out) MUST_USE;

/* The same of rows that are in memory: school, rows, roll, cases and by of p are filled in already. match, when not NULL, sets the
 * outcomes of the rows once the children are joined. */
enum outcome flow_plan_rows(const struct flow *f, const struct batch *b, struct flow_plan *p,
                            enum outcome (*match)(const struct flow *, struct flow_plan *)) MUST_USE;

/* What was said about one leaver, or NULL. */
const struct leaver *flow_leaver(const struct flow_plan *p, unsigned long pupil);

#endif
