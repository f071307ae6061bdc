#include "pages/api_answers.h"

#include <stdio.h>
#include <string.h>

#include "flow/answer.h"
#include "model/api_body.h"
#include "model/exchange.h"
#include "model/year.h"
#include "pages/api.h"
#include "pages/la.h"

enum { TAKES = 8, WORDS_MAX = 500 };

/* ---- what an answer looks like ---- */

static void put_hash(struct json *j, const unsigned char sha256[ANSWER_SHA256])
{
        char hex[2 * ANSWER_SHA256 + 1];
        for (int i = 0; i < ANSWER_SHA256; i++)
                snprintf(hex + 2 * i, 3, "%02x", sha256[i]);
        json_text(j, "sha256", hex);
}

static const char *state_key(char state)
{
        static const struct {
                char state;
                const char *key;
        } keys[] = { { ANSWER_WAITS, "waiting" },   { ANSWER_HELD, "held" },          { ANSWER_TAKEN, "taken" },
                     { ANSWER_RECEIVED, "received" }, { ANSWER_DONE, "done" },        { ANSWER_NONE, "not-answered" },
                     { ANSWER_FAILED, "failed" },   { ANSWER_UNAVAILABLE, "unavailable" }, { ANSWER_NOT_READY, "not-ready" } };
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
                if (keys[i].state == state)
                        return keys[i].key;
        return "cancelled";
}

static const char *group_key(char group)
{
        return group == GROUP_LOOKED_AFTER ? "looked-after" : group == GROUP_LEAVERS ? "leavers" : "years";
}

static struct json *json_of(const struct agent_answer *w, const struct answer_parts *parts, unsigned long agent)
{
        struct json *j = json_new();
        json_number(j, "id", (long long)w->id);
        json_number(j, "run", (long long)w->run);
        json_text(j, "state", state_key(w->state));
        json_flag(j, "yours", w->state == ANSWER_TAKEN && w->agent == agent);
        json_text(j, "way", w->way == EXCHANGE_SEND ? "send" : "get");
        json_text(j, "data", w->data);
        json_text(j, "group", group_key(w->group));
        struct json *years = json_list(j, "years");
        for (size_t n = 0; year_at(n); n++)
                if (w->years >> n & 1)
                        json_add_text(years, year_at(n));
        json_number(j, "months", w->months);
        api_moment(j, "gives_up_at", w->gives_up_at);
        api_moment(j, "lease_until", w->lease_until);
        if (w->hashed) {
                struct json *file = json_inside(j, "file");
                json_text(file, "name", w->file_name);
                json_number(file, "size", (long long)w->size);
                put_hash(file, w->sha256);
        }
        struct json *list = json_list(j, "parts");
        for (size_t i = 0; i < parts->count; i++) {
                struct json *p = json_add(list);
                json_number(p, "n", parts->items[i].n);
                json_number(p, "size", (long long)parts->items[i].size);
                put_hash(p, parts->items[i].sha256);
        }
        return j;
}

static enum outcome send_answer(struct visit *v, unsigned long id)
{
        struct agent_answer w;
        struct answer_parts parts;
        enum outcome result = answer_find(v->db, v->arena, v->scope, id, &w);
        if (result == DONE)
                result = answer_parts(v->db, v->arena, v->scope, id, &parts);
        return result == DONE ? api_send(v, 200, json_of(&w, &parts, v->caller->agent)) : result;
}

/* ---- taking ---- */

/* What is to be sent is written now, as late as can be; when there is nothing to send, the next one is looked at. */
enum outcome api_answer_take(struct visit *v)
{
        struct flow f = la_flow(v);
        const struct answering by = { v->scope, v->caller->agent };
        for (int i = 0; i < TAKES; i++) {
                struct agent_answer w;
                enum outcome result = answer_take(v->db, v->arena, &by, &w);
                if (result == DONE && w.way == EXCHANGE_SEND)
                        result = flow_answer_make(&f, v->caller->agent, &w);
                else if (result == ABSENT)
                        break;
                if (result != ABSENT)
                        return result == DONE ? send_answer(v, w.id) : result;
        }
        return api_nothing(v);
}

enum outcome api_answer(struct visit *v)
{
        return send_answer(v, visit_part(v, 0));
}

/* ---- deeds on one that is held ---- */

static enum outcome after(struct visit *v, enum outcome result)
{
        if (result == REFUSED && !v->why.words)
                return visit_refuse(v, "This agent does not hold the answer any more: another took it, its time is over, or it has ended.");
        return result == DONE ? send_answer(v, visit_part(v, 0)) : result;
}

enum outcome api_answer_renew(struct visit *v)
{
        const struct answering by = { v->scope, v->caller->agent };
        return after(v, answer_renew(v->db, &by, visit_part(v, 0)));
}

enum outcome api_answer_part_put(struct visit *v)
{
        struct flow f = la_flow(v);
        unsigned char sha256[ANSWER_SHA256];
        const char *hex = request_query(v->request, "sha256");
        if (!api_hex(hex, 2 * sizeof sha256) || !gate_from_hex(hex, sha256, sizeof sha256))
                return api_malformed(v, "sha256: want 64 hexadecimal digits, in the query.");
        return after(v, flow_answer_put(&f, v->caller->agent, visit_part(v, 0), (unsigned)visit_part(v, 1), v->request->content,
                                        v->request->content_len, sha256));
}

enum outcome api_answer_part(struct visit *v)
{
        struct flow f = la_flow(v);
        struct agent_answer w;
        unsigned char *bytes;
        size_t len;
        enum outcome result = answer_find(v->db, v->arena, v->scope, visit_part(v, 0), &w);
        if (result == DONE && (w.state != ANSWER_TAKEN || w.agent != v->caller->agent || w.way != EXCHANGE_SEND))
                return visit_refuse(v, "Nothing of this answer can be fetched by this agent now.");
        if (result == DONE)
                result = flow_answer_part(&f, w.id, (unsigned)visit_part(v, 1), &bytes, &len);
        if (result == DONE)
                response_send(v->response, 200, "application/octet-stream", bytes, len);
        return result;
}

enum outcome api_answer_complete(struct visit *v)
{
        struct flow f = la_flow(v);
        struct api_complete c;
        struct answer_said said = { 0 };
        unsigned long delivery = 0;
        const char *why = api_read_complete(v->arena, v->request->content, v->request->content_len, &c);
        if (why || !gate_from_hex(c.sha256, said.sha256, sizeof said.sha256))
                return api_malformed(v, why);
        said.file_name = c.file_name;
        said.parts = (unsigned)c.parts;
        said.size = (unsigned long)c.size;
        return after(v, flow_answer_complete(&f, v->caller->agent, visit_part(v, 0), &said, &delivery));
}

enum outcome api_answer_gone(struct visit *v)
{
        struct api_gone g;
        const struct answering by = { v->scope, v->caller->agent };
        const char *why = api_read_gone(v->arena, v->request->content, v->request->content_len, &g);
        if (why)
                return api_malformed(v, why);
        struct answer_gone *items = arena_array(v->arena, g.count, sizeof *items);
        for (size_t i = 0; i < g.count; i++)
                items[i] = (struct answer_gone){ g.items[i].kind, g.items[i].words };
        return after(v, answer_gone_add(v->db, &by, visit_part(v, 0), items, g.count, g.all));
}

enum outcome api_answer_failed(struct visit *v)
{
        const char *words;
        const struct answering by = { v->scope, v->caller->agent };
        const char *why = api_read_text(v->arena, v->request->content, v->request->content_len, "words", WORDS_MAX, &words);
        return why ? api_malformed(v, why) : after(v, answer_failed(v->db, &by, visit_part(v, 0), words));
}

enum outcome api_answer_confirm(struct visit *v)
{
        unsigned char sha256[ANSWER_SHA256];
        const char *hex;
        const struct answering by = { v->scope, v->caller->agent };
        const char *why = api_read_text(v->arena, v->request->content, v->request->content_len, "sha256", 2 * sizeof sha256, &hex);
        if (why || !gate_from_hex(hex, sha256, sizeof sha256))
                return api_malformed(v, why ? why : "sha256: want 64 hexadecimal digits.");
        return after(v, answer_confirm(v->db, &by, visit_part(v, 0), sha256));
}
