/* Rules in the database: which count for a school, lost updates, going back, and what the log says. */
#include "store/rule.h"

#include "database.h"
#include "store/audit.h"
#include "store/person.h"
#include "store/school.h"
#include "tap.h"

static struct database d;
static struct arena *a;
static unsigned long oak, elm, pat;

SQL(count_rules, "SELECT COUNT(*) FROM rule");
SQL(odd_rule,
    "INSERT INTO rule (school_id, item, cohort, verdict, hand, set_at) VALUES (0, 'shoe_size', 'A', "
    "'D', 'O', UTC_TIMESTAMP()), (0, 'class', 'N', 'Z', '', UTC_TIMESTAMP())");
SQL(drop_odd, "DELETE FROM rule WHERE item IN ('shoe_size', 'class')");
SQL(close_school, "UPDATE school SET closed_on = '2026-01-01' WHERE id = ?");

static unsigned long add_school(const char *laestab, const char *name)
{
        const struct school s = { .laestab = laestab,
                                  .urn = "",
                                  .name = name,
                                  .phase = "PS",
                                  .year_low = "R",
                                  .year_high = "6",
                                  .contact_email = "" };
        unsigned long id = 0;
        ok(school_add(d.db, 0, &s, &id) == DONE, "%s", name);
        return id;
}

static struct rules rules_now(unsigned long school)
{
        struct rules r;
        ok(rules_of(d.db, a, school, &r) == DONE, "the rules of school %lu", school);
        return r;
}

static enum verdict verdict_now(unsigned long school, int item, enum cohort cohort)
{
        return rules_now(school).of[item][cohort].verdict;
}

static struct rule_set set_now(unsigned long school)
{
        struct rule_set set;
        ok(rule_set_read(d.db, a, school, &set) == DONE, "the set of school %lu", school);
        return set;
}

static long rows(void)
{
        struct result r;
        return db_query(d.db, a, &r, &count_rules, ARGS()) == DONE ? (long)result_number(&r, 0, 0) : -1;
}

static void shipped(void)
{
        struct rules r = rules_now(oak);
        is_long(rules_differ(&r, &rules_shipped), 0, "as shipped");
        ok(db_run(d.db, &odd_rule, ARGS()) == DONE, "rows of another version");
        r = rules_now(oak);
        is_long(rules_differ(&r, &rules_shipped), 1, "an item that is not known counts for nothing");
        is_long(r.of[FIELD_CLASS][COHORT_OTHER].verdict, VERDICT_CONFLICT,
                "a verdict that is not known makes a person look");
        ok(db_run(d.db, &drop_odd, ARGS()) == DONE, "away with them");
}

static void defaults(void)
{
        struct rule_set set = set_now(0);
        struct rule_layer layer = { 0 };
        is_long(set.version, 0, "never edited");
        layer.verdict[FIELD_DOB][COHORT_OTHER] = 'A';
        layer.hand[FIELD_CLASS] = HAND_OVERWRITTEN;
        is_long(rules_set(d.db, a, pat, 0, 0, &layer), DONE, "two are set");
        is_long(rules_set(d.db, a, pat, 0, 0, &layer), REFUSED, "somebody else was first");
        is_long(rules_set(d.db, a, pat, 0, 7, &layer), REFUSED, "a version that is not there");
        is_long(verdict_now(oak, FIELD_DOB, COHORT_OTHER), VERDICT_APPLY, "they count for every school");
        is_long(verdict_now(oak, FIELD_DOB, COHORT_ACTIVE), VERDICT_CONFLICT,
                "the other cohort is as shipped");
        struct rules r = rules_now(elm);
        ok(!r.of[FIELD_CLASS][COHORT_ACTIVE].hand_kept && !r.of[FIELD_CLASS][COHORT_OTHER].hand_kept,
           "what people set is overwritten, of both cohorts");
        set = set_now(0);
        ok(set.version == 1 && rules_differ(&set.below, &rules_shipped) == 0 &&
               rules_differ(&set.now, &rules_shipped) == 2,
           "the set in its parts");
}

static void own(void)
{
        struct rule_layer layer = { 0 };
        layer.verdict[FIELD_DOB][COHORT_OTHER] = 'C';
        layer.verdict[FIELD_SEX][COHORT_ACTIVE] = 'C'; /* as the default has it: held to that */
        layer.hand[FIELD_CLASS] = HAND_KEPT;
        is_long(rules_set(d.db, a, pat, oak, 0, &layer), DONE, "a school's own");
        is_long(verdict_now(oak, FIELD_DOB, COHORT_OTHER), VERDICT_CONFLICT, "counts for it");
        is_long(verdict_now(elm, FIELD_DOB, COHORT_OTHER), VERDICT_APPLY, "and not for another");
        ok(rules_now(oak).of[FIELD_CLASS][COHORT_OTHER].hand_kept, "what people set there is kept");
        struct rule_set set = set_now(oak);
        ok(set.version == 1 && rules_differ(&set.now, &set.below) == 2 && rule_layer_items(&set.layer) == 3,
           "two differ from the default, three were set");
}

static void overrides(void)
{
        struct rule_schools list;
        struct rule_layer layer = { 0 };
        layer.verdict[FIELD_UPN][COHORT_ACTIVE] = 'D';
        is_long(rules_set(d.db, a, pat, elm, 0, &layer), DONE, "another school's own");
        ok(rules_overrides(d.db, a, &list) == DONE && list.count == 2,
           "two schools have something of their own");
        is_text(list.items[0].name, "Elm", "by name");
        ok(list.items[0].school == elm && list.items[0].differing == 1, "it differs in one item");
        ok(list.items[1].school == oak && list.items[1].differing == 2 &&
               list.items[1].layer.verdict[FIELD_SEX][COHORT_ACTIVE] == 'C',
           "the other in two");
        struct rule_set set = set_now(0);
        set.layer.verdict[FIELD_SEX][COHORT_ACTIVE] = 'A';
        is_long(rules_set(d.db, a, pat, 0, set.version, &set.layer), DONE, "the default set moves on");
        is_long(verdict_now(oak, FIELD_SEX, COHORT_ACTIVE), VERDICT_CONFLICT, "what was held to stays");
        is_long(verdict_now(elm, FIELD_SEX, COHORT_ACTIVE), VERDICT_APPLY, "the others follow");
        ok(rules_overrides(d.db, a, &list) == DONE && list.items[1].differing == 3, "and now it differs");
        ok(db_run(d.db, &close_school, ARGS(arg_id(elm))) == DONE, "a school closes");
        ok(rules_overrides(d.db, a, &list) == DONE && list.count == 1 && list.items[0].school == oak,
           "and is left out");
}

static void back(void)
{
        is_long(rules_reset(d.db, a, pat, oak, 5), REFUSED, "with a version that is not the latest");
        is_long(rules_reset(d.db, a, pat, oak, 1), DONE, "a school goes back to the default");
        struct rule_set set = set_now(oak);
        ok(set.version == 2 && rule_layer_items(&set.layer) == 0 && rules_differ(&set.now, &set.below) == 0,
           "all of it");
        struct rule_layer nothing = { 0 };
        is_long(rules_set(d.db, a, pat, elm, 1, &nothing), DONE, "the same, item by item");
        set = set_now(0);
        is_long(rules_set(d.db, a, pat, 0, set.version, &nothing), DONE, "and the default set");
        is_long(rows(), 0, "no row is left");
        struct rules r = rules_now(oak);
        is_long(rules_differ(&r, &rules_shipped), 0, "as shipped");
}

static struct audit_rows audit_of(const char *verb)
{
        struct audit_rows out = { 0 };
        struct audit_filter f = { .verb = verb, .from = "", .to = "", .limit = 50 };
        ok(audit_list(d.db, a, &f, &out) == DONE, "%s in the log", verb);
        return out;
}

static void audited(void)
{
        struct audit_rows log = audit_of("rules-changed");
        if (!ok(log.count >= 6, "changes are logged"))
                return;
        is_text(
            log.items[log.count - 1].detail,
            "date of birth, non-active: default -> always; class, set by a person: default -> overwritten",
            "what was set first");
        is_text(log.items[log.count - 1].person, "Pat", "by whom");
        is_text(log.items[log.count - 2].school, "Oak", "for which school");
        log = audit_of("rules-reset");
        is_text(log.items[0].detail,
                "date of birth, non-active: conflict -> default; sex, active: conflict -> default; "
                "class, set by a person: kept -> default",
                "what was taken back");
}

/* Everything at once is more than a row of the log holds: it takes several, and none is cut. */
static void long_log(void)
{
        struct rule_layer all;
        struct rule_set set = set_now(oak);
        size_t before = audit_of("rules-changed").count, words = 0;
        memset(&all, 'D', sizeof all);
        memset(all.hand, HAND_OVERWRITTEN, sizeof all.hand);
        is_long(rules_set(d.db, a, pat, oak, set.version, &all), DONE, "every rule of a school");
        struct audit_rows log = audit_of("rules-changed");
        for (size_t i = 0; i + before < log.count; i++) {
                const char *p = log.items[i].detail;
                ok(strlen(p) < 500, "a row of %zu", strlen(p));
                while ((p = strstr(p, " -> "))) {
                        p++;
                        words++;
                }
        }
        is_long((long)words, RULE_CHANGES_MAX, "all of them are in the log");
        is_long(rows(), RULE_ITEMS * COHORTS, "and in the table");
        is_long(rules_now(oak).of[RULE_EXCLUSIONS][COHORT_OTHER].verdict, VERDICT_IGNORE, "they count");
}

int main(void)
{
        if (!database_open(&d, true))
                return done_testing();
        a = d.arena;
        const struct person who = { .name = "Pat", .email = "pat@la.example", .role = ROLE_LA_ADMIN };
        ok(person_add(d.db, 0, &who, &pat) == DONE, "a person");
        oak = add_school("9992001", "Oak");
        elm = add_school("9992002", "Elm");
        shipped();
        defaults();
        own();
        overrides();
        back();
        audited();
        long_log();
        database_close(&d);
        return done_testing();
}
