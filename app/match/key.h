/* The keys under which a record is stored and sought: two records that share one are compared, others never.
 */
#ifndef MATCH_KEY_H
#define MATCH_KEY_H

#include <stdint.h>

#include "match/facts.h"
#include "model/field.h"

/* Keys are stored (table pupil_key) and must mean the same next year. Whoever changes what a key is made of,
 * text_fold or the table of forenames raises the version: stored keys of another version must be made anew
 * for every pupil. */
enum { MATCH_KEYS_MAX = 32, MATCH_KEYS_VERSION = 1 };

/*
 * The distinct keys of a record, in no order; returns how many (7 or 8 for most pupils). They are made of
 *   UPN or former UPN; ULN
 *   each part of each name with the date of birth, day and month in either order; short forms as what they
 * stand for forename with surname, in either order, without the date of birth the sound of forename and
 * surname with the year of birth postcode with the date of birth; postcode with the sound of the forename so
 * that one wrong field, and most pairs of them, still leave a key in common.
 */
unsigned match_keys(const struct record *r, uint64_t out[MATCH_KEYS_MAX]);
unsigned match_keys_of(const struct facts *f, uint64_t out[MATCH_KEYS_MAX]);

/* American Soundex of a folded name, as four characters in a number: only for finding, never for judging. 0
 * when it has no letter from a to z. */
uint32_t match_sound(const char *folded);

/* Who a record says it is (identifiers, names, date of birth; not class, address or sex), as 16 bytes that
 * stay the same from year to year: the authority's verdicts are kept under it. */
struct fingerprint {
        unsigned char bytes[16];
};

struct fingerprint match_fingerprint(const struct record *r);

#endif
