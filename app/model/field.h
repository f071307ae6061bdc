/* The fields of a pupil's record, as one table that serves pages, uploads, exports, comparison and SQL. */
#ifndef MODEL_FIELD_H
#define MODEL_FIELD_H

#include <stdbool.h>

/* The order is that of the columns of table pupil and of downloads; store/pupil.c rests on it, and so do rows
 * that are stored packed: new ones come last. */
enum field {
        FIELD_UPN,
        FIELD_FORMER_UPN,
        FIELD_ULN,
        FIELD_SURNAME,
        FIELD_FORENAME,
        FIELD_MIDDLE_NAMES,
        FIELD_PREFERRED_SURNAME,
        FIELD_PREFERRED_FORENAME,
        FIELD_FORMER_SURNAME,
        FIELD_DOB,
        FIELD_SEX,
        FIELD_NC_YEAR,
        FIELD_CLASS,
        FIELD_ENROLMENT,
        FIELD_ENTRY_DATE,
        FIELD_ADDRESS,
        FIELD_TOWN,
        FIELD_POSTCODE,
        FIELD_ETHNICITY,
        FIELD_LANGUAGE,
        FIELD_SEN,
        FIELD_FSM,
        FIELD_SERVICE_CHILD,
        FIELD_FORMER_FORENAME,
        FIELD_SEN_NEED,   /* the first in rank of the SEN types */
        FIELD_SEN_NEED_2, /* the second */
        FIELD_LOOKED_AFTER,
        FIELD_POST_LOOKED_AFTER,
        FIELD_YOUNG_CARER,
        FIELD_BOARDER,
        FIELD_ENGLISH,
        FIELD_COUNT
};

enum field_kind {
        KIND_TEXT,
        KIND_NAME,     /* as typed and tidied; capitals are kept */
        KIND_DATE,     /* yyyy-mm-dd */
        KIND_UPN,      /* 13 characters, upper case */
        KIND_ULN,      /* 10 digits */
        KIND_YEAR,     /* NC year: N1 R 1 ... 14, see model/year.h */
        KIND_POSTCODE, /* "AB1 2CD" */
        KIND_CODE      /* one of .codes */
};

struct code_table; /* model/code.h */

struct field_info {
        const char *key;     /* column in MySQL, name in forms: "date_of_birth" */
        const char *heading; /* column heading of downloads and tables: "Date of birth" */
        const char *words;   /* inside a sentence: "date of birth" */
        const char *ctf;     /* element of the Common Transfer File, or "" */
        enum field_kind kind;
        unsigned max;                   /* characters */
        const struct code_table *codes; /* of KIND_CODE, else NULL */
        bool is_name;                   /* an upload never alters it on an existing pupil */
        bool needed;                    /* a new pupil cannot be without it */
};

extern const struct field_info field_table[FIELD_COUNT];

/* The field of that key, or FIELD_COUNT. */
enum field field_of_key(const char *key);

/* A pupil's values, one per field, in canonical form; "" where there is none, never NULL once record_blank
 * was called. */
struct record {
        const char *value[FIELD_COUNT];
};

void record_blank(struct record *r);

#endif
