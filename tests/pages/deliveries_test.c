/* Files of pupils' data from the form to what became of them, as people of the authority and of a school see
 * it: sending, the same bytes twice, files that are none, one file for two schools, and how far it is. */
#include "pages/la_deliveries.h"

#include <stdlib.h>
#include <string.h>

#include "site.h"
#include "store/school.h"
#include "tasks/import.h"

/* Every page must show it as text. */
#define HOSTILE "night <b>&'{x}.csv"
#define SHOWN   "night &lt;b&gt;&amp;&#39;{x}.csv"
#define UPLOAD  "/la/deliveries/upload"
#define HEADING "Surname,Forename,Date of birth,Sex,NC year\n"

enum { PUPILS = 8 };

SQL(latest, "SELECT MAX(id) FROM delivery");
SQL(latest_of, "SELECT MAX(id) FROM delivery WHERE school_id = ?");

static struct site_test s;
static struct arena *a;
static unsigned long oak, elm;
static struct visitor officer, reader, head, other_head, teacher;

static unsigned long number(const struct sql *q, const struct arg *args, size_t count)
{
        struct result r;
        return db_find(s.d.db, a, &r, q, args, count) == DONE ? (unsigned long)result_number(&r, 0, 0) : 0;
}

static bool shows(const struct visitor *who, const char *url, const char *text)
{
        int status = site_get(&s, who, url);
        const char *page = s.response.body;
        return ok(status == 200 && site_says(&s, text) && !strstr(page, "<b>"), "%s says %s (%d)", url, text,
                  status);
}

static bool says(const char *text)
{
        return ok(site_says(&s, text), "it says %s", text);
}

static bool says_not(const char *text)
{
        return ok(!strstr(s.response.body, text), "it does not say %s", text);
}

static void is_status(int got, int want, const char *what)
{
        if (!ok(got == want, "%s (%d)", what, got))
                printf("# want %d; %.300s\n", want, s.response.body);
}

static void process(void)
{
        unsigned long done = 0;
        ok(import_run(s.d.db, s.d.config, &done) == DONE, "what waits is processed: %lu", done);
}

/* ---- schools ---- */

static const char *const surnames[PUPILS] = { "Abbott",   "Barker",     "Cotterill", "Dunmore",
                                              "Eastwood", "Fairclough", "Goldsmith", "Hawthorne" };
static const char *const forenames[PUPILS] = { "Amir",   "Beatrix", "Callum", "Delia",
                                               "Edmund", "Farah",   "Gwen",   "Hugo" };

static const char *line(int school, int i)
{
        return arena_printf(a, "%s%s,%s,2016-0%d-1%d,%s,4\n", surnames[i], school ? "ova" : "",
                            forenames[(i + 3 * school) % PUPILS], i + 1, school, i % 2 ? "F" : "M");
}

static const char *lines(int school, const char *before)
{
        const char *text = "";
        for (int i = 0; i < PUPILS; i++)
                text = arena_printf(a, "%s%s%s", text, before, line(school, i));
        return text;
}

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

/* ---- the authority ---- */

static unsigned long send(const char *school, const char *everyone, const char *label, const char *text)
{
        is_status(site_send(&s, &officer, UPLOAD, arena_printf(a, "school=%s&everyone=%s", school, everyone),
                            label, text),
                  303, label);
        unsigned long id = number(&latest, NULL, 0);
        is_text(site_leads(&s), arena_printf(a, "/la/deliveries/%lu", id), "to its page");
        return id;
}

static void refused_forms(void)
{
        const char *of_oak = arena_printf(a, "school=%lu&everyone=yes", oak);
        shows(&officer, UPLOAD, "The whole authority: each row names its school");
        says("becomes a proposed leaver");
        is_status(site_get(&s, &reader, UPLOAD), 403, "who may only look sends nothing");
        is_status(site_send(&s, &reader, UPLOAD, of_oak, "x.csv", HEADING), 403, "nor by hand");
        is_status(site_send(&s, &officer, UPLOAD, of_oak, "", NULL), 422, "no file");
        says("Choose a file first.");
        is_status(site_send(&s, &officer, UPLOAD, of_oak, "x.csv", ""), 422, "an empty file");
        says("The file is empty");
        is_status(site_send(&s, &officer, UPLOAD, "school=4000000&everyone=yes", "x.csv", HEADING), 422,
                  "no such school");
        says("Choose the school whose data it is");
        is_status(site_send(&s, &officer, UPLOAD, "school=all", "x.csv", HEADING), 422,
                  "not said who is in it");
        says("Say whether everyone on roll is in the file.");
        is_long((long)number(&latest, NULL, 0), 0, "nothing was kept");
        shows(&reader, LA_DELIVERIES, "No file has come yet.");
        says_not(UPLOAD);
}

static void for_one_school(void)
{
        const char *text = arena_printf(a, HEADING "%s", lines(0, ""));
        unsigned long id = send(arena_printf(a, "%lu", oak), "yes", HOSTILE, text);
        const char *url = arena_printf(a, "/la/deliveries/%lu", id),
                   *progress = arena_printf(a, "%s/progress", url);
        shows(&officer, url, "Received. It is processed within a minute.");
        says("Waiting to be read. That begins within a minute.");
        says(arena_printf(a, "data-progress=\"%s\"", progress));
        says(SHOWN);
        says("Oak School");
        says("Look again");
        is_status(site_get(&s, &reader, progress), 200, "how far it is");
        says("{\"phase\":\"waiting\",");
        ok(strstr(s.response.headers.bytes, "application/json") != NULL, "as JSON");
        says("\"schools\":0,");
        says("\"seconds_left\":null}");
        shows(&reader, LA_DELIVERIES, "Waiting to be read");

        process();
        shows(&reader, url, "Done: 1 school processed.");
        says_not("Look again");
        says("Processed");
        says("CSV");
        is_status(site_get(&s, &reader, progress), 200, "afterwards");
        says("\"phase\":\"done\",\"words\":\"Done: 1 school "
             "processed.\",\"schools_done\":1,\"schools\":1,\"rows_done\":8,\"rows\":8,"
             "\"seconds_left\":0}");
        shows(&reader, arena_printf(a, LA_DELIVERIES "?school=%lu", oak), SHOWN);
        shows(&reader, arena_printf(a, LA_DELIVERIES "?school=%lu", elm), "No file has come yet.");

        unsigned long again = send(arena_printf(a, "%lu", oak), "yes", "again.csv", text);
        shows(&officer, arena_printf(a, "/la/deliveries/%lu", again),
              "The same file came before. Nothing is done with it again.");
        says(arena_printf(a, "href=\"%s\"", url));
        shows(&reader, LA_DELIVERIES, "The same as before");
        is_status(site_get(&s, &reader, "/la/deliveries/4000000"), 404, "one that is not there");
        is_status(site_get(&s, &reader, "/la/deliveries/4000000/progress"), 404, "nor how far it is");
}

static void for_the_authority(void)
{
        const char *text = arena_printf(a, "LAESTAB," HEADING "%s%s9999999,Nowhere,Nell,2016-01-01,F,4\n",
                                        lines(0, "9992001,"), lines(1, "9992002,"));
        unsigned long id = send("all", "yes", "authority.csv", text);
        const char *url = arena_printf(a, "/la/deliveries/%lu", id);
        ok(db_script(
               s.d.db,
               arena_printf(
                   a,
                   "INSERT INTO pause (school_id, from_at, reason, on_resume, set_by, set_at) VALUES (%lu, "
                   "UTC_TIMESTAMP(), 'Summer', 'A', 1, UTC_TIMESTAMP());\n",
                   elm)) == DONE,
           "Elm is paused");
        process();
        shows(&reader, url, "Done: 1 school processed. 1 school is paused.");
        says("Elm School");
        says("1 row is of no school that Onroll knows");
        shows(&reader, LA_DELIVERIES, "2 schools</a> <small>1 not processed yet</small>");
        shows(&reader, arena_printf(a, LA_DELIVERIES "?school=%lu", elm), "authority.csv");
        ok(db_script(s.d.db, "UPDATE pause SET ended_at = UTC_TIMESTAMP();\n") == DONE, "the pause is over");
        shows(&reader, url, "Processing: 1 of 2 schools, 8 of 16 rows");
        process();
        shows(&reader, url, "Done: 2 schools processed.");
}

static void no_data(void)
{
        unsigned long id = send("all", "no", "letter.csv", "Dear all,\nno pupils here\n");
        process();
        shows(&reader, arena_printf(a, "/la/deliveries/%lu", id),
              "No list of pupils was found in this file.");
        says("Refused");
        says("No import was made of it.");
}

static void pages_of_them(void)
{
        for (int i = 0; i < 51; i++)
                send(arena_printf(a, "%lu", elm), "no", arena_printf(a, "many-%02d.csv", i),
                     arena_printf(a, HEADING "%d", i));
        shows(&reader, LA_DELIVERIES, "many-50.csv");
        says_not("many-00.csv");
        const char *p = strstr(s.response.body, "/la/deliveries?before=");
        const char *older = p ? arena_bytes(a, p, strcspn(p, "\"")) : "/";
        shows(&reader, older, "many-00.csv");
        says("Back to the newest");
}

/* ---- a school ---- */

static void set_import(unsigned long delivery, const char *state, const char *hold, int rows)
{
        ok(db_script(s.d.db, arena_printf(a,
                                          "UPDATE batch b JOIN import i ON i.school_id = b.school_id AND i.batch_id = b.id SET "
                                          "b.state = '%s', b.hold = '%s', i.row_done = %d WHERE i.delivery_id = %lu;\n",
                                          state, hold, rows, delivery)) == DONE,
           "%s %s", state, hold);
}

static void of_a_school(void)
{
        shows(&head, "/school/bulk", "href=\"/school/data\"");
        is_status(site_get(&s, &teacher, "/school/data"), 403, "a teacher has no business there");
        shows(&head, "/school/data", "night &lt;b&gt;");
        says("The local authority");
        says_not("authority.csv");
        shows(&other_head, "/school/data", "many-50.csv");
        says_not("night");
        is_status(site_send(&s, &head, "/school/data/upload", "everyone=yes", "", NULL), 422, "no file");
        is_status(site_send(&s, &head, "/school/data/upload", "everyone=", "x.csv", HEADING), 422,
                  "not said who is in it");
        is_status(site_send(&s, &head, "/school/data/upload", "everyone=no&school=2", "x.csv", HEADING), 409,
                  "for no other school");
        is_status(site_send(&s, &head, "/school/data/upload", "everyone=no", "ours.csv",
                            HEADING
                            "Abbott,Amir,2016-01-10,M,5\nIvory,Imogen,2016-09-10,F,4\nJarvis,Jo,soon,F,4\n"),
                  303, "a file");
        unsigned long id = number(&latest_of, ARGS(arg_id(oak)));
        const char *url = arena_printf(a, "/school/data/%lu", id);
        is_text(site_leads(&s), url, "to its page");
        const char *progress = arena_printf(a, "%s/progress", url);
        shows(&head, url, "Waiting to be read. That begins within a minute.");
        says(arena_printf(a, "data-progress=\"%s\"", progress));
        says("Look again");
        is_status(site_get(&s, &head, progress), 200, "how far it is");
        says("{\"phase\":\"waiting\",");
        is_status(site_get(&s, &other_head, progress), 404, "is nothing to another school");
        is_status(site_get(&s, &teacher, progress), 403, "nor to a teacher");
        process();
        is_status(site_get(&s, &head, progress), 200, "afterwards");
        says("\"phase\":\"done\",\"words\":\"Processed.\",");
        says("\"rows_done\":3,\"rows\":3,\"seconds_left\":0}");
        set_import(id, "open", "", 1);
        shows(&head, url, "Processing: 1 of 3 rows");
        set_import(id, "open", "held", 0);
        is_status(site_get(&s, &head, progress), 200, "when it is on hold");
        says("\"phase\":\"done\",\"words\":\"The local authority looks at it first.\",");
        set_import(id, "listed", "", 3);
        shows(&head, url, "New pupils");
        says_not("data-progress");
        says("Rejected rows");
        says("row 4, column C (date of birth): want a date like 31/08/2012, found &#39;soon&#39;");
        shows(&head, "/school/data", "ours.csv");
        is_status(site_get(&s, &other_head, url), 404, "another school finds nothing there");
        shows(&officer, arena_printf(a, "/la/deliveries/%lu", id), "ours.csv");
}

int main(void)
{
        if (!site_open(&s))
                return done_testing();
        a = s.d.arena;
        oak = add_school("9992001", "Oak School");
        elm = add_school("9992002", "Elm School");
        officer = site_person(&s, ROLE_LA_OFFICER, 0, "Olive");
        reader = site_person(&s, ROLE_LA_READER, 0, "Rory");
        head = site_person(&s, ROLE_SCHOOL_ADMIN, oak, "Hester");
        other_head = site_person(&s, ROLE_SCHOOL_ADMIN, elm, "Harriet");
        teacher = site_person(&s, ROLE_TEACHER, oak, "Tom");
        refused_forms();
        for_one_school();
        for_the_authority();
        no_data();
        pages_of_them();
        of_a_school();
        site_close(&s);
        return done_testing();
}
