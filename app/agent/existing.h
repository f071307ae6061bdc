/* The tasks that the school's own system has: read from a list that the school keeps, reported, and switched
 * off once the authority has decided about them. */
#ifndef AGENT_EXISTING_H
#define AGENT_EXISTING_H

#include "agent/send.h"

/* With each run: reports the list when it has changed, and does what was decided. False: something is left
 * for the next run. */
bool existing_work(struct site *s, struct arena *a);

/* The answer to a task that asks for them. */
enum work existing_answer(struct site *s, struct arena *a, const struct json *answer);

/* The list, JSON or XML, as the body of a report; answer 0: to no task. NULL: *why says what is wrong with
 * it. */
const char *existing_body(struct arena *a, const char *text, size_t len, long answer, const char **why);

#endif
