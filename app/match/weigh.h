/* Two records compared field by field, and what the agreement is worth. What follows from it is match.h's. */
#ifndef MATCH_WEIGH_H
#define MATCH_WEIGH_H

#include <stdbool.h>

#include "match/facts.h"
#include "match/name.h"
#include "match/rarity.h"

/* What is compared; the order is that of the reasons people read. */
enum aspect {
        ASPECT_ROW_KEY, /* the hidden column of our own download */
        ASPECT_UPN,
        ASPECT_ULN,
        ASPECT_FORENAME,
        ASPECT_SURNAME,
        ASPECT_DOB,
        ASPECT_POSTCODE,
        ASPECT_SEX,
        ASPECT_YEAR, /* NC year: the same or the next; weighed only without a date of birth */
        ASPECT_COUNT
};

/* grade is enum grade. weight is in bits: log2 of how many times likelier this agreement is for one child
 * than for two, with the odds before looking (agreement_weigh's prior) added. */
struct agreement {
        unsigned char grade[ASPECT_COUNT];
        float weight;
};

/* Compares; leaves ASPECT_ROW_KEY and the weight to the caller. row is the listed record, pupil the one held.
 */
void agreement_grade(struct agreement *out, const struct facts *row, const struct facts *pupil);

/* The weight of the grades, added to prior. */
float agreement_weight(const struct agreement *g, const struct facts *row, const struct facts *pupil,
                       const struct rarity *rarity, double prior);

/* UPN, former UPN, ULN or row key agree. */
bool agreement_strong(const struct agreement *g);

/* Two dates of birth as 20140831; NONE, SAME, SWAPPED, SLIP, PART or DIFFERENT. */
enum grade dob_grade(uint32_t a, uint32_t b);

#endif
