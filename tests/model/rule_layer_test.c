/* Layers of rules: what lies over what, what counts as different, and the words for a change. */
#include "model/rule_layer.h"

#include "tap.h"

static void over(void)
{
        struct rule_layer layer = { 0 };
        struct rules out;
        rules_over(&out, &rules_shipped, &layer);
        ok(rules_differ(&out, &rules_shipped) == 0 && rule_layer_items(&layer) == 0, "an empty layer");
        layer.verdict[FIELD_SEX][COHORT_ACTIVE] = 'D';
        layer.verdict[FIELD_CLASS][COHORT_OTHER] = 'A'; /* as it is */
        layer.hand[FIELD_TOWN] = HAND_OVERWRITTEN;
        rules_over(&out, &rules_shipped, &layer);
        is_long(out.of[FIELD_SEX][COHORT_ACTIVE].verdict, VERDICT_IGNORE, "a verdict that was set");
        is_long(out.of[FIELD_SEX][COHORT_OTHER].verdict, VERDICT_APPLY, "the other cohort's stays");
        ok(out.of[FIELD_SEX][COHORT_ACTIVE].hand_kept, "what a person has set stays kept");
        ok(!out.of[FIELD_TOWN][COHORT_ACTIVE].hand_kept && !out.of[FIELD_TOWN][COHORT_OTHER].hand_kept &&
               out.of[FIELD_TOWN][COHORT_ACTIVE].verdict == VERDICT_CONFLICT,
           "overwritten, for both cohorts, under the same verdicts");
        is_long(rules_differ(&out, &rules_shipped), 2, "two items differ");
        ok(rule_differs(&out, &rules_shipped, FIELD_SEX) && rule_differs(&out, &rules_shipped, FIELD_TOWN) &&
               !rule_differs(&out, &rules_shipped, FIELD_CLASS),
           "these two");
        is_long(rule_layer_items(&layer), 3, "and three were set");
        ok(rule_layer_has(&layer, FIELD_CLASS) && !rule_layer_has(&layer, FIELD_UPN), "class is one of them");
        rule_layer_trim(&layer, &rules_shipped);
        is_long(rule_layer_items(&layer), 2, "what says the same as below can be left out");
        layer.hand[FIELD_TOWN] = HAND_KEPT;
        rule_layer_trim(&layer, &rules_shipped);
        is_long(rule_layer_items(&layer), 1, "also of what a person has set");
}

static void two_layers(void)
{
        struct rule_layer of_all = { 0 }, own = { 0 };
        struct rules defaults, now;
        of_all.verdict[FIELD_SEX][COHORT_ACTIVE] = 'F';
        of_all.hand[FIELD_SEX] = HAND_OVERWRITTEN;
        own.hand[FIELD_SEX] = HAND_KEPT;
        rules_over(&defaults, &rules_shipped, &of_all);
        rules_over(&now, &defaults, &own);
        ok(now.of[FIELD_SEX][COHORT_ACTIVE].verdict == VERDICT_FILL &&
               now.of[FIELD_SEX][COHORT_ACTIVE].hand_kept,
           "a school keeps what people set and follows the default in the rest");
}

static void changes(struct arena *a)
{
        struct rule_layer before = { 0 }, after = { 0 };
        struct rule_change list[RULE_CHANGES_MAX];
        is_long((long)rule_changes(&before, &after, list), 0, "no change");
        after.verdict[RULE_ATTENDANCE][COHORT_ACTIVE] = 'D';
        after.verdict[RULE_SEN_HISTORY][COHORT_OTHER] = 'F';
        before.verdict[FIELD_DOB][COHORT_OTHER] = 'C';
        after.verdict[FIELD_DOB][COHORT_OTHER] = 'A';
        after.hand[FIELD_UPN] = HAND_OVERWRITTEN;
        static const char *const want[] = { "UPN, set by a person: default -> overwritten",
                                            "date of birth, non-active: conflict -> always",
                                            "attendance, active: default -> never",
                                            "SEN history, non-active: default -> fill" };
        if (!is_long((long)rule_changes(&before, &after, list), 4, "four changes, in the order of the page"))
                return;
        for (size_t i = 0; i < 4; i++)
                is_text(rule_change_words(a, &list[i]), want[i], want[i]);
        is_long((long)rule_changes(&after, &before, list), 4, "and back");
        is_text(rule_change_words(a, &list[0]), "UPN, set by a person: overwritten -> default",
                "the other way");
}

static void everything(void)
{
        struct rule_layer before = { 0 }, after;
        struct rule_change list[RULE_CHANGES_MAX];
        memset(&after, 'C', sizeof after);
        is_long((long)rule_changes(&before, &after, list), RULE_CHANGES_MAX, "all of them have room");
}

int main(void)
{
        struct arena *a = arena_new();
        over();
        two_layers();
        changes(a);
        everything();
        arena_free(a);
        return done_testing();
}
