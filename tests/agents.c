#include "agents.h"

#include <sodium.h>
#include <stdlib.h>
#include <time.h>

#include "gate/caller.h"
#include "gate/scope.h"
#include "model/signature.h"
#include "store/agent.h"

SQL(newest_answer, "SELECT COALESCE(MAX(id), 0) FROM exchange_answer WHERE id > ?");

static void must(bool good, const char *what)
{
        if (good)
                return;
        printf("Bail out! %s\n", what);
        exit(1);
}

void agent_key(struct test_agent *g)
{
        unsigned char key[crypto_sign_PUBLICKEYBYTES];
        crypto_sign_keypair(key, g->secret);
        sodium_bin2hex(g->key, sizeof g->key, key, sizeof key);
}

void agent_of(struct database *d, unsigned long school, struct test_agent *out)
{
        unsigned char key[32], hash[32];
        const struct scope scope = gate_program_scope(school);
        *out = (struct test_agent){ .school = school };
        agent_key(out);
        must(gate_from_hex(out->key, key, sizeof key), "a key");
        randombytes_buf(hash, sizeof hash);
        const struct agent_new n = { hash, key, "Office machine", "" };
        must(agent_code_add(d->db, &scope, hash, 1) == DONE && agent_enrol(d->db, &n, &out->id) == DONE, "an agent");
}

const char *agent_sign(struct arena *a, const struct test_agent *g, const char *text)
{
        unsigned char sign[crypto_sign_BYTES];
        char *hex = arena_alloc(a, 2 * sizeof sign + 1);
        crypto_sign_detached(sign, NULL, (const unsigned char *)text, strlen(text), g->secret);
        return sodium_bin2hex(hex, 2 * sizeof sign + 1, sign, sizeof sign);
}

const char *hex_of_sha256(struct arena *a, const void *bytes, size_t len)
{
        unsigned char hash[crypto_hash_sha256_BYTES];
        char *hex = arena_alloc(a, 2 * sizeof hash + 1);
        crypto_hash_sha256(hash, bytes, len);
        return sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
}

const char *agent_header(struct arena *a, const struct test_agent *g, const char *method, const char *target, const char *body, size_t len,
                         const char *nonce, long later)
{
        unsigned char random[16];
        char fresh[33];
        randombytes_buf(random, sizeof random);
        sodium_bin2hex(fresh, sizeof fresh, random, sizeof random);
        const struct signed_request r = { .agent = g->id,
                                          .time = (long)time(NULL) + later,
                                          .nonce = nonce ? nonce : fresh,
                                          .method = method,
                                          .target = target,
                                          .body_hash = hex_of_sha256(a, body ? body : "", len) };
        return signature_header(a, &r, agent_sign(a, g, signature_text(a, &r)));
}

int agent_asks(struct site_test *s, const struct test_agent *g, const char *method, const char *target, const char *body, size_t len)
{
        const struct program_asks p = { .method = method,
                                        .target = target,
                                        .authorization = agent_header(s->d.arena, g, method, target, body, len, NULL, 0),
                                        .body = body,
                                        .body_len = len };
        return site_program(s, &p);
}

long ask_number(struct database *d, const struct sql *q, unsigned long id)
{
        struct result r;
        must(db_find(d->db, d->arena, &r, q, ARGS(arg_id(id))) == DONE, q->text);
        return (long)result_number(&r, 0, 0);
}

/* Without the server's strictness: whatever else a task has is as the server makes it. */
unsigned long answer_waits(struct database *d, unsigned long school, const struct waiting *w)
{
        const char *text = arena_printf(
            d->arena,
            "SET @was = @@sql_mode;\nSET sql_mode = '';\n"
            "INSERT INTO exchange_task (name, way, data, group_kind, years, months, schools, repeats, at_minute, first_on, window_minutes, "
            "wait_minutes, created_at) VALUES ('A task', '%s', '%s', '%s', %u, %u, 'P', 'O', 0, '2026-09-01', 0, 60, UTC_TIMESTAMP());\n"
            "INSERT INTO exchange_run (task_id, due_at, issued_at) VALUES (LAST_INSERT_ID(), UTC_TIMESTAMP(), UTC_TIMESTAMP());\n"
            "INSERT INTO exchange_answer (run_id, school_id, state, offer_at, gives_up_at, changed_at) VALUES (LAST_INSERT_ID(), %lu, 'W', "
            "UTC_TIMESTAMP() - INTERVAL 1 SECOND, UTC_TIMESTAMP() + INTERVAL 1 DAY, UTC_TIMESTAMP());\nSET sql_mode = @was;\n",
            w->way, w->data, w->group, w->years, w->months, school);
        must(db_script(d->db, text) == DONE, "a task");
        return (unsigned long)ask_number(d, &newest_answer, 0);
}
