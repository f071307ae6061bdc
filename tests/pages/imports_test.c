/* One import as people of the authority see it: what it did, to whom, which rows it rejected; and answering a
 * hold, by one person and by two. */
#include "pages/la_import.h"

#include <stdlib.h>
#include <string.h>

#include "site.h"
#include "store/school.h"
#include "tasks/import.h"

#define HEADING "Surname,Forename,Date of birth,Sex,NC year,Class\n"

enum { PUPILS = 12 };

SQL(latest, "SELECT MAX(batch_id) FROM import WHERE school_id = ?");
SQL(on_roll, "SELECT COUNT(*) FROM pupil WHERE school_id = ? AND state = 'R'");
SQL(audited, "SELECT COUNT(*) FROM audit WHERE verb = ?");
SQL(mails, "SELECT COUNT(*) FROM outbox WHERE subject LIKE '%not taken%'");
SQL(newest_delivery, "SELECT MAX(id) FROM delivery");
SQL(open_conflicts, "SELECT conflicts_other FROM school_status WHERE school_id = ?");
SQL(first_import, "SELECT MIN(batch_id) FROM import WHERE school_id = ?");
SQL(in_file, "SELECT in_file FROM school_status WHERE school_id = ?");
SQL(of_class, "SELECT COUNT(*) FROM pupil WHERE school_id = ? AND class = ? AND state = 'R'");
SQL(proposed, "SELECT missing FROM school_status WHERE school_id = ?");

static struct site_test s;
static struct arena *a;
static unsigned long oak;
static struct visitor officer, second, reader, head;

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

static void run(const char *sql)
{
        ok(db_script(s.d.db, sql) == DONE, "%.60s", sql);
}

/* ---- files ---- */

static const char *const surnames[PUPILS] = { "Abbott",   "Barker",     "Cotterill", "Dunmore",
                                              "Eastwood", "Fairclough", "Goldsmith", "Hawthorne",
                                              "Ingram",   "Jessop",     "Kirkbride", "Lovelace" };
static const char *const forenames[PUPILS] = { "Amir", "Beatrix", "Callum", "Delia", "Edmund", "Farah",
                                               "Gwen", "Hugo",    "Imogen", "Jude",  "Kit",    "Lena" };

static const char *pupils(int from, int to, const char *class)
{
        const char *text = "";
        for (int i = from; i < to; i++)
                text = arena_printf(a, "%s%s,%s,2016-%02d-1%d,%s,%d,%s\n", text, surnames[i], forenames[i],
                                    i % 8 + 1, i % 10, i % 2 ? "F" : "M", i % 2 + 4, class);
        return text;
}

/* Sent and processed; the import's address. */
static const char *import(const char *label, const char *rows)
{
        unsigned long done = 0;
        is_status(site_send(&s, &officer, "/la/deliveries/upload",
                            arena_printf(a, "school=%lu&everyone=yes", oak), label,
                            arena_printf(a, HEADING "%s", rows)),
                  303, label);
        ok(import_run(s.d.db, s.d.config, &done) == DONE, "processed");
        return arena_printf(a, "/la/schools/%lu/imports/%lu", oak, number(&latest, ARGS(arg_id(oak))));
}

/* The form of that page sent with the version that it shows. */
static int answer(const struct visitor *who, const char *url, const char *form)
{
        site_get(&s, who, url);
        const char *p = strstr(s.response.body, "name=\"version\" value=\"");
        const char *version = p ? arena_bytes(a, p + 22, strcspn(p + 22, "\"")) : "";
        return site_post(&s, who, arena_printf(a, "%s/hold", url),
                         arena_printf(a, "%s&version=%s", form, version));
}

/* ---- what it did ---- */

static void what_it_did(void)
{
        is_status(site_get(&s, &reader, arena_printf(a, "/la/schools/%lu/data/last", oak)), 303, "before anything came");
        is_text(site_leads(&s), arena_printf(a, "/la/schools/%lu/data/imports", oak), "the list of imports is empty");
        const char *first = import("first.csv", pupils(0, PUPILS, "Oak"));
        shows(&reader, first, "What it did");
        says("0 before, 12 after");
        says("Everyone on roll");
        shows(&reader, arena_printf(a, "%s/pupils", first), "12 new pupils.");
        says("Abbott, Amir</a>");
        says("row 2");

        const char *url = import("<b>second.csv",
                                 arena_printf(a, "%s%s%s", pupils(0, 2, "Elm <b>"), pupils(2, PUPILS, "Oak"),
                                              "Moreton,Mae,2016-03-03,F,4,Oak\nNoble,Ned,soon,M,4,Oak\n"));
        shows(&reader, url, "12 before, 13 after");
        says("Rejected rows");
        says("Values that cannot be read");
        says("Correct the value at the school and send the data again.");
        says("Noble, Ned");
        says_not("Put aside");
        shows(&reader, arena_printf(a, "%s/pupils", url), "1 new pupil.");
        says("Moreton, Mae");
        shows(&reader, arena_printf(a, "%s/pupils?show=changed", url), "2 changed values.");
        says("Elm &lt;b&gt;");
        says("Oak");
        is_status(site_get(&s, &reader, arena_printf(a, "/la/schools/%lu/data/last?show=changed", oak)), 303, "the last one's");
        is_text(site_leads(&s), arena_printf(a, "%s/pupils?show=changed", url), "from the dashboard's number");
        is_status(site_get(&s, &reader, arena_printf(a, "%s/pupils.csv?show=changed", url)), 200, "as CSV");
        says("\"Abbott, Amir\",,Class,Oak,Elm <b>,row 2,");
        is_status(site_get(&s, &reader, arena_printf(a, "%s/pupils.xlsx", url)), 200, "as XLSX");
        is_status(site_get(&s, &reader, arena_printf(a, "%s/rejected.csv", url)), 200, "the rejected rows");
        says("15,C,\"Noble, Ned\",soon,");
        says("Correct the value at the school and send the data again.");
        is_long((long)number(&audited, ARGS(arg_text("import-downloaded"))), 3, "each is in the audit log");
        shows(&reader, arena_printf(a, "/la/schools/%lu/data/imports", oak),
              arena_printf(a, "href=\"%s\"", url));
        says(arena_printf(a, "href=\"%s/pupils\"", url));
        says(arena_printf(a, "href=\"%s/pupils?show=changed\"", url));
        says(arena_printf(a, "href=\"%s#rejected\"", url));
        is_status(site_get(&s, &head, url), 403, "no page of a school");

        shows(&officer, url, "Put aside");
        is_status(site_post(&s, &reader, arena_printf(a, "%s/aside", url), ""), 403,
                  "who may only look puts nothing aside");
        is_status(site_post(&s, &officer, arena_printf(a, "%s/aside", url), ""), 303, "put aside");
        shows(&officer, url, "Put aside. The rejected rows are listed no more.");
        says_not("Noble, Ned");
        is_status(site_post(&s, &officer, arena_printf(a, "%s/aside", url), ""), 409,
                  "there is nothing left");
}

/* The newest of the school's files, as its own page. */
static const char *own_file(void)
{
        return arena_printf(a, "/school/data/%lu", number(&newest_delivery, NULL, 0));
}

/* ---- taking one back ---- */

static const struct sql *const questions[] = { &open_conflicts, &proposed, &on_roll };

static void numbers(unsigned long out[3])
{
        for (int i = 0; i < 3; i++)
                out[i] = number(questions[i], ARGS(arg_id(oak)));
}

/* A file that adds one, changes one, doubts a date of birth, leaves one out and rejects a row; and what a person changes after it. */
static void undone(void)
{
        unsigned long before[3], now[3];
        numbers(before);
        const char *older = arena_printf(a, "/la/schools/%lu/imports/%lu", oak, number(&latest, ARGS(arg_id(oak))));
        const char *url = import("wrong.csv",
                                 arena_printf(a, "%s%s%s", pupils(0, 5, "Ash"), pupils(5, PUPILS, "Oak"),
                                              "Prior,Pia,2016-03-03,F,4,Ash\nQuill,Quinn,soon,M,4,Ash\n"));
        const char *undo = arena_printf(a, "/la/schools/%lu/batches/%lu/undo", oak, number(&latest, ARGS(arg_id(oak))));
        run("UPDATE attendance SET batch_id = 0;\n");
        run(arena_printf(a, "INSERT INTO attendance (school_id, starts_on, pupil_id, marks, batch_id) VALUES (%lu, '2026-09-07', 1, 0x01, "
                            "%lu);\n", oak, number(&latest, ARGS(arg_id(oak)))));
        shows(&reader, url, "What it did");
        says_not("Take this import back");
        shows(&officer, older, "What it did");
        says_not("Take this import back");
        shows(&officer, url, arena_printf(a, "href=\"%s\"", undo));
        is_status(site_get(&s, &officer, arena_printf(a, "/la/schools/%lu/batches/%lu/undo", oak, number(&first_import, ARGS(arg_id(oak))))),
                  409, "not one with a newer one after it");
        says("take that back first");
        is_status(site_get(&s, &reader, undo), 403, "who may only look");
        run(arena_printf(a, "INSERT INTO pupil_change (school_id, pupil_id, at, kind, field, old_value, new_value, file_name, sheet, row_n) "
                            "SELECT school_id, id, UTC_TIMESTAMP(), 'changed', 'class', 'Ash', 'By hand', '', '', 0 FROM pupil WHERE surname "
                            "= 'Barker';\nUPDATE pupil SET class = 'By hand' WHERE surname = 'Barker';\n"));
        shows(&officer, undo, "Attendance marks stay.");
        says("marks of 1 pupil");
        says("1 pupil who came with it");
        says("Values that stay");
        says("Barker, Beatrix</a>");
        says("By hand");
        says("1 unmatched or rejected row");
        says("1 proposed leaver");
        is_status(site_post(&s, &officer, undo, "reason=+"), 422, "no reason");
        is_status(site_post(&s, &officer, undo, "reason=Last+year%E2%80%99s+file"), 303, "taken back");
        is_text(site_leads(&s), url, "and back to the import");
        shows(&officer, url, "was undone. The school was told.");
        says("by Olive");
        says("Last year’s file");
        says_not("Take this import back");
        says_not("Quill, Quinn");
        numbers(now);
        ok(memcmp(before, now, sizeof now) == 0, "conflicts, proposed leavers and the roll are as before");
        is_long((long)number(&in_file, ARGS(arg_id(oak))), 14, "the file before it is the last one again");
        is_long((long)number(&of_class, ARGS(arg_id(oak), arg_text("Ash"))), 0, "values are back");
        is_status(site_post(&s, &officer, undo, "reason=x"), 409, "once");
        shows(&head, "/school/data", "Taken back by the local authority: Last year’s file");
        shows(&officer, older, "Take this import back");
}

/* ---- holds ---- */

static void rejecting(void)
{
        const char *url = import("few.csv", pupils(0, 4, "Oak"));
        shows(&reader, url, "9 of 13 pupils on roll");
        says("Afterwards, by the file");
        says("Year 4");
        says_not("Your answer");
        says_not("What it did");
        shows(&reader, "/la/holds", "few.csv");
        says_not("Released so far");
        says(arena_printf(a, "href=\"%s\"", url));
        shows(&reader, "/la/holds?school=4000000", "No file is on hold.");
        shows(&reader, "/la/dashboard", "file on hold");
        says("<a class=\"govuk-link govuk-link--no-visited-state\" href=\"/la/holds\">");
        is_status(site_post(&s, &reader, arena_printf(a, "%s/hold", url), "answer=reject&reason=x"), 403,
                  "who may only look");
        is_status(answer(&officer, url, "answer=reject&reason=+"), 422, "no reason");
        says("Write your reason.");
        is_status(answer(&officer, url, "answer=perhaps&reason=x"), 409, "no answer");
        is_status(
            site_post(&s, &officer, arena_printf(a, "%s/hold", url), "answer=reject&reason=x&version=99"),
            409, "by a stale page");
        is_status(answer(&officer, url, "answer=reject&reason=The+export+was+cut+short"), 303, "rejected");
        shows(&officer, url, "Rejected. Nothing of the file is applied");
        says("Rejected by Olive");
        says("The export was cut short");
        says_not("Your answer");
        is_long((long)number(&mails, NULL, 0), 1, "the school is told");
        is_status(answer(&officer, url, "answer=release&reason=x"), 409, "once");
        shows(&head, "/school/data", "Not taken by the local authority: The export was cut short");
        site_get(&s, &head, own_file());
        says("What stopped it");
        says("The export was cut short");
        says_not("Olive");
        shows(&reader, "/la/holds?show=answered", "few.csv");
        says("Rejected by Olive");
        says("The export was cut short");
        is_long((long)number(&on_roll, ARGS(arg_id(oak))), 13, "nobody left");
        shows(&reader, "/la/holds", "No file is on hold.");
}

static void additions(void)
{
        unsigned long done = 0;
        const char *url = import("additions.csv",
                                 arena_printf(a, "%sOsborne,Olga,2016-04-04,F,4,Oak\n", pupils(0, 4, "Oak")));
        shows(&officer, url, "Release additions and changes alone");
        says_not("Your authority wants two people");
        is_status(answer(&officer, url, "answer=additions&reason=Half+the+school+is+away"), 303,
                  "additions alone");
        ok(import_run(s.d.db, s.d.config, &done) == DONE && done == 1, "then it is processed");
        shows(&reader, url, "released for additions and changes alone");
        is_long((long)number(&on_roll, ARGS(arg_id(oak))), 14, "one is new");
        is_long((long)number(&proposed, ARGS(arg_id(oak))), 0, "and nobody is a proposed leaver");
}

static void by_two(void)
{
        unsigned long done = 0;
        run("INSERT INTO setting (name, value, set_at) VALUES ('second_person', 'yes', UTC_TIMESTAMP());\n");
        const char *url = import("two.csv", arena_printf(a, "%s", pupils(0, 5, "Oak")));
        shows(&officer, url, "Your authority wants two people to release a file. You are the first");
        is_status(answer(&officer, url, "answer=release&reason=They+moved"), 303, "the first");
        shows(&officer, url, "You have released it. A second person must agree.");
        says("Olive has released it: somebody else must agree.");
        shows(&reader, "/la/holds", "Released by Olive: a second person must agree");
        says("Released so far");
        is_status(answer(&officer, url, "answer=release&reason=They+moved"), 409,
                  "the same person is not the second");
        says("You have released this already.");
        is_status(answer(&second, url, "answer=release&reason=They+did"), 303, "another is");
        shows(&second, url, "Released. The file is processed within a minute.");
        ok(import_run(s.d.db, s.d.config, &done) == DONE && done == 1, "then it is processed");
        shows(&reader, url, "Released by Sid");
        is_long((long)number(&proposed, ARGS(arg_id(oak))), 9, "nine are proposed leavers");
}

static void bytes_are_gone(void)
{
        const char *url = import("gone.csv", pupils(0, 3, "Oak"));
        run("DELETE FROM delivery_piece;\n");
        shows(&reader, url, "bytes were deleted after their time");
        says_not("Afterwards, by the file");
}

int main(void)
{
        if (!site_open(&s))
                return done_testing();
        a = s.d.arena;
        const struct school school = { .laestab = "9992001",
                                       .urn = "",
                                       .name = "Oak School",
                                       .phase = "PS",
                                       .year_low = "R",
                                       .year_high = "6",
                                       .contact_email = "" };
        ok(school_add(s.d.db, 0, &school, &oak) == DONE, "a school");
        officer = site_person(&s, ROLE_LA_OFFICER, 0, "Olive");
        second = site_person(&s, ROLE_LA_ADMIN, 0, "Sid");
        reader = site_person(&s, ROLE_LA_READER, 0, "Rory");
        head = site_person(&s, ROLE_SCHOOL_ADMIN, oak, "Hester");
        what_it_did();
        undone();
        rejecting();
        additions();
        by_two();
        bytes_are_gone();
        is_status(site_get(&s, &reader, arena_printf(a, "/la/schools/%lu/imports/4000000", oak)), 404,
                  "one that is not there");
        site_close(&s);
        return done_testing();
}
