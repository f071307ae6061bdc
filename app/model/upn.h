/* Unique Pupil Numbers: shape, check letter, local authority part. Whose UPN it is, is not known here. */
#ifndef MODEL_UPN_H
#define MODEL_UPN_H

#include <stdbool.h>

#include "base/arena.h"

enum upn_verdict {
        UPN_PERMANENT,   /* valid: a letter and 12 digits */
        UPN_TEMPORARY,   /* valid: ends in a letter; to be replaced when the true one arrives */
        UPN_MALFORMED,   /* not the shape of a UPN */
        UPN_WRONG_LETTER /* the shape of one, but its check letter is not the one its digits give */
};

/* The numbers of the DfE's census messages, which schools know. UPN_MESSAGE_TWO is ours: the same person with different UPNs. */
enum upn_message {
        UPN_MESSAGE_TWO = 1,
        UPN_MESSAGE_MISSING = 1500,
        UPN_MESSAGE_LETTER = 1510,
        UPN_MESSAGE_DUPLICATE = 1520,
        UPN_MESSAGE_AUTHORITY = 1530
};

/* "Same UPN", "Same person, different UPN", "UPN missing" ...: the words of a message, also of ULN_MESSAGE_INVALID. */
const char *upn_message_words(unsigned message);

/* As typed to as stored: capitals, without the spaces and hyphens that people put in. Not checked. */
char *upn_tidy(struct arena *a, const char *text);

/* Of a tidied UPN. */
enum upn_verdict upn_check(const char *upn);

static inline bool upn_valid(const char *upn)
{
        enum upn_verdict v = upn_check(upn);
        return v == UPN_PERMANENT || v == UPN_TEMPORARY;
}

/* The check letter for positions 2 to 13, or 0 when they are not 12 characters that a UPN can have. */
char upn_letter(const char *tail);

/* True when characters 2 to 4 are an authority that issues UPNs, or own (the user's own authority; may be
 * ""). False is a reason to ask, not to refuse: lists age. */
bool upn_authority_known(const char *upn, const char *own);

#endif
