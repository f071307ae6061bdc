/* The school's pages about its pupils: what they show, what they refuse, whom they let. */
#include "site.h"

#include <stdlib.h>
#include <string.h>

#include "gate/scope.h"
#include "store/audit.h"
#include "store/batch.h"
#include "store/pupil_deed.h"
#include "store/restore.h"
#include "store/school.h"
#include "store/window.h"
#include "tap.h"

#define NASTY     "<\"'&{x}"
#define NASTY_URL "%3C%22%27%26%7Bx%7D"
#define NASTY_OUT "&lt;&quot;&#39;&amp;{x}"

static struct site_test s;
static struct arena *a;
static struct scope oak, elm;
static struct visitor admin, teacher, other, officer;

static struct scope school_of(const char *laestab, const char *name)
{
        const struct school school = { .laestab = laestab,
                                       .urn = "",
                                       .name = name,
                                       .phase = "PS",
                                       .year_low = "R",
                                       .year_high = "6",
                                       .contact_email = "",
                                       .agreed_pupils = 2 };
        unsigned long id = 0;
        is_long(school_add(s.d.db, 0, &school, &id), DONE, name);
        return gate_program_scope(id);
}

static unsigned long add(const struct scope *scope, const char *surname, const char *forename,
                         const char *dob)
{
        struct record r;
        unsigned long id = 0;
        record_blank(&r);
        r.value[FIELD_SURNAME] = surname;
        r.value[FIELD_FORENAME] = forename;
        r.value[FIELD_DOB] = dob;
        r.value[FIELD_NC_YEAR] = "4";
        r.value[FIELD_CLASS] = "4A";
        is_long(pupil_add(s.d.db, a, scope, &r, &id), DONE, forename);
        return id;
}

static void gone(const struct scope *scope, unsigned long id)
{
        is_long(pupil_leave(s.d.db, a, scope, &(struct pupil_leaving){ { id, 0 }, "2026-07-20", "", "", 0 }),
                DONE, "gone");
}

static const char *at(const char *pattern, unsigned long id)
{
        return url_make(a, pattern, &id);
}

static struct pupil_full pupil(unsigned long id)
{
        struct pupil_full p = { 0 };
        if (pupil_find(s.d.db, a, &oak, id, &p) != DONE)
                ok(0, "pupil %lu", id);
        return p;
}

static void gets(const struct visitor *who, const char *url, int status, const char *says)
{
        is_long(site_get(&s, who, url), status,
                arena_printf(a, "%s of %s", url, who ? who->person.name : "nobody"));
        if (says)
                ok(site_says(&s, says), "says %.60s", says);
}

static void posts(const struct visitor *who, const char *url, const char *form, int status, const char *says)
{
        is_long(site_post(&s, who, url, form), status,
                arena_printf(a, "POST %s of %s", url, who->person.name));
        if (says)
                ok(site_says(&s, says), "says %.60s", says);
}

static void lists(unsigned long anna)
{
        gets(&admin, "/school/pupils", 200, "2 pupils on the roll");
        ok(site_says(&s, at("/school/pupils/{}\"", anna)), "each links to its page");
        gets(&admin, "/school/pupils?q=anna", 200, "1 pupil on the roll");
        gets(&admin, "/school/pupils?q=nobody", 200, "No pupil on the roll matches.");
        gets(&admin, "/school/pupils?sort=-dob&year=4&class=4A&page=1", 200, "aria-sort=\"descending\"");
        gets(&admin, "/school/pupils?page=999999999999&sort=bogus", 200, NULL);
        gets(&admin, "/school/pupils?q=" NASTY_URL "&year=" NASTY_URL "&class=" NASTY_URL "&sort=" NASTY_URL,
             200, NASTY_OUT);
        ok(!strstr(s.response.body, NASTY), "and never raw");
        gets(&admin, "/school/pupils?state=left", 200, "0 pupils who left");
        gets(&admin, "/school/pupils.csv?q=anna", 200, "Smith,Anna");
        ok(!site_says(&s, "Ben"), "the file is of what was sought");
        gets(&admin, "/school/pupils.xlsx", 200, "PK");
        gets(&admin, "/school/pupils.ctf?q=anna&state=left", 200, "<Surname>Smith</Surname>");
        ok(!site_says(&s, "Ben") && site_says(&s, "<CTFversion>"), "a transfer file of those on the roll");
        ok(strstr(s.response.headers.bytes, "9992001_CTF_" "X" "X" "X" "X" "X" "X" "X" "_001.xml") != NULL, "called as the DfE wants");
        gets(&teacher, "/school/pupils.ctf", 403, NULL);
        gets(&officer, "/school/pupils.ctf", 403, NULL);
        gets(&admin, "/school/pupils?q=anna", 200, "/school/pupils.ctf?q=anna&amp;sort=name");
        gets(&admin, "/school/pupils?state=left", 200, NULL);
        ok(!site_says(&s, "pupils.ctf"), "it is not offered of those who left");
        gets(&teacher, "/school/pupils", 200, NULL);
        ok(!site_says(&s, "pupils.ctf"), "nor to a teacher");
        gets(NULL, "/school/pupils", 303, NULL);
        gets(&officer, "/school/pupils", 403, NULL);
}

static void looks(unsigned long anna)
{
        struct audit_rows rows;
        const struct audit_filter f = {
                .school = oak.school, .verb = "pupil-viewed", .from = "", .to = "", .limit = 10
        };
        gets(&admin, at("/school/pupils/{}", anna), 200, "Edit this pupil");
        ok(site_says(&s, "Added to the roll") && site_says(&s, "4 March 2017") == false &&
               site_says(&s, "04/03/2017"),
           "with history and values");
        gets(&teacher, at("/school/pupils/{}", anna), 200, "ask an administrator of your school");
        ok(!site_says(&s, "Edit this pupil"), "a teacher is offered no editing");
        gets(&other, at("/school/pupils/{}", anna), 404, NULL);
        ok(audit_list(s.d.db, a, &f, &rows) == DONE && rows.count == 2,
           "every view is in the audit log, no failed one");
}

static void edits(unsigned long anna)
{
        const char *url = at("/school/pupils/{}/edit", anna);
        gets(&admin, url, 200, "value=\"04/03/2017\"");
        for (int f = 0; f < FIELD_COUNT; f++)
                ok(site_says(&s, arena_printf(a, "name=\"%s\"", field_table[f].key)), "it asks for the %s",
                   field_table[f].words);
        gets(&teacher, url, 403, NULL);
        gets(&other, url, 404, NULL);
        posts(&teacher, url, "surname=X", 403, NULL);
        posts(&other, url, "surname=X&forename=Y&date_of_birth=04/03/2017&version=1", 404, NULL);
        posts(&admin, url, "surname=&forename=Anna&date_of_birth=31/02/2017&version=1&postcode=nowhere", 422,
              "Enter the surname.");
        ok(site_says(&s, "Postcode: want a postcode like SW1A 1AA, found") &&
               site_says(&s, "href=\"#date_of_birth\""),
           "all errors at once");
        posts(&admin, url,
              "surname=Smith-Jones&forename=Anna&date_of_birth=4/3/2017&nc_year=4&class=4B&version=1&sex=f",
              303, NULL);
        is_text(site_leads(&s), at("/school/pupils/{}", anna), "leads to the pupil");
        struct pupil_full p = pupil(anna);
        is_text(p.pupil.record.value[FIELD_SURNAME], "Smith-Jones", "the name is changed");
        is_text(p.pupil.record.value[FIELD_DOB], "2017-03-04", "the date is the same");
        is_text(p.pupil.record.value[FIELD_SEX], "F", "the sex is canonical");
        gets(&admin, at("/school/pupils/{}", anna), 200, "Smith-Jones has been saved.");
        posts(&admin, url,
              "surname=Smith&forename=Anna&date_of_birth=4/3/2017&nc_year=4&class=4C&version=1&sex=F", 422,
              "Somebody else changed this pupil");
        ok(site_says(&s, "Class: now held as &quot;4B&quot;.") &&
               site_says(&s, "name=\"version\" value=\"2\""),
           "says what differs, and may be sent again");
        posts(&admin, url,
              "surname=Smith&forename=Anna&date_of_birth=4/3/2017&nc_year=4&class=4C&version=2&sex=F", 303,
              NULL);
        is_text(pupil(anna).pupil.record.value[FIELD_CLASS], "4C", "sent again");
        posts(&admin, url, "surname=Smith&bogus=1&version=3", 409, NULL);
}

static void adds(void)
{
        gets(&teacher, "/school/pupils/new", 200, "Add this pupil");
        posts(&teacher, "/school/pupils/new", "surname=&forename=&date_of_birth=", 422,
              "Enter the date of birth.");
        posts(&teacher, "/school/pupils/new",
              "surname=A&forename=B&date_of_birth=5/6/2016&entry_date=1/9/2015", 422, "before the date of birth");
        posts(&teacher, "/school/pupils/new",
              "surname=Okafor&forename=Chidi&date_of_birth=5/6/2016&nc_year=5", 303, NULL);
        site_get(&s, &teacher, site_leads(&s));
        ok(site_says(&s, "3 pupils, more than the 2 agreed"),
           "going over the agreed number is said, not refused");
        const char *twice = "surname=Okafor&forename=Chidi&date_of_birth=5/6/2016&nc_year=5";
        posts(&admin, "/school/pupils/new", twice, 200, "Is Chidi Okafor one of these pupils?");
        ok(site_says(&s, "On the roll") && !site_says(&s, "Ask the authority"),
           "who is on the roll needs no restoring");
        posts(&admin, "/school/pupils/new", arena_printf(a, "%s&sure=1", twice), 303, NULL);
        posts(&admin, "/school/pupils/new", "surname=Okafor&forename=Ada&date_of_birth=5/6/2016&nc_year=5",
              303, NULL);
}

static void restores(void)
{
        unsigned long mia = add(&oak, "Removed", "Mia", "2016-01-02");
        gone(&oak, mia);
        gets(&admin, at("/school/pupils/{}", mia), 200, "Only the local authority can restore it");
        posts(&teacher, "/school/pupils/new", "surname=Removed&forename=Mia&date_of_birth=2/1/2016", 200,
              "does not bring back the record");
        ok(site_says(&s, at("/school/pupils/{}/ask", mia)) && site_says(&s, "Left on 20 July 2026"),
           "and offers to ask");
        const char *url = at("/school/pupils/{}/ask", mia);
        gets(&other, url, 404, NULL);
        gets(&admin, url, 200, "Ask the authority to restore Mia Removed");
        posts(&admin, url, "note=+", 422, "Write why");
        posts(&other, url, "note=Ours", 404, NULL);
        posts(&admin, url, "note=Left+out+by+mistake", 303, NULL);
        posts(&admin, url, "note=Again", 409, "asked already");
        gets(&admin, at("/school/pupils/{}", mia), 200, "has not answered yet");
        gets(&admin, "/school", 200, "Restore Mia Removed");
        gets(&admin, at("/school/pupils/{}/edit", mia), 409, "ask the authority");
        gets(&admin, at("/school/pupils/{}/leave", mia), 409, "not on the roll");
        gets(&admin, "/school/pupils?state=left", 200, "1 pupil who left");
}

static void leaves(unsigned long ben)
{
        const char *url = at("/school/pupils/{}/leave", ben);
        gets(&admin, url, 200, "Where the pupil goes");
        gets(&teacher, url, 403, NULL);
        gets(&other, url, 404, NULL);
        posts(&teacher, url, "left_on=1/9/2026&version=1", 403, NULL);
        posts(&other, url, "left_on=1/9/2026&version=1", 404, NULL);
        posts(&admin, url, "left_on=&version=1", 422, "Enter the last day on the roll");
        posts(&admin, url, "left_on=1/9/2199&version=1", 422, NULL);
        posts(&admin, url, "left_on=1/9/2026&ground=z&version=1", 409, "not a ground");
        char *far = arena_printf(a, "left_on=1/9/2026&version=1&destination=%0121d", 0);
        posts(&admin, url, far, 422, "Shorten where the pupil went");
        posts(&admin, url, "left_on=1/9/2026&ground=f&version=9", 422, "Somebody else changed");
        ok(pupil(ben).pupil.on_roll, "nothing was recorded so far");
        posts(&admin, url, "left_on=1/9/2026&ground=f&destination=Home&version=1", 303, NULL);
        struct pupil_full p = pupil(ben);
        ok(!p.pupil.on_roll && strcmp(p.left_on, "2026-09-01") == 0 && strcmp(p.ground, "f") == 0,
           "recorded");
        gets(&admin, at("/school/pupils/{}", ben), 200, "educated otherwise");
}

static void homes(void)
{
        gets(&admin, "/school", 200, "has not set a window");
        const struct window w = { 0, 2026, "2026-01-01", "2199-01-01", 0 };
        is_long(window_set(s.d.db, 0, &w), DONE, "a window");
        gets(&admin, "/school", 200, "Move to the new year 2026/27");
        gets(&teacher, "/school", 200, "agreed with the authority");
        unsigned long batch = 0;
        const struct scope as_admin = gate_own_scope(&admin.person);
        is_long(batch_add(s.d.db, &as_admin, true, 2026, &batch), DONE, "a migration is begun");
        gets(&admin, "/school", 200, at("/school/batches/{}", batch));
        ok(site_says(&s, "In progress") && !site_says(&s, "Move to the new year"), "and is not offered again");
        gets(&officer, "/school", 403, NULL);
        gets(&teacher, "/school/users", 200, "Add or move in bulk");
        ok(site_says(&s, "School administrator") && !site_says(&s, "Other"),
           "the people of this school alone");
}

/* Every page with hostile text in every field. */
static void hostile(void)
{
        struct record r;
        unsigned long id = 0;
        for (int f = 0; f < FIELD_COUNT; f++)
                r.value[f] = field_table[f].kind == KIND_DATE
                                 ? "2016-02-03"
                                 : arena_bytes(a, NASTY, field_table[f].max < 7 ? field_table[f].max : 7);
        is_long(pupil_add(s.d.db, a, &oak, &r, &id), DONE, "a hostile pupil");
        const char *const pages[] = { "/school/pupils", at("/school/pupils/{}", id),
                                      at("/school/pupils/{}/edit", id), at("/school/pupils/{}/leave", id) };
        for (size_t i = 0; i < 4; i++) {
                gets(&admin, pages[i], 200, NASTY_OUT);
                ok(!strstr(s.response.body, NASTY), "%s never raw", pages[i]);
        }
        posts(&admin, "/school/pupils/new",
              "surname=" NASTY_URL "&forename=&date_of_birth=3/2/2016&class=" NASTY_URL, 422, NASTY_OUT);
        ok(!strstr(s.response.body, NASTY), "nor from a form with errors");
        posts(&admin, "/school/pupils/new",
              "surname=x" NASTY_URL "&forename=x" NASTY_URL "&date_of_birth=3/2/2016", 200, NASTY_OUT);
        ok(!strstr(s.response.body, NASTY), "nor from the page of similar pupils");
        posts(&admin, at("/school/pupils/{}/leave", id),
              "left_on=1/9/2026&ground=&destination=" NASTY_URL "&version=1", 303, NULL);
        gets(&admin, at("/school/pupils/{}", id), 200, NASTY_OUT);
        gets(&admin, at("/school/pupils/{}/ask", id), 200, NASTY_OUT);
        posts(&admin, at("/school/pupils/{}/ask", id), "note=" NASTY_URL, 303, NULL);
        gets(&admin, "/school", 200, NASTY_OUT);
        gets(&admin, "/school/pupils?state=left", 200, NASTY_OUT);
        ok(!strstr(s.response.body, NASTY), "and never raw");
}

int main(void)
{
        if (!site_open(&s))
                return done_testing();
        a = s.d.arena;
        oak = school_of("9992001", "Oak " NASTY);
        elm = school_of("9992002", "Elm");
        admin = site_person(&s, ROLE_SCHOOL_ADMIN, oak.school, "Admin " NASTY);
        teacher = site_person(&s, ROLE_TEACHER, oak.school, "Teacher");
        other = site_person(&s, ROLE_SCHOOL_ADMIN, elm.school, "Other");
        officer = site_person(&s, ROLE_LA_OFFICER, 0, "Officer");
        unsigned long anna = add(&oak, "Smith", "Anna", "2017-03-04"),
                      ben = add(&oak, "Jones", "Ben", "2016-03-04");
        lists(anna);
        looks(anna);
        edits(anna);
        adds();
        restores();
        leaves(ben);
        homes();
        hostile();
        site_close(&s);
        return done_testing();
}
