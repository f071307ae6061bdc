/* Entries: what a pupil has many of, beside the one record of model/field.h. Results, times of SEN provision,
 * needs, suspensions and exclusions, schools. One table says what each kind holds; it serves reading,
 * comparison, storage and pages. */
#ifndef MODEL_ENTRY_H
#define MODEL_ENTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "model/data_set.h"

enum entry_kind { ENTRY_RESULT, ENTRY_SEN, ENTRY_NEED, ENTRY_EXCLUSION, ENTRY_SCHOOL, ENTRY_KINDS };
enum { ENTRY_PARTS = 10, ENTRY_TEXT_MAX = 500, ENTRY_KEY_MAX = 200 };

enum part_kind {
        PART_TEXT,
        PART_CODE,  /* one of .codes */
        PART_DATE,  /* yyyy-mm-dd */
        PART_COUNT, /* "1", "2.5" */
        PART_YEAR,  /* "2026": the academic year that ends in it */
        PART_SCHOOL /* DfE number of seven digits */
};

enum part_use {
        PART_PLAIN,
        PART_OPTIONAL_KEY, /* of the key by which an entry is known again */
        PART_KEY,          /* the same, and no entry is without it */
        PART_KEY_ELSE, /* stands in for the part before it where that is empty: one of the two is needed */
        PART_SAYS      /* what the entry says: without it there is none, which is no mistake */
};

struct code_table; /* model/code.h */

struct entry_part {
        const char *key, *heading; /* "result_date", "Date of result" */
        enum part_kind kind;
        enum part_use use;
        unsigned max; /* bytes */
        const struct code_table *codes;
};

struct entry_info {
        char letter; /* in MySQL */
        enum data_set set;
        const char *key, *words, *one; /* "results", "Results", "result" */
        size_t part_count;
        struct entry_part parts[ENTRY_PARTS];
};

extern const struct entry_info entry_table[ENTRY_KINDS];

/* Parts are canonical; "" where there is nothing, never NULL in those that are used. */
struct entry {
        enum entry_kind kind;
        const char *part[ENTRY_PARTS];
};

/* Everything empty. */
void entry_blank(struct entry *e, enum entry_kind kind);

enum entry_kind entry_kind_of_letter(char letter); /* ENTRY_KINDS when there is none */
enum entry_kind entry_kind_of_key(const char *key);

/* What makes it the same entry in another file: "KS2|MAT|TT|SCA|2026-05-12|". */
const char *entry_key(struct arena *a, const struct entry *e);

/* All its parts in order with "|" between them, as MySQL holds them; no part holds one. And back. */
const char *entry_pack(struct arena *a, const struct entry *e);
void entry_unpack(struct arena *a, enum entry_kind kind, const char *text, struct entry *out);

/* What is found over what is held, where a blank leaves what is there. */
enum entry_difference {
        ENTRY_SAME,
        ENTRY_FILLS, /* only where nothing is held */
        ENTRY_CHANGES
};
enum entry_difference entry_over(const struct entry *held, const struct entry *found, struct entry *out);

/* "Mathematics" of a code, "12/05/2026" of a date: as people read the part. */
const char *entry_part_words(struct arena *a, const struct entry *e, size_t part);

/* All parts that say something: "Stage KS2, subject MAT, result 107". */
const char *entry_words(struct arena *a, const struct entry *e);

#endif
