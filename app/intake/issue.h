/* What is wrong or doubtful in an uploaded list, with its place. Who is told, and how it is stored, is not
 * known here. */
#ifndef INTAKE_ISSUE_H
#define INTAKE_ISSUE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/field.h"

/* ERROR: must be put right, or the row left out. QUERY: was read, but somebody should look. */
enum severity { SEVERITY_ERROR, SEVERITY_QUERY };

/* Why: the issues of one cause are shown together. */
enum cause {
        CAUSE_MISSING,    /* nothing where something is needed */
        CAUSE_UNREADABLE, /* not a value of this field */
        CAUSE_TOO_LONG,
        CAUSE_CELL_ERROR,       /* the spreadsheet's own #N/A, #REF! ... */
        CAUSE_CHANGED_BY_APP,   /* the spreadsheet program turned it into a date or a rounded number */
        CAUSE_DATE_SWAPPED,     /* day and month may be the wrong way round */
        CAUSE_DATE_GUESSED,     /* a date in an unusual notation */
        CAUSE_DATE_IMPLAUSIBLE, /* no pupil's date of birth, or an entry before birth */
        CAUSE_YEAR_UNEXPECTED,  /* not the NC year that the date of birth leads to */
        CAUSE_YEAR_MISSING,
        CAUSE_YEAR_NOT_TAUGHT, /* outside the school's NC years */
        CAUSE_UPN_LETTER,      /* census message 1510 */
        CAUSE_UPN_AUTHORITY,   /* census message 1530 */
        CAUSE_UPN_DUPLICATE,   /* census message 1520 */
        CAUSE_ULN_UNEXPECTED,  /* a ULN for a young child */
        CAUSE_CODE_UNKNOWN,    /* a code of the right shape that our list does not have */
        CAUSE_NAME_DOUBTFUL,   /* digits in it, or split in two by us */
        CAUSE_COLUMN_TWICE,    /* two columns look like the same thing */
        CAUSE_OTHER_SCHOOL,    /* the row names another school */
        CAUSE_LEFT,            /* the row has a leaving date */
        CAUSE_ROW_KEY,         /* the hidden row key is not one of this school */
        CAUSE_SAME_TWICE,      /* one child in two rows that agree: joined */
        CAUSE_CONTRADICTION,   /* one child in two rows that do not agree */
        CAUSE_MARK_UNKNOWN,    /* no attendance code */
        CAUSE_MARK_WITHDRAWN,  /* a code that was not in use on that day */
        CAUSE_MARK_DAY,        /* a mark on a day that can have none */
        CAUSE_NOBODY,          /* the row is no pupil of the school, or could be several */
        CAUSE_COUNT
};

enum { NO_COLUMN = -1 };

/* Where. Strings are borrowed and never NULL; row and column count from 0. */
struct place {
        const char *file;  /* "" when there is only one */
        const char *sheet; /* "" when the file has only one */
        uint32_t row;
        int32_t column; /* or NO_COLUMN: the row as a whole */
};

struct issue {
        enum severity severity;
        enum cause cause;
        struct place at;
        enum field field;   /* FIELD_COUNT: none */
        const char *wanted; /* "a date like 31/08/2012" */
        const char *found;  /* the cell as it was, "" for an empty one */
        const char *used;   /* what it was read as when that is in doubt, or "" */
};

struct issues {
        size_t count, room;
        struct issue *items;
};

void issues_add(struct arena *a, struct issues *to, struct issue issue);

/* "date-swapped", for addresses, storage and downloads; and back (CAUSE_COUNT when there is none). */
const char *cause_key(enum cause cause);
enum cause cause_of_key(const char *key);

/* The heading over a group: "Day and month may be swapped". Also for CAUSE_COUNT: another version may have stored what this
 * one does not know. */
const char *cause_words(enum cause cause);

/* "Row 14, column D": with file and sheet before it where there are several. */
char *place_words(struct arena *a, const struct place *at);

/* "Row 14, column D (date of birth): want a date like 31/08/2012, found 'Sept'". */
char *issue_words(struct arena *a, const struct issue *issue);

/* The same without the place: "want a date like 31/08/2012, found 'Sept'". */
char *issue_reason(struct arena *a, const struct issue *issue);

#endif
