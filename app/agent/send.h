/* An answer with the school's data: it is fetched once, kept, and sent part by part, wherever the last try ended. */
#ifndef AGENT_SEND_H
#define AGENT_SEND_H

#include "agent/site.h"

/* How it went with one answer. */
enum work {
        WORK_OVER,  /* nothing is left to do for it */
        WORK_LATER, /* the site or the data are not to be had now: the next run goes on with it */
        WORK_LOST   /* the site does not want it from this agent any more */
};

enum work send_answer(struct site *s, struct arena *a, const struct json *answer);

#endif
