/* The dashboard and a school's own, as people of the authority see and use them: figures and where they lead,
 * filters, order, columns, files, the owner; and pausing schools from the first tick to the end. */
#include "pages/la_desk.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "site.h"
#include "store/school.h"
#include "view/format.h"

/* Every page must show it as text. */
#define HOSTILE "Oak <b>&\"'{x}"

static struct site_test s;
static struct arena *a;
static unsigned long oak, elm, ash;
static struct visitor officer, other, reader;

static unsigned long add_school(const char *laestab, const char *name, const char *phase)
{
        const struct school school = { .laestab = laestab,
                                       .urn = "",
                                       .name = name,
                                       .phase = phase,
                                       .year_low = "R",
                                       .year_high = "6",
                                       .contact_email = "" };
        unsigned long id = 0;
        ok(school_add(s.d.db, 0, &school, &id) == DONE, "a school");
        return id;
}

static void run(const char *sql)
{
        ok(db_script(s.d.db, sql) == DONE, "%.60s", sql);
}

/* Oak has work of every kind, Elm none, of Ash nothing was ever heard. */
static void fill(void)
{
        run("DELETE FROM school_status;\n");
        run(arena_printf(
            a,
            "INSERT INTO school_status (school_id, owner_id, received_at, in_file, last_new, last_changed, "
            "missing, unmatched, conflicts_active, conflicts_other, rejected, claimed, upn_problems, "
            "oldest_at) "
            "VALUES (%lu, %lu, UTC_TIMESTAMP(), 1203, 21, 22, 23, 24, 25, 26, 27, 28, 29, UTC_TIMESTAMP() - "
            "INTERVAL 4 DAY), (%lu, NULL, UTC_TIMESTAMP(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL);\n",
            oak, officer.person.id, elm));
        run(arena_printf(a, "UPDATE school SET on_roll = 1200 WHERE id = %lu;\n", oak));
        run(arena_printf(a, "INSERT INTO school_day VALUES (%lu, CURRENT_DATE(), 1234, 567);\n", oak));
}

static bool shows(const struct visitor *who, const char *url, const char *text)
{
        int status = site_get(&s, who, url);
        const char *page = s.response.body;
        return ok(status == 200 && site_says(&s, text) && !strstr(page, "<b>") && !strstr(page, "\"'{x}"),
                  "%s says %s (%d)", url, text, status);
}

static void hides(const char *text)
{
        ok(!strstr(s.response.body, text), "and does not say %s", text);
}

static void is_status(int got, int want, const char *what)
{
        ok(got == want, "%s (%d)", what, got);
        if (got != want)
                printf("# want %d; %.300s\n", want, s.response.body);
}

/* The first stands before the second on the last page. */
static void in_order(const char *first, const char *second, const char *what)
{
        const char *p = strstr(s.response.body, first), *q = strstr(s.response.body, second);
        ok(p && q && p < q, "%s", what);
}

#define ELM "Elm Hall</a>"
#define ASH "Ash House</a>"
#define OAK "Oak &lt;b&gt;"

static const char *data_of(unsigned long school, const char *tail)
{
        return arena_printf(a, "/la/schools/%lu/data%s", school, tail);
}

/* Whoever may see the school gets to each section from every other. */
static void tabs(void)
{
        static const struct {
                const char *text, *tail;
        } all[] = {
                { "Overview", "data" },         { "Imports", "data/imports" },   { "To review", "matches" },
                { "Conflicts", "conflicts" },   { "Leavers and joiners", "leavers" }, { "Attendance", "attendance" },
                { "Schedule", "data/schedule" }, { "Settings", "settings" },      { "History", "data/history" },
        };
        enum { ALL = sizeof all / sizeof *all };
        const char *links[ALL];
        for (size_t i = 0; i < ALL; i++)
                links[i] = arena_printf(a, "href=\"/la/schools/%lu/%s\"", oak, all[i].tail);
        for (size_t i = 0; i < ALL; i++) {
                size_t found = 0;
                shows(&reader, arena_printf(a, "/la/schools/%lu/%s", oak, all[i].tail),
                      arena_printf(a, "%s aria-current=\"page\">%s</a>", links[i], all[i].text));
                for (size_t j = 0; j < ALL; j++)
                        found += site_says(&s, links[j]);
                is_long((long)found, ALL, "with the way to each of the others");
        }
}

/* ---- the dashboard ---- */

static void home(void)
{
        is_status(site_get(&s, &officer, "/"), 303, "the front page");
        is_text(site_leads(&s), LA_DESK, "leads the authority's staff to the dashboard");
        shows(&officer, LA_DESK, "3 schools.");
        in_order(OAK, ELM, "most work first");
        site_says(&s, ">To review</strong>");
        static const char *const cells[] = { ">182<",
                                             ">1,200<",
                                             ">1,203<",
                                             ">\xE2\x88\x92"
                                             "3<",
                                             ">21<",
                                             ">22<",
                                             ">23<",
                                             ">24<",
                                             ">25<",
                                             ">26<",
                                             ">27<",
                                             ">28<",
                                             ">29<" };
        for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
                ok(site_says(&s, cells[i]), "the figure %s", cells[i]);
        ok(site_says(&s, arena_printf(a, "<a href=\"%s\">21</a>", data_of(oak, "/last"))),
           "a number leads to the school's list of what it counts");
        ok(site_says(&s, "Some left, 84%"), "how much is left, in words");
        ok(site_says(&s, "No data</strong> <small>yet") && site_says(&s, "Up to date</strong>"),
           "the others' states");
        ok(site_says(&s, "1,234 rows received and 567 processed"), "the chart in words");
        ok(site_says(&s, ">51</span> conflicts, 25 of active pupils") &&
               site_says(&s, ">47</span> pupils unmatched"),
           "tiles");
}

static void filters(void)
{
        static const struct {
                const char *query;
                int oak, elm, ash;
        } cases[] = {
                { "?name=hall", 0, 1, 0 },     { "?name=9992003", 0, 0, 1 },
                { "?phase=SS", 0, 1, 0 },      { "?state=review", 1, 0, 0 },
                { "?state=silent", 0, 0, 1 },  { "?state=hold", 0, 0, 0 },
                { "?band=some", 1, 0, 0 },     { "?band=none", 0, 1, 1 },
                { "?with=active", 1, 0, 0 },   { "?with=people", 1, 0, 0 },
                { "?with=waiting", 0, 0, 0 },  { "?with=difference", 1, 0, 0 },
                { "?owner=0", 0, 1, 1 },       { "?owner=nonsense", 0, 1, 1 },
                { "?with=nonsense", 1, 1, 1 }, { "?phase=SS&name=oak", 0, 0, 0 },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                site_get(&s, &reader, arena_printf(a, LA_DESK "%s", cases[i].query));
                const char *page = s.response.body;
                ok(!!strstr(page, OAK) == cases[i].oak && !!strstr(page, ELM) == cases[i].elm &&
                       !!strstr(page, ASH) == cases[i].ash,
                   "the view %s", cases[i].query);
        }
        shows(&reader, arena_printf(a, LA_DESK "?owner=%lu", officer.person.id), "1 school found");
        shows(&reader, LA_DESK "?state=review&sort=name", "/la/dashboard?state=review&amp;sort=-name");
        ok(site_says(&s, "/la/dashboard.csv?state=review&amp;sort=name"),
           "the address of the file holds the view");
}

static void order(void)
{
        shows(&reader, LA_DESK "?sort=name", "aria-sort=\"ascending\"");
        in_order(ASH, ELM, "by name");
        shows(&reader, LA_DESK "?sort=-name", "aria-sort=\"descending\"");
        in_order(OAK, ELM, "by name, backwards");
        in_order(ELM, ASH, "all of them");
        shows(&reader, LA_DESK "?sort=roll", "sort=-roll");
        in_order(ELM, OAK, "by a number, the least first");
        shows(&reader, LA_DESK "?sort=-roll", "sort=roll");
        in_order(OAK, ASH, "the most first");
        in_order(ASH, ELM, "equals by name");
        shows(&reader, LA_DESK "?sort=nonsense", ASH);
        in_order(ASH, ELM, "an order that there is not is that of the names");
}

static void columns(void)
{
        shows(&officer, LA_DESK, ">Rejected rows<span");
        is_status(
            site_post(&s, &officer, LA_DESK_COLUMNS, "show=state&show=work&show=upn&state=review&sort=-upn"),
            303, "three columns are chosen");
        is_text(site_leads(&s), "/la/dashboard?state=review&sort=-upn", "back to the same view");
        shows(&officer, LA_DESK, ">UPN problems<span");
        hides(">Rejected rows<span");
        is_status(site_get(&s, &officer, LA_DESK ".csv"), 200, "the file");
        ok(site_says(&s, "UPN problems") && !strstr(s.response.body, "Rejected rows"),
           "has the same columns");
        shows(&other, LA_DESK, ">Rejected rows<span");
        is_status(site_post(&s, &officer, LA_DESK_COLUMNS, "show=upn&reset=1"), 303,
                  "all columns are shown again");
        shows(&officer, LA_DESK, ">Rejected rows<span");
}

static void files(void)
{
        is_status(site_get(&s, &reader, LA_DESK ".csv?sort=name&state=review"), 200, "as CSV");
        ok(site_says(&s, "9992001,Primary,To review,,84,Some left,182,"), "with figures");
        ok(site_says(&s, ",1200,1203,'-3,21,22,23,24,0,25,26,27,28,29,4,Olive"), "all of them");
        hides("Elm Hall");
        is_status(site_get(&s, &reader, LA_DESK ".xlsx"), 200, "as XLSX");
        ok(memcmp(s.response.body, "PK", 2) == 0, "a workbook");
}

/* ---- a school's own ---- */

static void own(void)
{
        shows(&reader, data_of(oak, ""), "23 proposed leavers");
        ok(site_says(&s, "1,203: 3 more than on roll"), "what the file had");
        ok(site_says(&s, "1,234 rows received and 567 processed"), "its chart");
        ok(site_says(&s, data_of(oak, "/history")), "its history");
        hides("Officer in charge of this school");
        shows(&reader, data_of(elm, ""), "all that came from this school is processed");
        is_status(site_get(&s, &reader, data_of(4000000, "")), 404, "a school that is not there");
}

static void owner(void)
{
        const char *form = arena_printf(a, "seen=0&owner=%lu", other.person.id);
        shows(&officer, data_of(elm, ""), "Officer in charge of this school");
        is_status(site_post(&s, &officer, data_of(elm, "/owner"), form), 303,
                  "somebody looks after Elm Hall");
        shows(&officer, data_of(elm, ""), "Saved.");
        shows(&officer, arena_printf(a, LA_DESK "?owner=%lu", other.person.id), ELM);
        is_status(site_post(&s, &officer, data_of(elm, "/owner"), form), 409,
                  "set from a page that is out of date");
}

static void imports(void)
{
        shows(&reader, data_of(oak, "/imports"), "No data has come from this school yet");
        run(arena_printf(
            a,
            "INSERT INTO delivery (id, school_id, source, complete, state, file_name, size, sha256, notes, "
            "received_at, delete_after) VALUES (5, %lu, 'D', 1, 'sorted', 'night <b>.csv', 1, REPEAT('x', "
            "32), '', "
            "UTC_TIMESTAMP(), '2027-01-01');\n",
            oak));
        for (int i = 1; i <= 51; i++)
                run(arena_printf(
                    a,
                    "INSERT INTO batch (id, school_id, kind, academic_year, state, opened_by, opened_at, "
                    "hold, "
                    "hold_why) VALUES (%d, %lu, 'I', 2026, '%s', 0, UTC_TIMESTAMP(), '%s', 'It is small.');\n"
                    "INSERT INTO import (school_id, batch_id, delivery_id, complete, row_total, "
                    "count_missing) "
                    "VALUES (%lu, %d, 5, 1, %d, 77);\n",
                    i, oak, i == 51 ? "open" : "dropped", i == 51 ? "held" : "", oak, i, i));
        shows(&reader, data_of(oak, "/imports"), "night &lt;b&gt;.csv");
        ok(site_says(&s, "The drop folder: all pupils") && site_says(&s, "On hold</strong> <small>It is small.") &&
               site_says(&s, ">77<"),
           "with its state and figures");
        ok(site_says(&s, data_of(oak, "/imports?before=2")), "and older ones");
        shows(&reader, data_of(oak, "/imports?before=2"), "Not needed");
        hides("Older ones");
}

/* ---- pausing ---- */

static const char *version_on_page(void)
{
        const char *p = strstr(s.response.body, "name=\"version\" value=\"");
        return p ? arena_bytes(a, p + 22, strspn(p + 22, "0123456789")) : "0";
}

static long count_of(const char *text)
{
        long n = 0;
        for (const char *p = s.response.body; (p = strstr(p, text)); p++)
                n++;
        return n;
}

static void choosing(void)
{
        is_status(site_get(&s, &officer, "/la/pauses/add"), 409, "no school is ticked");
        shows(&officer, arena_printf(a, "/la/pauses/add?school=%lu&school=%lu&school=99999", oak, elm),
              "2 schools");
        hides("Ash House");
        ok(site_says(&s, OAK) && site_says(&s, "Elm Hall (9992002)"), "the ticked ones are named");
        shows(&officer, "/la/pauses/add?all=1&band=none", "Ash House (9992003)");
        hides(OAK);
        is_status(site_get(&s, &reader, "/la/pauses/add"), 403, "who may but look");
        shows(&reader, LA_DESK, ELM);
        hides("type=\"checkbox\" name=\"school\"");
}

static void mistakes(void)
{
        static const struct {
                const char *form, *words;
        } cases[] = {
                { "resume=all", "Say why" },
                { "reason=x", "Choose what is done" },
                { "reason=x&resume=all&from_day=soon", "Write the first day" },
                { "reason=x&resume=all&from_day=01/09/2020", "The first day is over" },
                { "reason=x&resume=all&from_day=01/09/2099", "for the next two years" },
                { "reason=x&resume=all&until_day=31/02/2090", "Write the last day" },
                { "reason=x&resume=all&until_day=01/09/2020", "before the first" },
                { "reason=x&resume=all&until_day=01/09/2099", "may last two years" },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                int status = site_post(&s, &officer, "/la/pauses/add",
                                       arena_printf(a, "schools=%lu&%s", oak, cases[i].form));
                ok(status == 422 && site_says(&s, cases[i].words), "%s: %s (%d)", cases[i].form,
                   cases[i].words, status);
        }
}

static void pausing(void)
{
        const char *form =
            arena_printf(a, "schools=%lu-%lu&reason=New+hall&resume=newest&until_day=", oak, elm);
        is_status(site_post(&s, &officer, "/la/pauses/add", form), 200, "before schools are paused");
        ok(site_says(&s, OAK) && site_says(&s, "Elm Hall (9992002)") &&
               site_says(&s, "until somebody ends it") && site_says(&s, "New hall") &&
               site_says(&s, "Pause 2 schools"),
           "a page names them, the time and the reason");
        shows(&officer, "/la/pauses", "No school is paused.");
        is_status(site_post(&s, &officer, "/la/pauses/add", arena_printf(a, "%s&sure=1", form)), 303,
                  "then they are");
        shows(&officer, "/la/pauses", "2 schools are paused.");
        ok(site_says(&s, ">2 schools</span>"), "those that were set together are one line of the calendar");
        shows(&officer, LA_DESK "?state=paused&sort=name",
              "Paused</strong> <small>until somebody ends it, by Olive");
        in_order(ELM, OAK, "both");
        form = arena_printf(a, "schools=%lu-%lu&reason=Again&resume=newest&sure=1", oak, ash);
        is_status(site_post(&s, &officer, "/la/pauses/add", form), 303, "one is paused already");
        shows(&officer, "/la/pauses", "1 school is paused.");
        form = arena_printf(a, "schools=%lu-%lu&reason=Again&resume=newest", oak, elm);
        is_status(site_post(&s, &officer, "/la/pauses/add", form), 200, "both are");
        ok(site_says(&s, "Every one of the schools has a pause"), "which is said");
        hides("<button type=\"submit\" class=\"govuk-button\" data-module=\"govuk-button\">Pause");
}

static const char *link_to_end(unsigned long school)
{
        site_get(&s, &officer, data_of(school, ""));
        const char *p = strstr(s.response.body, arena_printf(a, "/la/schools/%lu/pauses/", school));
        return p ? arena_bytes(a, p, strcspn(p, "\"")) : "/none";
}

static void changing(void)
{
        const char *end = link_to_end(oak), *change = arena_bytes(a, end, strlen(end) - 4);
        shows(&officer, change, "value=\"New hall\"");
        const char *version = version_on_page();
        hides("name=\"from_day\"");
        is_status(site_post(&s, &officer, change, arena_printf(a, "version=%s&reason=&resume=all", version)),
                  422, "no reason");
        is_text(version_on_page(), version, "the version that was seen stays");
        is_status(site_post(&s, &officer, change,
                            arena_printf(a, "version=%s&reason=Old+hall&resume=all", version)),
                  303, "changed");
        shows(&officer, data_of(oak, "/pauses"), "Old hall");
        ok(site_says(&s, "All that waits, in order"), "and what is done then");
        is_status(site_post(&s, &officer, change, arena_printf(a, "version=%s&reason=x&resume=all", version)),
                  409, "from a page that is out of date");
}

static void ending(void)
{
        const char *end = link_to_end(oak);
        run("UPDATE pause SET from_at = from_at - INTERVAL 1 HOUR;\n");
        run(arena_printf(
            a, "UPDATE school_status SET waiting_files = 3, waiting_rows = 3600 WHERE school_id = %lu;\n",
            oak));
        shows(&officer, end, "3 files with 3,600 rows came meanwhile and wait");
        ok(site_says(&s, "value=\"all\" checked"), "and what was chosen for them");
        const char *version = version_on_page();
        is_status(site_post(&s, &officer, end, "version=77"), 409, "a wrong version");
        is_status(site_post(&s, &officer, end, arena_printf(a, "version=%s&resume=newest", version)), 303, "ended");
        is_text(site_leads(&s), data_of(oak, ""), "back to the school");
        shows(&officer, LA_DESK "?state=paused", ELM);
        hides(OAK);
        is_status(site_get(&s, &officer, end), 409, "it is over");
        shows(&officer, "/la/pauses?show=past", "Ended by Olive");
        ok(site_says(&s, "The newest of what waits"), "and what was chosen at the end");
        shows(&reader, arena_printf(a, "/la/audit?school=%lu", oak), "Pause ended");
}

static void planning(void)
{
        int year = date_today().year + 1;
        const char *form = arena_printf(
            a, "schools=%lu&reason=Summer&resume=newest&from_day=20/07/%d&until_day=31/08/%d&sure=1", oak,
            year, year);
        is_status(site_post(&s, &officer, "/la/pauses/add", form), 303, "a summer is planned");
        shows(&officer, "/la/pauses?show=planned", arena_printf(a, "20 July %d", year));
        ok(site_says(&s, arena_printf(a, "31 August %d", year)) && site_says(&s, "Call off"),
           "from its first day to its last");
        is_long(count_of(">Planned</strong>"), 1, "one");
        const char *p = strstr(s.response.body, arena_printf(a, "/la/schools/%lu/pauses/", oak));
        const char *change = p ? arena_bytes(a, p, strcspn(p, "\"")) : "/none";
        shows(&officer, change, arena_printf(a, "value=\"20/07/%d\"", year));
        form = arena_printf(a, "version=%s&reason=Summer&resume=newest&from_day=21/07/%d&until_day=",
                            version_on_page(), year);
        is_status(site_post(&s, &officer, change, form), 303, "it begins a day later");
        shows(&officer, "/la/pauses?show=planned", arena_printf(a, "21 July %d", year));
        ok(site_says(&s, "somebody ends it"), "and its end is open");
}

/* What the months ahead show: from tomorrow for forty days is in two months or three, and never all of the
 * first. */
static void calendar(void)
{
        char first[DATE_TEXT], last[DATE_TEXT];
        long today = date_to_days(date_today());
        struct date tomorrow = date_from_days(today + 1), end = date_from_days(today + 40);
        date_to_uk(tomorrow, first);
        date_to_uk(end, last);
        is_status(site_post(&s, &officer, "/la/pauses/add",
                            arena_printf(
                                a, "schools=%lu&reason=Building&resume=all&from_day=%s&until_day=%s&sure=1",
                                oak, first, last)),
                  303, "forty days are planned");
        shows(&reader, "/la/pauses", ">Building</td>");
        ok(site_says(&s, arena_printf(a, end.day == 1 ? ">%d</td>" : ">1 to %d</td>", end.day)),
           "until its last day");
        hides(">Change<");
        const char *stop = link_to_end(elm), *change = arena_bytes(a, stop, strlen(stop) - 4);
        shows(&officer, change, "New hall");
        is_status(site_post(&s, &officer, change,
                            arena_printf(a, "version=%s&reason=x&resume=all&until_day=%s", version_on_page(), last)),
                  303, "one that goes on is given an end");
        shows(&reader, "/la/dashboard", arena_printf(a, "until %s, by Olive", format_date(a, end)));
}

int main(void)
{
        if (!site_open(&s))
                return done_testing();
        a = s.d.arena;
        oak = add_school("9992001", HOSTILE, "PS");
        elm = add_school("9992002", "Elm Hall", "SS");
        ash = add_school("9992003", "Ash House", "PS");
        officer = site_person(&s, ROLE_LA_OFFICER, 0, "Olive");
        other = site_person(&s, ROLE_LA_OFFICER, 0, "Otto");
        reader = site_person(&s, ROLE_LA_READER, 0, "Rita");
        fill();
        home();
        filters();
        order();
        columns();
        files();
        own();
        owner();
        tabs();
        choosing();
        mistakes();
        pausing();
        changing();
        ending();
        planning();
        calendar();
        imports();
        site_close(&s);
        return done_testing();
}
