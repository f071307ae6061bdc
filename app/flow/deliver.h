/* Receiving a file for one school or for the whole authority: it is kept as it came. What is in it is looked at in the background
 * (flow/sort.h). */
#ifndef FLOW_DELIVER_H
#define FLOW_DELIVER_H

#include <stddef.h>

#include "flow/flow.h"
#include "store/delivery.h"

struct delivering {
        const char *label; /* what its sender calls it */
        const void *bytes;
        size_t len;
        enum delivery_source source;
        bool complete; /* everyone on roll is in it */
        struct asked asked; /* of the answer to a task: what the school was asked for */
};

/* f->scope: the school, or school 0 for the whole authority; and who sends it. *state is DELIVERY_TWIN when the same bytes
 * came last (store/delivery.h): nothing more will be done. REFUSED: the file is empty or too large. */
enum outcome flow_deliver(const struct flow *f, const struct delivering *d, unsigned long *id, enum delivery_state *state) MUST_USE;

/* The bytes of a delivery as they came. ABSENT once they were deleted. */
enum outcome flow_delivered(const struct flow *f, unsigned long id, unsigned char **bytes, size_t *len) MUST_USE;

#endif
