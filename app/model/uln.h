/* Unique Learner Numbers: ten digits, the last of them a check digit. */
#ifndef MODEL_ULN_H
#define MODEL_ULN_H

#include <stdbool.h>

enum {
        ULN_MESSAGE_INVALID = 1575, /* the number of the DfE's census message */
        ULN_AGE_FROM = 14           /* younger than this, hardly anybody has one */
};

/* Ten digits, the first not 0, with the right check digit. */
bool uln_valid(const char *uln);

#endif
