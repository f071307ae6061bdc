/* Tasks from before: reported by the agent, seen beside Onroll's, taken, changed and dropped; read-only until
 * all are off; and the agent's word that they are. */
#include <stdlib.h>

#include "agents.h"
#include "exchanging.h"
#include "store/existing_task.h"
#include "store/school_list.h"

#define HOSTILE "Roll <b>&\\\"'{x}"
#define SHOWN   "Roll &lt;b&gt;&amp;&quot;&#39;{x}"

static struct site_test s;
static struct arena *a;
static unsigned long schools[2];
static struct visitor officer, reader, head, other_head;
static struct test_agent g, other;

SQL(count_tasks, "SELECT COUNT(*) FROM exchange_task WHERE id > ?");
SQL(answer_state, "SELECT ASCII(state) FROM exchange_answer WHERE id = ?");
SQL(last_state, "SELECT ASCII(state) FROM exchange_answer WHERE school_id = ? ORDER BY id DESC LIMIT 1");

static void get(const struct visitor *who, const char *url, const char *says)
{
        int status = site_get(&s, who, url);
        ok(status == 200 && site_says(&s, says), "%.70s (%d) says %.50s", url, status, says);
}

static void says(const char *text)
{
        ok(site_says(&s, text), "says: %.70s", text);
}

static void never(const char *text)
{
        ok(strstr(s.response.body, text) == NULL, "never says: %.70s", text);
}

static int post(const struct test_agent *who, const char *path, const char *body)
{
        return agent_asks(&s, who, "POST", path, body, strlen(body));
}

static const char *page(void)
{
        return arena_printf(a, "/la/schools/%lu/data/existing", schools[0]);
}

static struct existing_task find(const char *ref)
{
        struct existing_tasks all = { 0 };
        const struct scope scope = { schools[0], 0 };
        ok(existing_task_list(s.d.db, a, &scope, &all) == DONE, "tasks");
        for (size_t i = 0; i < all.count; i++)
                if (strcmp(all.items[i].is.ref, ref) == 0)
                        return all.items[i];
        return (struct existing_task){ .is = { .ref = "" } };
}

#define NIGHTLY                                                                                              \
        "{\"ref\":\"1\",\"name\":\"" HOSTILE                                                                 \
        "\",\"way\":\"get\",\"data\":\"snapshot\",\"repeats\":\"weekly\",\"days\":\"mon\",\"at\":\"02:00\"}"
#define DINNERS                                                                                              \
        "{\"ref\":\"2\",\"name\":\"Dinners\",\"data\":\"dinner-money\",\"described\":\"Set up in 2019\"}"
#define MARKS                                                                                                \
        "{\"ref\":\"3\",\"name\":\"Marks\",\"way\":\"get\",\"data\":\"att-changed\",\"months\":\"1\","       \
        "\"repeats\":\"weekly\",\"days\":\"fri\",\"at\":\"03:00\"}"
#define EXISTING "/api/v1/existing-tasks"
#define SCHOOL   "/school/exchanges/existing"

static void reported(void)
{
        get(&reader, page(), "reported none");
        get(&head, SCHOOL, "reported none");
        get(&head, "/school/exchanges", "href=\"" SCHOOL "\"");
        is_long(post(&g, EXISTING, "{}"), 400, "no list");
        is_long(post(&g, EXISTING, "{\"tasks\":[{\"ref\":\"1\"}]}"), 400, "no name");
        is_long(post(&g, EXISTING, "{\"tasks\":[" NIGHTLY "," DINNERS "," MARKS "]}"), 200, "a list");
        get(&reader, page(), SHOWN);
        says("What it asks for is not known.");
        says("Set up in 2019");
        says("3 tasks are not settled and off yet");
        says("Every Monday at 2am");
        never("Take it as it is");
        get(&officer, page(), "Take it as it is");
        get(&head, SCHOOL, SHOWN);
        says("What it asks for is not known");
        says("3 tasks are not decided yet.");
        says("On until it is decided");
        never("Take it as it is");
        never("not off yet");
        get(&other_head, SCHOOL, "reported none");
        is_long(post(&other, EXISTING, "{\"tasks\":[]}"), 200, "another school has none");
        ok(!*find("").is.ref && *find("3").is.ref, "which takes nothing from this one");
}

/* A task of the school's own, set up in Onroll before. */
static void read_only(void)
{
        exchanging_script(
            &s.d, arena_printf(a,
                               "INSERT INTO exchange_task (name, owner_school, way, data, group_kind, "
                               "schools, repeats, days, at_minute, "
                               "first_on, window_minutes, wait_minutes, created_at, set_at) VALUES ('Their "
                               "own', %lu, 'G', 'snapshot', 'A', "
                               "'P', 'W', 1, 0, '2026-09-01', 0, 60, '2026-09-01', '2026-09-01');\n"
                               "INSERT INTO exchange_task_school SELECT MAX(id), %lu FROM exchange_task;\n",
                               schools[0], schools[0]));
        const char *own = arena_printf(a, "/la/exchanges/%ld", ask_number(&s.d, &count_tasks, 0));
        get(&officer, own, "you cannot change, pause, delete or run this one");
        never("Run now");
        is_long(site_post(&s, &officer, arena_printf(a, "%s/run", own), "version=1"), 409,
                "the server refuses to run it");
        is_long(site_post(&s, &officer, arena_printf(a, "%s/state", own), "version=1&state=P"), 409,
                "and to pause it");
        get(&officer, "/la/exchanges", "read-only: School 1 has existing tasks");
        get(&officer, arena_printf(a, "/la/schools/%lu/data/schedule", schools[0]),
            "its own tasks are read-only");
        never("New task for this school");
        get(&officer, page(), "Their own");
        get(&head, arena_printf(a, "/school%s", own + 3), "Run now");
        struct exchange_task t;
        const struct exchange_by la = { officer.person.id, NULL };
        ok(exchange_task_find(s.d.db, a, (unsigned long)ask_number(&s.d, &count_tasks, 0), &t) == DONE,
           "the task");
        is_long(exchange_task_state(s.d.db, &la, &t, TASK_PAUSED, time(NULL)), REFUSED, "nor does the store");
}

#define ASK                                                                                                  \
        "what=G.changed&group=A&schools=pick&picks=%lu&repeats=W&days=0&first=01%%2F09%%2F2025&at=2am&"      \
        "window=0&wait=60&name=Mine"

static void refused(void)
{
        is_long(site_post(&s, &officer, "/la/exchanges/new", arena_printf(a, ASK, schools[0])), 422,
                "no new task for the school");
        says("has tasks from before that are not settled");
        is_long(site_post(&s, &officer, "/la/exchanges/new", arena_printf(a, ASK, schools[1])), 303,
                "for another it is");
        is_long(site_post(&s, &officer, "/la/exchanges/new",
                          arena_printf(a,
                                       "what=G.tasks&schools=pick&picks=%lu&repeats=W&days=0&first=01%%2F09%%"
                                       "2F2025&at=2am&window=0&wait=60&"
                                       "name=Existing",
                                       schools[0])),
                303, "to ask for existing tasks is possible");
}

static int decide(const char *ref, char answer, unsigned version)
{
        return site_post(&s, &officer, arena_printf(a, "%s/%lu", page(), find(ref).id),
                         arena_printf(a, "answer=%c&version=%u", answer, version));
}

/* The address of "Change it" of that task. */
static const char *change_url(unsigned long id)
{
        const char *mark = arena_printf(a, "existing=%lu\"", id), *to, *from;
        ok(site_get(&s, &officer, page()) == 200, "the page");
        to = strstr(s.response.body, mark);
        if (!ok(to != NULL, "a link to change %lu", id))
                return "/la";
        for (from = to; *from != '"'; from--)
                ;
        char *url = arena_bytes(a, from + 1, (size_t)(to - from - 2) + strlen(mark));
        size_t n = 0;
        for (const char *p = url; *p; p++) {
                url[n++] = *p;
                if (strncmp(p, "&amp;", 5) == 0)
                        p += 4;
        }
        url[n] = '\0';
        return url;
}

static void decided(void)
{
        long before = ask_number(&s.d, &count_tasks, 0);
        is_long(decide("1", 'A', find("1").version + 1), 409, "not from a page that is out of date");
        is_long(ask_number(&s.d, &count_tasks, 0), before, "and no task is left of it");
        is_long(decide("2", 'A', find("2").version), 409, "what is not understood cannot be taken as it is");
        is_long(decide("1", 'A', find("1").version), 303, "taken");
        is_long(ask_number(&s.d, &count_tasks, 0), before + 1, "Onroll has it");
        get(&officer, page(), "Taken as it is by Pat");
        get(&officer, arena_printf(a, "/la/exchanges/%lu", find("1").task), SHOWN);
        is_long(decide("1", 'D', find("1").version), 409, "decided once");
        is_long(decide("2", 'D', find("2").version), 303, "dropped");
        const char *url = change_url(find("3").id);
        get(&officer, url, "Check your answers");
        says("Every Friday at 3am");
        is_long(site_post(&s, &officer, "/la/exchanges/new",
                          arena_printf(a, "%s&wait=30&existing=%lu", arena_printf(a, ASK, schools[1]),
                                       find("3").id)),
                409, "its own school has to be asked");
        is_long(site_post(&s, &officer, "/la/exchanges/new",
                          arena_printf(a, ASK "&existing=%lu", schools[0], find("3").id)),
                303, "changed");
        ok(find("3").answer == EXISTING_CHANGED && find("3").task, "and noted");
        get(&head, SCHOOL, "3 tasks are decided and not off yet.");
        says("Taken as it is");
        says("Taken, changed");
        says("Dropped");
        says(arena_printf(a, "href=\"/school/exchanges/%lu\"", find("3").task));
        says("Not off yet: your agent says when it is");
        never("not decided yet");
        get(&head, arena_printf(a, "/school/exchanges/%lu", find("3").task), "Mine");
        is_long(site_post(&s, &officer,
                          arena_printf(a, "/la/schools/%lu/data/existing/%lu", schools[1], find("3").id),
                          "answer=D&version=1"),
                404, "a task is its own school's");
}

/* What was taken waits until the school's own are off. */
static void off(void)
{
        const char *run = arena_printf(a, "/la/exchanges/%lu/run", find("1").task);
        exchanging_script(&s.d, "UPDATE exchange_task SET set_at = UTC_TIMESTAMP() + INTERVAL 1 SECOND WHERE "
                                "name <> 'Their own';\n");
        is_long(site_post(&s, &officer, run, "version=1"), 303, "run");
        get(&officer, site_leads(&s), "tasks from before that are not decided and off");
        is_long(ask_number(&s.d, &last_state, schools[0]), 'X', "it is not asked");
        is_long(agent_asks(&s, &g, "GET", EXISTING, NULL, 0), 200, "the agent looks");
        ok(strstr(s.response.body, "\"changed\"") && strstr(s.response.body, "\"dropped\"") &&
               strstr(s.response.body, "\"accepted\""),
           "and finds what was decided");
        is_long(post(&g, EXISTING "/off", "{\"refs\":[]}"), 400, "none is no answer");
        is_long(post(&other, EXISTING "/off", "{\"refs\":[\"1\"]}"), 200, "another school's agent");
        ok(!find("1").off_at, "does not switch it off");
        is_long(post(&g, EXISTING "/off", "{\"refs\":[\"1\",\"2\"]}"), 200, "two are off");
        get(&officer, page(), "1 task is not settled and off yet");
        get(&head, SCHOOL, "1 task is decided and not off yet.");
        says("Off since");
        is_long(post(&g, EXISTING, "{\"tasks\":[" NIGHTLY "," DINNERS "]}"), 200,
                "the third is not in the list any more");
        ok(find("3").off_at && find("1").answer, "so it is off, and decisions stay");
        get(&officer, page(), "Off at the school since");
        get(&head, SCHOOL, "Off since");
        never("not off yet");
        exchanging_script(&s.d, "UPDATE exchange_run SET due_at = due_at - INTERVAL 1 HOUR;\n");
        is_long(site_post(&s, &officer, run, "version=2"), 303, "run");
        is_long(ask_number(&s.d, &last_state, schools[0]), 'W', "now it is asked");
        is_long(site_post(&s, &officer, "/la/exchanges/new", arena_printf(a, ASK, schools[0])), 303,
                "new tasks can be set up");
}

/* The task that asks for existing tasks is done by the report. */
static void asked(void)
{
        exchanging_script(&s.d, "UPDATE exchange_answer SET state = 'C' WHERE state = 'W';\n");
        unsigned long id = answer_waits(&s.d, schools[0], &(const struct waiting){ "G", "tasks", "A", 0, 0 });
        const char *body = arena_printf(a, "{\"answer\":%lu,\"tasks\":[" NIGHTLY "]}", id);
        is_long(post(&g, EXISTING, body), 409, "an answer that it does not hold");
        is_long(post(&g, "/api/v1/answers/take", ""), 200, "it takes it");
        is_long(post(&g, EXISTING, body), 200, "and answers");
        is_long(ask_number(&s.d, &answer_state, id), 'D', "which is done");
}

int main(void)
{
        if (!site_open(&s))
                return done_testing();
        a = s.d.arena;
        for (unsigned i = 0; i < 2; i++)
                schools[i] = exchanging_school(&s.d, i + 1, "PS");
        officer = site_person(&s, ROLE_LA_OFFICER, 0, "Pat");
        reader = site_person(&s, ROLE_LA_READER, 0, "Robin");
        head = site_person(&s, ROLE_SCHOOL_ADMIN, schools[0], "Sam");
        other_head = site_person(&s, ROLE_SCHOOL_ADMIN, schools[1], "Kim");
        agent_of(&s.d, schools[0], &g);
        agent_of(&s.d, schools[1], &other);
        reported();
        read_only();
        refused();
        decided();
        off();
        asked();
        site_close(&s);
        return done_testing();
}
