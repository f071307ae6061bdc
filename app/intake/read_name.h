/* A name in one cell to its parts. */
#ifndef INTAKE_READ_NAME_H
#define INTAKE_READ_NAME_H

#include <stdbool.h>

#include "base/arena.h"

struct full_name {
        const char *surname, *forename; /* tidied; "" when it is not there */
        const char *preferred;          /* forename, from "Smith, Jonathan (Jon)" */
        bool doubtful; /* the place where we cut it could be another: "Ana de la Cruz" without a comma */
};

/* "Smith, Anna", "Anna Smith", "SMITH Anna"; reversed: "Smith Anna". False when it has not two parts. */
bool read_full_name(struct arena *a, const char *text, bool reversed, struct full_name *out);

/* A class without its teacher: "7B (Mrs Smith)", "7B - Mr Jones". A class that is only called by the
 * teacher's name keeps it, and so does one that would be no more than its year: "Year 2 - Ms Singh". */
const char *read_class(struct arena *a, const char *text);

#endif
