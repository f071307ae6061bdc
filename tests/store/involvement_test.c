/* Services, involvements and who is active because of them: every way by which that changes, the table
 * against what the involvements say after each, and what waits to be weighed again. */
#include "store/involvement.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/date.h"
#include "database.h"
#include "gate/scope.h"
#include "store/cohort.h"
#include "store/involvement_bulk.h"
#include "store/pupil.h"
#include "store/pupil_deed.h"
#include "store/school.h"
#include "store/service.h"
#include "tasks/cohort.h"
#include "tasks/tasks.h"

SQL(add_conflict,
    "INSERT INTO conflict (school_id, pupil_id, field, theirs, ours, cohort, verdict, state, batch_id, "
    "opened_at) VALUES (?, ?, ?, 'a', 'b', 'N', 'C', ?, 1, UTC_TIMESTAMP())");
SQL(count_conflicts, "SELECT COUNT(*) FROM conflict WHERE cohort = ? AND state = ?");
SQL(add_status, "UPDATE school_status SET conflicts_other = 2 WHERE school_id = ?");
SQL(read_status, "SELECT conflicts_active * 100 + conflicts_other FROM school_status WHERE school_id = ?");
SQL(count_rows, "SELECT COUNT(*) FROM involvement");
SQL(held_since, "SELECT since FROM active_child WHERE child_id = ?");
SQL(count_audit, "SELECT COUNT(*) FROM audit WHERE verb = ?");
SQL(service_named, "SELECT id FROM service WHERE name = ?");
SQL(make_known, "INSERT INTO involvement (child_id, service_id, from_on, reference, added_at) VALUES (?, ?, "
                "'2020-01-01', "
                "'by hand', UTC_TIMESTAMP())");

static struct database d;
static struct arena *a;
static struct scope oak, elm;
static unsigned long social, help, welfare, north;
static unsigned long anna, ben, cora; /* children; each is also the number of the child's first pupil */
static const char today[] = "2026-09-10";

static long number(const struct sql *q, const struct arg *args, size_t count)
{
        struct result r;
        return db_find(d.db, a, &r, q, args, count) == DONE ? (long)result_number(&r, 0, 0) : -1;
}

static void table_is_right(const char *when)
{
        unsigned long wrong;
        ok(cohort_wrong(d.db, today, &wrong) == DONE && wrong == 0, "the table is right: %s", when);
}

/* since "" when the child is not active. */
static void is_active(unsigned long child, const char *since, size_t because, const char *what)
{
        struct cohort_state s;
        struct cohort_set set;
        ok(cohort_since(d.db, a, child, today, &s) == DONE && s.active == (*since != '\0') &&
               s.because.count == because,
           "%s", what);
        is_text(s.since, since, what);
        ok(cohort_of_school(d.db, a, &oak, &set) == DONE && cohort_has(&set, child) == s.active,
           "%s: as imports see it", what);
}

static unsigned long add_pupil(const struct scope *where, const char *forename)
{
        struct record r;
        unsigned long id = 0;
        record_blank(&r);
        r.value[FIELD_SURNAME] = "Quill";
        r.value[FIELD_FORENAME] = forename;
        r.value[FIELD_DOB] = "2015-05-05";
        r.value[FIELD_NC_YEAR] = "5";
        ok(pupil_add(d.db, a, where, &r, &id) == DONE, "%s", forename);
        return id;
}

static unsigned long add_school(const char *laestab)
{
        const struct school s = { .laestab = laestab,
                                  .urn = "",
                                  .name = laestab,
                                  .phase = "PS",
                                  .year_low = "R",
                                  .year_high = "6",
                                  .contact_email = "" };
        unsigned long id = 0;
        ok(school_add(d.db, 0, &s, &id) == DONE, "a school");
        return id;
}

static struct involvement given(unsigned long child, unsigned long service, const char *from, const char *to)
{
        return (struct involvement){
                .child = child, .service = service, .from = from, .to = to, .reference = "", .file = ""
        };
}

static struct involvement stored(unsigned long child, unsigned long id)
{
        struct involvement i = { 0 };
        ok(involvement_find(d.db, a, child, id, &i) == DONE, "it is on record");
        return i;
}

/* ---- services ---- */

static struct service service_now(unsigned long id)
{
        struct service s = { 0 };
        ok(service_find(d.db, a, id, today, &s) == DONE, "the service");
        return s;
}

static void services(void)
{
        struct services all;
        struct teams teams;
        struct service s = { .name = "Youth justice", .kind = 'O', .counts = true };
        unsigned long id;
        ok(service_list(d.db, a, today, &all) == DONE && all.count == 4, "four are shipped");
        social = (unsigned long)number(&service_named, ARGS(arg_text("Children's social care")));
        help = (unsigned long)number(&service_named, ARGS(arg_text("Early help")));
        welfare = (unsigned long)number(&service_named, ARGS(arg_text("Education welfare")));
        ok(service_now(social).counts && service_now(help).counts && !service_now(welfare).counts,
           "two of them count");
        is_long(service_add(d.db, 0, &s, &id), DONE, "the authority's own");
        is_long(service_add(d.db, 0, &s, &id), REFUSED, "twice");
        s = service_now(all.items[0].id);
        s.name = "Youth justice";
        is_long(service_set(d.db, 0, &s), REFUSED, "renamed to what another is called");
        s.name = "Another name";
        is_long(service_set(d.db, 0, &s), DONE, "renamed");
        is_long(service_set(d.db, 0, &s), REFUSED, "by a stale version");
        s = service_now(s.id);
        s.name = all.items[0].name;
        is_long(service_set(d.db, 0, &s), DONE, "and back");
        struct team t = { .service = social, .name = "Team North" };
        is_long(team_add(d.db, 0, &t, &north), DONE, "a team");
        is_long(team_add(d.db, 0, &t, &id), REFUSED, "twice in the service");
        t.service = 4000000;
        is_long(team_add(d.db, 0, &t, &id), ABSENT, "of no service");
        ok(team_list(d.db, a, social, today, &teams) == DONE && teams.count == 1 &&
               teams.items[0].id == north,
           "listed");
        ok(team_list(d.db, a, 0, today, &teams) == DONE && teams.count == 1, "among all");
        ok(team_list(d.db, a, help, today, &teams) == DONE && teams.count == 0, "not another's");
        is_long(number(&count_audit, ARGS(arg_text("service-added"))), 1,
                "the audit log says who added a service");
}

/* ---- one by one ---- */

static void what_is_refused(void)
{
        struct involvement i = given(anna, social, "2026-09-03", "2026-09-02");
        unsigned long id;
        is_long(involvement_add(d.db, 0, &i, &id), REFUSED, "ends before it begins");
        i = given(anna, 4000000, "2026-09-03", "");
        is_long(involvement_add(d.db, 0, &i, &id), REFUSED, "no such service");
        i = given(4000000, social, "2026-09-03", "");
        is_long(involvement_add(d.db, 0, &i, &id), REFUSED, "no such child");
        i = given(anna, help, "2026-09-03", "");
        i.team = north;
        is_long(involvement_add(d.db, 0, &i, &id), REFUSED, "another service's team");
        is_long(number(&count_rows, ARGS()), 0, "nothing was kept");
}

static void one_child(void)
{
        unsigned long first, second, other;
        struct involvement i = given(anna, social, "2026-09-03", "");
        i.team = north;
        is_active(anna, "", 0, "nobody knows her");
        is_long(involvement_add(d.db, 0, &i, &first), DONE, "known to social care");
        is_long(involvement_add(d.db, 0, &i, &second), REFUSED, "the same again");
        is_active(anna, "2026-09-03", 1, "active from that day");
        i = given(anna, help, "2026-01-05", "2026-09-02");
        is_long(involvement_add(d.db, 0, &i, &second), DONE, "early help ended the day before");
        is_active(anna, "2026-01-05", 1, "one after the other is one run");
        i = stored(anna, second);
        i.to = "2026-09-01";
        is_long(involvement_set(d.db, 0, &i), DONE, "it ended a day earlier");
        is_long(involvement_set(d.db, 0, &i), REFUSED, "by a stale version");
        is_active(anna, "2026-09-03", 1, "a day between breaks the run");
        i = given(anna, welfare, "2026-09-05", "");
        is_long(involvement_add(d.db, 0, &i, &other), DONE, "education welfare");
        is_active(anna, "2026-09-03", 1, "does not count");
        i = stored(anna, first);
        is_long(involvement_end(d.db, 0, &i, "2026-09-01"), REFUSED, "ended before it began");
        is_long(involvement_end(d.db, 0, &i, today), DONE, "ends today");
        is_active(anna, "2026-09-03", 1, "the last day is included");
        i = stored(anna, first);
        is_long(involvement_end(d.db, 0, &i, "2026-09-09"), DONE, "ended yesterday");
        is_active(anna, "", 0, "no longer active");
        table_is_right("after one child's ways");
        i = stored(anna, other);
        is_long(involvement_remove(d.db, 0, &i), DONE, "it never was");
        is_long(involvement_remove(d.db, 0, &i), REFUSED, "once");
        is_long(involvement_find(d.db, a, anna, other, &i), ABSENT, "gone");
        is_long(involvement_find(d.db, a, ben, first, &i), ABSENT,
                "another child's is not found under this one");
}

/* ---- what a service's change does ---- */

static void set_service(unsigned long id, bool counts, bool closed, const char *what)
{
        struct service s = service_now(id);
        s.counts = counts;
        s.closed = closed;
        is_long(service_set(d.db, 0, &s), DONE, what);
        table_is_right(what);
}

static void services_change(void)
{
        unsigned long id;
        struct involvement i = given(ben, welfare, "2026-02-01", "");
        is_long(involvement_add(d.db, 0, &i, &id), DONE, "Ben, with education welfare");
        is_active(ben, "", 0, "does not count yet");
        set_service(welfare, true, false, "it counts now");
        is_active(ben, "2026-02-01", 1, "and he is active since it began");
        set_service(welfare, true, true, "it closes");
        is_active(ben, "", 0, "what is closed makes nobody active");
        i = given(cora, welfare, "2026-02-01", "");
        is_long(involvement_add(d.db, 0, &i, &id), REFUSED, "and takes nobody new");
        set_service(welfare, true, false, "it opens again");
        is_active(ben, "2026-02-01", 1, "active again");
        set_service(welfare, false, false, "it counts no longer");
        is_active(ben, "", 0, "nor is he");
        struct team t = { 0 };
        ok(team_find(d.db, a, social, north, today, &t) == DONE && t.current == 0,
           "the team knows nobody today");
        t.closed = true;
        is_long(team_set(d.db, 0, &t), DONE, "it closes");
        is_long(team_set(d.db, 0, &t), REFUSED, "by a stale version");
        i = given(cora, social, "2026-02-01", "");
        i.team = north;
        is_long(involvement_add(d.db, 0, &i, &id), REFUSED, "a closed team takes nobody");
        struct involvements of;
        ok(involvement_of_child(d.db, a, anna, &of) == DONE && of.count && of.items[0].team == north,
           "but keeps whom it knew");
        i = of.items[0];
        i.reference = "N 1";
        is_long(involvement_set(d.db, 0, &i), DONE, "whose reference can be changed");
}

/* ---- conflicts and who waits ---- */

static void forget_changes(void)
{
        struct cohort_changes all;
        ok(cohort_changes(d.db, a, 1000, &all) == DONE && cohort_changes_done(d.db, &all) == DONE,
           "all are weighed");
        ok(cohort_changes(d.db, a, 1000, &all) == DONE && all.count == 0, "nobody waits");
}

static void conflicts(void)
{
        struct cohort_changes all;
        struct cohort_pupils pupils;
        unsigned long id;
        ok(db_run(d.db, &add_status, ARGS(arg_id(oak.school))) == DONE &&
               db_run(d.db, &add_conflict,
                      ARGS(arg_id(oak.school), arg_id(cora), arg_text("surname"), arg_text(""))) == DONE &&
               db_run(d.db, &add_conflict,
                      ARGS(arg_id(oak.school), arg_id(cora), arg_text("town"), arg_text("K"))) == DONE &&
               db_run(d.db, &add_conflict,
                      ARGS(arg_id(oak.school), arg_id(ben), arg_text("town"), arg_text(""))) == DONE,
           "two open conflicts, one decided");
        forget_changes();
        struct involvement i = given(cora, social, "2026-09-01", "");
        is_long(involvement_add(d.db, 0, &i, &id), DONE, "Cora becomes active");
        is_long(number(&count_conflicts, ARGS(arg_text("A"), arg_text(""))), 1,
                "her open conflict is one of active pupils");
        is_long(number(&count_conflicts, ARGS(arg_text("N"), arg_text(""))), 1, "Ben's is not");
        is_long(number(&count_conflicts, ARGS(arg_text("N"), arg_text("K"))), 1, "what is decided stays");
        is_long(number(&read_status, ARGS(arg_id(oak.school))), 101, "the school's counts follow");
        ok(cohort_changes(d.db, a, 10, &all) == DONE && all.count == 1 && all.items[0].child == cora &&
               all.items[0].active,
           "she waits to be weighed again");
        i = stored(cora, id);
        is_long(involvement_remove(d.db, 0, &i), DONE, "she stops to be");
        is_long(number(&read_status, ARGS(arg_id(oak.school))), 2, "the counts go back");
        ok(cohort_changes_done(d.db, &all) == DONE && cohort_changes(d.db, a, 10, &all) == DONE &&
               all.count == 1 && !all.items[0].active,
           "a change that came after the weighing began still waits");
        ok(cohort_pupils(d.db, a, cora, &pupils) == DONE && pupils.count == 1 &&
               pupils.items[0].pupil == cora && pupils.items[0].school == oak.school,
           "whose pupil she is");
        forget_changes();
        i = given(cora, help, "2026-01-01", "2026-02-01");
        is_long(involvement_add(d.db, 0, &i, &id), DONE, "what is over");
        ok(cohort_changes(d.db, a, 10, &all) == DONE && all.count == 0, "changes nobody's cohort");
}

/* ---- many at once ---- */

static void tally_is(const struct involvement_tally *t, unsigned long begun, unsigned long ended,
                     unsigned long same, unsigned long past, const char *what)
{
        ok(t->of[FATE_NEW] == begun && t->of[FATE_ENDED] == ended && t->of[FATE_UNCHANGED] == same &&
               t->of[FATE_PAST] == past,
           "%s: %lu new, %lu ended, %lu unchanged, %lu past", what, t->of[FATE_NEW], t->of[FATE_ENDED],
           t->of[FATE_UNCHANGED], t->of[FATE_PAST]);
}

static void load(struct involvement_row *rows, size_t count, struct involvement_tally *t, const char *what)
{
        ok(involvement_weigh(d.db, rows, count, t) == DONE &&
               involvement_add_all(d.db, 0, rows, count, t) == DONE,
           "%s", what);
        table_is_right(what);
}

static void many(void)
{
        struct involvement_tally t;
        long before = number(&count_rows, ARGS());
        struct involvement_row rows[] = { { .is = given(cora, social, "2026-05-01", "") },
                                          { .is = given(cora, social, "2026-05-01", "") },
                                          { .is = given(ben, help, "2026-06-01", "") },
                                          { .is = given(ben, help, "2026-06-01", "2026-07-01") },
                                          { .is = given(anna, social, "2019-01-01", "2019-02-01"),
                                            .ends = true } };
        enum { ROWS = sizeof rows / sizeof *rows };
        load(rows, ROWS, &t, "a file");
        tally_is(&t, 2, 1, 1, 1, "the same row twice is one, a later end is its end");
        is_long(number(&count_rows, ARGS()), before + 2, "two involvements more");
        is_active(cora, "2026-05-01", 1, "Cora is active");
        is_active(ben, "", 0, "Ben's is over");
        load(rows, ROWS, &t, "the same file again");
        tally_is(&t, 0, 0, 4, 1, "nothing is new");
        is_long(number(&count_rows, ARGS()), before + 2, "nor is anything there twice");
        rows[0].is.to = "2026-09-01";
        struct involvement_tally seen = t;
        is_long(involvement_add_all(d.db, 0, rows, 1, &seen), REFUSED, "not what was seen");
        is_active(cora, "2026-05-01", 1, "so nothing is done");
        load(rows, 1, &t, "a file with an end");
        tally_is(&t, 0, 1, 0, 0, "ends it");
        is_active(cora, "", 0, "she is no longer active");
        rows[0].is.to = "";
        load(rows, 1, &t, "a file that says no end any more");
        tally_is(&t, 0, 0, 1, 0, "takes none away");
        load(rows, 0, &t, "an empty file");
}

/* Of many children, in no order: the same as one by one. */
static void very_many(void)
{
        enum { CHILDREN = 130 };
        static struct involvement_row rows[CHILDREN * 2];
        static unsigned long children[CHILDREN];
        struct involvement_tally t;
        struct cohort_set set;
        for (size_t i = 0; i < CHILDREN; i++)
                children[i] = add_pupil(&elm, arena_printf(a, "Child%zu", i));
        for (size_t i = 0; i < CHILDREN; i++) {
                unsigned long child = children[(i * 37) % CHILDREN];
                rows[i].is = given(child, help, "2026-04-01", i % 3 ? "" : "2026-05-01");
                rows[CHILDREN + i].is = given(child, welfare, "2026-04-01", "");
        }
        load(rows, sizeof rows / sizeof *rows, &t, "a long file");
        tally_is(&t, 2 * CHILDREN, 0, 0, 0, "all new");
        ok(cohort_of_school(d.db, a, &elm, &set) == DONE && set.count == CHILDREN - (CHILDREN + 2) / 3,
           "two of three are active");
        for (size_t i = 1; i < set.count; i++)
                if (set.pupils[i] <= set.pupils[i - 1])
                        ok(0, "the set is sorted");
}

/* ---- days ---- */

static void days(void)
{
        unsigned long count;
        struct cohort_set set;
        struct involvement i = given(ben, social, "2026-09-12", "2026-09-14");
        unsigned long id;
        is_long(involvement_add(d.db, 0, &i, &id), DONE, "planned for the day after tomorrow");
        is_active(ben, "", 0, "not active yet");
        ok(cohort_run(d.db, d.config, &count) == DONE && count == 0, "tonight there is nothing to do");
        ok(db_run(d.db, &make_known, ARGS(arg_id(cora), arg_id(social))) == DONE, "something went past us");
        ok(cohort_run(d.db, d.config, &count) == DONE && count == 0, "the day was looked through already");
        setenv("ONROLL_TODAY", "2026-09-12", 1);
        ok(cohort_run(d.db, d.config, &count) == DONE && count == 2, "the day comes (%lu)", count);
        ok(cohort_of_school(d.db, a, &oak, &set) == DONE && cohort_has(&set, ben) && cohort_has(&set, cora),
           "both are active");
        setenv("ONROLL_TODAY", "2026-09-14", 1);
        ok(cohort_run(d.db, d.config, &count) == DONE && count == 0, "his last day");
        setenv("ONROLL_TODAY", "2026-09-15", 1);
        ok(cohort_run(d.db, d.config, &count) == DONE && count == 1, "and the day after (%lu)", count);
        ok(cohort_of_school(d.db, a, &oak, &set) == DONE && !cohort_has(&set, ben), "no longer active");
        ok(cohort_wrong(d.db, "2026-09-15", &count) == DONE && count == 0, "nobody is wrong");
        setenv("ONROLL_TODAY", today, 1);
        bool listed = false;
        for (const struct task *t = task_table; t->name; t++)
                listed |= t->run == cohort_run;
        ok(listed, "onroll-work does it");
}

/* ---- lists ---- */

static void lists(void)
{
        struct known_children all;
        struct involvements of;
        struct involvement_filter f = { .service = social, .words = "", .per_page = 10 };
        ok(involvement_list(d.db, a, &f, &all) == DONE && all.total == all.count && all.count >= 3,
           "of social care");
        ok(strcmp(all.items[0].forename, "Anna") == 0 && all.items[0].school == oak.school &&
               all.items[0].on_roll && strcmp(all.items[0].involvement.team_name, "Team North") == 0,
           "with pupil, school and team");
        f.words = "co qu";
        ok(involvement_list(d.db, a, &f, &all) == DONE && all.count == 2, "by the beginnings of a name (%zu)",
           all.count);
        f.day = today;
        ok(involvement_list(d.db, a, &f, &all) == DONE && all.count == 1, "those that run today");
        f = (struct involvement_filter){ .service = social, .team = north, .words = "", .per_page = 10 };
        ok(involvement_list(d.db, a, &f, &all) == DONE && all.count == 1, "of a team");
        f = (struct involvement_filter){ .service = help, .words = "", .per_page = 50, .page = 1 };
        ok(involvement_list(d.db, a, &f, &all) == DONE && all.count == 50 && all.total == 133,
           "a page of many (%zu)", all.total);
        ok(involvement_of_child(d.db, a, anna, &of) == DONE && of.count == 2 &&
               strcmp(of.items[0].from, "2026-09-03") == 0,
           "of a child, the newest first");
}

/* ---- in any order ---- */

/* The other way to say who is active since when: day by day backwards. */
static const char *since_by_days(unsigned long child)
{
        struct involvements of;
        long at = date_to_days(date_from_iso(today)) + 1;
        char day[DATE_TEXT];
        bool covered = true;
        if (involvement_of_child(d.db, a, child, &of) != DONE)
                return "?";
        while (covered) {
                covered = false;
                date_to_iso(date_from_days(--at), day);
                for (size_t i = 0; i < of.count; i++)
                        covered |= of.items[i].counts && involvement_current(&of.items[i], day);
        }
        date_to_iso(date_from_days(at + 1), day);
        return strcmp(day, today) > 0 ? "" : arena_text(a, day);
}

static const char *a_day(void)
{
        char day[DATE_TEXT];
        return arena_text(
            a, date_to_iso(date_from_days(date_to_days(date_from_iso(today)) + random() % 40 - 30), day));
}

static void random_deed(const unsigned long *children)
{
        const unsigned long kinds[] = { social, help, welfare };
        unsigned long child = children[random() % 3], id;
        struct involvements of = { 0 };
        struct involvement i = given(child, kinds[random() % 3], a_day(), random() % 3 ? a_day() : "");
        struct service s = service_now(kinds[random() % 3]);
        enum outcome result = involvement_of_child(d.db, a, child, &of);
        const struct involvement *one = of.count ? &of.items[(size_t)random() % of.count] : NULL;
        switch (random() % 6) {
        case 0:
        case 1: result = involvement_add(d.db, 0, &i, &id); break;
        case 2: result = one ? involvement_end(d.db, 0, one, a_day()) : DONE; break;
        case 3: result = one ? involvement_remove(d.db, 0, one) : DONE; break;
        case 4:
                i.id = one ? one->id : 0;
                i.version = one ? one->version : 0;
                result = one ? involvement_set(d.db, 0, &i) : DONE;
                break;
        default:
                s.counts = random() % 4 != 0;
                s.closed = random() % 6 == 0;
                result = service_set(d.db, 0, &s);
        }
        if (result != DONE && result != REFUSED)
                ok(0, "a deed ends well or is refused: %d", result);
}

static void in_any_order(void)
{
        unsigned long children[3];
        int wrong = 0, active = 0, looked = 0;
        srandom(7);
        for (int i = 0; i < 3; i++)
                children[i] = add_pupil(&elm, arena_printf(a, "Any%d", i));
        for (int round = 0; round < 150; round++) {
                random_deed(children);
                for (int i = 0; i < 3; i++) {
                        const char *want = since_by_days(children[i]);
                        struct result r;
                        bool there = db_find(d.db, a, &r, &held_since, ARGS(arg_id(children[i]))) == DONE;
                        wrong += strcmp(there ? result_text(&r, 0, 0) : "", want) != 0;
                        active += *want != '\0';
                        looked++;
                }
        }
        ok(wrong == 0 && active > looked / 10 && active < looked * 9 / 10,
           "whatever is done in whatever order, the table says what the days say: %d of %d times active, %d "
           "wrong",
           active, looked, wrong);
        table_is_right("after any order");
        set_service(social, true, false, "social care as before");
        set_service(help, true, false, "early help as before");
        set_service(welfare, false, false, "education welfare as before");
}

/* ---- at the same time ---- */

/* Two processes end and add for one child again and again: whoever comes last, the table is what the
 * involvements say. */
static void apart(int n)
{
        struct db *db;
        if (db_open(d.config, &db) != DONE)
                _exit(1);
        for (int round = 0; round < 30; round++) {
                unsigned long id;
                struct involvement i = given(anna, n ? help : social, "2026-09-04", "");
                struct arena *mine = arena_new();
                if (involvement_add(db, 0, &i, &id) != DONE ||
                    involvement_find(db, mine, anna, id, &i) != DONE ||
                    (round < 29 && involvement_remove(db, 0, &i) != DONE))
                        _exit(1);
                if (round == 29 && !n && involvement_end(db, 0, &i, "2026-09-08") != DONE)
                        _exit(1);
                arena_free(mine);
        }
        db_close(db);
        _exit(0);
}

static void at_once(void)
{
        int status, good = 0;
        pid_t pids[2];
        for (int n = 0; n < 2; n++)
                if ((pids[n] = fork()) == 0)
                        apart(n);
        for (int n = 0; n < 2; n++)
                good += waitpid(pids[n], &status, 0) == pids[n] && status == 0;
        is_long(good, 2, "two at once");
        table_is_right("after two at once");
        is_active(anna, "2026-09-03", 1, "and the child as active as the last says");
}

/* ---- between each other ---- */

static struct involvement long_known; /* Dana's with social care, since January */
static unsigned long dana;
static struct db *other; /* another machine's connection */

static void known_since_january(void)
{
        struct involvements of;
        const struct involvement i = given(dana, social, "2026-01-01", "");
        unsigned long id;
        if (involvement_of_child(d.db, a, dana, &of) == DONE)
                for (size_t n = 0; n < of.count; n++)
                        ok(involvement_remove(d.db, 0, &of.items[n]) == DONE, "a fresh start");
        ok(involvement_add(d.db, 0, &i, &id) == DONE, "Dana is known since January");
        long_known = stored(dana, id);
}

/* Has looked before the other machine adds what keeps her active, and ends after it what made her so. */
static enum outcome look_then_end(struct db *db, void *context)
{
        bool *added = context;
        unsigned long id;
        const struct involvement i = given(dana, help, "2026-09-01", "");
        struct involvements seen;
        enum outcome result = involvement_of_child(db, a, dana, &seen);
        if (result == DONE && !*added)
                result = involvement_add(other, 0, &i, &id);
        *added = true;
        return result == DONE ? involvement_end(db, 0, &long_known, "2026-09-08") : result;
}

static void stale_look(void)
{
        bool added = false;
        known_since_january();
        is_long(db_transaction(d.db, look_then_end, &added), DONE,
                "an end that was begun before the other's beginning");
        table_is_right("though the end had not seen it");
}

static void add_from_elsewhere(void)
{
        struct db *db;
        unsigned long id;
        const struct involvement i = given(dana, help, "2026-09-01", "");
        _exit(db_open(d.config, &db) == DONE && involvement_add(db, 0, &i, &id) == DONE ? 0 : 1);
}

/* Ends what makes her active; before that is done, somebody else begins what would keep her so. */
static enum outcome end_then_wait(struct db *db, void *context)
{
        pid_t *pid = context;
        enum outcome result = involvement_end(db, 0, &long_known, "2026-09-08");
        if (result == DONE && *pid == 0 && (*pid = fork()) == 0)
                add_from_elsewhere();
        usleep(400000);
        return result;
}

static void one_after_the_other(void)
{
        pid_t pid = 0;
        int status = 1;
        known_since_january();
        is_long(db_transaction(d.db, end_then_wait, &pid), DONE, "an end that takes its time");
        ok(waitpid(pid, &status, 0) == pid && status == 0, "and a beginning meanwhile");
        table_is_right("whoever came first");
        is_active(dana, "2026-01-01", 1, "she is active all along");
}

int main(void)
{
        if (!database_open(&d, true))
                return done_testing();
        a = d.arena;
        setenv("ONROLL_TODAY", today, 1);
        oak = gate_program_scope(add_school("9992001"));
        elm = gate_program_scope(add_school("9992002"));
        anna = add_pupil(&oak, "Anna");
        ben = add_pupil(&oak, "Ben");
        cora = add_pupil(&oak, "Cora");
        services();
        what_is_refused();
        one_child();
        services_change();
        conflicts();
        many();
        very_many();
        days();
        lists();
        in_any_order();
        at_once();
        dana = add_pupil(&oak, "Dana");
        if (!ok(db_open(d.config, &other) == DONE, "another connection"))
                return done_testing();
        stale_look();
        one_after_the_other();
        db_close(other);
        database_close(&d);
        return done_testing();
}
