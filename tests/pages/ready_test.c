/* Readiness on the pages: what an agent reports is seen by the school and by the authority, with what to do;
 * tasks say which of their schools are not ready. */
#include <stdlib.h>

#include "agents.h"
#include "exchanging.h"

static struct site_test s;
static struct arena *a;
static unsigned long schools[2];
static struct visitor officer, head, teacher;
static struct test_agent g;

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

static int report(const char *body)
{
        return agent_asks(&s, &g, "POST", "/api/v1/agent", body, strlen(body));
}

static void reported(void)
{
        get(&head, "/school/exchanges", "/school/exchanges/ready");
        get(&head, "/school/exchanges/ready",
            "The agent does not say which management system the school has.");
        says("Not ready");
        says("ready_command");
        is_long(report("{\"version\":\"1.0\",\"ready\":{\"phase_2\":\"yes\"}}"), 400, "yes is no flag");
        is_long(report("{\"version\":\"1.0\",\"ready\":7}"), 400, "nor is a number a report");
        is_long(report("{\"version\":\"1.0\",\"ready\":{\"system\":\"SIMS\",\"system_version\":\"7.<b>\","
                       "\"phase_2\":true,\"services\":false}}"),
                200, "a report");
        get(&teacher, "/school/exchanges/ready", "which version of SIMS");
        says("The services manager does not run.");
        says("Start the services manager");
        is_long(report("{\"version\":\"1.0\",\"ready\":{\"system\":\"SIMS\",\"system_version\":\"7.180.1\","
                       "\"phase_2\":true,\"services\":true}}"),
                200, "a good one");
        get(&teacher, "/school/exchanges/ready", "It is SIMS 7.180.1.");
        never("/school/agent");
        get(&head, "/school/exchanges/ready", "href=\"/school/agent\"");
        get(&head, "/school/exchanges", "href=\"/school/agent\"");
        never("Not ready");
        is_long(report("{\"version\":\"1.1\"}"), 200, "one without it");
        get(&teacher, "/school/exchanges/ready", "It is SIMS 7.180.1.");
}

static void the_authority(void)
{
        get(&officer, "/la/exchanges", "/la/exchanges/ready");
        get(&officer, "/la/exchanges/ready", "1 of 2 schools are ready");
        says("No agent is installed.");
        get(&officer, "/la/exchanges/ready?state=no", "School 2");
        never(">School 1<");
        get(&officer, "/la/exchanges/ready?state=yes", "School 1");
        never(">School 2<");
        get(&officer, arena_printf(a, "/la/schools/%lu/data/ready", schools[1]), "Enrol the school’s agent");
        says(arena_printf(a, "href=\"/la/schools/%lu/agent\"", schools[1]));
        says("/data/schedule");
        get(&officer, arena_printf(a, "/la/schools/%lu/agent", schools[1]), "/data/ready");
}

#define TASK                                                                                                 \
        "what=G.snapshot&group=A&schools=all&repeats=W&days=0&first=01%2F09%2F2025&at=2am&last=&window=0&"   \
        "wait=60&name=Weekly"

static void tasks(void)
{
        get(&officer, "/la/exchanges/new?step=check&" TASK, "1 of 2 schools are not ready");
        says("School 2: No agent is installed.");
        is_long(site_post(&s, &officer, "/la/exchanges/new", TASK), 303, "it is set up all the same");
        const char *task = site_leads(&s);
        get(&officer, task, "The task was set up.");
        says("School 2: No agent is installed.");
        is_long(site_post(&s, &officer, arena_printf(a, "%s/run", task), "version=1"), 303, "run");
        get(&officer, site_leads(&s), "Not ready");
        says("No agent is installed.");
        exchanging_script(&s.d, "UPDATE agent SET seen_at = UTC_TIMESTAMP() - INTERVAL 25 HOUR;\n");
        get(&head, arena_printf(a, "/school%s", task + 3), "Your school is not ready for it");
        says("The agent was not heard from in the last day.");
        never("School 2");
}

int main(void)
{
        if (!site_open(&s))
                return done_testing();
        a = s.d.arena;
        for (unsigned i = 0; i < 2; i++)
                schools[i] = exchanging_bare_school(&s.d, i + 1, "PS");
        officer = site_person(&s, ROLE_LA_OFFICER, 0, "Pat");
        head = site_person(&s, ROLE_SCHOOL_ADMIN, schools[0], "Sam");
        teacher = site_person(&s, ROLE_TEACHER, schools[0], "Kim");
        agent_of(&s.d, schools[0], &g);
        ok(report("{\"version\":\"1.0\"}") == 200, "heard from");
        reported();
        the_authority();
        tasks();
        site_close(&s);
        return done_testing();
}
