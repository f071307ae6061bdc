/* What is in a delivery: read in the sandbox, recognised, and each school's part told from the others'. An import waits for each
 * afterwards (flow/import.h). */
#ifndef FLOW_SORT_H
#define FLOW_SORT_H

#include "flow/flow.h"
#include "intake/attendance_list.h"
#include "intake/entry_list.h"
#include "intake/list.h"
#include "store/delivery.h"

/* What the file has of one school. */
struct sorted_part {
        unsigned long school;
        size_t of[DATA_SETS];               /* rows of the list, children in registers, rows of the other sets */
        const struct list_row *const *rows; /* of[SET_PUPILS] of them, in the order of the file */
};

/* A delivery in memory. why: a sentence when nothing can be done with it. */
struct sorted {
        struct delivery delivery;
        bool complete; /* everyone on roll of the schools in it: what the sender said, but for formats that never say it */
        const char *kind, *why, *notes;
        bool has_list;           /* a list of pupils; a file may hold other sets alone */
        struct intake_list list;
        struct attendance_list registers;
        struct entry_list entries;
        size_t part_count;
        const struct sorted_part *parts; /* by the number of the school */
};

/* Reads it again; nothing is written. ABSENT once its bytes were deleted. f->scope is not looked at. */
enum outcome flow_read_delivery(const struct flow *f, const struct delivery *d, struct sorted *out) MUST_USE;

/* Of a delivery that was taken for `by` (store/delivery.h): makes the imports, or notes why there are none. Sets that are not agreed with
 * a school (store/agreement.h) are refused: they are left out with a note, and a school of which nothing else came has no import; with
 * none at all the file is refused. REFUSED when the lease was lost meanwhile. */
enum outcome flow_sort(const struct flow *f, const char *by, struct sorted *s) MUST_USE;

/* The part of a school, or NULL. */
const struct sorted_part *sorted_part(const struct sorted *s, unsigned long school);

#endif
