/* Finds the pupil of every row of a list, or says that a person must look, or that the child is new. Changes
 * nothing. */
#ifndef MATCH_MATCH_H
#define MATCH_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "match/key.h"
#include "match/weigh.h"
#include "model/pupil.h"

enum match_outcome { MATCH_NEW, MATCH_CHECK, MATCH_SURE };

/* Why a row needs a person's eye: bits, since there may be several reasons. Words are in explain.h. */
enum match_why {
        WHY_UNSUPPORTED = 1 << 0, /* an identifier agrees, but neither name nor date of birth bears it out */
        WHY_IDENTIFIER = 1 << 1,  /* its identifier belongs to another pupil */
        WHY_TWO_UPNS = 1 << 2,    /* both have a valid UPN, and they differ */
        WHY_TWINS = 1 << 3,       /* a twin could be meant */
        WHY_CLAIMED = 1 << 4,     /* another row says it is this pupil */
        WHY_CLOSE = 1 << 5,       /* another pupil is nearly as likely */
        WHY_ELSEWHERE = 1 << 6,   /* at another school, and no identifier agrees */
        WHY_LEFT = 1 << 7,        /* has left this school, and no identifier agrees */
        WHY_NAME = 1 << 8,        /* the forename is another one */
        WHY_DOB = 1 << 9,         /* the date of birth is another one */
        WHY_WEAK = 1 << 10,       /* too little agrees to be sure */
        WHY_VERDICT = 1 << 11     /* not a doubt: the authority has said that it is this pupil */
};

/* A row of the list. key: the pupil's id from the hidden column of our own download, 0 without one. */
struct match_row {
        const struct record *record;
        unsigned long key;
};

/* What the authority has answered: the record of that fingerprint (key.h) is that pupil, or is not. */
struct match_verdict {
        struct fingerprint fingerprint;
        unsigned long pupil;
        bool same;
};

/* school: whose list it is; whole: the authority's, to which every school's roll is its own. The two sizes set the odds before looking; 0 counts the pool instead, which is
 * right only when the pool is everybody. */
struct match_options {
        unsigned long school;
        bool whole;
        size_t school_pupils, authority_pupils;
        const struct match_verdict *verdicts;
        size_t verdict_count;
};

/* pupil NULL: there is none. */
struct match_candidate {
        const struct pupil *pupil;
        struct agreement agreement;
};

struct match_result {
        enum match_outcome outcome;
        unsigned why; /* of MATCH_CHECK; WHY_VERDICT of MATCH_SURE */
        struct match_candidate best, second;
};

/*
 * Fills out[row_count]. The pool must hold every pupil who shares a key (match_keys) with a row, whose id is
 * a row's key, or whom a verdict names; it may hold more, and is best with the school's whole roll. A pupil
 * on the roll of the school comes first; one elsewhere or who has left is matched only with a strong
 * identifier, else checked. Results borrow from the pool. Verdicts are obeyed: never asked again, whatever
 * else speaks for or against them.
 */
void match_rows(struct arena *a, const struct match_row *rows, size_t row_count, const struct pupil *pool,
                size_t pool_count, const struct match_options *options, struct match_result *out);

#endif
