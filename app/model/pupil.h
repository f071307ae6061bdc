/* A pupil as held: the record with what a change of it must name. Its SQL is in store/pupil.h. */
#ifndef MODEL_PUPIL_H
#define MODEL_PUPIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/field.h"

struct pupil {
        unsigned long id, school;
        unsigned version; /* grows with every change; an update names the one it saw */
        bool on_roll;     /* false: has left, or was removed */
        uint64_t by_hand; /* bit f: a person has set the value of field f, and no file since */
        struct record record;
};

/* Several, as a query returned them. */
struct pupils {
        size_t count;
        const struct pupil *items;
};

/* Some of a pupil's fields. */
struct pupil_fields {
        unsigned long pupil;
        uint64_t fields; /* bits of enum field */
};

#endif
