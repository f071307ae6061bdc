/* Someone who signs in. */
#ifndef MODEL_PERSON_H
#define MODEL_PERSON_H

#include <stdbool.h>

#include "model/role.h"

/* Texts are borrowed from the arena they were read into. */
struct person {
        unsigned long id, school; /* school 0: the authority's staff */
        const char *name, *email;
        enum role role;
        bool disabled, has_password;
        const char *seen_at; /* "" never */
        unsigned version;
};

#endif
