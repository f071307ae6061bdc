/* Reasons as short codes to store, and as plain English for people. Decides nothing. */
#ifndef MATCH_EXPLAIN_H
#define MATCH_EXPLAIN_H

#include <stddef.h>

#include "base/arena.h"
#include "match/match.h"
#include "model/field.h"

enum { MATCH_WORDS_MAX = 20 };

/* What agrees and what does not, each field that both records have: "upn:same forename:short dob:swapped". */
char *match_reason_codes(struct arena *a, const struct agreement *g);

/* Why a person must look, the gravest first: "two-upns close"; "" for none. */
char *match_why_codes(struct arena *a, unsigned why);

/*
 * A sentence for every code in codes, which is what either function above returned: "Same date of birth",
 * "Forename differs: Ben / Benjamin (short form)". The values are those of the row and then of the pupil.
 * Returns how many; codes of another release that it does not know are left out.
 */
size_t match_words(struct arena *a, const char *codes, const struct record *row, const struct record *pupil,
                   const char *out[MATCH_WORDS_MAX]);

/* "sure", "check" or "new". */
const char *match_outcome_code(enum match_outcome outcome);

#endif
