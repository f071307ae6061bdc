/* The proposed leavers of all schools in one list: which it shows and in what order, and that an answer for
 * several schools is each school's, all of it or nothing. A school's own list is in queues_test.c. */
#include "pages/la_proposed.h"

#include <string.h>

#include "gate/scope.h"
#include "site.h"
#include "store/missing.h"
#include "store/proposed.h"
#include "store/pupil.h"
#include "store/pupil_deed.h"
#include "store/roll.h"
#include "store/school.h"
#include "store/status.h"

/* Every page must show it as text. */
#define HOSTILE "Oak <b>&\"'{x}"
#define SHOWN   "Oak &lt;b&gt;&amp;&quot;&#39;{x}"

SQL(audited, "SELECT COUNT(*) FROM audit WHERE verb = ? AND COALESCE(school_id, 0) = ?");
SQL(missing_since, "UPDATE missing_pupil SET since = ? WHERE school_id = ?");
SQL(left_by_file, "UPDATE missing_pupil SET left_on = ? WHERE school_id = ? AND pupil_id = ?");
SQL(left_then, "SELECT COUNT(*) FROM pupil WHERE school_id = ? AND id = ? AND state = 'L' AND left_on = ?");
SQL(counted, "SELECT missing FROM school_status WHERE school_id = ?");

enum { OAK = 4, ELM = 3, ASH = 130 };

static struct site_test s;
static struct arena *a;
static struct scope oak, elm, ash;
static struct visitor officer, reader;

static long number(const struct sql *q, const struct arg *args, size_t count)
{
        struct result r;
        return db_find(s.d.db, a, &r, q, args, count) == DONE ? (long)result_number(&r, 0, 0) : -1;
}

static void says(const char *text)
{
        ok(site_says(&s, text), "it says %s", text);
}

static void hides(const char *text)
{
        ok(!strstr(s.response.body, text), "and does not say %s", text);
}

static void shows(const struct visitor *who, const char *url, const char *text)
{
        int status = site_get(&s, who, url);
        ok(status == 200 && site_says(&s, text) && !strstr(s.response.body, "<b>"), "%s says %s (%d)",
           url, text, status);
}

static void is_status(int got, int want, const char *what)
{
        if (!ok(got == want, "%s (%d)", what, got))
                printf("# want %d; %.400s\n", want, s.response.body);
}

static long times(const char *text)
{
        long n = 0;
        for (const char *p = s.response.body; (p = strstr(p, text)); p++)
                n++;
        return n;
}

/* Each stands after the one before it. */
static void in_order(size_t count, const char *const texts[])
{
        const char *p = s.response.body;
        for (size_t i = 0; p && i < count; i++)
                p = strstr(p, texts[i]);
        ok(p != NULL, "%s comes first, %s last", texts[0], texts[count - 1]);
}

/* ---- schools of whom everybody is missing ---- */

struct making {
        const struct scope *scope;
        struct pupil_new *items;
        size_t count;
};

static enum outcome do_make(struct db *db, void *context)
{
        const struct making *m = context;
        struct pupils roll;
        enum outcome result = roll_lock(db, m->scope);
        if (result == DONE)
                result = pupil_apply_new(db, a, m->scope, m->items, m->count);
        if (result == DONE)
                result = pupil_roll(db, a, m->scope, &roll);
        struct missing_new *ids = arena_array(a, m->count, sizeof *ids);
        for (size_t i = 0; result == DONE && i < roll.count; i++)
                ids[i] = (struct missing_new){ roll.items[i].id, "" };
        if (result == DONE)
                result = missing_set(db, a, m->scope, 1, ids, m->count);
        return result == DONE ? status_count(db, m->scope) : result;
}

static struct scope add_school(const char *laestab, const char *name, const char *phase, const char *since,
                               size_t count)
{
        static const char *const years[] = { "R", "3", "6", "10" };
        const struct school school = { .laestab = laestab,
                                       .urn = "",
                                       .name = name,
                                       .phase = phase,
                                       .year_low = "R",
                                       .year_high = "11",
                                       .contact_email = "" };
        unsigned long id = 0;
        ok(school_add(s.d.db, 0, &school, &id) == DONE, "%s", name);
        struct scope scope = gate_program_scope(id);
        struct pupil_new *items = arena_array(a, count, sizeof *items);
        struct record *records = arena_array(a, count, sizeof *records);
        for (size_t i = 0; i < count; i++) {
                record_blank(&records[i]);
                records[i].value[FIELD_SURNAME] = arena_printf(a, "%.3s%03zu", laestab + 3, i);
                records[i].value[FIELD_FORENAME] = "Kim";
                records[i].value[FIELD_NC_YEAR] = years[i % 4];
                records[i].value[FIELD_CLASS] = "Owls";
                records[i].value[FIELD_ENTRY_DATE] = "2024-09-02";
                items[i].record = &records[i];
        }
        struct making m = { &scope, items, count };
        ok(db_transaction(s.d.db, do_make, &m) == DONE, "its roll");
        ok(db_run(s.d.db, &missing_since, ARGS(arg_text(since), arg_id(id))) == DONE, "missing since %s",
           since);
        return scope;
}

/* "7:12:1", ready for a form. */
static const char *pick(const struct scope *scope, size_t n)
{
        struct pupils roll;
        if (pupil_roll(s.d.db, a, scope, &roll) != DONE || n >= roll.count)
                return "";
        return arena_printf(a, "pick=%lu%%3A%lu%%3A1", scope->school, roll.items[n].id);
}

/* ---- the list ---- */

static void lists(void)
{
        static const char *const by_since[] = { "002000", "003000", "001000" },
                                 *const by_name[] = { "001000", "002000", "002002" },
                                 *const by_school[] = { "003129", "002000", "001000" },
                                 *const by_year[] = { "Year 10", "Year 6", "Year 3" };
        shows(&reader, LA_PROPOSED, "137 pupils.");
        in_order(2, by_since);
        says("1 September 2025");
        says("Owls");
        hides("type=\"checkbox\"");
        hides("They have left");
        is_long(times("<tr class=\"govuk-table__row\">"), 101, "a hundred a page, and the headings");
        shows(&reader, LA_PROPOSED "?page=2", "001000");
        hides("002000");
        is_long(times("<tr class=\"govuk-table__row\">"), 38, "and the rest");
        shows(&reader, LA_PROPOSED "?page=99999", "137 pupils.");
        shows(&reader, LA_PROPOSED "?sort=name", "001000");
        in_order(3, by_name);
        shows(&reader, LA_PROPOSED "?sort=-name", "003129");
        hides("001000");
        shows(&reader, LA_PROPOSED "?sort=school&page=2", SHOWN);
        in_order(3, by_school);
        shows(&reader, LA_PROPOSED "?sort=-year", "Year 10");
        in_order(3, by_year);
        hides("Reception");
        shows(&reader, LA_PROPOSED "?sort=nonsense", "137 pupils.");
        in_order(2, by_since);
        shows(&reader, arena_printf(a, LA_PROPOSED "?school=%lu", elm.school), "3 pupils found");
        says("Show all schools");
        hides("001000");
        shows(&reader, LA_PROPOSED "?phase=PS", "7 pupils found");
        hides("003000");
        shows(&reader, LA_PROPOSED "?phase=%3Cb%3E&school=x", "137 pupils.");
        shows(&reader, LA_PROPOSED "?school=4000000001", "Nobody");
        is_status(site_get(&s, &reader, LA_PROPOSED ".csv?phase=PS&sort=name"), 200, "as a file");
        is_long(times("\r\n"), 8, "all of the view, and the headings");
        hides("003000");
        is_status(site_get(&s, &reader, LA_PROPOSED ".xlsx"), 200, "as a workbook");
        is_long(number(&audited, ARGS(arg_text("leavers-downloaded"), arg_id(0))), 2, "which is audited");
        shows(&reader, "/la/dashboard", "href=\"/la/leavers\"");
}

/* The statement that the page begins with does not sort what it does not show. */
static void in_steps(void)
{
        struct proposed_list all;
        const struct proposed_filter far = { .phase = "", .from = 100, .limit = 30, .down = true };
        ok(proposed_list(s.d.db, a, &far, &all) == DONE && all.count == 30 && all.total == 137,
           "a page of it");
        bool sorted = true;
        for (size_t i = 1; i < all.count; i++)
                sorted = sorted && strcmp(all.items[i - 1].since, all.items[i].since) >= 0;
        ok(sorted, "the latest first");
}

/* ---- the answers ---- */

static void refusals(void)
{
        const char *both = arena_printf(a, "%s&%s", pick(&oak, 0), pick(&elm, 0));
        shows(&officer, LA_PROPOSED, "They have left");
        says("All 100 on this page");
        is_long(times("name=\"pick\""), 100, "each can be chosen");
        is_status(site_post(&s, &reader, LA_PROPOSED, "answer=here&all=1"), 403, "who may but look");
        is_status(site_post(&s, &officer, LA_PROPOSED "?phase=PS", "answer=here"), 422, "nobody is ticked");
        says("Tick the pupils");
        says("7 pupils found");
        says("All 7 of them");
        is_status(site_post(&s, &officer, LA_PROPOSED, both), 422, "no answer");
        is_status(
            site_post(&s, &officer, LA_PROPOSED, arena_printf(a, "%s&answer=left&left_on=01/09/2024", both)),
            422, "before they came");
        says("entered the school on 2 September 2024");
        is_status(site_post(&s, &officer, LA_PROPOSED,
                            arena_printf(a, "answer=left&left_on=02/09/2025&pick=%lu%%3A1%%3A1", elm.school)),
                  409, "another school's pupil");
        is_long(number(&counted, ARGS(arg_id(oak.school))), OAK, "nothing has happened");
}

/* One of each of two schools leaves; of a school one of whose was answered for meanwhile nobody does. */
static void answers(void)
{
        const char *both =
            arena_printf(a, "answer=left&left_on=02/09/2025&ground=a&%s&%s", pick(&elm, 0), pick(&oak, 0));
        is_status(site_post(&s, &officer, LA_PROPOSED "?phase=PS", both), 200, "first the names");
        says("2 pupils will be removed from the rolls of 2 schools");
        says("002000, Kim");
        says(", " SHOWN "</li>");
        says("action=\"/la/leavers?phase=PS\"");
        is_long(number(&counted, ARGS(arg_id(elm.school))), ELM, "nobody has left yet");
        is_status(site_post(&s, &officer, LA_PROPOSED "?phase=PS", arena_printf(a, "%s&sure=1", both)), 303,
                  "then the deed");
        ok(strcmp(site_leads(&s), "/la/leavers?phase=PS") == 0, "back to the view");
        shows(&officer, LA_PROPOSED "?phase=PS", "2 pupils removed from the roll");
        says("5 pupils found");
        is_long(number(&counted, ARGS(arg_id(elm.school))), ELM - 1, "Elm has counted");
        is_long(number(&counted, ARGS(arg_id(oak.school))), OAK - 1, "Oak too");
        is_status(site_post(&s, &officer, LA_PROPOSED, arena_printf(a, "%s&sure=1", both)), 409, "twice");

        const char *elms = pick(&elm, 0);
        is_status(site_post(&s, &officer, LA_PROPOSED, arena_printf(a, "answer=here&%s", elms)), 303,
                  "one is here");
        const char *late =
            arena_printf(a, "answer=here&%s&%s&%s&%s", elms, pick(&elm, 1), pick(&oak, 0), pick(&oak, 1));
        is_status(site_post(&s, &officer, LA_PROPOSED, late), 303, "which one page did not know");
        shows(&officer, LA_PROPOSED, "2 pupils said to be here. 2 others left as before");
        is_long(number(&counted, ARGS(arg_id(elm.school))), ELM - 2, "of Elm nothing was changed");
        is_long(number(&counted, ARGS(arg_id(oak.school))), OAK - 3, "of Oak all");
        ok(number(&audited, ARGS(arg_text("pupil-left"), arg_id(oak.school))) == 1 &&
               number(&audited, ARGS(arg_text("leaver-stays"), arg_id(oak.school))) == 2 &&
               number(&audited, ARGS(arg_text("leaver-stays"), arg_id(elm.school))) == 1,
           "all of it is audited, at its school");
}

/* Nothing typed: each leaves on the day that the file gives. */
static void by_file(void)
{
        struct pupils roll;
        ok(pupil_roll(s.d.db, a, &ash, &roll) == DONE, "Ash");
        const unsigned long first = roll.items[0].id, second = roll.items[1].id;
        const char *both = arena_printf(a, "answer=left&left_on=&%s&%s", pick(&ash, 0), pick(&ash, 1));
        shows(&officer, LA_PROPOSED "?phase=SS", "Last day on the roll");
        hides("Leave it empty");
        is_status(site_post(&s, &officer, LA_PROPOSED, both), 422, "no day");
        says("Enter the last day on the roll as a date");
        ok(db_run(s.d.db, &left_by_file, ARGS(arg_text("2025-07-18"), arg_id(ash.school), arg_id(first))) == DONE, "the file gives one");
        shows(&officer, LA_PROPOSED "?phase=SS", "Leave it empty to take the leaving date of the file.");
        says("18 July 2025");
        is_status(site_post(&s, &officer, LA_PROPOSED, both), 422, "for one of the two");
        says("for whom the file gives no leaving date");
        ok(db_run(s.d.db, &left_by_file, ARGS(arg_text("2024-08-30"), arg_id(ash.school), arg_id(second))) == DONE, "an early day");
        is_status(site_post(&s, &officer, LA_PROPOSED, both), 422, "before they came");
        says("entered the school on 2 September 2024");
        ok(db_run(s.d.db, &left_by_file, ARGS(arg_text("2025-07-21"), arg_id(ash.school), arg_id(second))) == DONE, "for both");
        is_status(site_post(&s, &officer, LA_PROPOSED, both), 200, "the names");
        says("left on 18 July 2025");
        says("left on 21 July 2025");
        says("as their file says");
        is_status(site_post(&s, &officer, LA_PROPOSED, arena_printf(a, "%s&sure=1", both)), 303, "they leave");
        ok(number(&left_then, ARGS(arg_id(ash.school), arg_id(first), arg_text("2025-07-18"))) == 1 &&
               number(&left_then, ARGS(arg_id(ash.school), arg_id(second), arg_text("2025-07-21"))) == 1,
           "each on their own day");
}

int main(void)
{
        if (!site_open(&s))
                return done_testing();
        a = s.d.arena;
        oak = add_school("9990010", HOSTILE, "PS", "2025-10-05 01:00:00", OAK);
        elm = add_school("9990020", "Elm", "PS", "2025-09-01 01:00:00", ELM);
        ash = add_school("9990030", "Ash", "SS", "2025-09-05 01:00:00", ASH);
        officer = site_person(&s, ROLE_LA_OFFICER, 0, "Olive");
        reader = site_person(&s, ROLE_LA_READER, 0, "Rory");
        lists();
        in_steps();
        refusals();
        answers();
        by_file();
        site_close(&s);
        return done_testing();
}
