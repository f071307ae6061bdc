/* A school as the authority keeps it. Its SQL is in store/school.h. */
#ifndef MODEL_SCHOOL_H
#define MODEL_SCHOOL_H

#include <stddef.h>

/* Texts are borrowed from the arena they were read into. */
struct school {
        unsigned long id;
        const char *laestab, *urn, *name;
        const char *phase;                /* a code of code_phase */
        const char *year_low, *year_high; /* NC years */
        const char *contact_email;
        unsigned long agreed_pupils; /* as agreed with the authority; 0: nothing was agreed */
        unsigned long on_roll;
        unsigned long long roll_version; /* grows with every change of the roll */
        const char *closed_on;           /* yyyy-mm-dd, or "" */
        unsigned version;                /* of the settings above, not of the roll */
};

struct schools {
        size_t count;
        const struct school *items;
};

#endif
