/* What becomes of an incoming difference: for each item and cohort one verdict, as the authority sets it.
 * Which values differ is intake/'s. The shipped defaults are the customer's: for active pupils a conflict on
 * who they are and where they live; for the others on UPN, ULN, date of birth and NC year alone; attendance,
 * attainment and school history are always imported. */
#ifndef MODEL_RULE_H
#define MODEL_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/field.h"

/* An item below FIELD_COUNT is that field of the pupil; the others are whole sets of data. */
enum rule_item {
        RULE_ATTENDANCE = FIELD_COUNT,
        RULE_ATTAINMENT,
        RULE_SCHOOL_HISTORY,
        RULE_SEN_HISTORY,
        RULE_EXCLUSIONS,
        RULE_ITEMS
};

/* A pupil is active while a service that counts is involved (store/cohort.h). */
enum cohort { COHORT_ACTIVE, COHORT_OTHER, COHORTS };

enum verdict {
        VERDICT_APPLY,    /* "Always import" */
        VERDICT_CONFLICT, /* "Always put in conflict" */
        VERDICT_FILL,     /* "Import if null, else put in conflict" */
        VERDICT_IGNORE,   /* "Don't import" */
        VERDICTS
};

struct rule {
        enum verdict verdict;
        bool hand_kept; /* what a person has set becomes a conflict whatever the verdict */
};

struct rules {
        struct rule of[RULE_ITEMS][COHORTS];
};

/* Items that are shown, and may be set, together. */
enum rule_group {
        GROUP_IDENTIFIERS,
        GROUP_NAMES,
        GROUP_BIRTH,
        GROUP_SCHOOL,
        GROUP_ADDRESS,
        GROUP_BACKGROUND,
        GROUP_NEEDS,
        GROUP_SETS,
        RULE_GROUPS
};

extern const struct rules rules_shipped;

/* "date_of_birth", "attendance": in MySQL and forms; and back (RULE_ITEMS when there is none). */
const char *rule_item_key(int item);
int rule_item_of_key(const char *key);
/* "Date of birth", "Attendance". */
const char *rule_item_words(int item);
enum rule_group rule_item_group(int item);
extern const char *const rule_group_words[RULE_GROUPS];

/* The letters of table rule, and the words of the page. */
extern const char verdict_letters[VERDICTS + 1];
extern const char *const verdict_words[VERDICTS];
extern const char cohort_letters[COHORTS + 1];
extern const char *const cohort_words[COHORTS];
/* The verdict of a letter, VERDICT_CONFLICT for one that is not known: a person looks. */
enum verdict verdict_of_letter(char letter);
enum cohort cohort_of_letter(char letter);

/* True when the item knows the verdict: attendance is imported or not, since a mark is never a conflict. */
bool rule_may(int item, enum verdict verdict);

/* What becomes of a value found where another is held (both canonical, different, found not ""): APPLY,
 * CONFLICT or IGNORE. by_hand: a person has set the one held. *hand: it is a conflict for that reason alone.
 */
enum verdict rule_judge(const struct rules *rules, int item, enum cohort cohort, const char *held,
                        bool by_hand, bool *hand);

#endif
