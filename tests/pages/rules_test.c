/* Rules and settings as people use them: a whole edit by forms, a group at once, trying, a school's own and
 * back; a stale version, and readers. Who else is refused is routes_test.c's. */
#include "pages/la_rules.h"

#include "gate/scope.h"
#include "http/url.h"
#include "site.h"
#include "store/pupil_deed.h"
#include "store/rule.h"
#include "store/school.h"
#include "store/setting.h"

#define HOSTILE     "Oak <b>&\"'{x}"
#define HOSTILE_OUT "Oak &lt;b&gt;&amp;&quot;&#39;{x}"

static struct site_test s;
static struct arena *a;
static unsigned long oak, elm, pupil;
static struct visitor admin, officer, reader;

SQL(make_batch, "INSERT INTO batch (school_id, kind, academic_year, state, opened_by, opened_at, applied_at) "
                "VALUES (?, 'I', "
                "2026, 'applied', 1, UTC_TIMESTAMP(), UTC_TIMESTAMP() - INTERVAL 10 DAY)");
SQL(make_change,
    "INSERT INTO pupil_change (school_id, pupil_id, at, kind, field, old_value, new_value, batch_id) VALUES "
    "(?, ?, UTC_TIMESTAMP() - INTERVAL 10 DAY, 'changed', ?, ?, ?, ?)");
SQL(make_conflict,
    "INSERT INTO conflict (school_id, pupil_id, field, theirs, ours, cohort, verdict, batch_id, opened_at) "
    "VALUES (?, ?, 'date_of_birth', '2017-02-01', '2017-01-02', 'N', 'C', 1, UTC_TIMESTAMP())");

SQL(drop_conflicts, "DELETE FROM conflict WHERE school_id = ?");

static unsigned long add_school(const char *laestab, const char *name)
{
        const struct school school = { .laestab = laestab,
                                       .urn = "",
                                       .name = name,
                                       .phase = "PS",
                                       .year_low = "R",
                                       .year_high = "6",
                                       .contact_email = "" };
        unsigned long id = 0;
        ok(school_add(s.d.db, 0, &school, &id) == DONE, "a school");
        return id;
}

static unsigned long pupil_at(unsigned long school)
{
        struct scope scope = gate_program_scope(school);
        struct record r;
        unsigned long id = 0;
        record_blank(&r);
        r.value[FIELD_SURNAME] = "Zed & Sons";
        r.value[FIELD_FORENAME] = "Anna";
        ok(pupil_add(s.d.db, a, &scope, &r, &id) == DONE, "a pupil");
        return id;
}

static void add_data(void)
{
        pupil = pupil_at(oak);
        ok(db_run(s.d.db, &make_batch, ARGS(arg_id(oak))) == DONE, "an import");
        struct arg batch = arg_id((unsigned long)db_last_id(s.d.db));
        ok(db_run(s.d.db, &make_change,
                  ARGS(arg_id(oak), arg_id(pupil), arg_text("town"), arg_text("Leeds"), arg_text("York"),
                       batch)) == DONE &&
               db_run(s.d.db, &make_change,
                      ARGS(arg_id(oak), arg_id(pupil), arg_text("class"), arg_text(""), arg_text("3 <A>"),
                           batch)) == DONE &&
               db_run(s.d.db, &make_conflict, ARGS(arg_id(oak), arg_id(pupil))) == DONE,
           "what it did");
}

static bool not_said(const char *text)
{
        return !strstr(s.response.body, text);
}

static struct rule_set set_of(unsigned long school)
{
        struct rule_set set;
        ok(rule_set_read(s.d.db, a, school, &set) == DONE, "the rules of %lu", school);
        return set;
}

static unsigned items_of(unsigned long school)
{
        struct rule_set set = set_of(school);
        return rule_layer_items(&set.layer);
}

/* ---- the default set ---- */

static void look(void)
{
        is_long(site_get(&s, &officer, "/la/rules"), 200, "an officer opens the rules");
        ok(site_says(&s, "All rules are as shipped.") &&
               site_says(&s, "Import if null, else put in conflict") &&
               site_says(&s, "value=\"date_of_birth.N.C\" selected") && site_says(&s, "Check the changes"),
           "as shipped, to be changed");
        ok(not_said("<option value=\"date_of_birth.N.\""), "there is no default above the default");
        is_long(site_get(&s, &reader, "/la/rules"), 200, "a reader looks");
        ok(not_said("<select") && not_said("Check the changes") && site_says(&s, "Always put in conflict"),
           "in words");
        is_long(site_get(&s, &reader, "/la/rules/check?rule=class.A.D"), 403, "a reader does not try");
        is_long(site_post(&s, &reader, "/la/rules", "version=0&rule=class.A.D"), 403, "nor save");
}

static void group_at_once(void)
{
        is_long(site_get(&s, &officer,
                         "/la/rules?version=0&whole=1&rule=class.A.A&hand=sex.O&all=1.A.&all=2.N.D&all=3.A.D"
                         "&group=2"),
                200, "all names at once");
        ok(site_says(&s, "value=\"surname.N.D\" selected") &&
               site_says(&s, "value=\"former_surname.N.D\" selected") &&
               site_says(&s, "value=\"surname.A.C\" selected"),
           "of one cohort");
        ok(site_says(&s, "value=\"upn.A.C\" selected") && site_says(&s, "value=\"sex.A.C\" selected"),
           "no other group, though a select of it was used");
        ok(site_says(&s, "value=\"sex.O\" checked") && site_says(&s, "Nothing is saved yet"),
           "what was chosen before stays, unsaved");
        ok(items_of(0) == 0, "indeed");
}

/* A mark is never a conflict, and no form makes it one. */
static void attendance(void)
{
        is_long(site_get(&s, &officer, "/la/rules"), 200, "the rules");
        ok(site_says(&s, "value=\"attendance.A.A\" selected") && site_says(&s, "value=\"attendance.N.D\"") &&
               not_said("attendance.A.C") && not_said("attendance.N.F"),
           "attendance is imported or not");
        ok(site_says(&s, "a mark is never a conflict"), "and why is said");
        is_long(site_get(&s, &officer, "/la/rules?version=0&all=8.A.C&all=8.N.D&group=8"), 200,
                "all other sets at once");
        ok(site_says(&s, "value=\"attainment.A.C\" selected") &&
               site_says(&s, "value=\"attainment.N.D\" selected"),
           "are set");
        ok(site_says(&s, "value=\"attendance.A.A\" selected") &&
               site_says(&s, "value=\"attendance.N.D\" selected"),
           "attendance where it can be");
        is_long(site_get(&s, &officer, "/la/rules/check?version=0&rule=attendance.A.C&rule=attendance.N.F"),
                200, "by hand");
        ok(site_says(&s, "You are changing nothing"), "nothing is changed");
}

static void check(void)
{
        is_long(
            site_get(&s, &officer,
                     "/la/rules/check?version=0&whole=1&rule=class.N.C&rule=town.N.D&rule=date_of_birth.N.A&"
                     "rule=upn.A.C&rule=nonsense.A.D&rule=sex.Q.D&rule=sex.A.Z&rule=sex.A.DD&hand=sex.X&hand=attendance.O"),
            200, "the check");
        ok(site_says(&s, "You are changing 3 rules"), "what is as it was, or nonsense, is no change");
        ok(site_says(&s, "<span class=\"onroll-figure\">1</span> more conflicts") &&
               site_says(&s, "<span class=\"onroll-figure\">1</span> fewer conflicts") &&
               site_says(&s, "<span class=\"onroll-figure\">1</span> imported values that would"),
           "one of each");
        ok(site_says(&s, "3 differences of these items in the last 14 days"), "of three");
        ok(site_says(&s, HOSTILE_OUT) && site_says(&s, "Zed &amp; Sons, Anna") &&
               site_says(&s, "3 &lt;A&gt;") && site_says(&s, "02/01/2017") && site_says(&s, "Nothing"),
           "examples, escaped, in people's words");
        const unsigned long numbers[] = { oak, pupil };
        ok(site_says(&s, url_make(a, "href=\"/la/schools/{}/pupils/{}\"", numbers)),
           "that lead to the pupil");
        ok(site_says(&s, "name=\"rule\" value=\"town.N.D\"") && site_says(&s, "days=30") &&
               site_says(&s, "rule=date_of_birth.N.A"),
           "the choices go on, to saving and to other days");
        is_long(site_get(&s, &officer, "/la/rules/check?version=0&rule=class.N.C&days=7"), 200, "fewer days");
        ok(site_says(&s, "0 differences of these items in the last 7 days") && not_said("3 &lt;A&gt;"),
           "older data is left out");
        is_long(site_get(&s, &officer, "/la/rules/check?version=0&rule=class.N.C&days=11"), 200,
                "days as typed");
        ok(site_says(&s, "1 difference of these items in the last 11 days") &&
               site_says(&s, "name=\"days\" type=\"text\" value=\"11\"") && not_said("There is a problem"),
           "are looked at");
        static const char *const wrong[] = { "0", "91", "many", "-1" };
        for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
                is_long(
                    site_get(&s, &officer,
                             arena_printf(a, "/la/rules/check?version=0&rule=class.N.C&days=%s", wrong[i])),
                    422, wrong[i]);
                ok(site_says(&s, "Write a number of days from 1 to 90.") &&
                       site_says(&s, "in the last 14 days") &&
                       site_says(&s, arena_printf(a, "value=\"%s\"", wrong[i])),
                   "is said, and what was typed stays");
        }
        is_long(
            site_get(&s, &officer, "/la/rules/check?version=0&rule=attendance.N.D&rule=class.N.A&days=999"),
            200, "a set of data");
        ok(site_says(&s, "You are changing 1 rule") && site_says(&s, "cannot be tried: for these sets Onroll keeps"),
           "cannot be tried, and why is said");
        ok(not_said("more conflicts") && not_said("in the last 14 days") && site_says(&s, "Save these rules"),
           "no figure stands for what nobody knows");
        is_long(
            site_get(&s, &officer, "/la/rules/check?version=0&rule=attendance.N.D&rule=class.N.C"),
            200, "with a field");
        ok(site_says(&s, "You are changing 2 rules") && site_says(&s, "cannot be tried: for these sets Onroll keeps") &&
               site_says(&s, "in the last 14 days"),
           "the field is tried");
        ok(not_said("weighed again"), "no conflict is open");
        ok(db_script(s.d.db, "UPDATE school_status SET conflicts_other = 3 LIMIT 1;\n") == DONE, "three conflicts");
        is_long(site_get(&s, &officer, "/la/rules/check?version=0&rule=class.N.C"), 200, "before saving");
        ok(site_says(&s, "3 conflicts are open. Within a minute of saving they are weighed again"), "it says what becomes of them");
        ok(db_script(s.d.db, "UPDATE school_status SET conflicts_other = 0;\n") == DONE, "none");
        is_long(site_get(&s, &officer, "/la/rules/check?version=0&whole=1"), 200, "no change");
        ok(site_says(&s, "You are changing nothing") && not_said("Save these rules"), "is said");
}

/* Every school that the rules would touch, however many. */
static void many_schools(void)
{
        enum { MANY = 60 };
        unsigned long ids[MANY];
        for (int i = 0; i < MANY; i++) {
                ids[i] = add_school(arena_printf(a, "999%04d", 3000 + i),
                                    arena_printf(a, "School number %02d", i));
                ok(db_run(s.d.db, &make_conflict, ARGS(arg_id(ids[i]), arg_id(pupil_at(ids[i])))) == DONE,
                   "a conflict");
        }
        is_long(site_get(&s, &officer, "/la/rules/check?version=0&rule=date_of_birth.N.A"), 200,
                "sixty schools");
        for (int i = 0; i < MANY; i++)
                ok(site_says(&s, url_make(a, "href=\"/la/schools/{}/rules\"", &ids[i])), "names school %d",
                   i);
        for (int i = 0; i < MANY; i++)
                ok(db_run(s.d.db, &drop_conflicts, ARGS(arg_id(ids[i]))) == DONE, "gone");
}

static void save(void)
{
        is_long(site_post(&s, &officer, "/la/rules", "version=0&rule=class.N.C&rule=town.N.D&hand=sex.O"),
                303, "saved");
        is_text(site_leads(&s), "/la/rules", "back to the rules");
        struct rule_set set = set_of(0);
        ok(set.now.of[FIELD_CLASS][COHORT_OTHER].verdict == VERDICT_CONFLICT &&
               set.now.of[FIELD_TOWN][COHORT_OTHER].verdict == VERDICT_IGNORE &&
               !set.now.of[FIELD_SEX][COHORT_ACTIVE].hand_kept && rule_layer_items(&set.layer) == 3,
           "as chosen");
        is_long(site_get(&s, &officer, "/la/rules"), 200, "looked at again");
        ok(site_says(&s, "The rules are saved") && site_says(&s, "3 items were changed from shipped.") &&
               site_says(&s, "Changed from shipped") && site_says(&s, "Shipped: Always import"),
           "with what was shipped");
        is_long(site_post(&s, &officer, "/la/rules", "version=0&rule=upn.A.D"), 409, "with an old version");
        is_long(site_post(&s, &officer, "/la/rules", "rule=upn.A.D"), 409, "without one");
        is_long(site_get(&s, &officer, "/la/rules/check?version=0&rule=upn.A.D"), 409, "nor is it tried");
        is_long(set_of(0).now.of[FIELD_UPN][COHORT_ACTIVE].verdict, VERDICT_CONFLICT, "nothing was lost");
        is_long(site_get(&s, &officer, "/la/rules/check?version=1&whole=1"), 200, "every box unticked");
        ok(site_says(&s, "You are changing 1 rule") && site_says(&s, "Becomes a conflict (as shipped)"),
           "is a change where one was ticked");
        is_long(site_get(&s, &officer, "/la/rules/check?version=1&rule=town.N.C"), 200,
                "what was not imported");
        ok(site_says(&s, "leaves no trace"), "cannot be tried, and that is said");
}

/* ---- one school's ---- */

static const char *of(unsigned long school, const char *more)
{
        return arena_printf(a, "/la/schools/%lu/rules%s", school, more);
}

static void school_own(void)
{
        is_long(site_get(&s, &officer, of(oak, "")), 200, "a school's rules");
        ok(site_says(&s, "This school has the default rules.") && site_says(&s, "Rules of " HOSTILE_OUT) &&
               site_says(&s, "Data of this school") && site_says(&s, "Readiness") &&
               site_says(&s, "Nobody sets it by hand") && !site_says(&s, "hand-attendance") &&
               site_says(&s, "value=\"town.N.\" selected>As the default") &&
               site_says(&s, "Default: Don’t import"),
           "each as the default, which is shown");
        is_long(site_get(&s, &officer, of(oak, "/check?version=0&rule=town.N.A&rule=class.N.C&hand=class.O")),
                200, "its check");
        ok(site_says(&s, "You are changing 3 rules") && site_says(&s, "As the default: Don’t import") &&
               site_says(&s, "As the default: Becomes a conflict") && site_says(&s, "alone"),
           "before and after");
        is_long(site_post(&s, &officer, of(oak, ""), "version=0&rule=town.N.A&rule=class.N.C&hand=class.O"),
                303, "saved");
        is_text(site_leads(&s), of(oak, ""), "back to its rules");
        is_long(site_get(&s, &officer, of(oak, "")), 200, "its rules now");
        ok(site_says(&s, "2 items differ from the default.") && site_says(&s, "Differs from the default") &&
               site_says(&s, "Set everything back to the default"),
           "differ at a glance");
        is_long(site_get(&s, &reader, of(oak, "")), 200, "a reader sees");
        ok(site_says(&s, "Default: Don’t import") && site_says(&s, "Differs from the default"),
           "what differs, and from what");
        struct rules r;
        ok(rules_of(s.d.db, a, elm, &r) == DONE && r.of[FIELD_TOWN][COHORT_OTHER].verdict == VERDICT_IGNORE,
           "no other school has it");
        is_long(site_get(&s, &officer, "/la/rules"), 200, "the default rules");
        ok(site_says(&s, HOSTILE_OUT) && site_says(&s, arena_printf(a, "href=\"%s\"", of(oak, ""))),
           "name the school");
        is_long(site_get(&s, &officer, "/la/rules/check?version=1&rule=town.N.C"), 200,
                "the default is tried");
        ok(site_says(&s, "0</span> more conflicts"), "not on the school that has its own");
}

static void school_back(void)
{
        is_long(site_get(&s, &officer, of(oak, "/check?reset=1")), 200, "all of it back");
        ok(site_says(&s, "You are changing 3 rules") && site_says(&s, "name=\"rule\" value=\"town.N.\"") &&
               site_says(&s, "name=\"hand\" value=\"class.\""),
           "is checked like any change");
        is_long(site_post(&s, &officer, of(oak, ""), "version=1&rule=town.N.&rule=class.N.&hand=class."), 303,
                "saved");
        is_long((long)items_of(oak), 0, "the school follows the default");
        is_long(site_get(&s, &admin, "/la/audit?verb=rules-reset"), 200, "the log");
        ok(site_says(&s, "town, non-active: always -&gt; default"), "says so");
        is_long(site_get(&s, &officer, of(4000000001UL, "/check")), 404, "no such school");
}

/* ---- settings ---- */

static const char *settings_form(const char *red, unsigned version)
{
        return arena_printf(
            a,
            "version=%u&amber_share=10&red_share=%s&amber_days=3&red_days=7&silent_days=2&behind_days=1&"
            "removals_free=5&removals_part=10&changed_part=50&shrunk_part=30&second_person=yes&"
            "new_automatic=ask&keep_days=30&exchange_failures=3&sims_version=7.166",
            version, red);
}

static void settings(void)
{
        struct settings now;
        is_long(site_get(&s, &officer, "/la/settings"), 403, "the settings are the administrators'");
        is_long(site_get(&s, &admin, "/la/settings"), 200, "who sees them");
        ok(site_says(&s, "name=\"keep_days\"") && site_says(&s, "value=\"30\"") && not_said("shipped as"),
           "all, as shipped");
        is_long(site_post(&s, &admin, "/la/settings", settings_form("lots", 0)), 422, "a share that is none");
        ok(site_says(&s, "write a number from 1 to 100") && site_says(&s, "value=\"lots\"") &&
               site_says(&s, "name=\"second_person\" type=\"radio\" value=\"yes\" checked"),
           "is said, and nothing typed is lost");
        is_long(site_post(&s, &admin, "/la/settings", settings_form("5", 0)), 422, "red before amber");
        ok(site_says(&s, "Red must begin at a larger share than amber."), "contradicts");
        is_long(site_post(&s, &admin, "/la/settings", "version=0"), 422, "an empty form");
        ok(settings_read(s.d.db, a, &now) == DONE && now.amber_share == 5, "none of them was saved");
        is_long(site_post(&s, &admin, "/la/settings", settings_form("40", 0)), 303, "a good one");
        ok(settings_read(s.d.db, a, &now) == DONE && now.amber_share == 10 && now.red_share == 40 &&
               now.second_person && !now.new_automatic && now.keep_days == 30,
           "is");
        is_long(site_post(&s, &admin, "/la/settings", settings_form("50", 0)), 409, "with an old version");
        is_long(site_get(&s, &admin, "/la/settings"), 200, "once more");
        ok(site_says(&s, "Set by Ada") && site_says(&s, "shipped as “20”"), "who set it, and what it was");
}

int main(void)
{
        if (!site_open(&s))
                return done_testing();
        a = s.d.arena;
        oak = add_school("9992001", HOSTILE);
        elm = add_school("9992002", "Elm");
        admin = site_person(&s, ROLE_LA_ADMIN, 0, "Ada");
        officer = site_person(&s, ROLE_LA_OFFICER, 0, "Olu");
        reader = site_person(&s, ROLE_LA_READER, 0, "Rea");
        add_data();
        look();
        group_at_once();
        attendance();
        check();
        many_schools();
        save();
        school_own();
        school_back();
        settings();
        site_close(&s);
        return done_testing();
}
