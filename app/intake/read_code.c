#include "intake/read_code.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/code.h"
#include "model/year.h"

/* What people write beside the tables' own words; text is folded. */
static const struct {
        enum field field;
        const char *text, *code;
} ways[] = {
        { FIELD_SEX, "b", "M" },
        { FIELD_SEX, "g", "F" },
        { FIELD_SEX, "boy", "M" },
        { FIELD_SEX, "girl", "F" },
        { FIELD_SEX, "man", "M" },
        { FIELD_SEX, "woman", "F" },
        { FIELD_ENROLMENT, "current", "C" },
        { FIELD_ENROLMENT, "single", "C" },
        { FIELD_ENROLMENT, "single registration", "C" },
        { FIELD_ENROLMENT, "current single registration at this school", "C" },
        { FIELD_ENROLMENT, "main", "M" },
        { FIELD_ENROLMENT, "current main", "M" },
        { FIELD_ENROLMENT, "main dual registration", "M" },
        { FIELD_ENROLMENT, "dual main", "M" },
        { FIELD_ENROLMENT, "subsidiary", "S" },
        { FIELD_ENROLMENT, "current subsidiary", "S" },
        { FIELD_ENROLMENT, "subsidiary dual registration", "S" },
        { FIELD_ENROLMENT, "dual subsidiary", "S" },
        { FIELD_ETHNICITY, "british", "WBRI" },
        { FIELD_ETHNICITY, "irish", "WIRI" },
        { FIELD_ETHNICITY, "white english", "WBRI" },
        { FIELD_ETHNICITY, "traveller of irish heritage", "WIRT" },
        { FIELD_ETHNICITY, "irish traveller", "WIRT" },
        { FIELD_ETHNICITY, "gypsy roma", "WROM" },
        { FIELD_ETHNICITY, "roma", "WROM" },
        { FIELD_ETHNICITY, "white other", "WOTH" },
        { FIELD_ETHNICITY, "other white", "WOTH" },
        { FIELD_ETHNICITY, "white any other white background", "WOTH" },
        { FIELD_ETHNICITY, "other mixed", "MOTH" },
        { FIELD_ETHNICITY, "mixed other", "MOTH" },
        { FIELD_ETHNICITY, "other mixed background", "MOTH" },
        { FIELD_ETHNICITY, "other asian", "AOTH" },
        { FIELD_ETHNICITY, "asian other", "AOTH" },
        { FIELD_ETHNICITY, "other asian background", "AOTH" },
        { FIELD_ETHNICITY, "caribbean", "BCRB" },
        { FIELD_ETHNICITY, "african", "BAFR" },
        { FIELD_ETHNICITY, "other black", "BOTH" },
        { FIELD_ETHNICITY, "black other", "BOTH" },
        { FIELD_ETHNICITY, "other black background", "BOTH" },
        { FIELD_ETHNICITY, "any other black african caribbean background", "BOTH" },
        { FIELD_ETHNICITY, "other ethnic group", "OOTH" },
        { FIELD_ETHNICITY, "any other ethnic background", "OOTH" },
        { FIELD_ETHNICITY, "information not yet obtained", "NOBT" },
        { FIELD_ETHNICITY, "not obtained", "NOBT" },
        { FIELD_ETHNICITY, "information refused", "REFU" },
        { FIELD_ETHNICITY, "prefer not to say", "REFU" },
        { FIELD_LANGUAGE, "punjabi", "PNJ" },
        { FIELD_LANGUAGE, "bangla", "BNG" },
        { FIELD_LANGUAGE, "believed english", "ENB" },
        { FIELD_LANGUAGE, "believed other", "OTB" },
        { FIELD_LANGUAGE, "other", "OTH" },
        { FIELD_SEN, "none", "N" },
        { FIELD_SEN, "no", "N" },
        { FIELD_SEN, "no sen", "N" },
        { FIELD_SEN, "no specialist provision", "N" },
        { FIELD_SEN, "no special educational needs", "N" },
        { FIELD_SEN, "support", "K" },
        { FIELD_SEN, "sens", "K" },
        { FIELD_SEN, "ehcp", "E" },
        { FIELD_SEN, "ehc", "E" },
        { FIELD_SEN, "ehc plan", "E" },
        { FIELD_SEN, "education health care plan", "E" },
        { FIELD_FSM, "t", "Y" },
        { FIELD_FSM, "f", "N" },
        { FIELD_FSM, "true", "Y" },
        { FIELD_FSM, "1", "Y" },
        { FIELD_FSM, "fsm", "Y" },
        { FIELD_FSM, "eligible", "Y" },
        { FIELD_FSM, "false", "N" },
        { FIELD_FSM, "0", "N" },
        { FIELD_FSM, "not eligible", "N" },
        { FIELD_SERVICE_CHILD, "true", "Y" },
        { FIELD_SERVICE_CHILD, "1", "Y" },
        { FIELD_SERVICE_CHILD, "false", "N" },
        { FIELD_SERVICE_CHILD, "0", "N" },
        { FIELD_LOOKED_AFTER, "true", "Y" },
        { FIELD_LOOKED_AFTER, "t", "Y" },
        { FIELD_LOOKED_AFTER, "1", "Y" },
        { FIELD_LOOKED_AFTER, "lac", "Y" },
        { FIELD_LOOKED_AFTER, "cla", "Y" },
        { FIELD_LOOKED_AFTER, "in care", "Y" },
        { FIELD_LOOKED_AFTER, "looked after", "Y" },
        { FIELD_LOOKED_AFTER, "false", "N" },
        { FIELD_LOOKED_AFTER, "f", "N" },
        { FIELD_LOOKED_AFTER, "0", "N" },
        { FIELD_LOOKED_AFTER, "not in care", "N" },
        { FIELD_LOOKED_AFTER, "not looked after", "N" },
        { FIELD_POST_LOOKED_AFTER, "no", "N" },
        { FIELD_POST_LOOKED_AFTER, "none", "N" },
        { FIELD_POST_LOOKED_AFTER, "adopted", "A" },
        { FIELD_POST_LOOKED_AFTER, "adopted from care", "A" },
        { FIELD_POST_LOOKED_AFTER, "special guardianship order", "G" },
        { FIELD_POST_LOOKED_AFTER, "sgo", "G" },
        { FIELD_POST_LOOKED_AFTER, "cao", "C" },
        { FIELD_YOUNG_CARER, "no", "N" },
        { FIELD_YOUNG_CARER, "none", "N" },
        { FIELD_YOUNG_CARER, "false", "N" },
        { FIELD_YOUNG_CARER, "parent", "P" },
        { FIELD_YOUNG_CARER, "yes", "S" }, /* it is the school that says so */
        { FIELD_YOUNG_CARER, "y", "S" },
        { FIELD_YOUNG_CARER, "true", "S" },
        { FIELD_YOUNG_CARER, "school", "S" },
        { FIELD_BOARDER, "no", "N" },
        { FIELD_BOARDER, "none", "N" },
        { FIELD_BOARDER, "day pupil", "N" },
        { FIELD_BOARDER, "yes", "B" },
        { FIELD_BOARDER, "y", "B" },
        { FIELD_BOARDER, "boarder", "B" },
        { FIELD_BOARDER, "true", "B" },
        { FIELD_BOARDER, "false", "N" },
        { FIELD_ENGLISH, "developing", "C" },
        { FIELD_ENGLISH, "new", "A" },
        { FIELD_ENGLISH, "early", "B" },
        { FIELD_ENGLISH, "not assessed", "N" },
};

static const char *by_table(struct arena *a, const struct code_table *table, const char *folded)
{
        for (const struct code *c = table->items; c->code; c++)
                if (strcmp(text_fold(a, c->words), folded) == 0)
                        return c->code;
        return NULL;
}

static const char *by_words(struct arena *a, enum field field, const char *folded)
{
        const char *code = by_table(a, field_table[field].codes, folded);
        if (code)
                return code;
        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
                if (ways[i].field == field && strcmp(ways[i].text, folded) == 0)
                        return ways[i].code;
        return NULL;
}

/* "mixed white and asian" under its heading, as MIS print it: "Mixed - White and Asian", "Asian or Asian
 * British - Indian". The heading is taken off; NULL when there is none. */
static const char *under_heading(const char *folded)
{
        static const char *const headings[] = { "mixed ",
                                                "mixed or multiple ethnic groups ",
                                                "mixed dual background ",
                                                "white ",
                                                "asian or asian british ",
                                                "asian ",
                                                "black or black british ",
                                                "black black british caribbean or african ",
                                                "black ",
                                                "other " };
        const char *longest = NULL;
        for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
                size_t len = strlen(headings[i]);
                if (strncmp(folded, headings[i], len) == 0 && (!longest || folded + len > longest))
                        longest = folded + len;
        }
        return longest;
}

/* The code before or after its words: "WBRI - White British", "K: SEN support", "White British (WBRI)". */
static const char *beside_words(struct arena *a, const struct code_table *table, const char *text)
{
        size_t len = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        const char *rest = text + len + strspn(text + len, " ");
        const struct code *code = code_find(table, arena_bytes(a, text, len));
        if (len && strchr("-:=(", *rest) && *rest && code)
                return code->code;
        const char *open = strrchr(text, '('), *close = open ? strchr(open, ')') : NULL;
        if (!close || close[1])
                return NULL;
        code = code_find(table, arena_bytes(a, open + 1, (size_t)(close - open - 1)));
        return code ? code->code : NULL;
}

const char *read_code(struct arena *a, enum field field, const char *text)
{
        const struct code_table *table = field_table[field].codes;
        const char *tidy = text_tidy(a, text), *upper = text_upper(arena_text(a, tidy)), *code;
        if (code_find(table, upper))
                return upper;
        const char *folded = text_fold(a, tidy);
        if ((code = by_words(a, field, folded)) || (code = beside_words(a, table, tidy)))
                return code;
        const char *under = field == FIELD_ETHNICITY ? under_heading(folded) : NULL;
        if (under && (code = by_words(a, field, under)))
                return code;
        return code_possible(table, tidy) ? tidy : NULL;
}

const char *read_code_of(struct arena *a, const struct code_table *table, const char *text)
{
        const char *tidy = text_tidy(a, text), *upper = text_upper(arena_text(a, tidy));
        if (code_find(table, upper))
                return upper;
        const char *code = by_table(a, table, text_fold(a, tidy));
        return code ? code : beside_words(a, table, tidy);
}

static const char *numbered(struct arena *a, const char *digits)
{
        long n;
        if (!text_to_long(digits, 0, YEAR_LAST, &n))
                return NULL;
        return n == 0 ? "R" : arena_printf(a, "%ld", n);
}

static const char *after_word(const char *folded)
{
        static const char *const words[] = { "nc year ", "year group ", "year ", "yr ",
                                             "nc year",  "year",        "yr",    "y" };
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
                size_t len = strlen(words[i]);
                if (strncmp(folded, words[i], len) == 0)
                        return folded + len;
        }
        return folded;
}

const char *read_year(struct arena *a, const char *text)
{
        static const struct {
                const char *text, *year;
        } named[] = {
                { "r", "R" },
                { "yr", "R" },
                { "reception", "R" },
                { "rec", "R" },
                { "reception class", "R" },
                { "fs2", "R" },
                { "foundation 2", "R" },
                { "n1", "N1" },
                { "nursery 1", "N1" },
                { "n2", "N2" },
                { "nursery 2", "N2" },
                { "fs1", "N2" },
                { "foundation 1", "N2" },
                { "e1", "E1" },
                { "early years 1", "E1" },
                { "e2", "E2" },
                { "early years 2", "E2" },
                { "x", "X" },
                { "nursery first year", "N1" },
                { "nursery second year", "N2" },
                { "not following nc years", "X" },
        };
        const char *folded = text_fold(a, text), *rest = after_word(folded);
        for (size_t i = 0; i < sizeof named / sizeof *named; i++)
                if (strcmp(named[i].text, rest) == 0 || strcmp(named[i].text, folded) == 0)
                        return named[i].year;
        return numbered(a, rest);
}
