/* An answer with data for the school: it is fetched, checked, and put once where the school's system picks it up, or handed to a command. */
#ifndef AGENT_PLACE_H
#define AGENT_PLACE_H

#include "agent/send.h"

enum work place_answer(struct site *s, struct arena *a, const struct json *answer);

#endif
