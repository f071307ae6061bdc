/* The authority's pages about who knows a child: services and teams, a pupil of any school with involvements,
 * and lists of involvements from the upload to the list back. */
#include "pages/la_services.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "gate/scope.h"
#include "model/upn.h"
#include "pages/dispatch.h"
#include "site.h"
#include "store/cohort.h"
#include "store/involvement.h"
#include "store/pupil_deed.h"
#include "store/school.h"

/* Every page must show it as text. */
#define HOSTILE "North <b>&\"'{x}"

SQL(latest_upload, "SELECT MAX(id) FROM involvement_upload");
SQL(latest_involvement, "SELECT MAX(id) FROM involvement WHERE child_id = ?");
SQL(count_involvements, "SELECT COUNT(*) FROM involvement");
SQL(service_named, "SELECT id FROM service WHERE name = ?");
SQL(team_of, "SELECT MAX(id) FROM team WHERE service_id = ?");
SQL(audited, "SELECT COUNT(*) FROM audit WHERE verb = ?");

static struct site_test s;
static struct arena *a;
static struct visitor officer, reader;
static struct scope oak, elm;
static unsigned long ann, moved, social, team;
static const char *ann_url;

static unsigned long number(const struct sql *q, const struct arg *args, size_t count)
{
        struct result r;
        return db_find(s.d.db, a, &r, q, args, count) == DONE ? (unsigned long)result_number(&r, 0, 0) : 0;
}

/* ---- asking ---- */

static bool shows(const struct visitor *who, const char *url, const char *text)
{
        int status = site_get(&s, who, url);
        return ok(status == 200 && site_says(&s, text) && !strstr(s.response.body, "<b>"),
                  "%s says %s (%d)", url, text, status);
}

static bool says(const char *text)
{
        return ok(site_says(&s, text), "it says %s", text);
}

static void is_status(int got, int want, const char *what)
{
        if (!ok(got == want, "%s (%d)", what, got))
                printf("# want %d; %.300s\n", want, s.response.body);
}

static const char *on_page(const char *name)
{
        const char *mark = arena_printf(a, "name=\"%s\" value=\"", name),
                   *p = strstr(s.response.body, mark);
        return p ? arena_bytes(a, p + strlen(mark), strcspn(p + strlen(mark), "\"")) : "";
}

/* The form of that page sent to action with the version that the page showed. */
static int answer(const char *page, const char *action, const char *form)
{
        site_get(&s, &officer, page);
        return site_post(&s, &officer, action, arena_printf(a, "%s&version=%s", form, on_page("version")));
}

/* ---- services ---- */

static void services(void)
{
        shows(&reader, "/la/services", "Children&#39;s social care");
        ok(!strstr(s.response.body, "<form method=\"post\" action=\"/la/services\""),
           "who may only look has no form");
        shows(&officer, "/la/services", "Add a service");
        is_status(site_post(&s, &officer, "/la/services", "name=&kind=O"), 422, "a service without a name");
        says("Write the name.");
        is_status(site_post(&s, &officer, "/la/services", "name=EARLY+help&kind=H"), 422,
                  "one that is there by another spelling");
        says("There is a service of this name already.");
        is_status(site_post(&s, &officer, "/la/services", "name=Youth+justice&kind=Z"), 422,
                  "one of no kind");
        is_status(site_post(&s, &reader, "/la/services", "name=Youth+justice&kind=O"), 403,
                  "who may only look adds none");
        is_status(site_post(&s, &officer, "/la/services",
                            "name=Youth+"
                            "%3Cb%3E&kind=O&counts=1"),
                  303, "a service");
        shows(&reader, "/la/services", "Youth &lt;b&gt;");
        social = number(&service_named, ARGS(arg_text("Children's social care")));
}

static void one_service(void)
{
        const char *url = arena_printf(a, "/la/services/%lu", social),
                   *teams = arena_printf(a, "%s/teams", url);
        shows(&reader, url, "Makes pupils active");
        is_status(site_post(&s, &officer, teams, "team="), 422, "a team without a name");
        is_status(site_post(&s, &officer, teams, "team=North+%3Cb%3E%26%22%27%7Bx%7D"), 303, "a team");
        is_status(site_post(&s, &officer, teams, "team=north+b+x"), 422, "twice");
        team = number(&team_of, ARGS(arg_id(social)));
        const char *one = arena_printf(a, "%s/%lu", teams, team);
        shows(&reader, url, "North &lt;b&gt;&amp;");
        shows(&officer, one, "Those that it has go on");
        is_status(answer(one, one,
                         "name="
                         "North+%3Cb%3E%26%22%27%7Bx%7D&closed=1"),
                  303, "it closes");
        is_status(site_post(&s, &officer, one, "name=x&version=1"), 409, "a stale page changes nothing");
        is_status(answer(one, one,
                         "name="
                         "North+%3Cb%3E%26%22%27%7Bx%7D"),
                  303, "and opens");
        is_status(answer(url, url, "name=Early+help&kind=C"), 422, "a name that another has");
        is_status(answer(url, url, "name=Social+care&kind=C&counts=1"), 303, "renamed");
        is_status(site_post(&s, &officer, url, "name=x&kind=C&version=1"), 409, "by a stale page");
        is_status(site_get(&s, &reader, "/la/services/4000000"), 404, "one that is not there");
}

/* ---- a pupil ---- */

static void find_pupils(void)
{
        shows(&reader, "/la/pupils", "two words of the name");
        is_status(site_get(&s, &reader, "/la/pupils?words=Quill"), 422, "one word is too little");
        says("Write two words of the name, or a UPN");
        is_status(site_get(&s, &reader, "/la/pupils?words=quill+ann&dob=Sept"), 422, "no date");
        shows(&reader, "/la/pupils?words=quill+ann", ann_url);
        says("Oak School");
        says("1 pupil found");
        shows(&reader, "/la/pupils?words=Ann+Qui", ann_url);
        shows(&reader, "/la/pupils?words=Quill&dob=05/05/2015", ann_url);
        shows(&reader, "/la/pupils?words=Quill&dob=06/05/2015", "No pupil of any school matches");
        shows(&reader, "/la/pupils?words=B801200005001", "Moved");
        shows(&reader, "/la/pupils?words=b801+2000+05001", "Moved");
        shows(&reader, "/la/pupils?words=B801200005001&dob=01/01/2001", "No pupil of any school matches");
        is_status(site_get(&s, &reader, "/la/pupils?words=%25+%25"), 422, "signs of LIKE are no words");
}

static void empty_pupil(void)
{
        unsigned long seen = number(&audited, ARGS(arg_text("pupil-viewed")));
        shows(&reader, ann_url, "Not active");
        says("No service is involved with this child.");
        says("Typed in Onroll, by Robin");
        ok(!strstr(s.response.body, "Add an involvement"), "who may only look has no form");
        is_long((long)number(&audited, ARGS(arg_text("pupil-viewed"))), (long)seen + 1,
                "that it was seen is kept");
        is_status(site_get(&s, &reader, arena_printf(a, "/la/schools/%lu/pupils/%lu", elm.school, ann)), 404,
                  "not under another school");
        shows(&officer, ann_url, "Add an involvement");
}

static void involvements(void)
{
        const char *add = arena_printf(a, "%s/involvements", ann_url),
                   *with = arena_printf(a, "with=%lu-%lu", social, team);
        is_status(site_post(&s, &officer, add, "from=03/09/2026"), 422, "no service");
        says("Choose a service.");
        is_status(site_post(&s, &officer, add, arena_printf(a, "%s&from=Sept", with)), 422, "no day");
        is_status(site_post(&s, &officer, add, arena_printf(a, "%s&from=03/09/2026&to=02/09/2026", with)),
                  422, "the wrong way");
        is_status(site_post(&s, &reader, add, arena_printf(a, "%s&from=03/09/2026", with)), 403,
                  "who may only look adds none");
        is_status(
            site_post(&s, &officer, add, arena_printf(a, "%s&from=03/09/2026&reference=%%3Cb%%3E17", with)),
            303, "added");
        is_status(
            site_post(&s, &officer, add, arena_printf(a, "%s&from=03/09/2026&reference=%%3Cb%%3E17", with)),
            422, "once");
        shows(&reader, ann_url,
              "<strong>Active</strong> since 3 September 2026: Social care (North &lt;b&gt;");
        says("Typed in Onroll, by Olu");
        const char *one = arena_printf(a, "%s/%lu", add, number(&latest_involvement, ARGS(arg_id(ann))));
        is_status(site_get(&s, &reader, one), 403, "changing is for officers");
        shows(&officer, one, "End the involvement");
        is_status(answer(one, arena_printf(a, "%s/end", one), "last="), 422, "no last day");
        is_status(answer(one, arena_printf(a, "%s/end", one), "last=01/09/2026"), 422,
                  "a last day before the first");
        is_status(answer(one, arena_printf(a, "%s/end", one), "last=09/09/2026"), 303, "ended yesterday");
        is_status(site_post(&s, &officer, arena_printf(a, "%s/end", one), "last=09/09/2026&version=1"), 409,
                  "by a stale page");
        shows(&reader, ann_url, "Not active");
        is_status(answer(one, one, arena_printf(a, "with=%lu&from=01/09/2026&to=&reference=18", social)), 303,
                  "changed");
        shows(&reader, ann_url, "since 1 September 2026: Social care.");
        is_status(site_post(&s, &officer, one, arena_printf(a, "with=%lu&from=02/09/2026&version=1", social)),
                  409, "by a stale page");
        is_status(site_get(&s, &officer,
                           arena_printf(a, "/la/schools/%lu/pupils/%lu/involvements/%lu", elm.school, moved,
                                        number(&latest_involvement, ARGS(arg_id(ann))))),
                  404, "not under another pupil");
        shows(&reader, arena_printf(a, "/la/services/%lu/involvements", social), ann_url);
        says("1 involvement.");
        shows(&reader, arena_printf(a, "/la/services/%lu/involvements?words=nobody", social),
              "No involvement matches");
        is_status(site_get(&s, &reader, arena_printf(a, "/la/services/%lu/involvements.csv", social)), 200,
                  "as CSV");
        says(",Quill,Ann,05/05/2015,Oak School,Social care,,01/09/2026,,18");
        is_status(site_get(&s, &reader, arena_printf(a, "/la/services/%lu/involvements.xlsx", social)), 200,
                  "as XLSX");
        is_status(answer(one, arena_printf(a, "%s/remove", one), ""), 303, "it never was");
        shows(&reader, ann_url, "No service is involved with this child.");
}

/* ---- lists ---- */

struct sent {
        const char *label, *text;
};

static int post_files(const struct visitor *who, const char *path, const char *service,
                      const struct sent *files, size_t count)
{
        struct arena *scratch = arena_new();
        int fd = memfd_create("form", MFD_CLOEXEC | MFD_ALLOW_SEALING);
        dprintf(fd, "--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n%s\r\n", who->token);
        dprintf(fd, "--x\r\nContent-Disposition: form-data; name=\"service\"\r\n\r\n%s\r\n", service);
        for (size_t i = 0; i < count; i++)
                dprintf(fd,
                        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n%s\r\n",
                        files[i].label, files[i].text);
        dprintf(fd, "--x--\r\n");
        struct request r = { .arena = scratch,
                             .number = 1,
                             .method = "POST",
                             .path = path,
                             .query_text = "",
                             .address = "127.0.0.1",
                             .origin = "",
                             .fetch_site = "same-origin",
                             .content_type = "multipart/form-data; boundary=x",
                             .host = "onroll.example",
                             .body = fd };
        pairs_parse_cookies(scratch, who->cookie, &r.cookies);
        response_reset(&s.response);
        dispatch(s.site, &r, &s.response);
        s.response.body = arena_text(s.d.arena, s.response.body); /* it goes with the request's arena */
        buf_char(&s.response.headers, '\0');
        close(fd);
        arena_free(scratch);
        return s.response.status;
}

#define UPLOAD "/la/involvements/upload"

static void upload_is_refused(void)
{
        const char *service = arena_printf(a, "%lu", social);
        const struct sent letter = { "letter.csv", "Dear all,\n" },
                          list = { "list.csv", "UPN,From\nB801200005001,01/09/2026\n" };
        shows(&reader, UPLOAD, "No list was uploaded yet");
        ok(!strstr(s.response.body, "Upload and look"), "who may only look has no form");
        is_status(post_files(&reader, UPLOAD, service, &list, 1), 403, "nor may they");
        is_status(post_files(&officer, UPLOAD, service, NULL, 0), 422, "no file");
        is_status(post_files(&officer, UPLOAD, "4000000", &list, 1), 422, "no such service");
        is_status(post_files(&officer, UPLOAD, service, &letter, 1), 422, "a letter");
        says("letter.csv");
        is_long((long)number(&latest_upload, ARGS()), 0, "nothing was kept");
}

static const char *upload(const char *text)
{
        const struct sent list = { "list %3Cb%3E.csv", text };
        is_status(post_files(&officer, UPLOAD, arena_printf(a, "%lu", social), &list, 1), 303,
                  "a list is uploaded");
        const char *url = arena_printf(a, "/la/involvements/uploads/%lu", number(&latest_upload, ARGS()));
        is_text(site_leads(&s), url, "and shown");
        return url;
}

static void lists(void)
{
        const char *url = upload("UPN,Forename,Surname,Date of birth,From,To,Team\n"
                                 "B801200005001,,,,01/09/2026,,\n"
                                 ",Ann,Quill,05/05/2015,02/09/2026,,\n"
                                 ",<b>Zelda,Nobody,05/05/2015,02/09/2026,,\n"
                                 ",Ann,Quill,05/05/2015,02/09/2026,,<b>South\n");
        shows(&reader, url, "Nothing is done yet");
        ok(!strstr(s.response.body, ">Confirm<"), "who may only look has no button");
        says("No pupil of any school is like this child");
        says("no team called &#39;&lt;b&gt;South&#39;");
        is_status(site_get(&s, &reader, arena_printf(a, "%s/result.xlsx", url)), 200,
                  "the list with results");
        ok(s.response.body_len > 3000 && memcmp(s.response.body, "PK", 2) == 0, "is a workbook");
        is_long((long)number(&count_involvements, ARGS()), 0, "nothing was done");
        shows(&officer, url, ">Confirm<");
        const char *hash = on_page("hash");
        is_status(site_post(&s, &officer, url, "hash=0123"), 422, "not what was seen");
        says("Something has changed since you looked");
        is_status(site_post(&s, &reader, url, arena_printf(a, "hash=%s", hash)), 403,
                  "who may only look confirms nothing");
        is_status(site_post(&s, &officer, url, arena_printf(a, "hash=%s", hash)), 303, "confirmed");
        is_long((long)number(&count_involvements, ARGS()), 2, "two involvements");
        shows(&reader, url, "2 new, 0 ended, 0 unchanged, 2 not taken");
        is_status(site_post(&s, &officer, url, arena_printf(a, "hash=%s", hash)), 409, "once");
        is_status(site_get(&s, &reader, arena_printf(a, "%s/result.xlsx", url)), 200,
                  "the list with results, after it");
        shows(&reader, ann_url, "since 2 September 2026: Social care");
        says("list %3Cb%3E.csv, by Olu");
        shows(&reader, UPLOAD, "2 new, 0 ended");
}

static void given_up(void)
{
        const char *url = upload("UPN,From\nB801200005001,05/09/2026\n");
        is_status(site_post(&s, &officer, arena_printf(a, "%s/drop", url), "version=9"), 409,
                  "by a stale page");
        is_status(answer(url, arena_printf(a, "%s/drop", url), ""), 303, "given up");
        shows(&reader, url, "Given up");
        is_status(site_get(&s, &reader, arena_printf(a, "%s/result.xlsx", url)), 404, "its bytes are gone");
        is_status(site_post(&s, &officer, url, "hash=0"), 404, "nothing is left to confirm");
        is_status(site_get(&s, &reader, "/la/involvements/uploads/4000000"), 404, "one that is not there");
}

/* ---- making it ---- */

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
        ok(school_add(s.d.db, 0, &school, &id) == DONE, "%s", name);
        return id;
}

static unsigned long add_pupil(const struct scope *where, const char *surname, const char *forename,
                               const char *upn)
{
        struct record r;
        unsigned long id = 0;
        record_blank(&r);
        r.value[FIELD_SURNAME] = surname;
        r.value[FIELD_FORENAME] = forename;
        r.value[FIELD_UPN] = upn;
        r.value[FIELD_DOB] = "2015-05-05";
        r.value[FIELD_NC_YEAR] = "5";
        ok(pupil_add(s.d.db, a, where, &r, &id) == DONE, "%s", forename);
        return id;
}

int main(void)
{
        setenv("ONROLL_TODAY", "2026-09-10", 1);
        if (!site_open(&s))
                return done_testing();
        a = s.d.arena;
        officer = site_person(&s, ROLE_LA_OFFICER, 0, "Olu " HOSTILE);
        reader = site_person(&s, ROLE_LA_READER, 0, "Ray");
        unsigned long first = add_school("9992001", "Oak School"),
                      second = add_school("9992002", "Elm " HOSTILE);
        struct visitor head = site_person(&s, ROLE_SCHOOL_ADMIN, first, "Robin"),
                       other = site_person(&s, ROLE_SCHOOL_ADMIN, second, "Sam");
        oak = gate_own_scope(&head.person);
        elm = gate_own_scope(&other.person);
        ann = add_pupil(&oak, "Quill", "Ann", "");
        moved = add_pupil(&elm, "Moved", "Marek", "B801200005001");
        ann_url = arena_printf(a, "/la/schools/%lu/pupils/%lu", oak.school, ann);
        services();
        one_service();
        find_pupils();
        empty_pupil();
        involvements();
        upload_is_refused();
        lists();
        given_up();
        site_close(&s);
        return done_testing();
}
