/* The pages of results and histories: on a pupil's page for the school and the authority, a school's lists
 * and files, what waits for a person, and which sets are agreed. */
#include "pages/entries.h"

#include <stdlib.h>
#include <string.h>

#include "gate/scope.h"
#include "model/data_set.h"
#include "pages/la_agreed.h"
#include "pages/la_conflicts.h"
#include "pages/la_entry_conflicts.h"
#include "site.h"
#include "store/agreement.h"
#include "store/involvement.h"
#include "store/pupil.h"
#include "store/rule.h"
#include "store/entry.h"
#include "store/entry_conflict.h"
#include "store/pupil_deed.h"
#include "store/school.h"
#include "store/status.h"
#include "tasks/import.h"

#define NASTY     "<\"'&{x}"
#define NASTY_OUT "&lt;&quot;&#39;&amp;{x}"

static struct site_test s;
static struct arena *a;
static struct scope oak;
static struct visitor admin, officer, reader, head;
static unsigned long ann, ben;

SQL(mails_with, "SELECT COUNT(*) FROM outbox WHERE body LIKE ?");
SQL(delivery_last, "SELECT MAX(id) FROM delivery");

static unsigned long add(const char *upn, const char *surname, const char *forename)
{
        struct record r;
        unsigned long id = 0;
        record_blank(&r);
        r.value[FIELD_UPN] = upn;
        r.value[FIELD_SURNAME] = surname;
        r.value[FIELD_FORENAME] = forename;
        r.value[FIELD_DOB] = "2016-10-01";
        r.value[FIELD_NC_YEAR] = "5";
        is_long(pupil_add(s.d.db, a, &oak, &r, &id), DONE, forename);
        return id;
}

static struct entry entry_of(enum entry_kind kind, const char *packed)
{
        struct entry e;
        entry_unpack(a, kind, packed, &e);
        return e;
}

static void holds(unsigned long pupil, enum entry_kind kind, const char *packed)
{
        struct entry_held e = { .pupil = pupil, .entry = entry_of(kind, packed), .sheet = "" };
        e.key = entry_key(a, &e.entry);
        is_long(entry_write(s.d.db, a, &oak, &e, 1), DONE, packed);
}

static void waits(unsigned long pupil, const char *theirs)
{
        struct entry_conflict c = { .pupil = pupil,
                                    .theirs = entry_of(ENTRY_EXCLUSION, theirs),
                                    .cohort = COHORT_ACTIVE,
                                    .sheet = "" };
        c.key = entry_key(a, &c.theirs);
        is_long(entry_conflict_open(s.d.db, a, &oak, &c, 1), DONE, theirs);
        is_long(status_count(s.d.db, &oak), DONE, "counted");
}

static void gets(const struct visitor *who, const char *url, int status)
{
        is_long(site_get(&s, who, url), status, arena_printf(a, "%s of %s", url, who->person.name));
        ok(!strstr(s.response.body, NASTY), "nothing stands unescaped");
}

static void posts(const struct visitor *who, const char *url, const char *form, int status)
{
        if (!ok(site_post(&s, who, url, form) == status, "%s with %s", url, form))
                printf("# %d %.500s\n", s.response.status, s.response.body);
}

static void says(const char *text)
{
        ok(site_says(&s, text), "says %.70s", text);
}

static void says_not(const char *text)
{
        ok(!strstr(s.response.body, text), "does not say %.70s", text);
}

static const char *of_school(const char *pattern)
{
        return url_make(a, pattern, &oak.school);
}

static void test_pupil(void)
{
        const unsigned long numbers[] = { oak.school, ann };
        const char *const urls[] = { url_make(a, "/la/schools/{}/pupils/{}", numbers),
                                     url_make(a, "/school/pupils/{}", &ann) };
        for (int i = 0; i < 2; i++) {
                gets(i ? &head : &reader, urls[i], 200);
                says("Suspensions and exclusions</caption>");
                says("Physical assault against a pupil");
                says("07/09/2026");
                says("Results</caption>");
                says(NASTY_OUT);
                says_not("SEN provision</caption>");
        }
        gets(&head, url_make(a, "/school/pupils/{}", &ben), 200);
        says_not("Suspensions and exclusions</caption>");
}

/* Every table of a pupil's page begins with something that is never empty. */
static void test_heads(void)
{
        gets(&head, url_make(a, "/school/pupils/{}", &ben), 200);
        says("<th scope=\"row\" class=\"govuk-table__header\">MAT</th>");
        says_not("<th scope=\"row\" class=\"govuk-table__header\"></th>");
}

static void test_lists(void)
{
        gets(&reader, of_school(LA_ENTRIES), 200);
        says("2 entries.");
        says(NASTY_OUT);
        says("Old, Ben");
        gets(&reader, arena_printf(a, "%s?kind=results&q=old", of_school(LA_ENTRIES)), 200);
        says("1 entry.");
        gets(&reader, arena_printf(a, "%s?kind=exclusions&q=B80", of_school(LA_ENTRIES)), 200);
        says("1 entry.");
        says("Suspension");
        gets(&reader, arena_printf(a, "%s?kind=needs", of_school(LA_ENTRIES)), 200);
        says("No entry is held that matches.");
        is_long(site_get(&s, &reader, arena_printf(a, "%s?kind=results&q=old", of_school(LA_ENTRIES ".csv"))),
                200, "as CSV");
        says("Surname,Forename,UPN,NC year,Subject,Stage");
        says("Old,Ben,H801200001001,Year 5,MAT,KS2");
        is_long(site_get(&s, &reader, of_school(LA_ENTRIES ".xlsx")), 200, "as XLSX");
        gets(&head, of_school(LA_ENTRIES), 403);
}

static unsigned long conflict_id(unsigned long pupil)
{
        struct entry_conflicts all = { 0, NULL };
        is_long(entry_conflict_list(s.d.db, a, &oak, &all), DONE, "conflicts");
        for (size_t i = 0; i < all.count; i++)
                if (all.items[i].pupil == pupil)
                        return all.items[i].id;
        return 0;
}

/* Ours is kept, and the school reads why where it reads the same of pupils' fields. */
static void test_told(void)
{
        const char *url = of_school(LA_ENTRY_CONFLICTS),
                   *form =
                       arena_printf(a, "kind=exclusions&pick=%lu%%3A1&answer=tell&note=", conflict_id(ben));
        gets(&officer, url, 200);
        says("Keep ours and tell the school");
        says("What the school is told");
        posts(&officer, url, form, 422);
        says("Write what the school is told.");
        says(arena_printf(a, "value=\"%lu:1\" checked", conflict_id(ben)));
        says("name=\"kind\" value=\"exclusions\"");
        says_not(arena_printf(a, "value=\"%lu:1\" checked", conflict_id(ann)));
        gets(&head, "/school/differences", 200);
        says("keeps no value against one that you sent");
        posts(&reader, url, arena_printf(a, "%sx", form), 403);
        posts(&officer, url, arena_printf(a, "%sThe+hearing+%%3Cb%%3E+was+adjourned", form), 303);
        gets(&officer, url, 200);
        says("1 conflict: Ours was kept, and the school was told.");
        says_not("The hearing");
        gets(&officer, arena_printf(a, "%s?cohort=kept", url), 200);
        says("The hearing &lt;b&gt; was adjourned");
        says("Kept by");
        gets(&head, "/school/differences", 200);
        says("1 difference.");
        says("The hearing &lt;b&gt; was adjourned");
        says("Suspensions and exclusions");
        says("From 14/09/2026, category Suspension, sessions 4");
        says("Nothing");
        says_not("Active");
        gets(&head, "/school", 200);
        says("/school/differences");
        struct result r;
        ok(db_find(s.d.db, a, &r, &mails_with, ARGS(arg_text("%1 value of your data was not taken over%hearing%"))) == DONE &&
               result_number(&r, 0, 0) == 1,
           "by e-mail too");
}

static void test_conflicts(void)
{
        const char *url = of_school(LA_ENTRY_CONFLICTS);
        gets(&reader, of_school(LA_CONFLICTS), 200);
        says("2 results and other entries wait");
        says(url);
        gets(&reader, url, 200);
        says("2 conflicts.");
        says("From 14/09/2026, category Suspension, sessions 4");
        says_not("type=\"checkbox\"");
        gets(&officer, url, 200);
        says("type=\"checkbox\" name=\"pick\"");
        posts(&reader, url, arena_printf(a, "pick=%lu%%3A1&answer=accept", conflict_id(ann)), 403);
        posts(&officer, url, "answer=accept", 409);
        posts(&officer, url, arena_printf(a, "pick=%lu%%3A7&answer=accept", conflict_id(ann)), 409);
        posts(&officer, url, arena_printf(a, "pick=%lu%%3A1&answer=accept", conflict_id(ann)), 303);
        gets(&officer, url, 200);
        says("1 conflict.");
        posts(&officer, url, arena_printf(a, "pick=%lu%%3A2&answer=keep", conflict_id(ben)), 409);
        test_told();
        waits(ann, "2026-09-21|SUSP||||1|");
        posts(&officer, url, arena_printf(a, "pick=%lu%%3A1&answer=keep", conflict_id(ann)), 303);
        gets(&officer, url, 200);
        says("Nothing waits for a decision.");
        gets(&officer, arena_printf(a, "%s?cohort=kept", url), 200);
        says("Not told");
        says("Ours was kept (2)");
        says_not("name=\"pick\"");
        struct entries all = { 0, NULL };
        is_long(entry_list(s.d.db, a, &oak, ENTRY_EXCLUSION, &all), DONE, "exclusions");
        is_long((long)all.count, 2, "the accepted one is held beside the one before");
        gets(&officer, of_school(LA_CONFLICTS), 200);
        says_not("other entries wait");
}

/* ---- why one waits, and all of one kind ---- */

static void open_of(enum entry_kind kind, unsigned long pupil, const char *theirs, const char *ours)
{
        struct entry_conflict c = { .pupil = pupil,
                                    .theirs = entry_of(kind, theirs),
                                    .any = *ours != 0,
                                    .cohort = COHORT_OTHER,
                                    .sheet = "" };
        c.key = entry_key(a, &c.theirs);
        c.ours = entry_of(kind, ours);
        is_long(entry_conflict_open(s.d.db, a, &oak, &c, 1), DONE, theirs);
}

static long open_now(void)
{
        struct entry_conflicts all = { 0, NULL };
        long n = 0;
        is_long(entry_conflict_list(s.d.db, a, &oak, &all), DONE, "conflicts");
        for (size_t i = 0; i < all.count; i++)
                n += !all.items[i].kept;
        return n;
}

SQL(came_with_file,
    "UPDATE pupil_entry SET changed_at = '2026-06-01 10:00:00', row_n = 7, batch_id = 77 WHERE "
    "school_id = ? AND kind = 'R' AND held LIKE '%|107|%'");
SQL(any_service, "SELECT id FROM service WHERE counts = ? ORDER BY id LIMIT 1");

static void known_to(unsigned long pupil, bool counts)
{
        struct pupil_full full;
        struct result r;
        unsigned long id;
        is_long(pupil_find(s.d.db, a, &oak, pupil, &full), DONE, "a pupil");
        ok(db_find(s.d.db, a, &r, &any_service, ARGS(arg_number(counts))) == DONE, "a service");
        const struct involvement i = { .child = full.child,
                                       .service = (unsigned long)result_number(&r, 0, 0),
                                       .from = "2020-09-01",
                                       .to = "",
                                       .reference = "" };
        is_long(involvement_add(s.d.db, 0, &i, &id), DONE, "knows the child");
}

static void ruled(enum verdict verdict)
{
        struct rule_set set;
        is_long(rule_set_read(s.d.db, a, 0, &set), DONE, "the rules");
        set.layer.verdict[RULE_ATTAINMENT][COHORT_OTHER] = verdict_letters[verdict];
        is_long(rules_set(s.d.db, a, officer.person.id, 0, set.version, &set.layer), DONE, "are changed");
}

/* Who set ours and when, the rule that stopped it, and who knows the child. */
static void test_why(void)
{
        const char *url = of_school(LA_ENTRY_CONFLICTS);
        open_of(ENTRY_RESULT, ben, "KS2|MAT||||110|2026-05-12|||", "KS2|MAT||||107|2026-05-12|||");
        gets(&reader, url, 200);
        says("The rule has changed: it is weighed again within a minute");
        says("No service");
        ruled(VERDICT_FILL);
        ok(db_run(s.d.db, &came_with_file, ARGS(arg_id(oak.school))) == DONE &&
               db_script(
                   s.d.db,
                   "INSERT INTO delivery (id, school_id, source, complete, state, file_name, size, sha256, "
                   "notes, "
                   "received_at, delete_after) VALUES (900, 0, 'F', 0, 'done', '<June>.csv', 1, '', '', "
                   "UTC_TIMESTAMP(), '2099-01-01');\n"
                   "INSERT INTO import (school_id, batch_id, delivery_id, complete, row_total) SELECT "
                   "school_id, 77, "
                   "900, 0, 1 FROM pupil_entry WHERE batch_id = 77;\n") == DONE,
           "ours came with a file");
        known_to(ben, false);
        gets(&reader, url, 200);
        says("Row 7 of &lt;June&gt;.csv, 1 June 2026 at 11am");
        says("Import if null, else put in conflict");
        says("(does not count)");
}

/* More than fit on a page, and one answer for all of them after a look. */
static void test_all(void)
{
        const char *url = of_school(LA_ENTRY_CONFLICTS), *all = of_school(LA_ENTRY_CONFLICTS_ALL);
        for (int i = 1; i <= 60; i++)
                open_of(ENTRY_RESULT, ann, arena_printf(a, "|Subject %02d||||%d||2026||", i, i), "");
        gets(&officer, url, 200);
        says("61 conflicts.");
        says("Subject 49");
        says_not("Subject 55");
        says_not("Look at it first");
        gets(&officer, arena_printf(a, "%s?kind=results&page=2", url), 200);
        says("Subject 55");
        says_not("Subject 49");
        says("Results (61)");
        says("Look at it first");
        gets(&officer, arena_printf(a, "%s?page=9", url), 200);
        says("Subject 55");
        gets(&reader, arena_printf(a, "%s?kind=results", url), 200);
        says_not("Look at it first");
        gets(&reader, arena_printf(a, "%s?kind=results&answer=keep", all), 403);
        gets(&officer, arena_printf(a, "%s?kind=results&answer=perhaps", all), 409);
        gets(&officer, arena_printf(a, "%s?answer=keep", all), 409);
        gets(&officer, arena_printf(a, "%s?kind=results&cohort=kept&answer=keep", all), 409);
        gets(&officer, arena_printf(a, "%s?kind=results&answer=accept", all), 200);
        says("Accept the school’s value: 61 conflicts");
        says("of the kind Results. These are the first 20.");
        is_long(open_now(), 61, "nothing is decided yet");
        const char *seen = strstr(s.response.body, "name=\"seen\" value=\"");
        if (!ok(seen != NULL, "what was seen"))
                return;
        seen += strlen("name=\"seen\" value=\"");
        char *form = arena_printf(a, "kind=results&answer=accept&seen=%.*s", (int)strcspn(seen, "\""), seen);
        for (char *p = strchr(form, ' '); p; p = strchr(p, ' '))
                *p = '+';
        posts(&reader, all, form, 403);
        posts(&officer, all, "kind=results&answer=tell&seen=1:1", 422);
        says("Write what the school is told.");
        posts(&officer, all, "kind=results&answer=keep&seen=x", 409);
        ok(db_script(s.d.db, "UPDATE entry_conflict SET ver = ver + 1 WHERE theirs LIKE '%Subject 30%';\n") ==
               DONE,
           "one changes");
        posts(&officer, all, form, 409);
        is_long(open_now(), 61, "then none is decided");
        ok(db_script(s.d.db, "UPDATE entry_conflict SET ver = ver - 1 WHERE theirs LIKE '%Subject 30%';\n") ==
               DONE,
           "as it was");
        posts(&officer, all, form, 303);
        is_text(site_leads(&s), url, "back to the list");
        is_long(open_now(), 0, "all are decided");
        gets(&officer, url, 200);
        says("61 conflicts: The school’s value was accepted.");
        gets(&reader, arena_printf(a, "%s?kind=results", of_school(LA_ENTRIES)), 200);
        says("62 entries.");
}

/* ---- what is agreed ---- */

static unsigned agreed(unsigned long school)
{
        struct agreement x = { 0 };
        is_long(agreement_of(s.d.db, a, school, &x), DONE, "what is agreed");
        return x.sets;
}

static void send(const char *text)
{
        unsigned long done = 0;
        is_long(site_send(&s, &head, "/school/data/upload", "everyone=no", "results.csv", text), 303,
                "a file of the school");
        is_long(import_run(s.d.db, s.d.config, &done), DONE, "processed");
}

static void test_agreed(void)
{
        const char *url = of_school(LA_SCHOOL_SETS);
        gets(&reader, LA_SETS, 200);
        says("Agreed now: all sets.");
        says_not("type=\"checkbox\"");
        gets(&admin, LA_SETS, 200);
        says("type=\"checkbox\" value=\"attainment\" checked");
        posts(&officer, LA_SETS, "which=own&version=0", 403);
        posts(&admin, LA_SETS, "version=0", 409);
        is_long(agreed(oak.school), SETS_ALL, "a form without a choice changes nothing");
        posts(&admin, LA_SETS, "which=own&set=pupils&set=attendance&set=sen_history&version=0", 303);
        is_long(agreed(oak.school), 1u << SET_PUPILS | 1u << SET_ATTENDANCE | 1u << SET_SEN,
                "agreed with all");
        posts(&admin, LA_SETS, "which=own&version=0", 409);
        gets(&admin, url, 200);
        says("As with all schools (Pupil details, Attendance and SEN history)");
        posts(&admin, url, "which=own&set=attainment&version=0", 303);
        is_long(agreed(oak.school), 1u << SET_ATTAINMENT, "with the school alone");
        gets(&admin, LA_SETS, 200);
        says("Schools with an agreement of their own");
        says(url);
        gets(&reader, of_school("/la/schools/{}"), 200);
        says("Sets of data agreed");
        says("Attainment");
        posts(&admin, url, "which=all&version=1", 303);
        is_long(agreed(oak.school), 1u << SET_PUPILS | 1u << SET_ATTENDANCE | 1u << SET_SEN,
                "as with all again");
        send("UPN,Subject,Result,Year\nB801200005001,Art,5,2026\n");
        struct result r;
        ok(db_find(s.d.db, a, &r, &delivery_last, ARGS()) == DONE, "the delivery");
        unsigned long id = (unsigned long)result_number(&r, 0, 0);
        gets(&head, url_make(a, "/school/data/{}", &id), 200);
        says("Attainment is not agreed with Oak, and was left out.");
        gets(&reader, url_make(a, "/la/deliveries/{}", &id), 200);
        says("Attainment is not agreed with Oak, and was left out.");
        send("UPN,SEN provision,Start date,End "
             "date\nB801200005001,K,01/09/2024,\nB801200005001,Z,01/09/2025,\n");
        ok(db_find(s.d.db, a, &r, &delivery_last, ARGS()) == DONE, "another");
        id = (unsigned long)result_number(&r, 0, 0);
        gets(&head, url_make(a, "/school/data/{}", &id), 200);
        says("New results and other entries");
        says("column B: want a code of the DfE, such as N, in column Provision, found");
}

int main(void)
{
        if (!site_open(&s))
                return done_testing();
        a = s.d.arena;
        const struct school school = { .laestab = "9992001",
                                       .urn = "",
                                       .name = "Oak",
                                       .phase = "PS",
                                       .year_low = "R",
                                       .year_high = "6",
                                       .contact_email = "" };
        unsigned long id = 0;
        is_long(school_add(s.d.db, 0, &school, &id), DONE, "a school");
        oak = gate_program_scope(id);
        admin = site_person(&s, ROLE_LA_ADMIN, 0, "Admin");
        officer = site_person(&s, ROLE_LA_OFFICER, 0, "Officer");
        reader = site_person(&s, ROLE_LA_READER, 0, "Reader");
        head = site_person(&s, ROLE_SCHOOL_ADMIN, id, "Head");
        ann = add("B801200005001", "Young", "Ann");
        ben = add("H801200001001", "Old", "Ben");
        holds(ann, ENTRY_RESULT, "KS2|" NASTY "|||||2026-05-12|||");
        holds(ben, ENTRY_RESULT, "KS2|MAT||||107|2026-05-12|||");
        holds(ben, ENTRY_SEN, "2026-05-12|K|");
        holds(ben, ENTRY_SCHOOL, "|Elm|2020-09-01|||");
        holds(ann, ENTRY_EXCLUSION, "2026-09-07|SUSP|PP|||2|");
        test_pupil();
        test_heads();
        test_lists();
        waits(ann, "2026-09-14|SUSP||||4|");
        waits(ben, "2026-09-14|SUSP||||4|");
        test_conflicts();
        test_why();
        test_all();
        test_agreed();
        site_close(&s);
        return done_testing();
}
