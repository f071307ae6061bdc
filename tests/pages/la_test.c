/* The authority's pages, in the order of a migration that needs them: a possible match, a hold, the roll applied and taken
 * back; then removed pupils, windows, users and the audit log. */
#include "pages/la.h"

#include <stdlib.h>
#include <string.h>

#include "flow/confirm.h"
#include "flow/match.h"
#include "flow/receive.h"
#include "gate/scope.h"
#include "site.h"
#include "store/batch.h"
#include "store/match_case.h"
#include "store/outbox.h"
#include "store/person.h"
#include "store/pupil.h"
#include "store/pupil_deed.h"
#include "store/restore.h"
#include "store/school.h"

/* Every page must show it as text. */
#define HOSTILE "Oak <b>&\"'{x}"

static struct site_test s;
static struct arena *a;
static unsigned long oak, elm;
static struct visitor admin, officer, reader, head;
static struct scope scope;
static struct refusal why;
static struct batch batch;

static struct flow flow(void)
{
        why = (struct refusal){ 0 };
        return (struct flow){ a, s.d.db, s.d.config, &scope, &why };
}

/* ---- schools and pupils ---- */

static unsigned long add_school(const char *laestab, const char *name)
{
        const struct school school = { .laestab = laestab, .urn = "", .name = name, .phase = "PS", .year_low = "R",
                                       .year_high = "6", .contact_email = "", .agreed_pupils = 21 };
        unsigned long id = 0;
        ok(school_add(s.d.db, 0, &school, &id) == DONE, "a school");
        return id;
}

static unsigned long add_pupil(const struct scope *where, const char *surname, const char *forename, const char *dob)
{
        struct record r;
        unsigned long id = 0;
        record_blank(&r);
        r.value[FIELD_SURNAME] = surname;
        r.value[FIELD_FORENAME] = forename;
        r.value[FIELD_DOB] = dob;
        r.value[FIELD_SEX] = "F";
        r.value[FIELD_NC_YEAR] = "3";
        ok(pupil_add(s.d.db, a, where, &r, &id) == DONE, "%s", forename);
        return id;
}

static const char *const names[] = { "Ada",  "Bea",  "Cleo", "Dora", "Edie", "Faye", "Gwen", "Hana", "Iris", "Jane",
                                     "Kate", "Lena", "Mina", "Nora", "Opal", "Prue", "Rosa", "Suki", "Tess", "Uma" };
enum { PUPILS = sizeof names / sizeof *names, LISTED = 10 };

static unsigned long removed_one; /* is in no list */

static void fill_schools(void)
{
        for (int i = 0; i < PUPILS; i++)
                removed_one = add_pupil(&scope, arena_printf(a, "%sson", names[PUPILS - 1 - i]), names[i],
                                        arena_printf(a, "2017-10-%02d", i + 1));
        struct scope there = gate_la_scope(&officer.person, elm);
        add_pupil(&there, "Quillfeather", "Zelda", "2018-02-03");
}

/* ---- a migration that lists half of them, a child of another school, and nobody else ---- */

static struct batch batch_now(void)
{
        struct batch b = { 0 };
        ok(batch_find(s.d.db, a, &scope, batch.id, &b) == DONE, "the batch");
        return b;
}

static void list_half(void)
{
        const char *csv = "Surname,Forename,Date of birth,Gender,NC Year\r\nQuillfeather,Zelda,03/02/2018,F,4\r\n";
        struct flow f = flow();
        unsigned long upload;
        for (int i = 0; i < LISTED; i++)
                csv = arena_printf(a, "%s%sson,%s,%02d/10/2017,F,4\r\n", csv, names[PUPILS - 1 - i], names[i], i + 1);
        ok(batch_add(s.d.db, &scope, true, 2026, &batch.id) == DONE, "a migration");
        batch = batch_now();
        const struct incoming in = { "Year 4.csv", csv, strlen(csv), 0 };
        ok(flow_receive(&f, &batch, &in, &upload) == DONE, "a list is received");
        batch = batch_now();
        ok(batch_tick(s.d.db, &scope, &batch, true) == DONE, "it is all of them");
        batch = batch_now();
        ok(flow_match(&f, &batch) == DONE && flow_settle(&f, &batch, true) == DONE, "matched and settled");
}

/* ---- asking pages ---- */

static bool shows(const struct visitor *who, const char *url, const char *text)
{
        int status = site_get(&s, who, url);
        const char *page = s.response.body;
        return ok(status == 200 && site_says(&s, text) && !strstr(page, "<b>") && !strstr(page, "{x}\">"), "%s says %s (%d)",
                  url, text, status);
}

static void is_status(int got, int want, const char *what)
{
        ok(got == want, "%s (%d)", what, got);
        if (got != want)
                printf("# want %d; %.300s\n", want, s.response.body);
}

static size_t mails(const char *words)
{
        struct mail m;
        size_t n = 0;
        while (outbox_take(s.d.db, a, &m) == DONE)
                n += strstr(m.subject, words) || strstr(m.body, words);
        return n;
}

static const char *version_on_page(void)
{
        const char *p = strstr(s.response.body, "name=\"version\" value=\"");
        return p ? arena_bytes(a, p + 22, strspn(p + 22, "0123456789")) : "0";
}

static int post(const struct visitor *who, const char *url, const char *form)
{
        return site_post(&s, who, url, form);
}

/* The form of that page sent to action with the version that the page showed. */
static int answer(const struct visitor *who, const char *page, const char *action, const char *form)
{
        site_get(&s, who, page);
        return post(who, action, arena_printf(a, "%s%sversion=%s", form, *form ? "&" : "", version_on_page()));
}

/* ---- the tests ---- */

static void home(void)
{
        shows(&officer, "/la", "On hold: waiting for you");
        shows(&officer, "/la?state=hold", "1 school found");
        shows(&officer, "/la?name=oak", "1 school found");
        shows(&officer, "/la?state=applied", "No school matches");
        shows(&reader, "/la?sort=-roll", "9992001");
        is_status(site_get(&s, &reader, "/la/schools.csv?sort=state"), 200, "as CSV");
        ok(site_says(&s, "9992002,Primary,1,21,"), "with figures");
        is_status(site_get(&s, &reader, "/la/schools.xlsx"), 200, "as XLSX");
}

static const char *case_url(void)
{
        struct match_cases cases = { 0 };
        ok(case_list(s.d.db, a, &scope, batch.id, &cases) == DONE && cases.count == 1, "one possible match");
        return arena_printf(a, "/la/matches/%lu/%lu", oak, cases.count ? cases.items[0].id : 0);
}

static void school_answers(const char *url)
{
        struct match_case c;
        unsigned long id = strtoul(strrchr(url, '/') + 1, NULL, 10);
        ok(case_find(s.d.db, a, &scope, id, &c) == DONE && case_note(s.d.db, &scope, &c, "She moved here in June") == DONE,
           "the school says what it knows");
}

static void take_back(const char *url)
{
        const char *back = arena_printf(a, "%s/reopen", url);
        shows(&reader, "/la/matches/answered", "Same child");
        ok(!strstr(s.response.body, back), "who may only look takes nothing back");
        is_status(post(&officer, back, "version=1"), 409, "nor does a stale page");
        is_status(answer(&officer, "/la/matches/answered", back, ""), 303, "a wrong answer is taken back");
        shows(&officer, "/la/matches", "1 possible match waits");
        is_status(post(&officer, back, "version=9"), 404, "once");
        is_status(answer(&officer, url, url, "answer=different"), 303, "a different child");
        is_status(answer(&officer, "/la/matches/answered", back, ""), 303, "taken back again");
        is_status(answer(&officer, url, url, "answer=best"), 303, "the same child after all");
}

static void matches(void)
{
        const char *url = case_url();
        shows(&reader, "/la/matches", "Quillfeather, Zelda");
        shows(&reader, url, "is this the same child?");
        ok(!strstr(s.response.body, "value=\"best\""), "who may only look has no buttons");
        shows(&officer, url, "value=\"best\"");
        ok(site_says(&s, "Year 4.csv, row 2") && site_says(&s, "One year up, as expected") &&
               site_says(&s, "On the roll of Elm School"),
           "both records, with places");
        is_status(post(&reader, url, "answer=best"), 403, "who may only look does not answer");
        is_status(answer(&officer, url, url, "answer=perhaps"), 409, "nor does anyone with other words");
        is_status(answer(&officer, url, url, "answer=runner"), 409, "or the runner-up where there is none");
        is_status(answer(&officer, url, url, "answer=ask&question="), 422, "a question needs words");
        (void)mails("");
        is_status(answer(&officer, url, url, "answer=ask&question=New+at+your+school%3F"), 303, "the school is asked");
        is_long((long)mails("New at your school?"), 1, "by e-mail");
        shows(&officer, "/la/matches", "The school was asked");
        school_answers(url);
        shows(&officer, url, "She moved here in June");
        is_status(post(&officer, url, "answer=best&version=1"), 409, "a stale page does not answer");
        is_status(answer(&officer, url, url, "answer=best"), 303, "the same child");
        is_text(site_leads(&s), "/la/matches", "no other waits");
        shows(&officer, "/la/matches", "No possible match waits");
        is_status(answer(&officer, url, url, "answer=different"), 409, "a decision stands");
        struct flow f = flow();
        batch = batch_now();
        ok(flow_match(&f, &batch) == DONE, "matched again");
        shows(&officer, "/la/matches", "No possible match waits");
        take_back(url);
}

static void holds(void)
{
        const char *url = arena_printf(a, "/la/holds/%lu/%lu", oak, batch.id);
        shows(&reader, "/la/holds", "10 of 20 pupils would be removed");
        shows(&reader, url, "Janeson, Kate");
        ok(site_says(&s, "Before the final year") && !strstr(s.response.body, "value=\"release\""),
           "with who would be removed, and no buttons for who may only look");
        is_status(post(&reader, url, "answer=release&reason=x"), 403, "who may only look does not release");
        is_status(answer(&officer, url, url, "answer=release&reason=+"), 422, "a release needs a reason");
        is_status(post(&officer, url, "answer=release&reason=Agreed&version=1"), 409, "a stale page does not release");
        (void)mails("");
        is_status(answer(&officer, url, url, "answer=release&reason=Agreed+by+telephone"), 303, "released");
        is_long((long)mails("Agreed by telephone"), 1, "the school is told");
        shows(&officer, "/la/holds", "Nothing is on hold");
        shows(&officer, "/la/holds?show=answered", "Agreed by telephone");
        is_status(answer(&officer, url, url, "answer=reject&reason=No"), 409, "answered once");
}

static void confirm(void)
{
        struct flow f = flow();
        struct flow_plan p;
        struct school school;
        bool changed;
        batch = batch_now();
        ok(flow_plan(&f, &batch, &p) == DONE && school_by_id(s.d.db, a, oak, &school) == DONE, "a plan");
        ok(batch_acknowledge(s.d.db, &scope, &batch, (long)p.plan.leaver_count, p.leavers_hash) == DONE, "acknowledged");
        batch = batch_now();
        ok(batch_checked(s.d.db, &scope, &batch, p.plan.hash, school.roll_version) == DONE, "checked");
        is_long(flow_confirm(&f, batch.id, p.plan.hash, &changed), DONE, "confirmed");
        if (why.words)
                printf("# %s\n", why.words);
        batch = batch_now();
}

static long on_roll(void)
{
        struct school school = { 0 };
        return school_by_id(s.d.db, a, oak, &school) == DONE ? (long)school.on_roll : -1;
}

static void undo(void)
{
        const char *school = arena_printf(a, "/la/schools/%lu", oak),
                   *url = arena_printf(a, "%s/batches/%lu/undo", school, batch.id);
        is_long(on_roll(), 11, "half left, one came");
        shows(&officer, school, batch.applied.reference);
        shows(&officer, school, "20 before, 11 after");
        ok(site_says(&s, url), "it can be undone");
        shows(&reader, school, batch.applied.reference);
        ok(!strstr(s.response.body, url), "not by who may only look");
        shows(&officer, "/la/removed", "10 pupils");
        shows(&officer, url, "10 pupils who were removed");
        ok(site_says(&s, "1 pupil who came with it"), "both numbers");
        is_status(post(&officer, url, "reason="), 422, "it needs a reason");
        is_status(post(&officer, url, "reason=Wrong+files"), 303, "undone");
        is_long(on_roll(), PUPILS, "the roll is what it was");
        shows(&officer, school, "was undone. The school was told.");
        is_status(post(&officer, url, "reason=Again"), 409, "once");
        shows(&officer, "/la?state=undone", "1 school found");
        shows(&officer, "/la/removed", "every removed pupil has a ground");
}

static void removed(void)
{
        const char *url = arena_printf(a, "/la/removed/%lu/%lu", oak, removed_one);
        const struct pupil_leaving leaving = { { removed_one, 0 }, "2026-09-11", "", "", 0 };
        ok(pupil_leave(s.d.db, a, &scope, &leaving) == DONE, "one leaves without a ground");
        shows(&reader, "/la/removed", "1 pupil.");
        shows(&reader, arena_printf(a, "/la/removed?school=%lu", elm), "0 pupils.");
        is_status(site_get(&s, &reader, "/la/removed.csv"), 200, "as CSV");
        ok(site_says(&s, "Adason,Uma,20/10/2017"), "with names");
        is_status(site_get(&s, &reader, "/la/removed.xlsx"), 200, "as XLSX");
        shows(&officer, url, "Restore this pupil");
        is_status(site_get(&s, &officer, arena_printf(a, "/la/removed/%lu/%lu", elm, removed_one)), 404,
                  "not under another school");
        is_status(answer(&officer, url, url, "x=1"), 409, "a form that is not ours");
        site_get(&s, &officer, url);
        is_status(post(&officer, url, arena_printf(a, "version=%s", version_on_page())), 303, "restored");
        is_long(on_roll(), PUPILS, "back on the roll");
}

static void requests(void)
{
        struct restore_requests all;
        const struct pupil_leaving leaving = { { removed_one, 0 }, "2026-09-11", "a", "", 0 };
        ok(pupil_leave(s.d.db, a, &scope, &leaving) == DONE &&
               restore_ask(s.d.db, a, &scope, removed_one, "Taken off by mistake") == DONE &&
               restore_waiting(s.d.db, a, &all) == DONE && all.count == 1,
           "the school asks for a pupil");
        const char *url = arena_printf(a, "/la/restore-requests/%lu/%lu", oak, all.items[0].id);
        shows(&reader, "/la/restore-requests", "Taken off by mistake");
        is_status(site_get(&s, &officer, arena_printf(a, "/la/restore-requests/%lu/%lu", elm, all.items[0].id)), 404,
                  "not under another school");
        shows(&officer, url, "Taken off by mistake");
        is_status(answer(&officer, url, url, "answer=refuse&note="), 422, "a refusal needs a note");
        (void)mails("");
        is_status(answer(&officer, url, url, "answer=restore&note="), 303, "restored");
        is_long((long)mails("back on your roll"), 1, "the school is told");
        is_long(on_roll(), PUPILS, "back on the roll");
        is_status(site_get(&s, &officer, url), 404, "answered once");
}

static void windows(void)
{
        shows(&reader, "/la/windows", "No window is set");
        is_status(post(&officer, "/la/windows", "school=0&year=2027&opens=15/06/2027&closes=30/09/2027"), 403,
                  "administrators set windows");
        is_status(post(&admin, "/la/windows", "school=0&year=2027&opens=sometime&closes=30/09/2027"), 422, "a day is a day");
        is_status(post(&admin, "/la/windows", "school=0&year=2027&opens=15/06/2027&closes=14/06/2027"), 422, "in order");
        is_status(post(&admin, "/la/windows", "school=0&year=2027&opens=15/06/2027&closes=30/09/2027&version=0"), 303, "set");
        shows(&reader, "/la/windows", "15 June 2027");
        is_status(post(&admin, "/la/windows", "school=0&year=2027&opens=15/06/2027&closes=30/09/2027&version=0"), 409,
                  "not twice");
        is_status(post(&admin, "/la/windows", "school=4000000001&year=2027&opens=15/06/2027&closes=30/09/2027"), 404,
                  "not for a school that is not");
        is_status(post(&admin, "/la/windows", "school=&year=2027&opens=15/06/2027&closes=30/09/2027"), 409,
                  "nor for the whole authority by accident");
        shows(&admin, "/la/windows?school=0&year=2027", "value=\"30/09/2027\"");
        is_status(post(&admin, "/la/windows", "school=0&year=2027&opens=15/06/2027&closes=31/10/2027&version=1"), 303,
                  "changed");
        is_status(post(&admin, "/la/windows/remove", "school=0&year=2027&version=1"), 409, "a stale page removes nothing");
        is_status(post(&admin, "/la/windows/remove", "school=0&year=2027&version=2"), 303, "removed");
        shows(&reader, "/la/windows", "No window is set");
}

static void settings(void)
{
        const char *url = arena_printf(a, "/la/schools/%lu/settings", oak);
        shows(&officer, url, "Pupils agreed");
        ok(!strstr(s.response.body, "name=\"agreed\"") && post(&officer, url, "agreed=5&contact=&version=0") == 403,
           "administrators change settings, others see them");
        is_status(answer(&admin, url, url, "agreed=many&contact="), 422, "a number is a number");
        is_status(answer(&admin, url, url, "agreed=5&contact=office%40oak.example"), 303, "saved");
        shows(&admin, "/la?sort=agreed", "15 over");
        is_status(post(&admin, url, "agreed=9&contact=&version=1"), 409, "a stale page saves nothing");
}

static void users(void)
{
        struct person p;
        const char *hash;
        shows(&admin, "/la/users", "No password yet");
        shows(&admin, "/la/users?words=oak", "Robin");
        is_status(post(&admin, "/la/users/add", "name=&email=x%40y.example&role=teacher&school=1"), 422, "a name");
        is_status(post(&admin, "/la/users/add", "name=Sam&email=sam&role=teacher&school=1"), 422, "an e-mail address");
        is_status(post(&admin, "/la/users/add", "name=Sam&email=sam%40y.example&role=king&school=1"), 422, "a role");
        is_status(post(&admin, "/la/users/add", "name=Sam&email=sam%40y.example&role=teacher&school="), 422, "a school");
        (void)mails("");
        is_status(post(&admin, "/la/users/add",
                       arena_printf(a, "name=Sam&email=sam%%40y.example&role=school_admin&school=%lu", elm)),
                  303, "added");
        is_long((long)mails("/set-password?token="), 1, "with a link by e-mail");
        is_status(post(&admin, "/la/users/add", "name=Sam&email=SAM%40y.example&role=la_reader&school="), 422,
                  "an address is taken once");
        ok(person_by_email(s.d.db, a, "sam@y.example", &p, &hash) == DONE, "the person is there");
        const char *url = arena_printf(a, "/la/users/%lu", p.id), *off = arena_printf(a, "%s/disable", url),
                   *on = arena_printf(a, "%s/enable", url), *link = arena_printf(a, "%s/link", url);
        shows(&admin, url, "This is the only administrator");
        is_status(answer(&admin, url, off, "x=1"), 409, "a form that is not ours");
        is_status(post(&admin, off, "version=1"), 422, "the last administrator only after a warning");
        is_status(post(&admin, off, "version=1&last=yes"), 303, "disabled");
        is_status(post(&admin, link, ""), 409, "no link for who may not sign in");
        is_status(post(&admin, on, "version=1"), 409, "a stale page changes nothing");
        is_status(post(&admin, on, "version=2"), 303, "enabled");
        is_status(post(&admin, link, ""), 303, "a new link");
        is_long((long)mails("/set-password?token="), 1, "by e-mail");
        is_status(post(&admin, arena_printf(a, "/la/users/%lu/disable", admin.person.id), "version=1&last=yes"), 409,
                  "nobody disables themselves");
}

static void audit(void)
{
        shows(&reader, "/la/audit", "Hold released");
        shows(&reader, "/la/audit?verb=batch-undone", batch.applied.reference);
        ok(!strstr(s.response.body, "<td class=\"govuk-table__cell\">Hold released"), "and nothing else");
        shows(&reader, "/la/audit?to=01/01/2020", "Nothing matches");
        shows(&reader, "/la/audit?email=nobody%40la.example", "Nothing matches");
        shows(&reader, arena_printf(a, "/la/audit?school=%lu", oak), "Pupil viewed");
        is_status(site_get(&s, &reader, "/la/audit.csv?verb=match-same"), 200, "as CSV");
        ok(site_says(&s, "Match same"), "what matches");
        is_status(site_get(&s, &reader, "/la/audit.xlsx"), 200, "as XLSX");
        const char *own = arena_printf(a, "/la/schools/%lu/data/history", oak);
        shows(&reader, arena_printf(a, "%s?school=%lu&email=nobody%%40la.example", own, elm), "Nothing matches");
        ok(site_says(&s, arena_printf(a, "/la/audit.csv?school=%lu&amp;email=nobody%%40la.example\"", oak)) &&
               site_says(&s, arena_printf(a, "action=\"%s\"", own)) && !strstr(s.response.body, "name=\"school\""),
           "a school's history keeps to the school");
        shows(&reader, own, "Pupil viewed");
        ok(db_script(s.d.db, arena_printf(a, "DELETE FROM audit WHERE school_id = %lu;\n", elm)) == DONE, "a new school");
        shows(&reader, arena_printf(a, "/la/schools/%lu/data/history", elm), "Nothing was changed or looked at here yet.");
}

static void use_reader(void)
{
        const char *b = getenv("B") ? getenv("B") : "build", *conf = getenv("ONROLL_CONF");
        FILE *f = fopen(conf, "ae");
        ok(f && fprintf(f, "read_program = %s/onroll-read\n", b) > 0 && fclose(f) == 0, "a reader");
        ok(config_read(s.d.arena, conf, &s.d.config) == DONE, "is configured");
}

int main(void)
{
        setenv("ONROLL_TODAY", "2026-09-10", 1);
        if (!site_open(&s))
                return done_testing();
        a = s.d.arena;
        use_reader();
        oak = add_school("9992001", HOSTILE);
        elm = add_school("9992002", "Elm School");
        admin = site_person(&s, ROLE_LA_ADMIN, 0, "Alex " HOSTILE);
        officer = site_person(&s, ROLE_LA_OFFICER, 0, "Olu " HOSTILE);
        reader = site_person(&s, ROLE_LA_READER, 0, "Ray");
        head = site_person(&s, ROLE_SCHOOL_ADMIN, oak, "Robin " HOSTILE);
        scope = gate_own_scope(&head.person);
        fill_schools();
        list_half();
        home();
        matches();
        holds();
        confirm();
        undo();
        removed();
        requests();
        windows();
        settings();
        users();
        audit();
        site_close(&s);
        return done_testing();
}
