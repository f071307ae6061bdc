/* The headings that schools and their systems write over columns, as one table. Where they stand is header.h.
 */
#ifndef INTAKE_HEADER_WORDS_H
#define INTAKE_HEADER_WORDS_H

#include "base/arena.h"
#include "model/field.h"

/* A meaning below FIELD_COUNT is that field. FIELD_ADDRESS may stand over several columns; every other one
 * over one. */
enum meaning {
        COLUMN_FULL_NAME = FIELD_COUNT, /* "Smith, Anna", "Anna Smith" */
        COLUMN_FULL_NAME_REVERSED,      /* "Smith Anna" */
        COLUMN_ROW_KEY,                 /* of our own download */
        COLUMN_SCHOOL,                  /* LAESTAB or DfE number */
        COLUMN_URN,
        COLUMN_LEAVING_DATE,
        COLUMN_IGNORED, /* known, and none of ours: telephone, parents, our own Result and Errors ... */
        COLUMN_UNKNOWN,
        COLUMN_MEANINGS
};

/* The meaning of a heading as people wrote it, also with "(dd/mm/yyyy)", "*", "required" or "Pupil"
 * about it; COLUMN_UNKNOWN when it is not known. */
int header_meaning(struct arena *a, const char *text);

/* The key of a heading as people wrote it, in lower case letters and digits: "Date of birth *" gives
 * "dateofbirth". */
char *header_key(struct arena *a, const char *text);

/* "date_of_birth", "full_name" ...: for forms and storage; and back (COLUMN_UNKNOWN when there is none). */
const char *meaning_name(int meaning);
int meaning_of_name(const char *name);

/* "Date of birth", "Full name", "Not needed": for people. */
const char *meaning_words(int meaning);

#endif
