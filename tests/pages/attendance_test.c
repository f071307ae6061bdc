/* The pages of attendance: figures, lists and a pupil, for the school and for the authority, and nobody
 * else's. */
#include "site.h"

#include <stdlib.h>
#include <string.h>

#include "gate/scope.h"
#include "http/url.h"
#include "store/attendance_merge.h"
#include "store/pupil_deed.h"
#include "store/school.h"
#include "tap.h"

#define NASTY     "<\"'&{x}"
#define NASTY_OUT "&lt;&quot;&#39;&amp;{x}"

static struct site_test s;
static struct arena *a;
static struct scope oak, elm;
static struct visitor teacher, other, reader;
static unsigned long ann, ben, cat, dan, eve;

static struct scope school_of(const char *laestab, const char *name)
{
        const struct school school = { .laestab = laestab,
                                       .urn = "",
                                       .name = name,
                                       .phase = "PS",
                                       .year_low = "R",
                                       .year_high = "6",
                                       .contact_email = "" };
        unsigned long id = 0;
        is_long(school_add(s.d.db, 0, &school, &id), DONE, name);
        return gate_program_scope(id);
}

static unsigned long add(const struct scope *scope, const char *surname, const char *forename,
                         const char *year, const char *class)
{
        struct record r;
        unsigned long id = 0;
        record_blank(&r);
        r.value[FIELD_SURNAME] = surname;
        r.value[FIELD_FORENAME] = forename;
        r.value[FIELD_DOB] = "2016-10-01";
        r.value[FIELD_NC_YEAR] = year;
        r.value[FIELD_CLASS] = class;
        is_long(pupil_add(s.d.db, a, scope, &r, &id), DONE, forename);
        return id;
}

static void mark_from(const struct scope *scope, unsigned long pupil, const char *date, const char *text)
{
        mark *of = arena_alloc(a, strlen(text) + 1);
        size_t count = 0;
        struct attendance_merged out;
        for (mark m; mark_next(&text, SPACE_IS_NO_MARK, &m) == TOKEN_MARK;)
                of[count++] = m;
        const struct attendance_marks in = { pupil, { session_of(date_from_iso(date), false), count, of } };
        is_long(attendance_merge(s.d.db, scope, 0, &in, 1, &out), DONE, "marks");
}

static void gets(const struct visitor *who, const char *url, int status)
{
        is_long(site_get(&s, who, url), status, arena_printf(a, "%s of %s", url, who->person.name));
        ok(!strstr(s.response.body, NASTY), "nothing stands unescaped");
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

static const char *of_pupil(const char *pattern, unsigned long school, unsigned long pupil)
{
        const unsigned long numbers[] = { school, pupil };
        return url_make(a, pattern, school ? numbers : &numbers[1]);
}

static void test_school(const struct visitor *who, const char *url, const char *lists)
{
        gets(who, url, 200);
        says("Attendance 2026/27");
        says("52.5%"); /* 42 of 80: 20 + 2 + 20, of four pupils */
        says("aria-label=\"Attendance by week from 7 Sep to 14 Sep: highest 55.0% in the week from 7 Sep, "
             "lowest 50.0% in the week from "
             "14 Sep, 50.0% in the last.\"");
        says(arena_printf(a, "href=\"%s?list=severe&amp;year=2026\"><span class=\"onroll-figure\">2</span>",
                          lists));
        says(arena_printf(
            a, "href=\"%s?list=unauthorised&amp;year=2026\"><span class=\"onroll-figure\">1</span>", lists));
        says("Other or unknown");
        says("Year 5");
        says(arena_printf(a, "href=\"%s?year=2026&amp;ncyear=5&amp;list=all\">2</a>", lists));
        says(arena_printf(a, "href=\"%s?year=2026&amp;ncyear=5&amp;list=persistent\">1</a>", lists));
        says_not("list=severe\">0</a>");
        says_not("Extended family holiday");
}

static void test_lists(const struct visitor *who, const char *url)
{
        gets(who, arena_printf(a, "%s?list=persistent", url), 200);
        says("2 pupils on the roll");
        says(NASTY_OUT);
        says_not("Adams, Ann");
        gets(who, arena_printf(a, "%s?list=all&ncyear=5", url), 200);
        says("2 pupils on the roll");
        says("Adams, Ann");
        gets(who, arena_printf(a, "%s?q=ada+ann", url), 200);
        says("1 pupil on the roll");
        gets(who, arena_printf(a, "%s?q=nobody", url), 200);
        says("0 pupils on the roll");
        gets(who, arena_printf(a, "%s?list=unauthorised", url), 200);
        says("18/09/2026");
        says("Clark, Cat");
        gets(who, arena_printf(a, "%s?list=illness", url), 200);
        says("0 pupils on the roll");
        gets(who, arena_printf(a, "%s?list=penalty&when=year&sort=-days&page=9999", url), 200);
        gets(who, arena_printf(a, "%s?list=zzz&year=1900&sort=zzz&page=-1&ncyear=zz&q=%%3C%%22", url), 200);
        gets(who, arena_printf(a, "%s.csv?list=all&sort=attendance", url), 200);
        says("Clark,Cat,,Year 5,5B,0.0,20,0,20,");
        gets(who, arena_printf(a, "%s.xlsx?list=unauthorised", url), 200);
}

static void test_order(void)
{
        gets(&teacher, "/school/attendance/pupils?sort=-attendance", 200);
        const char *page = s.response.body, *first = strstr(page, "Adams, Ann"),
                   *last = strstr(page, "Clark, Cat");
        ok(first && last && first < last, "the best first");
        gets(&teacher, "/school/attendance/pupils?sort=attendance", 200);
        page = s.response.body, first = strstr(page, "Adams, Ann"), last = strstr(page, "Clark, Cat");
        ok(first && last && first > last, "and the other way round");
}

static void test_pupil(const struct visitor *who, unsigned long school, const char *pattern)
{
        gets(who, of_pupil(pattern, school, cat), 200);
        says("Attendance of Cat Clark 2026/27");
        says("Severely absent");
        says("Holds now");
        says("18 September 2026");
        says("10 school days");
        says(
            "Sessions by week from 7 Sep to 14 Sep: 0 attended, 0 missed with authorisation and 20 without.");
        says("O O");
        gets(who, of_pupil(pattern, school, ben), 200);
        says(NASTY_OUT);
        gets(who, of_pupil(pattern, school, dan), 200);
        says("No marks of this pupil are held");
        gets(who, of_pupil(pattern, school, eve), 404);
}

static void test_years(void)
{
        mark_from(&oak, ann, "2025-09-08", "/\\");
        gets(&teacher, "/school/attendance?year=2025", 200);
        says("Attendance 2025/26");
        says("<option value=\"2025\" selected>2025/26</option>");
        says("100.0%");
        gets(&teacher, "/school/attendance", 200);
        says("Attendance 2026/27");
}

static void test_nothing(void)
{
        gets(&other, "/school/attendance", 200);
        says("No marks are held");
        gets(&other, "/school/attendance/pupils", 200);
        says("0 pupils");
}

int main(void)
{
        if (!site_open(&s))
                return done_testing();
        a = s.d.arena;
        setenv("ONROLL_TODAY", "2026-11-26", 1);
        oak = school_of("9992001", "Oak");
        elm = school_of("9992002", "Elm");
        teacher = site_person(&s, ROLE_TEACHER, oak.school, "Tea");
        other = site_person(&s, ROLE_TEACHER, elm.school, "Oth");
        reader = site_person(&s, ROLE_LA_READER, 0, "Rea");
        ann = add(&oak, "Adams", "Ann", "5", "5A");
        ben = add(&oak, NASTY, NASTY, "6", NASTY);
        cat = add(&oak, "Clark", "Cat", "5", "5B");
        dan = add(&oak, "Davies", "Dan", "R", "");
        eve = add(&elm, "Elms", "Eve", "5", "");
        unsigned long gone = add(&oak, "Gone", "Gus", "5", "");
        mark_from(&oak, ann, "2026-09-07", "/\\/\\/\\/\\/\\/\\/\\/\\/\\/\\");
        mark_from(&oak, ben, "2026-09-07", "/\\IIIIIIIIIIIIIIIIII");
        mark_from(&oak, cat, "2026-09-07", "OOOOOOOOOOOOOOOOOOOO");
        mark_from(&oak, gone, "2026-09-07", "/\\/\\/\\/\\/\\/\\/\\/\\/\\/\\");
        is_long(
            pupil_leave(s.d.db, a, &oak, &(struct pupil_leaving){ { gone, 0 }, "2026-10-02", "a", "", 0 }),
            DONE, "gone");
        test_school(&teacher, "/school/attendance", "/school/attendance/pupils");
        test_school(&reader, of_school("/la/schools/{}/attendance"),
                    of_school("/la/schools/{}/attendance/pupils"));
        gets(&reader, of_school("/la/schools/{}/data"), 200);
        says(arena_printf(a, "href=\"%s\">Attendance</a>", of_school("/la/schools/{}/attendance")));
        gets(&reader, of_school("/la/schools/{}/attendance"), 200);
        says("aria-label=\"Data of this school\"");
        says("aria-current=\"page\">Attendance</a>");
        const unsigned long one[] = { oak.school, ann };
        gets(&reader, url_make(a, "/la/schools/{}/pupils/{}", one), 200);
        says(arena_printf(a, "href=\"%s\"", url_make(a, "/la/schools/{}/pupils/{}/attendance", one)));
        gets(&teacher, "/school/attendance", 200);
        says_not("Data of this school");
        test_lists(&teacher, "/school/attendance/pupils");
        test_lists(&reader, of_school("/la/schools/{}/attendance/pupils"));
        test_order();
        test_pupil(&teacher, 0, "/school/pupils/{}/attendance");
        test_pupil(&reader, oak.school, "/la/schools/{}/pupils/{}/attendance");
        test_years();
        test_nothing();
        site_close(&s);
        return done_testing();
}
