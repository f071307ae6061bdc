/* What a school's agent sends and fetches: parts are sealed on their way in and out, the whole becomes a delivery, and what goes to the
 * school is written as a Common Transfer File. */
#ifndef FLOW_ANSWER_H
#define FLOW_ANSWER_H

#include <stddef.h>

#include "flow/flow.h"
#include "store/answer_agent.h"

/* Each takes f->scope for the agent's school, and is REFUSED or ABSENT as store/answer_agent.h has it, with words. */

/* sha256: what the sender says of these bytes. */
enum outcome flow_answer_put(const struct flow *f, unsigned long agent, unsigned long id, unsigned n, const void *bytes, size_t len,
                             const unsigned char sha256[ANSWER_SHA256]) MUST_USE;

/* All parts together are these bytes: they become a delivery, once however often it is said. */
struct answer_said {
        const char *file_name;
        unsigned parts;
        unsigned long size;
        unsigned char sha256[ANSWER_SHA256];
};
enum outcome flow_answer_complete(const struct flow *f, unsigned long agent, unsigned long id, const struct answer_said *said,
                                  unsigned long *delivery) MUST_USE;

/* Makes the file for an answer that was taken, unless it is there. ABSENT: nothing is to be sent, and the answer is done. */
enum outcome flow_answer_make(const struct flow *f, unsigned long agent, const struct agent_answer *w) MUST_USE;

/* The bytes of a part, on its way out. */
enum outcome flow_answer_part(const struct flow *f, unsigned long id, unsigned n, unsigned char **bytes, size_t *len) MUST_USE;

#endif
