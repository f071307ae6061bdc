/* The screens of agents and tokens: a code and a token are shown once and kept as hashes; keys are revoked by their own school or by the
 * authority; nobody else's are seen. */
#include "agents.h"

#include "store/agent.h"
#include "store/api_token.h"
#include "store/school.h"

static struct site_test s;
static unsigned long schools[2];
static struct visitor la, reader, own, other;
static struct test_agent g;

SQL(count_codes, "SELECT COUNT(*) FROM agent_code WHERE school_id = ?");
SQL(count_plain, "SELECT COUNT(*) FROM api_token WHERE id > ? AND LOCATE('onroll_', token_hash) > 0");

static const char *url(const char *pattern, unsigned long first, unsigned long second)
{
        const unsigned long numbers[] = { first, second };
        return url_make(s.d.arena, pattern, numbers);
}

/* What stands in the page between the two. */
static const char *between(const char *start, const char *end)
{
        const char *at = strstr(s.response.body, start), *to = at ? strstr(at + strlen(start), end) : NULL;
        return to ? arena_bytes(s.d.arena, at + strlen(start), (size_t)(to - at) - strlen(start)) : "";
}

static bool says(const char *text)
{
        return strstr(s.response.body, text) != NULL;
}

static void a_school(void)
{
        is_long(site_get(&s, &own, "/school/agent"), 200, "a school's administrator sees its agents");
        ok(site_says(&s, "Office machine") && site_says(&s, "Make a one-time code") && !says("onroll-agent enrol"), "and no code");
        is_long(site_post(&s, &own, "/school/agent/code", ""), 200, "a code is made");
        const char *code = between("onroll-agent enrol ", "<");
        is_long((long)strlen(code), 24, "and shown");
        is_long(ask_number(&s.d, &count_codes, schools[0]), 1, "kept as a hash");
        is_long(site_get(&s, &own, "/school/agent"), 200, "the page again");
        ok(!says(code), "does not show it again");
        is_long(site_get(&s, &other, "/school/agent"), 200, "another school");
        ok(!says("Office machine"), "does not see this one's");
        is_long(site_post(&s, &other, url("/school/agent/{}/revoke", g.id, 0), ""), 404, "nor revoke it");
        is_long(agent_asks(&s, &g, "GET", "/api/v1/agent", NULL, 0), 200, "it is answered still");
}

static void the_authority(void)
{
        is_long(site_get(&s, &reader, "/la/agents"), 200, "the authority's reader sees all agents");
        ok(site_says(&s, "Office machine") && site_says(&s, "School 0"), "with their schools");
        is_long(site_get(&s, &reader, url("/la/schools/{}/agent", schools[0], 0)), 200, "and a school's");
        ok(!says("Make a one-time code") && !says("Revoke"), "but has no deeds there");
        is_long(site_post(&s, &la, url("/la/schools/{}/agent/code", schools[0], 0), ""), 200, "its administrator makes a code");
        ok(strlen(between("onroll-agent enrol ", "<")) == 24, "for the school");
        is_long(site_post(&s, &la, url("/la/schools/{}/agent/{}/revoke", schools[1], g.id), ""), 404, "an agent is its own school's");
        is_long(site_post(&s, &la, url("/la/schools/{}/agent/{}/revoke", schools[0], g.id), ""), 303, "revoked");
        is_text(site_leads(&s), url("/la/schools/{}/agent", schools[0], 0), "back to the page");
        is_long(site_get(&s, &la, site_leads(&s)), 200, "which says so");
        is_long(agent_asks(&s, &g, "GET", "/api/v1/agent", NULL, 0), 401, "it is answered no more");
        is_long(site_post(&s, &la, url("/la/schools/{}/agent/{}/revoke", schools[0], g.id), ""), 404, "not twice");
}

static void tokens(void)
{
        struct api_tokens all;
        is_long(site_post(&s, &la, "/la/api-tokens", "name=&days=30&scope=pupils:read"), 422, "a token wants a name");
        is_long(site_post(&s, &la, "/la/api-tokens", "name=Case&days=30"), 422, "something that it is for");
        is_long(site_post(&s, &la, "/la/api-tokens", "name=Case&days=0&scope=pupils:read"), 422, "and an end");
        is_long(site_post(&s, &la, "/la/api-tokens", "name=Case&days=30&scope=everything"), 422, "which there is");
        is_long(site_post(&s, &la, "/la/api-tokens", "name=Case+system&days=30&scope=pupils:read"), 200, "made");
        const char *secret = between("<code>", "</code>");
        ok(strncmp(secret, "onroll_", 7) == 0 && strlen(secret) == 69, "and shown");
        is_long(ask_number(&s.d, &count_plain, 0), 0, "kept as a hash");
        const struct program_asks asks = { .method = "GET", .target = "/api/v1/pupils/changes",
                                           .authorization = arena_printf(s.d.arena, "Bearer %s", secret) };
        is_long(site_program(&s, &asks), 200, "it is good");
        is_long(site_get(&s, &la, "/la/api-tokens"), 200, "the page again");
        ok(!says(secret) && site_says(&s, "Case system"), "does not show it again");
        ok(api_token_list(s.d.db, s.d.arena, &all) == DONE && all.count == 1, "one token");
        is_long(site_post(&s, &la, url("/la/api-tokens/{}/revoke", all.items[0].id, 0), ""), 303, "revoked");
        is_long(site_program(&s, &asks), 401, "it is good no more");
}

int main(void)
{
        if (!site_open(&s))
                return done_testing();
        for (int i = 0; i < 2; i++) {
                const struct school school = { .laestab = arena_printf(s.d.arena, "999200%d", i + 1), .urn = "",
                                               .name = arena_printf(s.d.arena, "School %d", i), .phase = "PS", .year_low = "R",
                                               .year_high = "6", .contact_email = "" };
                ok(school_add(s.d.db, 0, &school, &schools[i]) == DONE, "a school");
        }
        la = site_person(&s, ROLE_LA_ADMIN, 0, "Pat");
        reader = site_person(&s, ROLE_LA_READER, 0, "Sam");
        own = site_person(&s, ROLE_SCHOOL_ADMIN, schools[0], "Kim");
        other = site_person(&s, ROLE_SCHOOL_ADMIN, schools[1], "Alex");
        agent_of(&s.d, schools[0], &g);
        a_school();
        the_authority();
        tokens();
        site_close(&s);
        return done_testing();
}
