/* One record made ready for comparing: names folded, dates and codes packed. Rules of comparison are in name
 * and weigh. */
#ifndef MATCH_FACTS_H
#define MATCH_FACTS_H

#include <stdint.h>

#include "model/field.h"

enum { NAME_TEXT = 40, FACTS_POSTCODE = 8 };

/* A name as text_fold gives it, cut to what fits. "O'Neill Smith" is "oneill smith", 2 words; the hash is
 * that of "oneillsmith", so that hyphen, space and nothing are alike. len 0: no name. */
struct name {
        uint8_t len, words;
        uint64_t hash;
        char text[NAME_TEXT];
};

struct facts {
        const struct record *record;
        struct name forename, middle, preferred_forename, surname, preferred_surname, former_surname;
        uint32_t dob;                  /* 20140831, or 0 */
        char postcode[FACTS_POSTCODE]; /* without space, or "" */
        char sex;                      /* M, F, or 0 */
        signed char year;              /* year_order of the NC year */
};

/* Both make every member; r is borrowed. Values may be any valid UTF-8; NULL counts as "". */
void facts_make(struct facts *f, const struct record *r);
void name_make(struct name *n, const char *text);

/* The value, "" for NULL. */
static inline const char *facts_value(const struct facts *f, enum field field)
{
        const char *value = f->record->value[field];
        return value ? value : "";
}

/* A stable 64-bit hash: the same bytes give the same number on every machine and in every release. Chain
 * calls by passing the result as seed; hash_end mixes the bits at the end of a chain. */
uint64_t hash_bytes(uint64_t seed, const void *bytes, unsigned long len);
uint64_t hash_number(uint64_t seed, uint64_t number);
uint64_t hash_end(uint64_t hash);

#endif
