/* Whether a school can answer tasks: what has to be so, item by item, and what to do where it is not. Pure.
 * What was reported and seen stands in store/ready.h. */
#ifndef MODEL_READY_H
#define MODEL_READY_H

#include <stdbool.h>
#include <time.h>

#include "base/arena.h"

/* In the order of the pages. */
enum ready_item {
        READY_SYSTEM,
        READY_PHASE_2,
        READY_SERVICES,
        READY_AGENT,
        READY_PORTAL,
        READY_SETS,
        READY_ITEMS
};

/* In the database and in what agents report. */
extern const char *const ready_item_keys[READY_ITEMS];

enum ready_said {
        READY_UNSAID,
        READY_BAD,
        READY_GOOD
}; /* what the school's agent reported: nothing, that it is not so, that it is */

/* What is known of a school. */
struct ready_facts {
        const char *system, *version; /* "SIMS", "7.180.12"; "" when the agent did not report them */
        enum ready_said phase_2, services;
        bool agent;     /* one is enrolled and not revoked */
        time_t seen_at; /* when one was heard from last, 0: never */
        bool portal;    /* somebody can sign in as the school's administrator */
        unsigned sets;  /* of data that are agreed, bits of enum data_set */
};

/* What the authority wants. sets: of these one has to be agreed; 0: nothing is asked of the school's data. */
struct ready_wanted {
        unsigned sims; /* the oldest version of SIMS, as ready_version reads it */
        unsigned sets;
        time_t now;
};

/* One line of the list. */
struct ready_line {
        const char *words; /* what has to be so */
        bool good;
        const char *found;  /* what is so, as a sentence */
        const char *remedy; /* "" when it is good */
};

void ready_judge(struct arena *a, const struct ready_facts *f, const struct ready_wanted *w,
                 struct ready_line out[READY_ITEMS]);

/* True when all are good. */
bool ready_all(const struct ready_line lines[READY_ITEMS]);

/* Why a school cannot answer, in at most 400 letters, or NULL when it can. What only an agent could say is
 * left out while none is heard from. A task that asks for the school's own existing tasks needs nothing but
 * the agent. */
const char *ready_why(struct arena *a, const struct ready_line lines[READY_ITEMS], bool agent_alone);

/* Sets of data that a task for such data (a word of model/exchange.h) takes; 0: of no pupils'. */
unsigned ready_sets_of(const char *data);

/* "7.166" to one number that compares as versions do, of its first two parts; what follows them is left out.
 * False: it is no version. */
bool ready_version(const char *text, unsigned *out);
const char *ready_version_words(struct arena *a, unsigned version);

#endif
