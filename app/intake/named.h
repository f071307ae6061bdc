/* Whose row it is, in sheets that are no lists of pupils but hold what belongs to them: registers, results,
 * histories. */
#ifndef INTAKE_NAMED_H
#define INTAKE_NAMED_H

#include "intake/grid.h"
#include "intake/issue.h"
#include "intake/read_date.h"

enum named_column {
        NAMED_UPN,
        NAMED_SURNAME,
        NAMED_FORENAME,
        NAMED_FULL_NAME,
        NAMED_DOB,
        NAMED_SCHOOL,
        NAMED_COLUMNS
};

struct named_columns {
        int32_t at[NAMED_COLUMNS]; /* NO_COLUMN: there is none */
};

/* Texts are tidied, never NULL. */
struct named {
        const char *laestab; /* 7 digits, or "" when the row does not say */
        const char *upn;     /* valid, or "" */
        const char *surname, *forename;
        const char *dob; /* yyyy-mm-dd, or "" */
};

/* What a heading says of whose row it is, by its meaning (intake/header_words.h); NAMED_COLUMNS: nothing. */
enum named_column named_column_of(int meaning);

/* A UPN, or names and date of birth. */
bool named_enough(const struct named_columns *c);

/* order: of the dates of birth in the sheet. *wrong: something to say, without its place, which is the row
 * and *column (NO_COLUMN: all of it). False when the row does not say who it is. */
struct named_said {
        bool any;
        struct issue issue;
        int32_t column;
};
bool named_read(struct arena *a, const struct named_columns *c, const struct grid *g, uint32_t row,
                struct date today, enum date_order order, struct named *out, struct named_said *wrong);

#endif
