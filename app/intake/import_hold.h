/* Why a school's part of a delivery waits for a person before anything of it is written: it does not look like that school's data of
 * yesterday. The limits are the authority's. */
#ifndef INTAKE_IMPORT_HOLD_H
#define INTAKE_IMPORT_HOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Bits, stored; the first three as enum plan_hold (weigh.h). */
enum import_hold {
        IMPORT_EMPTY = 1,        /* headings and no pupil */
        IMPORT_OTHER_SCHOOL = 2, /* most rows are pupils of another school */
        IMPORT_REMOVALS = 4,     /* too many on the roll are not in it, beside those of the leaving year */
        IMPORT_CHANGES = 8,      /* it would change, or ask about, too many pupils */
        IMPORT_SHRUNK = 16,      /* much smaller than the last complete file */
        IMPORT_COLUMN = 32,      /* a column is empty that used to be full */
        IMPORT_DAMAGED = 64,     /* names with letters that were lost on the way */
        IMPORT_FAILED = 128      /* every try to process it failed: our fault, or the machine's */
};

/* removals_*: more than free and than part per cent of the roll; the others per cent. */
struct import_limits {
        unsigned removals_free, removals_part, changed_part, shrunk_part;
};

struct import_facts {
        bool complete;
        size_t rows, named;               /* rows; of them: naming another school */
        size_t children, last_children;   /* on roll by the file, each once; by the last complete one, 0: there was none */
        size_t elsewhere;                 /* of children: named so or, as matching found, likeliest of another school; 0 where the file names this one */
        size_t damaged;                   /* of children: with lost letters in a name that is not ours already */
        size_t roll, removals, changed;   /* on roll; missing beside the leaving year; whom it would change or ask about */
        uint64_t filled, full, last_full; /* bits of enum field: with anything in them; that half of the rows fill or more; then */
};

/* Bits of enum import_hold. */
unsigned import_holds(const struct import_facts *f, const struct import_limits *limits);

/* The sentences for the bits, one a line. */
const char *import_hold_words(struct arena *a, unsigned holds, const struct import_facts *f);

#endif
