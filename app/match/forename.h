/* Forenames that stand for one another: short forms and spellings. Typing slips are name.h's. */
#ifndef MATCH_FORENAME_H
#define MATCH_FORENAME_H

/* In order of closeness. */
enum forename_link { FORENAME_UNRELATED, FORENAME_SHORT, FORENAME_SPELLING };

/* "ben" is short for "benjamin" (and for "benedict"). Folded names without spaces. */
struct forename_form {
        const char *name, *of;
        enum forename_link kind;
};

extern const struct forename_form forename_table[];
extern const unsigned forename_table_count;

/* What name stands for: sets *out to the first of as many rows as it returns; 0 for most names. */
unsigned forename_forms(const char *name, const struct forename_form **out);

/* "kate" and "katherine", "kate" and "cathy" (both short), "muhammad" and "mohamed" (spellings). */
enum forename_link forename_link(const char *a, const char *b);

#endif
