#include "model/rule.h"

#include <string.h>

#define RULE(a, n)                                                                                           \
        {                                                                                                    \
                { VERDICT_##a, true },                                                                       \
                {                                                                                            \
                        VERDICT_##n, true                                                                    \
                }                                                                                            \
        }

const struct rules rules_shipped = { {
    [FIELD_UPN] = RULE(CONFLICT, CONFLICT),
    [FIELD_FORMER_UPN] = RULE(CONFLICT, APPLY),
    [FIELD_ULN] = RULE(CONFLICT, CONFLICT),
    [FIELD_SURNAME] = RULE(CONFLICT, APPLY),
    [FIELD_FORENAME] = RULE(CONFLICT, APPLY),
    [FIELD_MIDDLE_NAMES] = RULE(CONFLICT, APPLY),
    [FIELD_PREFERRED_SURNAME] = RULE(CONFLICT, APPLY),
    [FIELD_PREFERRED_FORENAME] = RULE(CONFLICT, APPLY),
    [FIELD_FORMER_SURNAME] = RULE(CONFLICT, APPLY),
    [FIELD_DOB] = RULE(CONFLICT, CONFLICT),
    [FIELD_SEX] = RULE(CONFLICT, APPLY),
    [FIELD_NC_YEAR] = RULE(CONFLICT, CONFLICT),
    [FIELD_CLASS] = RULE(APPLY, APPLY),
    [FIELD_ENROLMENT] = RULE(APPLY, APPLY),
    [FIELD_ENTRY_DATE] = RULE(APPLY, APPLY),
    [FIELD_ADDRESS] = RULE(CONFLICT, APPLY),
    [FIELD_TOWN] = RULE(CONFLICT, APPLY),
    [FIELD_POSTCODE] = RULE(CONFLICT, APPLY),
    [FIELD_ETHNICITY] = RULE(CONFLICT, APPLY),
    [FIELD_LANGUAGE] = RULE(CONFLICT, APPLY),
    [FIELD_SEN] = RULE(APPLY, APPLY),
    [FIELD_FSM] = RULE(APPLY, APPLY),
    [FIELD_SERVICE_CHILD] = RULE(APPLY, APPLY),
    [FIELD_FORMER_FORENAME] = RULE(CONFLICT, APPLY),
    [FIELD_SEN_NEED] = RULE(APPLY, APPLY),
    [FIELD_SEN_NEED_2] = RULE(APPLY, APPLY),
    [FIELD_LOOKED_AFTER] = RULE(APPLY, APPLY),
    [FIELD_POST_LOOKED_AFTER] = RULE(APPLY, APPLY),
    [FIELD_YOUNG_CARER] = RULE(APPLY, APPLY),
    [FIELD_BOARDER] = RULE(APPLY, APPLY),
    [FIELD_ENGLISH] = RULE(APPLY, APPLY),
    [RULE_ATTENDANCE] = RULE(APPLY, APPLY),
    [RULE_ATTAINMENT] = RULE(APPLY, APPLY),
    [RULE_SCHOOL_HISTORY] = RULE(APPLY, APPLY),
    [RULE_SEN_HISTORY] = RULE(APPLY, APPLY),
    [RULE_EXCLUSIONS] = RULE(APPLY, APPLY),
} };

/* Items of pupils that are not named here belong to GROUP_NEEDS. */
static const struct {
        int item;
        enum rule_group group;
} groups[] = {
        { FIELD_UPN, GROUP_IDENTIFIERS },
        { FIELD_FORMER_UPN, GROUP_IDENTIFIERS },
        { FIELD_ULN, GROUP_IDENTIFIERS },
        { FIELD_SURNAME, GROUP_NAMES },
        { FIELD_FORENAME, GROUP_NAMES },
        { FIELD_MIDDLE_NAMES, GROUP_NAMES },
        { FIELD_PREFERRED_SURNAME, GROUP_NAMES },
        { FIELD_PREFERRED_FORENAME, GROUP_NAMES },
        { FIELD_FORMER_SURNAME, GROUP_NAMES },
        { FIELD_FORMER_FORENAME, GROUP_NAMES },
        { FIELD_DOB, GROUP_BIRTH },
        { FIELD_SEX, GROUP_BIRTH },
        { FIELD_NC_YEAR, GROUP_SCHOOL },
        { FIELD_CLASS, GROUP_SCHOOL },
        { FIELD_ENROLMENT, GROUP_SCHOOL },
        { FIELD_ENTRY_DATE, GROUP_SCHOOL },
        { FIELD_ADDRESS, GROUP_ADDRESS },
        { FIELD_TOWN, GROUP_ADDRESS },
        { FIELD_POSTCODE, GROUP_ADDRESS },
        { FIELD_ETHNICITY, GROUP_BACKGROUND },
        { FIELD_LANGUAGE, GROUP_BACKGROUND },
};

const char *const rule_group_words[RULE_GROUPS] = {
        "Identifiers", "Names",      "Birth and sex",           "School",
        "Address",     "Background", "Needs and circumstances", "Other sets of data"
};

static const struct {
        const char *key, *words;
} sets[RULE_ITEMS - FIELD_COUNT] = {
        { "attendance", "Attendance" },
        { "attainment", "Attainment" },
        { "school_history", "School history" },
        { "sen_history", "SEN history" },
        { "exclusions", "Suspensions and exclusions" },
};

const char verdict_letters[VERDICTS + 1] = "ACFD";
const char *const verdict_words[VERDICTS] = { "Always import", "Always put in conflict",
                                              "Import if null, else put in conflict", "Don’t import" };
const char cohort_letters[COHORTS + 1] = "AN";
const char *const cohort_words[COHORTS] = { "Active", "Non-active" };

const char *rule_item_key(int item)
{
        return item < FIELD_COUNT ? field_table[item].key : sets[item - FIELD_COUNT].key;
}

int rule_item_of_key(const char *key)
{
        int item = 0;
        while (item < RULE_ITEMS && strcmp(rule_item_key(item), key) != 0)
                item++;
        return item;
}

const char *rule_item_words(int item)
{
        return item < FIELD_COUNT ? field_table[item].heading : sets[item - FIELD_COUNT].words;
}

enum rule_group rule_item_group(int item)
{
        for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
                if (groups[i].item == item)
                        return groups[i].group;
        return item < FIELD_COUNT ? GROUP_NEEDS : GROUP_SETS;
}

enum verdict verdict_of_letter(char letter)
{
        const char *at = letter ? strchr(verdict_letters, letter) : NULL;
        return at ? (enum verdict)(at - verdict_letters) : VERDICT_CONFLICT;
}

enum cohort cohort_of_letter(char letter)
{
        return letter == cohort_letters[COHORT_ACTIVE] ? COHORT_ACTIVE : COHORT_OTHER;
}

bool rule_may(int item, enum verdict verdict)
{
        return item != RULE_ATTENDANCE || verdict == VERDICT_APPLY || verdict == VERDICT_IGNORE;
}

enum verdict rule_judge(const struct rules *rules, int item, enum cohort cohort, const char *held,
                        bool by_hand, bool *hand)
{
        const struct rule *rule = &rules->of[item][cohort];
        bool free = rule->verdict == VERDICT_APPLY || (rule->verdict == VERDICT_FILL && !held[0]);
        *hand = free && by_hand && rule->hand_kept; /* also where a person has emptied it */
        if (rule->verdict == VERDICT_IGNORE)
                return VERDICT_IGNORE;
        return free && !*hand ? VERDICT_APPLY : VERDICT_CONFLICT;
}
