/* What becomes of a difference: every verdict, cohort and state of the value held; the defaults as the
 * customer named them. */
#include "model/rule.h"

#include "tap.h"

static void judge_all(void)
{
        static const struct {
                enum verdict rule;
                bool kept;
                const char *held;
                bool by_hand;
                enum verdict want;
                bool hand;
        } cases[] = {
                { VERDICT_APPLY, true, "x", false, VERDICT_APPLY, false },
                { VERDICT_APPLY, true, "x", true, VERDICT_CONFLICT, true },
                { VERDICT_APPLY, false, "x", true, VERDICT_APPLY, false },
                { VERDICT_APPLY, true, "", false, VERDICT_APPLY, false },
                { VERDICT_APPLY, true, "", true, VERDICT_CONFLICT, true }, /* emptied by a person */
                { VERDICT_CONFLICT, true, "x", false, VERDICT_CONFLICT, false },
                { VERDICT_CONFLICT, true, "x", true, VERDICT_CONFLICT, false },
                { VERDICT_CONFLICT, true, "", false, VERDICT_CONFLICT, false },
                { VERDICT_FILL, true, "x", false, VERDICT_CONFLICT, false },
                { VERDICT_FILL, true, "", false, VERDICT_APPLY, false },
                { VERDICT_FILL, true, "", true, VERDICT_CONFLICT, true },
                { VERDICT_FILL, false, "", true, VERDICT_APPLY, false },
                { VERDICT_IGNORE, true, "x", false, VERDICT_IGNORE, false },
                { VERDICT_IGNORE, true, "x", true, VERDICT_IGNORE, false },
                { VERDICT_IGNORE, true, "", false, VERDICT_IGNORE, false },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct rules rules = rules_shipped;
                bool hand;
                rules.of[FIELD_SEX][COHORT_OTHER] = (struct rule){ cases[i].rule, cases[i].kept };
                enum verdict got =
                    rule_judge(&rules, FIELD_SEX, COHORT_OTHER, cases[i].held, cases[i].by_hand, &hand);
                ok(got == cases[i].want && hand == cases[i].hand, "case %zu: %s, held '%s'%s", i,
                   verdict_words[cases[i].rule], cases[i].held, cases[i].by_hand ? ", by hand" : "");
        }
}

/* Conflict for the others on these four alone. */
static void shipped(void)
{
        for (int i = 0; i < RULE_ITEMS; i++) {
                bool four = i == FIELD_NC_YEAR || i == FIELD_UPN || i == FIELD_ULN || i == FIELD_DOB;
                ok(rules_shipped.of[i][COHORT_OTHER].verdict == (four ? VERDICT_CONFLICT : VERDICT_APPLY) &&
                       rules_shipped.of[i][COHORT_OTHER].hand_kept &&
                       rules_shipped.of[i][COHORT_ACTIVE].hand_kept,
                   "non-active: %s", rule_item_words(i));
        }
        static const int demographic[] = { FIELD_SURNAME, FIELD_FORENAME, FIELD_DOB,       FIELD_SEX,
                                           FIELD_ADDRESS, FIELD_POSTCODE, FIELD_ETHNICITY, FIELD_LANGUAGE };
        for (size_t i = 0; i < sizeof demographic / sizeof *demographic; i++)
                ok(rules_shipped.of[demographic[i]][COHORT_ACTIVE].verdict == VERDICT_CONFLICT, "active: %s",
                   rule_item_words(demographic[i]));
        ok(rules_shipped.of[RULE_ATTENDANCE][COHORT_ACTIVE].verdict == VERDICT_APPLY &&
               rules_shipped.of[RULE_ATTAINMENT][COHORT_ACTIVE].verdict == VERDICT_APPLY &&
               rules_shipped.of[RULE_SCHOOL_HISTORY][COHORT_ACTIVE].verdict == VERDICT_APPLY,
           "attendance, attainment and school history are always imported");
}

static void words(void)
{
        for (int i = 0; i < RULE_ITEMS; i++)
                ok(rule_item_of_key(rule_item_key(i)) == i && *rule_item_words(i) &&
                       rule_item_group(i) < RULE_GROUPS,
                   "item %s", rule_item_key(i));
        is_long(rule_item_of_key("shoe_size"), RULE_ITEMS, "no such item");
        for (int v = 0; v < VERDICTS; v++)
                is_long(verdict_of_letter(verdict_letters[v]), v, verdict_words[v]);
        is_long(verdict_of_letter('?'), VERDICT_CONFLICT, "what is not known is for a person");
        is_long(cohort_of_letter('A'), COHORT_ACTIVE, "active");
        is_long(cohort_of_letter('N'), COHORT_OTHER, "non-active");
}

/* What is never a conflict cannot be ruled to be one. */
static void known(void)
{
        for (int i = 0; i < RULE_ITEMS; i++)
                for (int v = 0; v < VERDICTS; v++)
                        is_long(rule_may(i, (enum verdict)v),
                                i != RULE_ATTENDANCE || v == VERDICT_APPLY || v == VERDICT_IGNORE,
                                rule_item_words(i));
}

int main(void)
{
        judge_all();
        shipped();
        words();
        known();
        return done_testing();
}
