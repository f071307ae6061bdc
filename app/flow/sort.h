/* What is in a delivery: read in the sandbox, recognised, and each school's part told from the others'. An import waits for each
 * afterwards (flow/import.h). */
#ifndef FLOW_SORT_H
#define FLOW_SORT_H

#include "flow/flow.h"
#include "intake/attendance_list.h"
#include "intake/list.h"
#include "store/delivery.h"

/* One school's rows of the list; none when the file has only registers of it. */
struct sorted_part {
        unsigned long school;
        size_t count, register_count; /* rows of the list; children in registers */
        const struct list_row *const *rows; /* in the order of the file */
};

/* A delivery in memory. why: a sentence when nothing can be done with it. */
struct sorted {
        struct delivery delivery;
        bool complete; /* everyone on roll of the schools in it: what the sender said, but for formats that never say it */
        const char *kind, *why, *notes;
        bool has_list;           /* a list of pupils; a file may hold registers alone */
        struct intake_list list;
        struct attendance_list registers;
        size_t part_count;
        const struct sorted_part *parts; /* by the number of the school */
};

/* Reads it again; nothing is written. ABSENT once its bytes were deleted. f->scope is not looked at. */
enum outcome flow_read_delivery(const struct flow *f, const struct delivery *d, struct sorted *out) MUST_USE;

/* Of a delivery that was taken for `by` (store/delivery.h): makes the imports, or notes why there are none. REFUSED when the lease was
 * lost meanwhile. */
enum outcome flow_sort(const struct flow *f, const char *by, const struct sorted *s) MUST_USE;

/* The part of a school, or NULL. */
const struct sorted_part *sorted_part(const struct sorted *s, unsigned long school);

#endif
