/* One cell to the canonical value of its field, as tolerant as a school office; what the row as a whole says
 * is list.h. */
#ifndef INTAKE_VALUE_H
#define INTAKE_VALUE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/book.h"
#include "intake/issue.h"
#include "intake/read_date.h"
#include "model/field.h"

struct value_context {
        int academic;          /* the year in which the academic year starts */
        struct date today;     /* nobody is born later */
        const char *authority; /* LA number, whose UPNs are known; or "" */
        enum date_order order; /* of all-digit dates in this column */
};

struct value {
        const char *text; /* canonical; "" when empty or not readable */
        bool adapted;     /* read from another notation, which a preview should say */
        bool doubtful;    /* there is an issue; only these parts of it are set: severity, cause, wanted, used,
                             found */
        struct issue issue;
};

/* cell may be NULL or empty: an empty value and no issue. */
struct value value_read(struct arena *a, const struct value_context *context, enum field field,
                        const struct cell *cell);

/* The value as people see it: dates as 31/08/2012, NC years as "Year 7", codes as words. */
const char *value_words(struct arena *a, enum field field, const char *value);

#endif
