/* The plan: what an upload would do to the roll, and what should stop it. Nothing is written here; store/
 * applies the plan, and does so only while its hash is still the one that was shown. */
#ifndef INTAKE_WEIGH_H
#define INTAKE_WEIGH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "model/field.h"
#include "model/pupil.h"

/* What matching, and people after it, found for a row. */
enum weigh_match {
        WEIGH_NEW,
        WEIGH_PUPIL,   /* is the pupil of that id */
        WEIGH_WAITS,   /* somebody must look first; pupil is the likeliest candidate, or 0 */
        WEIGH_LEFT_OUT /* by a person; pupil as matched, or 0 */
};

struct weigh_row {
        const struct record *record;
        enum weigh_match match;
        unsigned long pupil;
        bool error;     /* cannot be applied before it is put right */
        bool elsewhere; /* names another school, or is likeliest a pupil of one */
};

enum weigh_kind { WEIGH_MIGRATION, WEIGH_BULK }; /* a bulk upload adds and changes, and never removes */

struct weigh_request {
        enum weigh_kind kind;
        int academic;     /* the year in which the academic year that the lists are for starts */
        const char *high; /* highest NC year of the school, "" when not known */
        bool header_only; /* a file had headings and no pupil */
        size_t row_count;
        const struct weigh_row *rows;
        const struct pupils *roll; /* everyone on the roll, in any order */
};

enum plan_kind {
        PLAN_NEW,
        PLAN_CHANGED,
        PLAN_UNCHANGED,
        PLAN_WAITS,
        PLAN_LEFT_OUT,
        PLAN_PROBLEM,
        PLAN_KINDS
};

struct plan_change {
        enum field field;
        const char *before, *after;
};

struct plan_row {
        size_t row; /* index in the request */
        enum plan_kind kind;
        const struct pupil *pupil; /* of the roll, or NULL */
        const char *problem;       /* a sentence, or "" */
        size_t change_count, kept_count;
        const struct plan_change *changes; /* to be written; of a new pupil every value */
        const struct plan_change *kept;    /* differs and is not written: names, and a UPN that stands */
};

struct plan_leaver {
        const struct pupil *pupil;
        bool final_year; /* is to leave because of age */
};

/* One class of the roll as it is now. */
struct plan_cover {
        const char *year, *class;
        unsigned held, found;
};

enum plan_hold { HOLD_HEADER_ONLY = 1, HOLD_OTHER_SCHOOL = 2, HOLD_REMOVALS = 4 };

enum { PLAN_HASH = 33 };

struct plan {
        size_t row_count, leaver_count, cover_count;
        const struct plan_row *rows;       /* one for each of the request, in its order */
        const struct plan_leaver *leavers; /* by year, class, surname, forename; none for a bulk upload */
        const struct plan_cover *cover;    /* by year and class */
        unsigned counts[PLAN_KINDS];
        unsigned removals;    /* leavers outside the final year */
        unsigned held, after; /* on the roll before and after */
        unsigned holds;       /* of enum plan_hold */
        char hash[PLAN_HASH]; /* of all that would be written and of the versions that were seen */
};

void weigh(struct arena *a, const struct weigh_request *request, struct plan *out);

/* The sentence for one hold. */
char *hold_words(struct arena *a, const struct plan *plan, enum plan_hold hold);

#endif
