/* The headings of lists of involvements: our own, other people's, and those of the SSDA903 return's header
 * and episodes. What stands under them is involvement_list.h's. */
#ifndef INTAKE_INVOLVEMENT_COLUMNS_H
#define INTAKE_INVOLVEMENT_COLUMNS_H

#include <stdint.h>

#include "base/arena.h"

struct grid; /* intake/grid.h */

enum involvement_column {
        INVOLVED_UPN,
        INVOLVED_FORMER_UPN,
        INVOLVED_SURNAME,
        INVOLVED_FORENAME,
        INVOLVED_MIDDLE_NAMES,
        INVOLVED_PREFERRED_FORENAME,
        INVOLVED_FULL_NAME,
        INVOLVED_FULL_NAME_REVERSED,
        INVOLVED_DOB,
        INVOLVED_SEX,
        INVOLVED_POSTCODE,
        INVOLVED_SERVICE,
        INVOLVED_TEAM,
        INVOLVED_FROM,      /* DECOM */
        INVOLVED_TO,        /* DEC */
        INVOLVED_REFERENCE, /* CHILD */
        INVOLVED_COLUMNS
};

enum involvement_sheet_kind {
        SHEET_OTHER,   /* nothing that we know */
        SHEET_LIST,    /* a row an involvement */
        SHEET_HEADER,  /* SSDA903: a row a child */
        SHEET_EPISODES /* SSDA903: a row an episode of care */
};

struct involvement_columns {
        enum involvement_sheet_kind kind;
        uint32_t row;                 /* of the headings; what is listed follows it */
        int32_t of[INVOLVED_COLUMNS]; /* or NO_COLUMN of intake/issue.h */
        const char *twice;            /* the heading of a column that stands there twice, or "" */
};

/* The first row that can be headings counts. */
struct involvement_columns involvement_columns_of(struct arena *a, const struct grid *g);

#endif
