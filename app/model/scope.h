/* The right to one school's rows. Every store/ call on a school's data takes one, so a query without it cannot be written.
 * Only gate/scope.h makes them; a test looks for anyone else who tries. */
#ifndef MODEL_SCOPE_H
#define MODEL_SCOPE_H

struct scope {
        unsigned long school;
        unsigned long person; /* who acts, 0 for the program itself */
};

#endif
