/* A task that existed at a school before Onroll: the words by which lists of them are written, and what they
 * mean. Pure. */
#ifndef MODEL_EXISTING_H
#define MODEL_EXISTING_H

#include "model/exchange.h"
#include "model/schedule.h"

enum { EXISTING_MAX = 200, EXISTING_REF_MAX = 64, EXISTING_NAME_MAX = 120, EXISTING_WORDS_MAX = 1000 };

/* What is written of a task: texts by these names, in lists of schools and in the API. */
enum existing_field {
        EXISTING_REF, /* by which the school's system knows it */
        EXISTING_NAME,
        EXISTING_DESCRIBED, /* anything that people should know */
        EXISTING_WAY,       /* "get" (the authority gets data) or "send" */
        EXISTING_DATA,      /* a word of model/exchange.h */
        EXISTING_GROUP,     /* "years", "looked-after", "leavers" */
        EXISTING_YEARS,     /* "1,2"; "" all */
        EXISTING_MONTHS,
        EXISTING_REPEATS, /* "once", "weekly", "monthly" */
        EXISTING_DAYS,    /* "mon,thu" */
        EXISTING_DAY,     /* of the month */
        EXISTING_AT,      /* "02:15" */
        EXISTING_FIELDS
};
extern const char *const existing_fields[EXISTING_FIELDS];

struct existing_words {
        const char *value[EXISTING_FIELDS]; /* "" where there is none */
};

struct existing {
        const char *ref, *name, *described;
        struct exchange_ask ask; /* data "" when it is no word that Onroll knows */
        struct schedule when;    /* repeats 0 when it does not say; without first and last day */
};

/* NULL, or what is wrong: it has no ref or no name, or one of them is too long. What is not understood of the
 * rest is left out. */
const char *existing_read(struct arena *a, const struct existing_words *w, struct existing *out);

/* NULL when Onroll can have the very same task, or why not. */
const char *existing_problem(const struct existing *e);

enum { EXISTING_ACCEPTED = 'A', EXISTING_CHANGED = 'C', EXISTING_DROPPED = 'D' };

/* "accepted", "changed", "dropped"; "" for anything else. */
const char *existing_answer_key(char answer);

#endif
