#include "pages/api_agents.h"

#include <stdio.h>

#include "base/log.h"
#include "model/api_body.h"
#include "pages/api.h"
#include "store/agent.h"
#include "store/ready.h"
#include "store/school.h"

enum { SPEC_MAX = 1 << 20 };

/* ---- the description ---- */

/* A file, so that people can read and change it as it is; a test holds it to the table of routes. */
enum outcome api_spec(struct visit *v)
{
        const char *directory = config_get(v->config, "templates_dir", "/usr/share/onroll/templates");
        const char *path = arena_printf(v->arena, "%s/api/openapi.json", directory);
        FILE *f = fopen(path, "re");
        if (!f) {
                log_event("openapi", "%s cannot be read", path);
                return BROKEN;
        }
        char *text = arena_alloc(v->arena, SPEC_MAX);
        size_t len = fread(text, 1, SPEC_MAX, f);
        fclose(f);
        response_send(v->response, 200, "application/json", text, len);
        return DONE;
}

/* ---- agents ---- */

static enum outcome send_agent(struct visit *v, int status, const struct agent *g)
{
        struct school s;
        enum outcome result = school_by_id(v->db, v->arena, g->school, &s);
        if (result != DONE)
                return result;
        struct json *j = json_new(), *school;
        json_number(j, "agent", (long long)g->id);
        json_text(j, "name", g->name);
        json_text(j, "version", g->version);
        api_moment(j, "enrolled_at", g->enrolled_at);
        school = json_inside(j, "school");
        json_text(school, "dfe_number", s.laestab);
        json_text(school, "name", s.name);
        return api_send(v, status, j);
}

enum outcome api_enrol(struct visit *v)
{
        unsigned char key[AGENT_KEY], hash[SECRET_HASH];
        unsigned long id = 0;
        struct api_enrol e;
        struct agent g;
        const char *why = api_read_enrol(v->arena, v->request->content, v->request->content_len, &e);
        if (why)
                return api_malformed(v, why);
        if (!gate_enrol_proved(v->arena, e.code, e.public_key, e.proof, key))
                return api_problem(v, 403, "proof", "The proof does not fit the public key and the code.");
        gate_code_hash(v->arena, e.code, hash);
        const struct agent_new n = { hash, key, *e.name ? e.name : "Agent", e.version };
        enum outcome result = agent_enrol(v->db, &n, &id);
        if (result == ABSENT)
                return api_problem(v, 403, "code", "This code is not known, was used, or is too old. Make a new one in the portal.");
        if (result == REFUSED)
                return api_problem(v, 403, "revoked", "This key was revoked. Make a new key and enrol with a new code.");
        if (result == DONE)
                result = agent_find(v->db, v->arena, id, &g);
        return result == DONE ? send_agent(v, 201, &g) : result;
}

enum outcome api_agent(struct visit *v)
{
        struct agent g;
        enum outcome result = agent_find(v->db, v->arena, v->caller->agent, &g);
        return result == DONE ? send_agent(v, 200, &g) : result;
}

enum outcome api_agent_post(struct visit *v)
{
        struct api_report said;
        const char *why = api_read_report(v->arena, v->request->content, v->request->content_len, &said);
        if (why)
                return api_malformed(v, why);
        const struct ready_report ready = { said.system, said.system_version, said.phase_2, said.services };
        enum outcome result = agent_seen(v->db, v->caller->agent, said.version);
        if (result == DONE && said.ready)
                result = ready_report_set(v->db, v->scope, &ready);
        return result == DONE ? api_agent(v) : result;
}
