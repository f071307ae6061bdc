#include "pages/dispatch_api.h"

#include <string.h>

#include "base/buf.h"
#include "gate/scope.h"
#include "gate/vault.h"
#include "pages/api.h"
#include "pages/routes.h"
#include "store/api_answer.h"

static const char *const codes[] = { [ABSENT] = "not-found", [REFUSED] = "refused", [BROKEN] = "broken" };

/* Returns false, so that whoever refuses can say so in one line. */
static bool refuse(struct visit *v, int status, const char *code, const char *words)
{
        if (api_problem(v, status, code, words) != DONE)
                response_reset(v->response);
        return false;
}

void dispatch_api_error(struct visit *v, int status)
{
        refuse(v, status, "broken", NULL);
}

static bool fail(struct visit *v, enum outcome result)
{
        static const int status[] = { [ABSENT] = 404, [REFUSED] = 409, [BROKEN] = 500 };
        return refuse(v, status[result], codes[result], v->why.words);
}

/* ---- who asks ---- */

static bool admit(struct visit *v, struct caller *caller, struct scope *scope)
{
        unsigned who = v->route->who;
        const char *code = "";
        enum outcome result = gate_caller(v->db, v->request, caller, &code, &v->why);
        if (result == BROKEN)
                return fail(v, result);
        if (who & WHO_ANYONE)
                return true;
        if (result == ABSENT)
                return refuse(v, 401, "unknown", "Sign the request, or send a token.");
        if (result == REFUSED)
                return refuse(v, 401, code, v->why.words);
        if (!(who & caller->who))
                return refuse(v, 403, "scope", "This is not what the agent or the token is for.");
        v->caller = caller;
        *scope = gate_program_scope(caller->school);
        v->scope = scope;
        return true;
}

/* ---- asking again ---- */

static bool is_key(const char *key)
{
        size_t len = strlen(key);
        return len <= API_KEY_MAX && strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:") == len;
}

static void describe(const struct visit *v, struct api_asked *q, unsigned char hash[32])
{
        struct buf b = BUF_EMPTY;
        const struct request *r = v->request;
        buf_printf(&b, "%s %s\n", r->method, r->target);
        buf_add(&b, r->content, r->content_len);
        vault_hash(b.bytes, b.len, hash);
        buf_free(&b);
        const unsigned long id = v->caller->agent ? v->caller->agent : v->caller->token;
        *q = (struct api_asked){ arena_printf(v->arena, "%c%lu", v->caller->agent ? 'a' : 't', id), r->request_key, hash };
}

static void answer(struct visit *v)
{
        enum outcome result = v->route->answer(v);
        if (result != DONE)
                fail(v, result);
}

static void repeat(struct visit *v, const struct api_given *given)
{
        if (given->other)
                refuse(v, 422, "key-reused", "This Idempotency-Key was used for another request.");
        else if (!given->status)
                refuse(v, 409, "in-progress", "The same request is being worked on. Ask again in a minute.");
        else
                response_send(v->response, given->status, given->status < 400 ? "application/json" : "application/problem+json",
                              given->body, strlen(given->body));
}

static void answer_once(struct visit *v)
{
        unsigned char hash[32];
        struct api_asked asked;
        struct api_given given = { 0 };
        if (!is_key(v->request->request_key)) {
                refuse(v, 400, "malformed", "Idempotency-Key: want at most 64 letters, digits, dashes, dots, colons and underscores.");
                return;
        }
        describe(v, &asked, hash);
        enum outcome result = api_answer_begin(v->db, v->arena, &asked, &given);
        if (result == BROKEN || result == REFUSED) {
                fail(v, BROKEN);
                return;
        }
        if (result == DONE) {
                repeat(v, &given);
                return;
        }
        answer(v);
        const struct response *r = v->response;
        if (api_answer_end(v->db, &asked, r->status < 500 ? r->status : 0, r->body) != DONE)
                fail(v, BROKEN);
}

void dispatch_api(struct visit *v, bool other_method)
{
        struct caller caller = { 0 };
        struct scope scope = { 0, 0 };
        if (!v->route) {
                refuse(v, other_method ? 405 : 404, other_method ? "method" : "not-found", NULL);
                return;
        }
        if (admit(v, &caller, &scope)) {
                if (v->caller && *v->request->request_key && strcmp(v->request->method, "POST") == 0)
                        answer_once(v);
                else
                        answer(v);
        }
        v->caller = NULL;
        v->scope = NULL;
}
