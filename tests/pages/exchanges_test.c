/* Tasks on the pages: from the first question to a run and trying again, as the authority and as a school;
 * what may not be asked, locks, saved lists. */
#include <stdlib.h>
#include <string.h>

#include "exchanging.h"
#include "pages/exchange_words.h"
#include "site.h"
#include "store/school_list.h"
#include "tasks/exchange.h"
#include "view/format.h"

/* Every page must show it as text. */
#define HOSTILE "Oak %3Cb%3E%26%22'%7Bx%7D"
#define SHOWN   "Oak &lt;b&gt;&amp;&quot;&#39;{x}"

static struct site_test s;
static struct arena *a;
static unsigned long schools[4];
static struct visitor officer, reader, head, other, teacher;

static bool get(const struct visitor *who, const char *url, const char *says)
{
        int status = site_get(&s, who, url);
        return ok((status == 200 || status == 422) && site_says(&s, says), "%.90s (%d)", url, status);
}

static void says(const char *text)
{
        ok(site_says(&s, text), "says: %.70s", text);
}

static void never(const char *text)
{
        ok(strstr(s.response.body, text) == NULL, "never says: %.70s", text);
}

#define WHAT   "what=G.att-changed"
#define GROUP  WHAT "&group=Y&years=4-5"
#define MONTHS GROUP "&months=4"
#define PICKED MONTHS "&schools=pick&picks=%lu-%lu"
#define REPEAT "&repeats=W&days=0-3"
#define TIME   "&first=%s&at=2%%3A15am&last=&window=60&wait=240"

static char first[DATE_TEXT]; /* a day in a month, as people write it */
static struct schedule twice_a_week;

/* All answers, up to the name. */
static const char *answers(const char *more)
{
        return arena_printf(a, PICKED REPEAT TIME "%s", schools[0], schools[1], first, more);
}

static void questions(void)
{
        get(&officer, "/la/exchanges", "There are no such tasks.");
        get(&officer, "/la/exchanges/new", "What is exchanged?");
        says("Get from school: Attendance: all unauthorised absences for the current academic year");
        says("Send to school: Changed data");
        get(&officer, "/la/exchanges/new?from=what", "Choose what is asked for or sent.");
        get(&officer, "/la/exchanges/new?from=what&what=S.snapshot",
            "Changed data is all that can be sent to a school");
        get(&officer, "/la/exchanges/new?from=what&what=G.snapshot", "Whose data?");
        says("A pupil who was never sent before is not among them.");
        get(&officer, "/la/exchanges/new?from=what&what=S.changed", "Whose data?");
        never("Leavers");
        get(&officer, "/la/exchanges/new?from=group&what=S.changed&group=V",
            "Data can be sent for NC years alone");
        get(&officer, "/la/exchanges/new?from=what&what=G.tasks", "Which schools?");
        get(&officer, "/la/exchanges/new?from=group&what=G.snapshot&group=L", "Which schools?");
        get(&officer, "/la/exchanges/new?from=group&" WHAT "&group=Y", "Tick at least one NC year");
        get(&officer, "/la/exchanges/new?from=group&" WHAT "&group=Y&y=4&y=5",
            "How many months of attendance?");
        says("value=\"4-5\"");
        says("about 390 sessions");
        says("13 months: 42,250 marks");
        get(&officer, "/la/exchanges/new?from=months&" GROUP "&months=14",
            "Choose how many months of attendance");
        get(&officer, "/la/exchanges/new?from=months&" MONTHS, "Pick schools");
        get(&officer, "/la/exchanges/new?from=schools&" MONTHS "&schools=pick", "Tick at least one school.");
        get(&officer, "/la/exchanges/new?from=schools&" MONTHS "&schools=phase",
            "Choose the phase of the schools.");
        get(&officer, "/la/exchanges/new?from=schools&" MONTHS "&schools=list&list=9",
            "Choose one of the saved lists.");
        get(&officer,
            arena_printf(a, "/la/exchanges/new?from=schools&" MONTHS "&schools=pick&s=%lu&s=%lu", schools[1],
                         schools[0]),
            "How often?");
        says(arena_printf(a, "value=\"%lu-%lu\"", schools[1], schools[0]));
        get(&officer,
            arena_printf(a, "/la/exchanges/new?from=repeats&" PICKED "&repeats=W", schools[0], schools[1]),
            "Choose at least one day");
        get(&officer,
            arena_printf(a, "/la/exchanges/new?from=repeats&" PICKED "&repeats=W&d=0&d=3", schools[0],
                         schools[1]),
            "Spread the schools");
        get(&officer,
            arena_printf(a, "/la/exchanges/new?from=time&" PICKED REPEAT "&first=x&at=2am&window=60&wait=240",
                         schools[0], schools[1]),
            "Write the first day as a date");
        get(&officer, arena_printf(a, "/la/exchanges/new?from=time&%s", answers("")),
            "What is the task called?");
        says("value=\"Attendance: changed data\"");
        get(&officer, arena_printf(a, "/la/exchanges/new?from=name&%s", answers("&name=")), "Write a name");
        get(&officer, arena_printf(a, "/la/exchanges/new?from=name&%s", answers("&name=" HOSTILE)),
            "Check your answers");
        says(SHOWN);
        says("Every Monday and Thursday at 2:15am");
        says("Reception, Year 1");
        time_t next[5];
        is_long((long)schedule_list(&twice_a_week, time(NULL), next, 5), 5, "five runs");
        for (int i = 0; i < 5; i++)
                says(format_moment(a, next[i]));
        says("2 schools, picked");
        says("At most about 6,500 marks travel in each run: the schools have 50 pupils on roll. More than 3 "
             "months are better asked for only now and then");
        get(&officer, arena_printf(a, "/la/exchanges/new?back=1&from=what&%s", answers("&name=x")),
            "Check your answers");
        get(&officer, arena_printf(a, "/la/exchanges/new?step=group&back=1&%s", answers("&name=x")),
            "Whose data?");
        says("name=\"back\"");
}

static unsigned long number_at_end(const char *url)
{
        const char *slash = strrchr(url, '/');
        return slash ? strtoul(slash + 1, NULL, 10) : 0;
}

static unsigned long make(const struct visitor *who, const char *where, const char *form)
{
        int status = site_post(&s, who, where, form);
        ok(status == 303, "a task is set up (%d)", status);
        return number_at_end(site_leads(&s));
}

static const char *version(unsigned long id)
{
        struct exchange_task t = { 0 };
        ok(exchange_task_find(s.d.db, a, id, &t) == DONE, "found");
        return arena_printf(a, "version=%u", t.version);
}

static unsigned long made(void)
{
        is_long(site_post(&s, &officer, "/la/exchanges/new", answers("&name=")), 422,
                "without a name it is not saved");
        says("Write a name");
        is_long(site_post(&s, &officer, "/la/exchanges/new",
                          arena_printf(a,
                                       "what=S.snapshot&group=A&schools=all&repeats=O&first=%s&at=2am&"
                                       "window=0&wait=60&name=x",
                                       first)),
                422, "what is not offered is refused");
        says("Changed data is all that can be sent");
        unsigned long id = make(&officer, "/la/exchanges/new", answers("&name=" HOSTILE));
        get(&officer, arena_printf(a, "/la/exchanges/%lu", id), SHOWN);
        says("The task was set up.");
        says("It has not run yet.");
        get(&officer, "/la/exchanges", SHOWN);
        says(format_moment(a, schedule_next(&twice_a_week, time(NULL))));
        get(&officer, arena_printf(a, "/la/exchanges?school=%lu", schools[0]), SHOWN);
        get(&officer, arena_printf(a, "/la/exchanges?school=%lu", schools[2]), "There are no such tasks.");
        get(&officer, "/la/exchanges?data=snapshot", "There are no such tasks.");
        get(&officer, "/la/exchanges?state=A&data=att-changed", SHOWN);
        get(&reader, arena_printf(a, "/la/exchanges/%lu", id), SHOWN);
        never("Run now");
        return id;
}

static void changed(unsigned long id)
{
        get(&officer, arena_printf(a, "/la/exchanges/%lu/edit", id), "Check your answers");
        says("Save the changes");
        says(arena_printf(a, "name=\"task\" value=\"%lu\"", id));
        const char *form = answers(arena_printf(a, "&name=Renamed&task=%lu&%s", id, version(id)));
        is_long(site_post(&s, &officer, "/la/exchanges/new", form), 303, "changed");
        get(&officer, arena_printf(a, "/la/exchanges/%lu", id), "Renamed");
        is_long(site_post(&s, &officer, "/la/exchanges/new", form), 409,
                "not from a page that is out of date");
        get(&officer, arena_printf(a, "/la/exchanges/%lu/clone", id), "Copy of Renamed");
        never("name=\"task\"");
        const char *state = arena_printf(a, "/la/exchanges/%lu/state", id);
        is_long(site_post(&s, &officer, state, arena_printf(a, "state=P&%s", version(id))), 303, "paused");
        get(&officer, arena_printf(a, "/la/exchanges/%lu", id), "Let it run again");
        says("None while it is paused.");
        is_long(site_post(&s, &officer, state, arena_printf(a, "state=A&%s", version(id))), 303,
                "and active again");
        is_long(site_post(&s, &officer, state, arena_printf(a, "state=X&%s", version(id))), 409,
                "no other state");
}

static void run(unsigned long id)
{
        const char *path = arena_printf(a, "/la/exchanges/%lu/run", id), *form = version(id);
        is_long(site_post(&s, &officer, path, form), 303, "run now");
        const char *leads = arena_text(a, site_leads(&s));
        is_long(site_post(&s, &officer, path, form), 409, "pressed twice it runs once");
        get(&officer, leads, "Run by Pat");
        says("School 1");
        says("Waiting");
        says("No school’s agent has tried yet.");
        never("Try again those that failed");
        exchanging_script(&s.d,
                          arena_printf(a,
                                       "UPDATE exchange_answer SET state = IF(school_id = %lu, 'U', 'D'), "
                                       "delivery_id = 7, tries = 1 WHERE run_id "
                                       "= %lu;\nINSERT INTO exchange_gone SELECT id, 'leavers', 'deleted in "
                                       "bulk' FROM exchange_answer WHERE "
                                       "state = 'U';\nINSERT INTO exchange_attempt SELECT id, 1, NULL, "
                                       "'2026-10-05 01:00', '2026-10-05 01:02', "
                                       "5000, 'D', 'All of <it>' FROM exchange_answer WHERE state = 'U';\n",
                                       schools[0], number_at_end(leads)));
        get(&officer, leads, "No longer at the school: leavers: deleted in bulk");
        says("Try again those that failed (1)");
        says("5 October 2026 at 2:02am");
        says("All of &lt;it&gt;");
        says("/la/deliveries/7");
        const char *retry = arena_printf(a, "%s/retry", leads);
        is_long(site_post(&s, &reader, retry, ""), 403, "not by who may only look");
        is_long(site_post(&s, &officer, retry, ""), 303, "tried again");
        get(&officer, leads, "1 school is asked again.");
        is_long(site_post(&s, &officer, retry, ""), 409, "then nothing is left to try");
        get(&officer, arena_printf(a, "/la/exchanges/%lu", id), leads);
        get(&officer, "/la/exchanges", "1 of 2 done");
}

static void late(void)
{
        unsigned long
            id = make(&officer, "/la/exchanges/new",
                      "what=G.snapshot&group=V&schools=all&repeats=W&days=0-1-2-3-4-5-6&first=07%2F09%2F2020&"
                      "at=2am&window=0&wait=60&name=Late"),
            count = 0;
        exchanging_script(
            &s.d,
            arena_printf(a, "UPDATE exchange_task SET next_at = '2026-10-05 01:00' WHERE id = %lu;\n", id));
        ok(exchange_work_at(s.d.db, exchanging_at("2026-10-08 08:30"), &count) == DONE && count == 1,
           "after three days off");
        get(&officer, arena_printf(a, "/la/exchanges/%lu", id),
            "Late: issued 8 October 2026 at 9:30am");
        says("3 runs before it went by meanwhile");
        get(&officer, arena_printf(a, "/la/exchanges/%lu/edit", id), "Leavers are pupils who have left");
        get(&officer, arena_printf(a, "/la/exchanges/%lu/delete", id), "Its history is kept.");
        is_long(site_post(&s, &officer, arena_printf(a, "/la/exchanges/%lu/state", id),
                          arena_printf(a, "state=D&%s", version(id))),
                303, "deleted");
        get(&officer, arena_printf(a, "/la/exchanges/%lu", id), "This task was deleted.");
        says("Late: issued");
        is_long(site_get(&s, &officer, arena_printf(a, "/la/exchanges/%lu/edit", id)), 409,
                "and cannot be changed");
        get(&officer, "/la/exchanges?state=D", "Late");
}

static void own(unsigned long of_la)
{
        get(&head, "/school/exchanges", "Renamed");
        says("Your school has no tasks of its own.");
        get(&head, arena_printf(a, "/school/exchanges/%lu", of_la), "Your school’s answers");
        never("Run now");
        says("Waiting");
        is_long(site_get(&s, &other, arena_printf(a, "/school/exchanges/%lu", of_la)), 404,
                "what does not concern a school is not there");
        is_long(site_post(&s, &head, arena_printf(a, "/school/exchanges/%lu/run", of_la), "version=1"), 409,
                "the authority's is not the school's to run");
        is_long(site_post(&s, &head, "/school/exchanges/new",
                          answers(arena_printf(a, "&name=Taken&task=%lu&%s", of_la, version(of_la)))),
                409, "nor to change");
        get(&head, "/school/exchanges/new?from=group&what=G.snapshot&group=A", "How often?");
        never("Which schools?");
        unsigned long id = make(&head, "/school/exchanges/new",
                                arena_printf(a,
                                             "what=G.snapshot&group=A&schools=all&repeats=M&day=31&first=%s&"
                                             "at=6pm&last=&window=0&wait=60&name=Our+own",
                                             first));
        struct exchange_task t = { 0 };
        ok(exchange_task_find(s.d.db, a, id, &t) == DONE && t.owner == schools[0] && t.school_count == 1,
           "its own, of itself alone");
        get(&head, arena_printf(a, "/school/exchanges/%lu", id), "Run now");
        get(&head, arena_printf(a, "/school/exchanges/%lu/edit", id), "Save the changes");
        get(&teacher, arena_printf(a, "/school/exchanges/%lu", id), "Our own");
        never("Run now");
        is_long(site_get(&s, &other, arena_printf(a, "/school/exchanges/%lu", id)), 404,
                "another school does not see it");
        is_long(
            site_post(&s, &other, "/school/exchanges/new",
                      arena_printf(a,
                                   "what=G.snapshot&group=A&repeats=M&day=1&first=%s&at=6pm&window=0&wait=60&"
                                   "name=Stolen&task=%lu&%s",
                                   first, id, version(id))),
            409, "nor changes it by its number");
        get(&officer, arena_printf(a, "/la/exchanges/%lu", id), "Change");
        get(&officer, arena_printf(a, "/la/exchanges/%lu/edit", id), "Save the changes");
        is_long(site_post(&s, &teacher, "/school/exchanges/lock", "locked=1"), 403,
                "a teacher does not lock");
        is_long(site_post(&s, &head, "/school/exchanges/lock", "locked=1"), 303,
                "the school locks its tasks");
        get(&head, "/school/exchanges", "Unlock the tasks");
        get(&officer, "/la/exchanges", "locked by School 1");
        get(&officer, arena_printf(a, "/la/exchanges/%lu", id), "School 1 has locked its tasks");
        never("Run now");
        is_long(site_get(&s, &officer, arena_printf(a, "/la/exchanges/%lu/edit", id)), 409,
                "the authority does not change it");
        is_long(site_post(&s, &officer, arena_printf(a, "/la/exchanges/%lu/state", id),
                          arena_printf(a, "state=D&%s", version(id))),
                409, "nor delete it");
        is_long(site_post(&s, &officer, arena_printf(a, "/la/exchanges/%lu/run", id), version(id)), 409,
                "nor run it");
        get(&officer,
            arena_printf(a, "/la/exchanges/new?from=schools&" MONTHS "&schools=pick&s=%lu", schools[0]),
            "School 1 has locked its tasks.");
        is_long(site_post(&s, &officer, "/la/exchanges/new", answers("&name=New")), 422,
                "nor sets up one for it");
        is_long(site_post(&s, &head, arena_printf(a, "/school/exchanges/%lu/run", id), version(id)), 303,
                "the school runs it");
        is_long(site_post(&s, &head, "/school/exchanges/lock", "locked=0"), 303, "and unlocks");
        get(&head, arena_printf(a, "/school/exchanges/%lu/delete", id), "Delete Our own?");
        is_long(site_post(&s, &head, arena_printf(a, "/school/exchanges/%lu/state", id),
                          arena_printf(a, "state=D&%s", version(id))),
                303, "and deletes");
}

static void lists(void)
{
        get(&officer, "/la/exchanges/lists", "No list is saved yet.");
        is_long(site_post(&s, &officer, "/la/exchanges/lists", "name=Pilots"), 422, "a list without schools");
        says("Tick at least one school.");
        is_long(site_post(&s, &officer, "/la/exchanges/lists",
                          arena_printf(a, "name=%s&s=%lu&s=%lu", HOSTILE, schools[1], schools[2])),
                303, "a list");
        is_long(site_post(&s, &officer, "/la/exchanges/lists",
                          arena_printf(a, "name=%s&s=%lu", HOSTILE, schools[1])),
                422, "of that name again");
        says("There is a list of this name already.");
        get(&officer, "/la/exchanges/lists", SHOWN);
        struct school_lists all;
        ok(school_list_all(s.d.db, a, &all) == DONE && all.count == 1 && all.items[0].members == 2,
           "one, of two schools");
        unsigned long id = all.items[0].id;
        const char *path = arena_printf(a, "/la/exchanges/lists/%lu", id);
        get(&reader, path, "School 2");
        never("Delete the list");
        get(&officer, "/la/exchanges/new?from=months&" MONTHS, "(2 schools)");
        make(&officer, "/la/exchanges/new",
             arena_printf(a,
                          "what=G.snapshot&group=A&schools=list&list=%lu&repeats=O&first=%s&"
                          "at=12pm&window=0&wait=60&name=By+list",
                          id, first));
        get(&officer, site_leads(&s), "The only run");
        get(&officer, path, "Used by 1 task.");
        is_long(site_post(&s, &officer, arena_printf(a, "%s/delete", path), "version=1"), 409,
                "what is used stays");
        is_long(site_post(&s, &officer, path, arena_printf(a, "name=Pilots&s=%lu&version=1", schools[3])),
                303, "changed");
        is_long(site_post(&s, &officer, path, arena_printf(a, "name=Pilots&s=%lu&version=1", schools[3])),
                409, "not twice from one page");
        get(&officer, path, "1 school.");
}

static void dashboard(void)
{
        get(&officer, "/la/dashboard", "Next scheduled run");
        says(format_moment(a, schedule_next(&twice_a_week, time(NULL))));
        exchanging_script(&s.d, arena_printf(a,
                                             "UPDATE exchange_answer SET state = 'N', gives_up_at = "
                                             "UTC_TIMESTAMP() WHERE school_id = %lu;\n",
                                             schools[1]));
        get(&officer, "/la/dashboard?state=unanswered", "School 2");
        never("School 1");
        says("Not answered");
        get(&officer, arena_printf(a, "/la/schools/%lu/data", schools[1]), "/data/schedule");
        get(&officer, arena_printf(a, "/la/schools/%lu/data/schedule", schools[1]), "Renamed");
        says("Not answered");
        const char *answered = strstr(s.response.body, "What the school answered last");
        ok(answered && strstr(answered, "Renamed"), "and to which task");
        says("New task for this school");
        get(&officer, arena_printf(a, "/la/exchanges/new?schools=pick&picks=%lu", schools[1]),
            "What is exchanged?");
        is_long(site_post(&s, &head, "/school/exchanges/lock", "locked=1"), 303, "locked");
        get(&officer, arena_printf(a, "/la/schools/%lu/data/schedule", schools[0]),
            "The school has locked its tasks");
        never("New task for this school");
}

int main(void)
{
        if (!site_open(&s))
                return done_testing();
        a = s.d.arena;
        for (unsigned i = 0; i < 4; i++)
                schools[i] = exchanging_school(&s.d, i + 1, i < 3 ? "PS" : "SS");
        exchanging_script(&s.d, "UPDATE school SET on_roll = 25;\n");
        officer = site_person(&s, ROLE_LA_OFFICER, 0, "Pat");
        reader = site_person(&s, ROLE_LA_READER, 0, "Robin");
        head = site_person(&s, ROLE_SCHOOL_ADMIN, schools[0], "Sam");
        teacher = site_person(&s, ROLE_TEACHER, schools[0], "Kim");
        other = site_person(&s, ROLE_SCHOOL_ADMIN, schools[3], "Lee");
        twice_a_week = (struct schedule){
                SCHEDULE_WEEKLY, 1 | 8, 0, 135, date_from_days(date_to_days(date_today()) + 30), NO_DATE
        };
        date_to_uk(twice_a_week.first_on, first);
        questions();
        unsigned long id = made();
        changed(id);
        run(id);
        late();
        own(id);
        lists();
        dashboard();
        site_close(&s);
        return done_testing();
}
