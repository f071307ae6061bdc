/* The Common Transfer File as tables: which of its elements hold others, and which hold a value of which
 * column of which sheet. How a file is read by them is ctf.c's. */
#ifndef SHEET_CTF_TABLE_H
#define SHEET_CTF_TABLE_H

#include <stdbool.h>

/* What an element's children are looked up by. An element that only wraps (BasicDetails) keeps the group it
 * stands in. */
enum ctf_group {
        CTF_OUTSIDE,
        CTF_FILE,
        CTF_HEADER,
        CTF_SOURCE,
        CTF_DEST,
        CTF_DATA,
        CTF_PUPIL,
        CTF_LANGUAGES,
        CTF_LANGUAGE,
        CTF_MEALS,
        CTF_MEAL,
        CTF_CARE,
        CTF_SENS,
        CTF_SEN,
        CTF_NEEDS,
        CTF_NEED,
        CTF_ADDRESS,
        CTF_PHONES,
        CTF_PHONE,
        CTF_CONTACTS,
        CTF_CONTACT,
        CTF_CONTACT_ADDRESS,
        CTF_CONTACT_PHONES,
        CTF_CONTACT_PHONE,
        CTF_YEARS,
        CTF_YEAR,
        CTF_SESSIONS,
        CTF_STAGES,
        CTF_STAGE,
        CTF_ASSESSMENT,
        CTF_SCHOOLS,
        CTF_SCHOOL,
        CTF_NOTHING /* known, and not read; or not known */
};

enum ctf_sheet {
        CTF_SHEET_HEADER, /* its columns are shown as rows */
        CTF_SHEET_PUPILS,
        CTF_SHEET_ATTENDANCE,
        CTF_SHEET_MARKS,
        CTF_SHEET_ASSESSMENTS,
        CTF_SHEET_SEN,
        CTF_SHEET_NEEDS,
        CTF_SHEET_SCHOOLS,
        CTF_SHEET_MEALS,
        CTF_SHEET_CONTACTS,
        CTF_SHEETS,
        CTF_ASIDE = CTF_SHEETS /* put together before it is anything: enum ctf_part */
};

enum { CTF_COLUMNS_MAX = 36 };

/* The first columns of every sheet but the header's and the pupils' own. */
enum { CTF_WHO_SCHOOL, CTF_WHO_UPN, CTF_WHO_SURNAME, CTF_WHO_FORENAME, CTF_WHO_BIRTH, CTF_WHO };

enum { HEADER_VERSION, HEADER_MOMENT, HEADER_SOURCE_LEA, HEADER_SOURCE_ESTAB };

enum {
        PUPIL_SCHOOL,
        PUPIL_UPN,
        PUPIL_SURNAME,
        PUPIL_FORENAME,
        PUPIL_BIRTH,
        PUPIL_SEX,
        PUPIL_ENTRY,
        PUPIL_LANGUAGE,
        PUPIL_SEN,
        PUPIL_NEED,
        PUPIL_NEED_2,
        PUPIL_MEALS,
        PUPIL_ADDRESS,
        PUPIL_TOWN,
        PUPIL_PHONE,
        PUPIL_OTHERS /* from here on a column has one element, and nobody asks for it by name */
};

enum { SEN_START = CTF_WHO, SEN_PROVISION };
enum { NEED_RANK = CTF_WHO, NEED_TYPE };
enum { MEAL_START = CTF_WHO, MEAL_END };
enum { SCHOOL_NUMBER = CTF_WHO, SCHOOL_NAME, SCHOOL_ENTRY, SCHOOL_LEAVING };
enum { ASSESSMENT_STAGE = CTF_WHO };
enum { MARKS_FROM = CTF_WHO };
enum { ATTENDED_SCHOOL = CTF_WHO + 5 };
enum { CONTACT_ADDRESS = CTF_WHO + 9, CONTACT_PHONE = CTF_WHO + 12 };

/* Values that are kept aside. */
enum ctf_part {
        PART_LEA,
        PART_ESTAB,
        PART_STAGE,
        PART_LANGUAGE_TYPE,
        PART_LANGUAGE,
        PART_SAON,
        PART_PAON,
        PART_STREET,
        PART_LOCALITY,
        PART_LINE_1,
        PART_LINE_2,
        PART_LINE_3,
        PART_LINE_4,
        PART_LINE_5,
        PART_TOWN,
        PART_POST_TOWN,
        CTF_PARTS
};

struct ctf_column {
        const char *heading;
        bool date;
};

struct ctf_sheet_info {
        const char *name;
        int column_count;
        struct ctf_column columns[CTF_COLUMNS_MAX];
};

extern const struct ctf_sheet_info ctf_sheets[CTF_SHEETS];

/* The sheet to which an element of that group begins a row, or CTF_SHEETS. */
enum ctf_sheet ctf_rows_of(enum ctf_group group);

/* An element by its name in any case; false when the group has none of that name. */
bool ctf_find_group(enum ctf_group in, const char *name, enum ctf_group *to);

struct ctf_leaf {
        enum ctf_group in;
        const char *name;
        enum ctf_sheet sheet;
        int column;
};

/* NULL when the group has no value of that name. */
const struct ctf_leaf *ctf_find_leaf(enum ctf_group in, const char *name);

#endif
