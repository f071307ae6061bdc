/* The plan: what an upload would do to the roll, and what should stop it. Nothing is written here; store/
 * applies the plan, and does so only while its hash is still the one that was shown. */
#ifndef INTAKE_WEIGH_H
#define INTAKE_WEIGH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "model/field.h"
#include "model/pupil.h"
#include "model/rule.h"

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

/* A bulk upload adds and changes, and never removes. An import does what the authority's rules say; who is missing from a
 * complete one is proposed as a leaver, and nobody leaves by it. */
enum weigh_kind { WEIGH_MIGRATION, WEIGH_BULK, WEIGH_IMPORT };

/* What an import is weighed by. active: the numbers of the school's active pupils, sorted. */
struct weigh_rules {
        const struct rules *rules;
        const unsigned long *active;
        size_t active_count;
        const struct pupil_fields *newer; /* sorted by pupil: values that came in a newer file than this one, which are asked about */
        size_t newer_count;
        bool complete;    /* the file lists everyone on the roll */
        bool ask_for_new; /* a person looks at every new pupil */
};

enum cohort weigh_cohort(const struct weigh_rules *by, unsigned long pupil);

struct weigh_request {
        enum weigh_kind kind;
        int academic;     /* the year in which the academic year that the lists are for starts */
        const char *high; /* highest NC year of the school, "" when not known */
        bool header_only; /* a file had headings and no pupil */
        size_t row_count;
        const struct weigh_row *rows;
        const struct pupils *roll; /* everyone on the roll, in any order */
        const struct weigh_rules *by; /* of an import, else NULL */
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

/* A difference that a person decides. */
struct plan_conflict {
        struct plan_change change;
        enum verdict rule; /* that stopped it: CONFLICT or FILL; APPLY where ours came in a newer file; of a value set by hand whatever it is */
        bool hand;         /* it would have been applied had nobody set the value held */
};

struct plan_row {
        size_t row; /* index in the request */
        enum plan_kind kind;
        const struct pupil *pupil; /* of the roll, or NULL */
        const char *problem;       /* a sentence, or "" */
        enum cohort cohort;        /* of the pupil; only an import looks */
        size_t change_count, kept_count, conflict_count;
        const struct plan_change *changes; /* to be written; of a new pupil every value */
        const struct plan_change *kept;    /* differs and is not written: names, and a UPN that stands; what is not imported */
        const struct plan_conflict *conflicts;
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
        const struct plan_leaver *leavers; /* by year, class, surname, forename; none for a bulk upload or a partial import */
        const struct plan_cover *cover;    /* by year and class */
        unsigned counts[PLAN_KINDS];
        unsigned removals;    /* leavers outside the final year */
        unsigned elsewhere;   /* rows that name another school, or are likeliest pupils of one */
        unsigned held, after; /* on the roll before and after; an import removes nobody */
        unsigned holds;       /* of enum plan_hold */
        char hash[PLAN_HASH]; /* of all that would be written and of the versions that were seen */
};

void weigh(struct arena *a, const struct weigh_request *request, struct plan *out);

/* The sentence for one hold. */
char *hold_words(struct arena *a, const struct plan *plan, enum plan_hold hold);

#endif
