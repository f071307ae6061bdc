/* /api/v1: enrolling, signatures, tokens, and what agents do with their school's answers. Each refusal is a problem in JSON. */
#include "agents.h"

#include <sodium.h>
#include <stdlib.h>

#include "base/json.h"
#include "flow/deliver.h"
#include "gate/scope.h"
#include "model/api_body.h"
#include "model/signature.h"
#include "pages/routes.h"
#include "store/agent.h"
#include "store/api_token.h"
#include "store/person.h"
#include "store/school.h"

static struct site_test s;
static struct arena *a;
static unsigned long schools[2];
static struct test_agent agents[2];

SQL(expire_code, "UPDATE agent_code SET expires_at = UTC_TIMESTAMP() - INTERVAL 1 SECOND WHERE school_id = ?");
SQL(expire_token, "UPDATE api_token SET expires_at = UTC_TIMESTAMP() - INTERVAL 1 SECOND WHERE id = ?");
SQL(count_agents, "SELECT COUNT(*) FROM agent WHERE school_id = ?");
SQL(count_deliveries, "SELECT COUNT(*) FROM delivery WHERE school_id = ? AND source = 'A'");
SQL(count_complete, "SELECT COUNT(*) FROM delivery WHERE school_id = ? AND source = 'A' AND complete = 1");
SQL(count_uploads, "SELECT COUNT(*) FROM involvement_upload WHERE id > ?");
SQL(add_plain_pupil, "INSERT INTO pupil (school_id, child_id, state, upn, surname, forename, sort_name, created_at, roll_ver) VALUES (?, "
                     "LAST_INSERT_ID() + 1, 'R', 'B801200005001', 'Quagmirish', 'Zoë', 'quagmirish zoe', UTC_TIMESTAMP(), 1)");
SQL(add_change, "INSERT INTO pupil_change (school_id, pupil_id, at, kind, field, new_value) SELECT school_id, id, UTC_TIMESTAMP() - INTERVAL ? "
                "SECOND, 'changed', 'surname', 'Quagmirish' FROM pupil LIMIT 1");

/* ---- what came back ---- */

static bool is_problem(int got, int status, const char *code)
{
        struct json *j = json_read(s.response.body, strlen(s.response.body));
        const char *found = j ? json_get_text(j, "code") : NULL;
        bool good = got == status && found && strcmp(found, code) == 0 &&
                    strstr(s.response.headers.bytes, "Content-Type: application/problem+json");
        if (!good)
                printf("# %d %s\n", got, s.response.body);
        if (j)
                json_drop(j);
        return good;
}

static long member(const char *name)
{
        long n = -1;
        struct json *j = json_read(s.response.body, strlen(s.response.body));
        if (j && !json_get_number(j, name, 0, 1L << 62, &n))
                n = -1;
        if (j)
                json_drop(j);
        return n;
}

static int asks(const char *method, const char *target, const char *authorization, const char *key, const char *body)
{
        return site_program(&s, &(struct program_asks){ method, target, authorization, key, body, 0 });
}

/* ---- enrolling ---- */

static const char *new_code(unsigned long school)
{
        char code[CODE_TEXT];
        unsigned char hash[SECRET_HASH];
        const struct scope scope = gate_program_scope(school);
        gate_code_make(code, hash);
        ok(agent_code_add(s.d.db, &scope, hash, 7) == DONE, "a code");
        return arena_text(a, code);
}

static int enrol(const struct test_agent *g, const char *code, const char *proved)
{
        const char *proof = agent_sign(a, g, signature_enrol_text(a, proved, g->key));
        return asks("POST", "/api/v1/agents", NULL, NULL,
                    arena_printf(a, "{\"code\":\"%s\",\"public_key\":\"%s\",\"proof\":\"%s\",\"name\":\"Office\"}", code, g->key, proof));
}

static void enrolling(void)
{
        struct test_agent g, other;
        const struct scope scope = gate_program_scope(schools[0]);
        agent_key(&g);
        agent_key(&other);
        const char *code = new_code(schools[0]);
        long before = ask_number(&s.d, &count_agents, schools[0]);
        ok(is_problem(asks("POST", "/api/v1/agents", NULL, NULL, "{"), 400, "malformed"), "half an object");
        ok(is_problem(enrol(&g, code, "another"), 403, "proof"), "a proof of another code");
        ok(is_problem(enrol(&g, "AAAA-AAAA-AAAA-AAAA-AAAA", "AAAA-AAAA-AAAA-AAAA-AAAA"), 403, "code"), "no such code");
        is_long(enrol(&g, code, code), 201, "a code enrols");
        g.id = (unsigned long)member("agent");
        ok(site_says(&s, "\"dfe_number\":\"9992001\""), "and the answer says for which school");
        is_long(enrol(&g, code, code), 201, "asked again, since the answer was lost");
        is_long(member("agent"), (long)g.id, "it is the same agent");
        ok(is_problem(enrol(&other, code, code), 403, "code"), "the code is good once");
        is_long(ask_number(&s.d, &count_agents, schools[0]), before + 1, "one agent more");
        is_long(agent_asks(&s, &g, "GET", "/api/v1/agent", NULL, 0), 200, "and it is known");
        code = new_code(schools[0]);
        ok(db_run(s.d.db, &expire_code, ARGS(arg_id(schools[0]))) == DONE, "time passes");
        ok(is_problem(enrol(&other, code, code), 403, "code"), "a code that is too old");
        code = new_code(schools[0]);
        new_code(schools[0]);
        ok(is_problem(enrol(&other, code, code), 403, "code"), "a newer code takes its place");
        ok(agent_revoke(s.d.db, &scope, g.id) == DONE, "revoked");
        ok(is_problem(enrol(&g, code, code), 403, "revoked"), "a key that was revoked does not come back");
        ok(is_problem(agent_asks(&s, &g, "GET", "/api/v1/agent", NULL, 0), 401, "revoked"), "and is not answered");
}

/* ---- signatures ---- */

static int with(const char *header)
{
        return asks("GET", "/api/v1/agent", header, NULL, NULL);
}

static void signatures(void)
{
        const struct test_agent *g = &agents[0];
        struct test_agent wrong = agents[1];
        const char *good = agent_header(a, g, "GET", "/api/v1/agent", NULL, 0, NULL, 0);
        is_long(with(good), 200, "a signed request");
        ok(is_problem(with(good), 401, "replay"), "the same again is a replay");
        ok(is_problem(with(agent_header(a, g, "GET", "/api/v1/agent", NULL, 0, NULL, 301 + 2)), 401, "clock"), "from the future");
        ok(is_problem(with(agent_header(a, g, "GET", "/api/v1/agent", NULL, 0, NULL, -301)), 401, "clock"), "from long ago");
        is_long(with(agent_header(a, g, "GET", "/api/v1/agent", NULL, 0, NULL, -290)), 200, "within five minutes");
        ok(is_problem(with(agent_header(a, g, "POST", "/api/v1/agent", NULL, 0, NULL, 0)), 401, "signature"), "another method");
        ok(is_problem(with(agent_header(a, g, "GET", "/api/v1/agent?x=1", NULL, 0, NULL, 0)), 401, "signature"), "another query");
        ok(is_problem(with(agent_header(a, g, "GET", "/api/v1/agent", "x", 1, NULL, 0)), 401, "signature"), "another body");
        wrong.id = g->id;
        ok(is_problem(with(agent_header(a, &wrong, "GET", "/api/v1/agent", NULL, 0, NULL, 0)), 401, "signature"), "another's key");
        wrong.id = 4000000001UL;
        ok(is_problem(with(agent_header(a, &wrong, "GET", "/api/v1/agent", NULL, 0, NULL, 0)), 401, "signature"),
           "an agent that is not there looks the same");
        ok(is_problem(with("Onroll agent=\"1\""), 401, "authorization"), "half a header");
        ok(is_problem(with("Basic YTpi"), 401, "authorization"), "another scheme");
        ok(is_problem(asks("GET", "/api/v1/agent", NULL, NULL, NULL), 401, "unknown"), "nothing at all");
        ok(is_problem(asks("GET", "/api/v1/nothing", NULL, NULL, NULL), 404, "not-found"), "no such address");
        ok(is_problem(asks("PUT", "/api/v1/agent", NULL, NULL, NULL), 405, "method"), "no such method");
        is_long(agent_asks(&s, g, "POST", "/api/v1/agent", "{\"version\":\"1.0\"}", 17), 200, "an agent says its version");
        ok(site_says(&s, "\"version\":\"1.0\""), "which is kept");
}

/* ---- every route ---- */

static const char *path_of(const struct route *r, unsigned long first)
{
        const unsigned long numbers[] = { first, 1, 1, 1 };
        return url_make(a, r->path, numbers);
}

static const char *token_for(const char *scopes, unsigned long *id)
{
        char text[TOKEN_TEXT];
        unsigned char hash[SECRET_HASH];
        struct api_tokens all;
        struct visitor maker = site_person(&s, ROLE_LA_ADMIN, 0, "Maker");
        const struct api_token t = { .name = "Case system", .scopes = scopes, .made_by = maker.person.id };
        gate_token_make(text, hash);
        ok(api_token_add(s.d.db, &t, hash, 30) == DONE && api_token_list(s.d.db, a, &all) == DONE, "a token: %s", scopes);
        *id = all.items[0].id;
        return arena_printf(a, "Bearer %s", text);
}

/* Each is asked by who may not: with another kind of caller, and (agents) for another school's answer. */
static void every_route(void)
{
        unsigned long id, answer = answer_waits(&s.d, schools[1], &(struct waiting){ "G", "changed", "A", 0, 0 });
        const char *involvements = token_for("involvements:write", &id), *pupils = token_for("pupils:read", &id);
        is_long(agent_asks(&s, &agents[1], "POST", "/api/v1/answers/take", NULL, 0), 200, "another school's agent takes its answer");
        for (const struct route *r = route_table; r->method; r++) {
                if (strncmp(r->path, "/api/", 5) != 0 || (r->who & WHO_ANYONE))
                        continue;
                const char *path = path_of(r, answer);
                const char *token = r->who & WHO_PUPILS_READ ? involvements : pupils;
                ok(is_problem(asks(r->method, path, token, NULL, NULL), 403, "scope"), "%s %s: not for that token", r->method, r->path);
                if (r->who & WHO_TOKEN)
                        ok(is_problem(agent_asks(&s, &agents[0], r->method, path, NULL, 0), 403, "scope"), "%s %s: not for agents",
                           r->method, r->path);
                else if (strstr(r->path, "{}")) {
                        static const char body[] = "{\"words\":\"x\",\"parts\":1,\"size\":1,\"file_name\":\"a\",\"gone\":[{\"kind\":\"a\"}],"
                                                   "\"all\":true,\"sha256\":\"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881\"}";
                        const char *part = "x", *target = path;
                        bool put = strcmp(r->method, "PUT") == 0;
                        if (put)
                                target = arena_printf(a, "%s?sha256=%s", path, hex_of_sha256(a, part, 1));
                        int got = agent_asks(&s, &agents[0], r->method, target, put ? part : body, strlen(put ? part : body));
                        ok(is_problem(got, 404, "not-found"), "%s %s: another school's is not there", r->method, r->path);
                }
        }
        is_long(agent_asks(&s, &agents[1], "GET", arena_printf(a, "/api/v1/answers/%lu", answer), NULL, 0), 200, "and is as it was");
        ok(site_says(&s, "\"state\":\"taken\",\"yours\":true") && site_says(&s, "\"parts\":[]"), "taken by its own agent, with no parts");
}

static void tokens(void)
{
        unsigned long id;
        const char *token = token_for("pupils:read", &id);
        is_long(asks("GET", "/api/v1/pupils/changes", token, NULL, NULL), 200, "a token");
        ok(is_problem(asks("GET", "/api/v1/pupils/changes", "Bearer onroll_0", NULL, NULL), 401, "token"), "no such token");
        ok(db_run(s.d.db, &expire_token, ARGS(arg_id(id))) == DONE, "time passes");
        ok(is_problem(asks("GET", "/api/v1/pupils/changes", token, NULL, NULL), 401, "expired"), "one that has expired");
        token = token_for("pupils:read", &id);
        ok(api_token_revoke(s.d.db, 0, id) == DONE, "revoked");
        ok(is_problem(asks("GET", "/api/v1/pupils/changes", token, NULL, NULL), 401, "revoked"), "one that was revoked");
}

/* ---- an answer from beginning to end ---- */

static const char csv[] = "UPN,Surname,Forename,DOB,NC year\r\nB801200005001,Quagmirish,Zoe,2015-03-04,5\r\n";

static int put(const struct test_agent *g, unsigned long answer, unsigned n, const char *bytes, size_t len, const char *said)
{
        return agent_asks(&s, g, "PUT", arena_printf(a, "/api/v1/answers/%lu/parts/%u?sha256=%s", answer, n, said), bytes, len);
}

static int post(const struct test_agent *g, unsigned long answer, const char *what, const char *body)
{
        return agent_asks(&s, g, "POST", arena_printf(a, "/api/v1/answers/%lu/%s", answer, what), body, strlen(body));
}

static void whole_answer(void)
{
        const struct test_agent *g = &agents[0];
        const size_t half = 40, rest = sizeof csv - 1 - half;
        unsigned long answer = answer_waits(&s.d, schools[0], &(struct waiting){ "G", "snapshot", "A", 0, 0 });
        long before = ask_number(&s.d, &count_deliveries, schools[0]);
        is_long(agent_asks(&s, g, "POST", "/api/v1/answers/take", NULL, 0), 200, "taken");
        is_long(member("id"), (long)answer, "it is that one");
        ok(site_says(&s, "\"way\":\"get\",\"data\":\"snapshot\",\"group\":\"years\",\"years\":[],\"months\":0"), "what is asked");
        is_long(agent_asks(&s, g, "POST", "/api/v1/answers/take", NULL, 0), 200, "taken again, after a kill");
        is_long(member("id"), (long)answer, "it is the same");
        ok(is_problem(put(g, answer, 1, csv, half, hex_of_sha256(a, csv, half + 1)), 409, "refused"), "a part that is not what is said");
        ok(is_problem(put(g, answer, 1, csv, half, "zz"), 400, "malformed"), "a hash that is none");
        ok(is_problem(put(g, answer, 129, csv, half, hex_of_sha256(a, csv, half)), 409, "refused"), "a part too many");
        is_long(put(g, answer, 2, csv + half, rest, hex_of_sha256(a, csv + half, rest)), 200, "the second part");
        const char *done = arena_printf(a, "{\"parts\":2,\"size\":%zu,\"sha256\":\"%s\",\"file_name\":\"C:\\\\x\\\\snapshot.csv\"}",
                                        sizeof csv - 1, hex_of_sha256(a, csv, sizeof csv - 1));
        ok(is_problem(post(g, answer, "complete", done), 409, "refused") && site_says(&s, "Part 1 is not here"), "a part is missing");
        is_long(put(g, answer, 1, csv, half, hex_of_sha256(a, csv, half)), 200, "the first part");
        is_long(put(g, answer, 1, csv, half, hex_of_sha256(a, csv, half)), 200, "the first part again");
        ok(is_problem(post(g, answer, "complete",
                           arena_printf(a, "{\"parts\":2,\"size\":%zu,\"sha256\":\"%s\",\"file_name\":\"a\"}", sizeof csv - 1,
                                        hex_of_sha256(a, csv, 1))),
                      409, "refused"),
           "another whole");
        is_long(ask_number(&s.d, &count_deliveries, schools[0]), before, "nothing was delivered yet");
        is_long(post(g, answer, "complete", done), 200, "the whole");
        ok(site_says(&s, "\"state\":\"received\"") && site_says(&s, "\"name\":\"snapshot.csv\""), "is received");
        is_long(post(g, answer, "complete", done), 200, "said again");
        is_long(ask_number(&s.d, &count_deliveries, schools[0]), before + 1, "it was delivered once");
        is_long(ask_number(&s.d, &count_complete, schools[0]), 1, "as a complete file");
        ok(is_problem(put(g, answer, 1, csv, half, hex_of_sha256(a, csv, half)), 409, "refused"), "parts come too late");
        is_long(agent_asks(&s, g, "POST", "/api/v1/answers/take", NULL, 0), 204, "nothing else is to be done");
}

static void gone_and_failed(void)
{
        const struct test_agent *g = &agents[0];
        unsigned long first = answer_waits(&s.d, schools[0], &(struct waiting){ "G", "snapshot", "V", 0, 0 });
        is_long(agent_asks(&s, g, "POST", "/api/v1/answers/take", NULL, 0), 200, "leavers are asked for");
        ok(site_says(&s, "\"group\":\"leavers\""), "leavers");
        is_long(post(g, first, "gone", "{\"gone\":[{\"kind\":\"addresses\",\"words\":\"Deleted\"}]}"), 200, "one kind is gone");
        ok(site_says(&s, "\"state\":\"taken\""), "the rest is still to come");
        is_long(post(g, first, "gone", "{\"all\":true,\"gone\":[{\"kind\":\"leavers\",\"words\":\"Deleted in bulk\"}]}"), 200, "all is");
        ok(site_says(&s, "\"state\":\"unavailable\""), "it ends as unavailable");
        is_long(post(g, first, "gone", "{\"all\":true,\"gone\":[{\"kind\":\"leavers\"}]}"), 200, "said again");
        unsigned long second = answer_waits(&s.d, schools[0], &(struct waiting){ "G", "changed", "A", 0, 0 });
        is_long(agent_asks(&s, g, "POST", "/api/v1/answers/take", NULL, 0), 200, "another");
        is_long(post(g, second, "renew", ""), 200, "renewed");
        is_long(post(g, second, "failed", "{\"words\":\"The folder is empty.\"}"), 200, "it failed");
        ok(site_says(&s, "\"state\":\"waiting\""), "and waits");
        ok(is_problem(post(g, second, "renew", ""), 409, "refused"), "it is nobody's now");
        is_long(agent_asks(&s, g, "POST", "/api/v1/answers/take", NULL, 0), 204, "and may not be taken at once");
}

/* ---- idempotency ---- */

static const char one[] = "{\"involvements\":[{\"surname\":\"Nobody\",\"forename\":\"Ann\",\"date_of_birth\":\"2015-01-02\",\"service\":\"Early "
                          "help\",\"from\":\"2026-09-01\"}]}";

static void same_again(void)
{
        unsigned long id;
        const char *token = token_for("involvements:write pupils:read", &id), *path = "/api/v1/involvements";
        ok(is_problem(asks("POST", path, token, NULL, one), 400, "key"), "involvements want a key");
        ok(is_problem(asks("POST", path, token, "a b", one), 400, "malformed"), "a key of letters and digits");
        ok(is_problem(asks("POST", path, token, "k0", "{}"), 400, "malformed"), "and a list");
        long before = ask_number(&s.d, &count_uploads, 0);
        is_long(asks("POST", path, token, "k1", one), 201, "one that nobody is like");
        ok(site_says(&s, "\"unmatched\":1") && site_says(&s, "\"place\":0,\"outcome\":\"unmatched\""), "is said to be so");
        const char *first = arena_text(a, s.response.body);
        is_long(asks("POST", path, token, "k1", one), 201, "the same again");
        is_text(s.response.body, first, "has the same answer");
        is_long(ask_number(&s.d, &count_uploads, 0), before + 1, "and was done once");
        ok(is_problem(asks("POST", path, token, "k1", "{\"involvements\":[{}]}"), 422, "key-reused"), "the key for another request");
        is_long(asks("POST", path, token_for("involvements:write", &id), "k1", one), 201, "another's key is another");
}

/* ---- changes of pupils ---- */

static void changes(void)
{
        unsigned long id;
        const char *token = token_for("pupils:read", &id);
        ok(db_run(s.d.db, &add_plain_pupil, ARGS(arg_id(schools[0]))) == DONE, "a pupil");
        ok(db_run(s.d.db, &add_change, ARGS(arg_number(300))) == DONE && db_run(s.d.db, &add_change, ARGS(arg_number(200))) == DONE &&
               db_run(s.d.db, &add_change, ARGS(arg_number(1))) == DONE,
           "changes three times");
        is_long(asks("GET", "/api/v1/pupils/changes?limit=1", token, NULL, NULL), 200, "the first");
        ok(site_says(&s, "\"more\":true") && site_says(&s, "\"surname\":\"Quagmirish\"") && site_says(&s, "\"dfe_number\":\"9992001\""),
           "with the pupil as it is now");
        long next = member("next");
        is_long(asks("GET", arena_printf(a, "/api/v1/pupils/changes?after=%ld", next), token, NULL, NULL), 200, "the rest");
        ok(member("next") == next + 1 && site_says(&s, "\"more\":false"), "without the one of just now");
        is_long(asks("GET", arena_printf(a, "/api/v1/pupils/changes?after=%ld", next + 1), token, NULL, NULL), 200, "nothing more");
        ok(member("next") == next + 1 && site_says(&s, "\"pupils\":[]"), "the place is kept");
        ok(is_problem(asks("GET", "/api/v1/pupils/changes?limit=0", token, NULL, NULL), 400, "malformed"), "a limit that is none");
}

int main(void)
{
        if (!site_open(&s))
                return done_testing();
        a = s.d.arena;
        for (int i = 0; i < 2; i++) {
                const struct school school = { .laestab = arena_printf(a, "999200%d", i + 1), .urn = "", .name = arena_printf(a, "School %d", i),
                                               .phase = "PS", .year_low = "R", .year_high = "6", .contact_email = "" };
                ok(school_add(s.d.db, 0, &school, &schools[i]) == DONE, "a school");
                agent_of(&s.d, schools[i], &agents[i]);
        }
        enrolling();
        signatures();
        tokens();
        every_route();
        whole_answer();
        gone_and_failed();
        same_again();
        changes();
        site_close(&s);
        return done_testing();
}
