/* Trying rules: every way a difference can move, schools with rules of their own, and fair examples. */
#include "model/rule_try.h"

#include "tap.h"

static struct arena *a;

static const char *effect_words(enum try_effect e)
{
        static const char *const words[] = { "applied -> conflict", "applied -> not imported",
                                             "conflict -> applied", "conflict -> not imported", "no change" };
        return words[e];
}

/* The item is sex, which ships as conflict for active pupils and as apply for the others. */
static void one(void)
{
        static const struct {
                char before, after; /* verdicts for active pupils */
                char hand_before, hand_after;
                bool empty, by_hand, conflict;
                enum try_effect want;
        } cases[] = {
                { 'A', 'C', 0, 0, false, false, false, TRY_MORE },
                { 'A', 'D', 0, 0, false, false, false, TRY_LOST },
                { 'A', 'F', 0, 0, false, false, false, TRY_MORE },
                { 'A', 'F', 0, 0, true, false, false, TRY_EFFECTS }, /* nothing was held: still filled */
                { 'F', 'A', 0, 0, false, false, true, TRY_APPLIED },
                { 'F', 'D', 0, 0, true, false, false, TRY_LOST },
                { 'C', 'A', 0, 0, false, false, true, TRY_APPLIED },
                { 'C', 'F', 0, 0, true, false, true, TRY_APPLIED },
                { 'C', 'F', 0, 0, false, false, true, TRY_EFFECTS },
                { 'C', 'D', 0, 0, false, false, true, TRY_DROPPED },
                { 'C', 'C', 0, 0, false, false, true, TRY_EFFECTS },
                { 'C', 'A', 0, 0, false, true, true,
                  TRY_EFFECTS }, /* a person had set it: still a conflict */
                { 'C', 'A', 0, 'O', false, true, true, TRY_APPLIED },
                { 'A', 'A', 0, 'O', false, true, true, TRY_APPLIED }, /* a conflict for that reason alone */
                { 'A', 'A', 0, 'O', true, true, true, TRY_APPLIED },
                { 'A', 'A', 'O', 'K', false, true, false, TRY_MORE },
                { 'A', 'A', 'O', 'K', false, false, false, TRY_EFFECTS },
                { 'A', 'D', 0, 0, false, true, true, TRY_DROPPED },
                { 'C', 'A', 0, 0, false, false, false, TRY_EFFECTS }, /* applied under rules before these */
                { 'A', 'C', 0, 0, false, false, true, TRY_EFFECTS },  /* was one then, would be one */
                { 'D', 'C', 0, 0, false, false, false, TRY_MORE },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct rule_layer before = { 0 }, after = { 0 };
                struct try_rules rules = { .layers = NULL };
                const struct try_case c = {
                        1, FIELD_SEX, COHORT_ACTIVE, cases[i].empty, cases[i].by_hand, cases[i].conflict, 3
                };
                struct try_result got;
                before.verdict[FIELD_SEX][COHORT_ACTIVE] = cases[i].before;
                after.verdict[FIELD_SEX][COHORT_ACTIVE] = cases[i].after;
                before.hand[FIELD_SEX] = cases[i].hand_before;
                after.hand[FIELD_SEX] = cases[i].hand_after;
                rules_over(&rules.before, &rules_shipped, &before);
                rules_over(&rules.after, &rules_shipped, &after);
                rule_try(a, &rules, &c, 1, &got);
                unsigned long wrong = got.looked_at != 3;
                for (int e = 0; e < TRY_EFFECTS; e++)
                        wrong += got.total[e] != (e == (int)cases[i].want ? 3 : 0);
                ok(wrong == 0 && got.school_count == (cases[i].want != TRY_EFFECTS),
                   "case %zu: %c to %c, %s%s%s: %s", i, cases[i].before, cases[i].after,
                   cases[i].conflict ? "a conflict" : "applied", cases[i].empty ? ", empty" : "",
                   cases[i].by_hand ? ", by hand" : "", effect_words(cases[i].want));
        }
}

/* A cohort whose rule stays is not touched, nor is another item. */
static void elsewhere(void)
{
        struct rule_layer after = { 0 };
        struct try_rules rules = { .before = rules_shipped };
        const struct try_case cases[] = { { 1, FIELD_SEX, COHORT_OTHER, false, false, true, 5 },
                                          { 1, FIELD_DOB, COHORT_ACTIVE, false, false, true, 5 },
                                          { 1, FIELD_CLASS, COHORT_ACTIVE, false, false, false, 5 } };
        struct try_result got;
        after.verdict[FIELD_SEX][COHORT_ACTIVE] = 'A';
        rules_over(&rules.after, &rules_shipped, &after);
        rule_try(a, &rules, cases, 3, &got);
        ok(got.looked_at == 15 && got.school_count == 0 && got.pick_count == 0, "what stays as it is");
}

static void schools(void)
{
        struct rule_layer after = { 0 }, held = { 0 }, hand = { 0 };
        struct try_rules rules = { .before = rules_shipped };
        const struct try_layer layers[] = { { 2, &held }, { 3, &hand } };
        const struct try_case cases[] = {
                { 4, FIELD_SEX, COHORT_OTHER, false, false, false, 7 },
                { 2, FIELD_SEX, COHORT_OTHER, false, false, false, 50 },
                { 1, FIELD_SEX, COHORT_OTHER, false, false, false, 2 },
                { 3, FIELD_SEX, COHORT_OTHER, false, true, false, 1 },
                { 4, FIELD_TOWN, COHORT_OTHER, true, false, false, 4 },
        };
        struct try_result got;
        after.verdict[FIELD_SEX][COHORT_OTHER] = 'C';
        after.verdict[FIELD_TOWN][COHORT_OTHER] = 'D';
        held.verdict[FIELD_SEX][COHORT_OTHER] = 'A';
        hand.hand[FIELD_SEX] = HAND_OVERWRITTEN;
        rules_over(&rules.after, &rules_shipped, &after);
        rules.layers = layers;
        rules.layer_count = 2;
        rule_try(a, &rules, cases, 5, &got);
        ok(got.school_count == 3 && got.schools[0].school == 4 && got.schools[1].school == 1 &&
               got.schools[2].school == 3,
           "most first, without the school that has a rule of its own");
        ok(got.schools[0].count[TRY_MORE] == 7 && got.schools[0].count[TRY_LOST] == 4, "both effects of one");
        ok(got.total[TRY_MORE] == 10 && got.total[TRY_LOST] == 4, "in all");
}

static unsigned wanted(const struct try_result *r, enum try_effect effect)
{
        unsigned n = 0;
        for (size_t i = 0; i < r->pick_count; i++)
                if (r->picks[i].effect == effect)
                        n += r->picks[i].want;
        return n;
}

static void examples(void)
{
        struct rule_layer after = { 0 };
        struct try_rules rules = { .before = rules_shipped };
        struct try_case cases[40];
        struct try_result got;
        after.verdict[FIELD_SEX][COHORT_OTHER] = 'C';
        after.verdict[FIELD_SEX][COHORT_ACTIVE] = 'A';
        after.verdict[FIELD_TOWN][COHORT_OTHER] = 'D';
        rules_over(&rules.after, &rules_shipped, &after);
        for (unsigned i = 0; i < 38; i++)
                cases[i] = (struct try_case){ i + 1, FIELD_SEX, COHORT_OTHER, false, false, false, 100 };
        cases[38] = (struct try_case){ 50, FIELD_SEX, COHORT_ACTIVE, false, false, true, 2 };
        cases[39] = (struct try_case){ 51, FIELD_TOWN, COHORT_OTHER, false, false, false, 9 };
        rule_try(a, &rules, cases, 40, &got);
        ok(wanted(&got, TRY_MORE) == 4 && wanted(&got, TRY_APPLIED) == 2 && wanted(&got, TRY_LOST) == 4,
           "ten in all, turn about");
        unsigned twice = 0;
        for (size_t i = 1; i < got.pick_count; i++)
                twice += got.picks[i].of == got.picks[i - 1].of;
        ok(twice == 0 && got.picks[3].of->school > 20, "from all over the schools");
        rule_try(a, &rules, cases + 38, 1, &got);
        ok(got.pick_count == 1 && got.picks[0].want == 2, "no more than there are");
        rule_try(a, &rules, cases, 1, &got);
        ok(got.pick_count == 1 && got.picks[0].want == 10, "ten of one kind when there is no other");
        rule_try(a, &rules, cases, 0, &got);
        ok(got.pick_count == 0 && got.looked_at == 0, "of nothing nothing");
}

int main(void)
{
        a = arena_new();
        one();
        elsewhere();
        schools();
        examples();
        arena_free(a);
        return done_testing();
}
