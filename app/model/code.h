/* Code tables: the DfE's codes with their words. A table is data; nothing here depends on which one it is. */
#ifndef MODEL_CODE_H
#define MODEL_CODE_H

#include <stdbool.h>

struct code {
        const char *code, *words;
};

/* items ends with a NULL code. open: the table is not the whole list, so an unknown code of the right shape
 * (three or four capitals) is kept and queried rather than refused. */
struct code_table {
        const char *name; /* "ethnicity" */
        const struct code *items;
        bool open;
};

extern const struct code_table code_sex, code_enrolment, code_ethnicity, code_language, code_sen, code_yes_no,
    code_service_child, code_sen_type, code_post_looked_after, code_young_carer, code_boarder, code_english,
    code_exclusion, code_exclusion_reason, code_ground, code_phase, code_authority;

/* The item of that code (exact), or NULL. */
const struct code *code_find(const struct code_table *table, const char *code);

/* The words of that code, or the code itself when the table does not know it. */
const char *code_words(const struct code_table *table, const char *code);

/* True for a code that the table holds, or could hold when it is open. */
bool code_possible(const struct code_table *table, const char *code);

#endif
