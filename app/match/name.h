/* How alike two names are. Which names a record has, and what likeness is worth, is weigh.h's. */
#ifndef MATCH_NAME_H
#define MATCH_NAME_H

#include <stdbool.h>

#include "match/facts.h"

/* How a field of two records agrees. NONE: one of them does not say. From SAME to DIFFERENT in falling
 * closeness for names; dates, postcodes and identifiers use those that make sense for them. Stored as words
 * (explain.h). */
enum grade {
        GRADE_NONE,
        GRADE_SAME,
        GRADE_OTHER,    /* through a preferred or former name; a former UPN */
        GRADE_SPELLING, /* another spelling of the same name: Mohammed, Muhammad */
        GRADE_SHORT,    /* a short form: Ben, Benjamin */
        GRADE_PART,     /* part of a longer name: Lily, Lily-Mae; a date with one part different; a postcode's
                           area */
        GRADE_SLIP,     /* a slip of the keyboard: one letter, two exchanged; one digit of a date */
        GRADE_INITIAL,  /* only the initial */
        GRADE_MIDDLE,   /* known by the middle name */
        GRADE_SWAPPED,  /* forename and surname, or day and month, exchanged */
        GRADE_DIFFERENT,
        GRADE_COUNT
};

/* Of two forenames; NONE, SAME, SPELLING, SHORT, PART, SLIP, INITIAL or DIFFERENT. */
enum grade name_forename(const struct name *a, const struct name *b);

/* Of two surnames; NONE, SAME, PART, SLIP or DIFFERENT. */
enum grade name_surname(const struct name *a, const struct name *b);

/* Letters put in, left out, changed, or exchanged with the next, to make b of a; limit + 1 when more than
 * limit. */
unsigned name_distance(const char *a, unsigned a_len, const char *b, unsigned b_len, unsigned limit);

static inline bool name_same(const struct name *a, const struct name *b)
{
        return a->len && b->len && a->hash == b->hash;
}

#endif
