/* The queues on which the authority's staff work a school to zero, and what the schools see of them:
 * conflicts one by one and many at once, leavers and joiners, children claimed by two schools, identifiers,
 * new pupils. The data comes as it does at night: delivered and imported. */
#include "pages/la_conflicts.h"

#include <stdlib.h>
#include <string.h>

#include "flow/deliver.h"
#include "gate/scope.h"
#include "model/upn.h"
#include "site.h"
#include "store/conflict.h"
#include "store/involvement.h"
#include "store/service.h"
#include "store/match_case.h"
#include "store/missing.h"
#include "store/pupil.h"
#include "store/pupil_deed.h"
#include "store/school.h"
#include "store/setting.h"
#include "store/status.h"
#include "tasks/import.h"

/* Every page must show it as text. */
#define HOSTILE "Oak <b>&\"'{x}"
#define SHOWN   "Oak &lt;b&gt;&amp;&quot;&#39;{x}"

SQL(audited, "SELECT COUNT(*) FROM audit WHERE verb = ? AND school_id = ?");
SQL(mails, "SELECT COUNT(*) FROM outbox WHERE body LIKE ?");
SQL(name_of_service, "SELECT name FROM service WHERE id = 1");
SQL(status_of,
    "SELECT missing + unmatched + conflicts_active + conflicts_other FROM school_status WHERE school_id = ?");

enum { ROLL = 14, MOST = 40 };

static struct site_test s;
static struct arena *a;
static struct scope oak, elm; /* the program's: what it writes no person has set */
static struct visitor officer, reader, oak_head, elm_head;
static const char *service; /* who knows a child of Oak */

static long number(const struct sql *q, const struct arg *args, size_t count)
{
        struct result r;
        return db_find(s.d.db, a, &r, q, args, count) == DONE ? (long)result_number(&r, 0, 0) : -1;
}

/* ---- asking ---- */

static bool shows(const struct visitor *who, const char *url, const char *text)
{
        int status = site_get(&s, who, url);
        return ok(status == 200 && site_says(&s, text) && !strstr(s.response.body, "<b>"),
                  "%s says %s (%d)", url, text, status);
}

static void says(const char *text)
{
        ok(site_says(&s, text), "it says %s", text);
}

static void hides(const char *text)
{
        ok(!strstr(s.response.body, text), "and does not say %s", text);
}

static void is_status(int got, int want, const char *what)
{
        if (!ok(got == want, "%s (%d)", what, got))
                printf("# want %d; %.400s\n", want, s.response.body);
}

/* The value of a hidden field of the last page, ready for the next form. */
static const char *hidden(const char *name)
{
        const char *key = arena_printf(a, "name=\"%s\" value=\"", name),
                   *p = strstr(s.response.body, key);
        if (!p)
                return "";
        struct buf b = BUF_EMPTY;
        p += strlen(key);
        url_encode(&b, arena_bytes(a, p, strcspn(p, "\"")));
        const char *text = arena_bytes(a, b.len ? b.bytes : "", b.len);
        buf_free(&b);
        return text;
}

static long times(const char *text)
{
        long n = 0;
        for (const char *p = s.response.body; (p = strstr(p, text)); p++)
                n++;
        return n;
}

static const char *of(const struct scope *school, const char *tail)
{
        return arena_printf(a, "/la/schools/%lu%s", school->school, tail);
}

/* ---- schools and files ---- */

static struct record rows[MOST];
static size_t row_count;

/* A child like no other. */
static struct record child(int n)
{
        static const char *const surnames[] = { "Abbott",  "Bexley", "Corby",  "Derwent", "Elstow",
                                                "Farrow",  "Goole",  "Hexham", "Ilkley",  "Jarrow",
                                                "Keswick", "Ludlow", "Morley", "Nelson",  "Oldham" };
        static const char *const forenames[] = { "Anna",  "Ben",  "Chloe", "Daniel", "Eve", "Finn",
                                                 "Grace", "Hugo", "Isla",  "Jack",   "Kate" };
        struct record r;
        record_blank(&r);
        char *upn = arena_printf(a, "A801200%06d", 10000 + n * 37);
        upn[0] = upn_letter(upn + 1);
        r.value[FIELD_UPN] = upn;
        r.value[FIELD_SURNAME] = surnames[n % 15];
        r.value[FIELD_FORENAME] = forenames[n % 11];
        r.value[FIELD_DOB] = arena_printf(a, "20%02d-%02d-%02d", 15 + n % 4, 1 + n * 5 % 12, 1 + n * 11 % 28);
        r.value[FIELD_SEX] = n % 2 ? "M" : "F";
        r.value[FIELD_NC_YEAR] = arena_printf(a, "%d", 6 - n % 4);
        r.value[FIELD_CLASS] = "Owls";
        r.value[FIELD_POSTCODE] = arena_printf(a, "OX%d %dAB", 1 + n % 9, 1 + n % 8);
        return r;
}

struct filling {
        struct pupil_new *items;
        size_t count;
        const struct scope *scope;
};

static enum outcome do_fill(struct db *db, void *context)
{
        const struct filling *f = context;
        return pupil_apply_new(db, a, f->scope, f->items, f->count);
}

static struct scope add_school(const char *laestab, const char *name, int from)
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
        struct scope scope = gate_program_scope(id);
        struct pupil_new items[ROLL] = { 0 };
        struct record *records = arena_array(a, ROLL, sizeof *records);
        for (int i = 0; i < ROLL; i++) {
                records[i] = child(from + i);
                items[i].record = &records[i];
        }
        struct filling f = { items, ROLL, &scope };
        ok(db_transaction(s.d.db, do_fill, &f) == DONE, "its roll");
        return scope;
}

static void list_roll(const struct scope *scope)
{
        struct pupils roll;
        ok(pupil_roll(s.d.db, a, scope, &roll) == DONE, "the roll");
        row_count = 0;
        for (size_t i = 0; i < roll.count; i++)
                rows[row_count++] = roll.items[i].record;
}

/* The row of that surname. */
static struct record *row(const char *surname)
{
        for (size_t i = 0; i < row_count; i++)
                if (strcmp(rows[i].value[FIELD_SURNAME], surname) == 0)
                        return &rows[i];
        ok(0, "a row of %s", surname);
        return &rows[0];
}

static unsigned long pupil_of(const struct scope *scope, const char *surname)
{
        struct pupils roll;
        if (pupil_roll(s.d.db, a, scope, &roll) == DONE)
                for (size_t i = 0; i < roll.count; i++)
                        if (strcmp(roll.items[i].record.value[FIELD_SURNAME], surname) == 0)
                                return roll.items[i].id;
        return 0;
}

static const char *held(const struct scope *scope, const char *surname, enum field field)
{
        struct pupil_full p;
        unsigned long id = pupil_of(scope, surname);
        return id && pupil_find(s.d.db, a, scope, id, &p) == DONE ? p.pupil.record.value[field] : "(nobody)";
}

static int night;

/* The list as this night's complete file. */
static void send_night(const struct scope *scope)
{
        struct buf b = BUF_EMPTY;
        struct refusal why;
        unsigned long id, done = 0;
        enum delivery_state state;
        const struct flow f = { a, s.d.db, s.d.config, scope, &why };
        buf_text(&b, "UPN,Surname,Forename,Date of birth,Sex,NC year,Class,Postcode\n");
        for (size_t i = 0; i < row_count; i++) {
                const char *const *value = rows[i].value;
                buf_printf(&b, "%s,%s,%s,%s,%s,%s,%s,%s\n", value[FIELD_UPN], value[FIELD_SURNAME],
                           value[FIELD_FORENAME], value[FIELD_DOB], value[FIELD_SEX], value[FIELD_NC_YEAR],
                           value[FIELD_CLASS], value[FIELD_POSTCODE]);
        }
        buf_printf(&b, ",,,,,,,%d\n", ++night);
        const struct delivering d = { .label = arena_printf(a, "night-%d.csv", night),
                                      .bytes = b.bytes,
                                      .len = b.len,
                                      .source = FROM_FOLDER,
                                      .complete = true };
        ok(flow_deliver(&f, &d, &id, &state) == DONE, "%s", d.label);
        ok(import_run(s.d.db, s.d.config, &done) == DONE && done == 1, "is processed");
        buf_free(&b);
}

static struct conflicts all_conflicts(const struct scope *scope)
{
        struct conflicts all = { 0, NULL };
        ok(conflict_list(s.d.db, a, scope, &all) == DONE, "the conflicts");
        return all;
}

static struct conflict conflict_of(const struct scope *scope, const char *surname, enum field field)
{
        struct conflicts all = all_conflicts(scope);
        unsigned long pupil = pupil_of(scope, surname);
        for (size_t i = 0; i < all.count; i++)
                if (all.items[i].pupil == pupil && all.items[i].field == field)
                        return all.items[i];
        return (struct conflict){ 0 };
}

static const char *conflict_url(const struct scope *scope, const struct conflict *c, const char *query)
{
        return arena_printf(a, "/la/schools/%lu/conflicts/%lu%s", scope->school, c->id, query);
}

/* ---- conflicts ---- */

/* Five dates of birth, one NC year, and the address of a child whom social care knows. */
static void make_conflicts(void)
{
        struct pupil_full p;
        unsigned long id;
        ok(pupil_find(s.d.db, a, &oak, pupil_of(&oak, "Goole"), &p) == DONE, "a pupil");
        const struct involvement i = { .child = p.child, .service = 1, .from = "2020-09-01", .to = "", .reference = "", .file = "" };
        struct result r;
        ok(involvement_add(s.d.db, 0, &i, &id) == DONE &&
               db_find(s.d.db, a, &r, &name_of_service, NULL, 0) == DONE,
           "a service knows a child");
        service = result_text(&r, 0, 0);
        struct involvement nurses = i;
        const struct service nursing = { .name = "School nursing", .kind = 'O' };
        ok(service_add(s.d.db, 0, &nursing, &nurses.service) == DONE && involvement_add(s.d.db, 0, &nurses, &id) == DONE, "one more");
        list_roll(&oak);
        send_night(&oak);
        row("Abbott")->value[FIELD_DOB] = "2015-03-03";
        row("Bexley")->value[FIELD_DOB] = "2015-03-04";
        row("Corby")->value[FIELD_DOB] = "2015-03-05";
        row("Derwent")->value[FIELD_DOB] = "2015-03-06";
        row("Elstow")->value[FIELD_DOB] = "2015-03-07";
        row("Farrow")->value[FIELD_NC_YEAR] = "2";
        row("Goole")->value[FIELD_POSTCODE] = "ZZ9 9ZZ";
        send_night(&oak);
        is_long((long)all_conflicts(&oak).count, 7, "seven conflicts");
}

static void conflict_lists(void)
{
        const char *list = of(&oak, "/conflicts");
        shows(&reader, list, "7 conflicts");
        says("Always put in conflict");
        says(">Active</strong>");
        says("05/03/2015");
        says("of night-2.csv");
        says(arena_printf(a, "/la/schools/%lu/pupils/%lu", oak.school, pupil_of(&oak, "Corby")));
        says("Date of birth</a> (5)");
        says("Of active pupils (1)");
        says("The first load of the roll");
        says(SHOWN);
        hides("Start with the first");
        hides("Look at it first");
        shows(&officer, list, "Start with the first");
        hides("Look at it first");
        shows(&officer, of(&oak, "/conflicts?cohort=active"), "1 conflict found");
        says("Goole, Grace");
        shows(&officer, of(&oak, "/conflicts?cohort=other"), "6 conflicts found");
        hides("Goole, ");
        shows(&officer, of(&oak, "/conflicts?cohort=kept"), "No value is kept");
        shows(&officer, of(&oak, "/conflicts?field=nc_year"), "1 conflict found");
        says("Farrow, Finn");
        shows(&officer, of(&oak, "/conflicts?words=cor"), "1 conflict found");
        says("Corby, Chloe");
        shows(&officer, of(&oak, "/conflicts?field=nonsense&cohort=nonsense&page=99"), "7 conflicts.");
        shows(&officer, of(&oak, "/conflicts?field=date_of_birth&sort=-name"), "Look at it first");
        const char *page = s.response.body;
        ok(strstr(page, "Elstow, Eve") < strstr(page, "Abbott, Anna"), "in the order asked for");
        is_status(site_get(&s, &reader, of(&oak, "/conflicts.csv?cohort=active")), 200, "as a file");
        says("Goole, Grace");
        hides("Corby");
        is_status(site_get(&s, &reader, of(&oak, "/conflicts.xlsx")), 200, "as a workbook");
        is_long(number(&audited, ARGS(arg_text("conflicts-downloaded"), arg_id(oak.school))), 2,
                "files are audited");
        shows(&reader, of(&elm, "/conflicts"), "No conflict waits here");
        hides("Corby");
}

static void one_conflict(void)
{
        struct conflict c = conflict_of(&oak, "Goole", FIELD_POSTCODE);
        const char *url = conflict_url(&oak, &c, "");
        shows(&reader, url, "ZZ9 9ZZ");
        says(held(&oak, "Goole", FIELD_POSTCODE));
        says("</span> Differs");
        says("Active since");
        says(service);
        says("Also known to, without counting: School nursing");
        hides("name=\"answer\"");
        ok(number(&audited, ARGS(arg_text("pupil-viewed"), arg_id(oak.school))) == 1, "the view is audited");
        shows(&officer, url, "accesskey=\"1\"");
        is_status(site_get(&s, &officer, arena_printf(a, "/la/schools/%lu/conflicts/%lu", elm.school, c.id)), 404, "not of another school");
        is_status(site_post(&s, &reader, url, "answer=accept"), 403, "who may but look");
        is_status(
            site_post(&s, &officer, url, arena_printf(a, "answer=perhaps&version=%s", hidden("version"))),
            409, "no answer of ours");
}

/* By the field, one after the other. */
static void deciding(void)
{
        struct conflict c = conflict_of(&oak, "Abbott", FIELD_DOB);
        shows(&officer, conflict_url(&oak, &c, "?field=date_of_birth&sort=name"), "4 others");
        const char *version = hidden("version"), *view = "field=date_of_birth&sort=name&cohort=&words=";
        const char *url = conflict_url(&oak, &c, "");
        is_status(
            site_post(&s, &officer, url, arena_printf(a, "answer=accept&version=%s9&%s", version, view)), 409,
            "out of date");
        says("Somebody else has changed this");
        is_status(site_post(&s, &officer, url, arena_printf(a, "answer=accept&version=%s&%s", version, view)),
                  303, "accepted");
        is_text(held(&oak, "Abbott", FIELD_DOB), "2015-03-03", "and written");
        const char *next = site_leads(&s);
        struct conflict b = conflict_of(&oak, "Bexley", FIELD_DOB);
        ok(strstr(next, arena_printf(a, "/conflicts/%lu?", b.id)) && strstr(next, "field=date_of_birth"),
           "on to the next: %s", next);
        shows(&officer, next, "4 left");
        is_status(site_post(&s, &officer, url, arena_printf(a, "answer=accept&version=%s&%s", version, view)),
                  404, "what is settled is no more there");

        url = conflict_url(&oak, &b, "");
        shows(&officer, url, "Keep ours");
        version = hidden("version");
        const char *ours = held(&oak, "Bexley", FIELD_DOB);
        is_status(site_post(&s, &officer, url, arena_printf(a, "answer=tell&note=+&version=%s", version)),
                  422, "told without words");
        says("Write what the school is told");
        is_status(
            site_post(&s, &officer, url,
                      arena_printf(a, "answer=tell&note=See+the+certificate+%%3Cb%%3E&version=%s", version)),
            303, "kept and told");
        is_text(held(&oak, "Bexley", FIELD_DOB), ours, "ours stays");
        ok(number(&mails, ARGS(arg_text("%See the certificate%"))) == 1, "the school has mail");
        shows(&officer, of(&oak, "/conflicts?cohort=kept"), "See the certificate &lt;b&gt;");
        says("Olive");
        shows(&officer, url, "Ours is kept</strong> by Olive");
        hides("name=\"answer\"");
        is_status(site_post(&s, &officer, url, arena_printf(a, "answer=accept&version=%s", version)), 409,
                  "it is decided");
}

static void all_of_one_kind(void)
{
        const char *view = "field=date_of_birth&cohort=other";
        is_status(site_get(&s, &officer, of(&oak, "/conflicts/all?answer=accept")), 409, "all of every kind");
        is_status(site_get(&s, &officer, of(&oak, arena_printf(a, "/conflicts/all?%s&answer=x", view))), 409,
                  "no answer");
        is_status(site_get(&s, &reader, of(&oak, arena_printf(a, "/conflicts/all?%s&answer=keep", view))),
                  403, "who may but look");
        shows(&officer, of(&oak, arena_printf(a, "/conflicts/all?%s&answer=accept", view)),
              "Accept the school’s value: 3 conflicts");
        says("These are all");
        says("Corby, Chloe");
        hides("Bexley");
        hides("Farrow");
        const char *seen = hidden("seen");
        is_long((long)all_conflicts(&oak).count, 6, "looking decides nothing");

        /* Meanwhile one of them is decided. */
        struct conflict c = conflict_of(&oak, "Corby", FIELD_DOB);
        shows(&officer, conflict_url(&oak, &c, ""), "Keep ours");
        is_status(site_post(&s, &officer, conflict_url(&oak, &c, ""),
                            arena_printf(a, "answer=keep&version=%s", hidden("version"))),
                  303, "one is kept");
        const char *dob = held(&oak, "Derwent", FIELD_DOB);
        is_status(site_post(&s, &officer, of(&oak, "/conflicts/all"),
                            arena_printf(a, "answer=accept&%s&seen=%s", view, seen)),
                  409, "what was seen is out of date");
        says("Somebody else has changed this");
        is_text(held(&oak, "Derwent", FIELD_DOB), dob, "and nothing is written");
        is_status(site_post(&s, &officer, of(&elm, "/conflicts/all"),
                            arena_printf(a, "answer=keep&seen=%lu%%3A1",
                                         conflict_of(&oak, "Derwent", FIELD_DOB).id)),
                  409, "another school's conflict");
        is_status(site_post(&s, &officer, of(&oak, "/conflicts/all"),
                            arena_printf(a, "answer=accept&%s&seen=1%%3A", view)),
                  409, "a damaged form");
        is_status(site_post(&s, &officer, of(&oak, "/conflicts/all"),
                            arena_printf(a, "answer=tell&%s&seen=%s", view, seen)),
                  422, "told without words");
        seen = hidden("seen");
        is_status(site_post(&s, &officer, of(&oak, "/conflicts/all"),
                            arena_printf(a, "answer=accept&%s&seen=%s", view, seen)),
                  303, "as it is now");
        is_text(held(&oak, "Derwent", FIELD_DOB), "2015-03-06", "one is written");
        is_text(held(&oak, "Elstow", FIELD_DOB), "2015-03-07", "and the other");
        shows(&officer, site_leads(&s), "2 conflicts: The school’s value was accepted.");
        shows(&officer, of(&oak, "/conflicts"), "2 conflicts.");
}

/* What the school may know of it. */
static void differences(void)
{
        shows(&oak_head, "/school", "Differences");
        says("1 value");
        shows(&oak_head, "/school/differences", "See the certificate &lt;b&gt;");
        says("04/03/2015");
        says("Bexley, Ben");
        hides("Corby"); /* kept, and not told */
        hides("Active");
        hides("Olive");
        hides(service);
        hides("Always");
        shows(&elm_head, "/school/differences", "keeps no value against one that you sent");
        shows(&elm_head, "/school", "Nothing waits for you");
}

/* ---- leavers and joiners ---- */

static void leavers(void)
{
        list_roll(&oak);
        struct record stranger = child(100);
        stranger.value[FIELD_SURNAME] = "Newcomer";
        for (size_t i = 0; i < row_count; i++)
                if (strcmp(rows[i].value[FIELD_SURNAME], "Jarrow") >= 0 && strcmp(rows[i].value[FIELD_SURNAME], "Morley") < 0)
                        rows[i--] = rows[--row_count];
        rows[row_count++] = stranger;
        send_night(&oak);
        shows(&reader, of(&oak, "/leavers"), "Proposed leavers: 3");
        says("Jarrow, ");
        says("night-3.csv");
        says("Newcomer, ");
        says("On the roll</strong>");
        hides("type=\"checkbox\"");
        shows(&officer, of(&oak, "/leavers"), "All 3 of them");
        is_long(times("name=\"pick\""), 3, "each can be chosen");
        const char *url = of(&oak, "/leavers"), *shown = hidden("shown");
        is_status(site_post(&s, &reader, url, "answer=here&all=1"), 403, "who may but look");
        is_status(site_post(&s, &officer, url, "answer=here"), 422, "nobody is ticked");
        says("Tick the pupils");
        is_status(site_post(&s, &officer, url, arena_printf(a, "all=1&shown=%s", shown)), 422, "no answer");
        says("Say whether they have left");
        is_status(site_post(&s, &officer, url,
                            arena_printf(a, "all=1&shown=%s&answer=left&left_on=01/01/2199&ground=", shown)),
                  422, "a day to come");
        says("in the future");
        is_status(site_post(&s, &officer, url,
                            arena_printf(a, "all=1&shown=%s&answer=left&left_on=soon&ground=9&destination=%0130d", shown, 0)),
                  422, "no day and no ground");
        says("as a date like");
        says("one of the grounds");
        says("Shorten where they went");
        is_long((long)number(&status_of, ARGS(arg_id(oak.school))), 3, "nothing has happened");

        /* Two leave, the third is here. */
        unsigned long jarrow = pupil_of(&oak, "Jarrow"), keswick = pupil_of(&oak, "Keswick"),
                      ludlow = pupil_of(&oak, "Ludlow");
        const char *two =
            arena_printf(a,
                         "answer=left&left_on=02/09/"
                         "2025&ground=a&destination=Elsewhere+School&pick=%lu%%3A%lu%%3A1&pick=%lu%%3A%lu%%3A1",
                         oak.school, jarrow, oak.school, keswick);
        is_status(site_post(&s, &officer, of(&elm, "/leavers"),
                            arena_printf(a, "answer=here&pick=%lu%%3A%lu%%3A1", oak.school, ludlow)),
                  409, "another school's pupil");
        is_status(site_post(&s, &officer, url, two), 200, "first the names");
        says("2 pupils will be removed from the roll of " SHOWN);
        says("Remove 2 pupils from the roll");
        says("Keswick, ");
        hides("Ludlow");
        ok(pupil_of(&oak, "Jarrow") == jarrow, "nobody has left yet");
        is_status(site_post(&s, &officer, url, arena_printf(a, "%s&sure=1", two)), 303, "then the deed");
        ok(!pupil_of(&oak, "Jarrow") && !pupil_of(&oak, "Keswick"), "both have left");
        struct pupil_full p;
        ok(pupil_find(s.d.db, a, &oak, jarrow, &p) == DONE && strcmp(p.left_on, "2025-09-02") == 0 &&
               strcmp(p.ground, "a") == 0 && strcmp(p.destination, "Elsewhere School") == 0,
           "with day, ground and destination");
        is_status(site_post(&s, &officer, url, arena_printf(a, "%s&sure=1", two)), 409, "twice");
        shows(&officer, url, "2 pupils removed from the roll");
        is_status(site_post(&s, &officer, url, arena_printf(a, "answer=here&pick=%lu%%3A%lu%%3A1", oak.school, ludlow)), 303,
                  "the third has not");
        shows(&officer, url, "Said to be here");
        says("Olive, ");
        says("Proposed leavers: 0");
        hides("name=\"pick\"");
        ok(number(&audited, ARGS(arg_text("pupil-left"), arg_id(oak.school))) == 2 &&
               number(&audited, ARGS(arg_text("leaver-stays"), arg_id(oak.school))) == 1,
           "all of it is audited");
}

/* ---- claimed by two schools ---- */

static void claims(void)
{
        shows(&reader, "/la/claims", "No child is on the roll of two schools");
        list_roll(&oak);
        struct record both = *row("Elstow");
        list_roll(&elm);
        rows[row_count++] = both;
        send_night(&elm);
        shows(&reader, "/la/claims", "1 child.");
        says(SHOWN);
        says("Elm Hall");
        is_long(times("Elstow, Eve"), 3, "one row: the name, and each school's entry");
        shows(&reader, of(&oak, "/leavers"), "Elm Hall");
        shows(&reader, of(&elm, "/leavers"), SHOWN);
        is_status(site_get(&s, &reader, "/la/claims.csv"), 200, "as a file");
        says("Elstow, Eve");
        is_status(site_get(&s, &reader, "/la/claims.xlsx"), 200, "as a workbook");
        shows(&oak_head, "/school", "Claimed by another school");
        shows(&oak_head, "/school/claims", "Elm Hall");
        says(arena_printf(a, "/school/pupils/%lu\"", pupil_of(&oak, "Elstow")));
        hides(arena_printf(a, "pupils/%lu\"", pupil_of(&elm, "Elstow")));
        shows(&elm_head, "/school/claims", SHOWN);
        says(arena_printf(a, "/school/pupils/%lu\"", pupil_of(&elm, "Elstow")));
        hides(arena_printf(a, "pupils/%lu\"", pupil_of(&oak, "Elstow")));
}

/* ---- identifiers ---- */

static void upns(void)
{
        list_roll(&elm);
        char *wrong = arena_text(a, rows[0].value[FIELD_UPN]);
        wrong[0] = wrong[0] == 'A' ? 'B' : 'A'; /* no other letter goes with these digits */
        rows[0].value[FIELD_UPN] = wrong;
        send_night(&elm);
        shows(&reader, "/la/upns", upn_message_words(UPN_MESSAGE_LETTER));
        says(wrong);
        says("Elm Hall");
        says("of night-");
        shows(&reader, "/la/upns?message=1510", "Show all messages");
        says(wrong);
        shows(&reader, "/la/upns?message=1500", "0 problems found");
        hides(wrong);
        shows(&reader, of(&elm, "/upns"), wrong);
        shows(&reader, of(&oak, "/upns"), "No identifier is wrong here");
        is_status(site_get(&s, &reader, "/la/upns.csv?message=1510"), 200, "as a file");
        says(wrong);
        is_status(site_get(&s, &reader, of(&elm, "/upns.csv")), 200, "of one school");
        says(wrong);
        is_status(site_get(&s, &reader, of(&oak, "/upns.xlsx")), 200, "as a workbook");
}

/* ---- new pupils about whom the authority wants to be asked ---- */

static unsigned long the_case(const struct scope *scope)
{
        struct match_cases all;
        if (case_queue(s.d.db, a, &all) == DONE)
                for (size_t i = 0; i < all.count; i++)
                        if (all.items[i].school == scope->school)
                                return all.items[i].id;
        return 0;
}

/* The school is asked, and says what it knows. */
static void asking(const char *url)
{
        shows(&elm_head, "/school/questions", "has no question about your data");
        shows(&officer, url, "Ask the school");
        is_status(
            site_post(&s, &officer, url,
                      arena_printf(a, "answer=ask&question=Who+is+this%%3F&version=%s", hidden("version"))),
            303, "the school is asked");
        shows(&elm_head, "/school", "Questions about your data");
        shows(&elm_head, "/school/questions", "Who is this?");
        says("Stranger, ");
        says("night-");
        const char *form = arena_printf(a, "case=%s&version=%s&note=", hidden("case"), hidden("version"));
        is_status(site_post(&s, &oak_head, "/school/questions", arena_printf(a, "%sx", form)), 404,
                  "another school's question");
        is_status(site_post(&s, &elm_head, "/school/questions", form), 422, "without an answer");
        says("Write what you know");
        is_status(site_post(&s, &elm_head, "/school/questions",
                            arena_printf(a, "%smoved+here+from+Wales+%%3Cb%%3E", form)),
                  303, "answered");
        is_status(site_post(&s, &elm_head, "/school/questions", arena_printf(a, "%sagain", form)), 409,
                  "from a page that is out of date");
        shows(&elm_head, "/school/questions", "has no question about your data");
}

static void new_pupils(void)
{
        struct settings_seen seen;
        ok(settings_see(s.d.db, a, &seen) == DONE, "settings");
        seen.settings.new_automatic = false;
        ok(settings_set(s.d.db, a, 0, seen.version, &seen.settings) == DONE, "every new pupil is looked at");
        list_roll(&elm);
        rows[row_count] = child(200);
        rows[row_count++].value[FIELD_SURNAME] = "Stranger";
        send_night(&elm);
        shows(&reader, "/la/matches", "New pupil");
        shows(&reader, of(&elm, "/matches"), "looks at every new pupil");
        shows(&reader, of(&oak, "/matches"), "No possible match waits");
        shows(&reader, arena_printf(a, "/la/matches?school=%lu", elm.school), "New pupil");
        shows(&reader, arena_printf(a, "/la/matches?school=%lu", oak.school), "No possible match waits");
        const char *url = arena_printf(a, "/la/matches/%lu/%lu", elm.school, the_case(&elm));
        shows(&officer, url, "new pupil: add?");
        says("Add as a new pupil");
        says(arena_printf(a, "lists this child in night-%d.csv, row %zu.", night, row_count + 1));
        says("Ask the school");
        says("applied at once");
        hides("Same child<");
        hides("Different child<");
        hides("Nothing on a roll changes now");
        hides("On record");
        const char *version = hidden("version");
        is_status(site_post(&s, &officer, url, arena_printf(a, "answer=best&version=%s", version)), 409,
                  "the same child as nobody");
        asking(url);
        shows(&officer, url, "moved here from Wales &lt;b&gt;");
        version = hidden("version");
        is_status(site_post(&s, &officer, url, arena_printf(a, "answer=different&version=%s", version)), 303,
                  "added");
        ok(pupil_of(&elm, "Stranger") != 0, "and is on the roll");
        is_long(number(&status_of, ARGS(arg_id(elm.school))), 0, "nothing is left to review");
        shows(&officer, site_leads(&s), "Added as a new pupil.");
}

/* A listed child who may be one on record: the answer is applied at once. */
static void doubtful(void)
{
        list_roll(&elm);
        struct record *r = &rows[0];
        const char *surname = r->value[FIELD_SURNAME];
        r->value[FIELD_UPN] = "";
        r->value[FIELD_DOB] = "2011-11-11";
        r->value[FIELD_POSTCODE] = "";
        send_night(&elm);
        const char *url = arena_printf(a, "/la/matches/%lu/%lu", elm.school, the_case(&elm));
        shows(&officer, url, "is this the same child?");
        says("applied at once");
        says("Same child<");
        hides("Nothing on a roll changes now");
        is_status(site_post(&s, &officer, url, arena_printf(a, "answer=best&version=%s", hidden("version"))),
                  303, "the same child");
        ok(conflict_of(&elm, surname, FIELD_DOB).id != 0, "whose date of birth is a conflict now");
        is_long(number(&status_of, ARGS(arg_id(elm.school))), 1, "and nothing else is left");
}

int main(void)
{
        if (!site_open(&s))
                return done_testing();
        a = s.d.arena;
        oak = add_school("9992001", HOSTILE, 0);
        elm = add_school("9992002", "Elm Hall", 20);
        officer = site_person(&s, ROLE_LA_OFFICER, 0, "Olive");
        reader = site_person(&s, ROLE_LA_READER, 0, "Rory");
        oak_head = site_person(&s, ROLE_SCHOOL_ADMIN, oak.school, "Head");
        elm_head = site_person(&s, ROLE_SCHOOL_ADMIN, elm.school, "Head");
        make_conflicts();
        conflict_lists();
        one_conflict();
        deciding();
        all_of_one_kind();
        differences();
        leavers();
        claims();
        upns();
        new_pupils();
        doubtful();
        site_close(&s);
        return done_testing();
}
