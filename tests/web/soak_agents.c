/* Agents of all schools for soak.py and the bench of exchanges, in one process and signing as the program in schools does.
 * usage: soak_agents enrol FILE             one more for each school; FILE keeps their keys, and a pupil of each school
 *        soak_agents answer FILE [FOLDER]   each answers whatever waits for its school, and the program ends
 * It sends FOLDER/LAESTAB.csv, or that pupil with the number of the answer as the class. ONROLL_CONF, ONROLL_SITE and ONROLL_VAR as of
 * tests/site. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/web.h"
#include "agent/keep.h"
#include "agents.h"
#include "base/json.h"
#include "gate/keys.h"
#include "gate/scope.h"
#include "model/api_body.h"
#include "store/agent.h"
#include "store/ready.h"

SQL(one_pupil_each, "SELECT p.school_id, p.upn, p.surname, p.forename, p.date_of_birth, s.laestab FROM pupil p JOIN school s ON s.id = "
                    "p.school_id WHERE p.id IN (SELECT MIN(id) FROM pupil WHERE state = 'R' AND upn <> '' AND surname REGEXP '^[A-Za-z]+$' "
                    "AND forename REGEXP '^[A-Za-z]+$' GROUP BY school_id) ORDER BY p.school_id");

static struct database d;
static struct web *web;
static const char *url, *folder; /* folder NULL: a pupil alone */
static struct arena *room; /* of one request */

static void must(bool good, const char *what)
{
        if (good)
                return;
        fprintf(stderr, "soak_agents: %s\n", what);
        exit(1);
}

/* As an agent says it with each of its runs. */
static void make_ready(unsigned long school, unsigned long agent)
{
        const struct scope scope = gate_program_scope(school);
        const struct ready_report report = { "SIMS", "7.166", READY_GOOD, READY_GOOD };
        must(ready_report_set(d.db, &scope, &report) == DONE && agent_seen(d.db, agent, "1") == DONE, "a report");
}

static void enrol(FILE *out)
{
        struct result r;
        must(db_query(d.db, d.arena, &r, &one_pupil_each, ARGS()) == DONE && r.count, "pupils");
        for (size_t i = 0; i < r.count; i++) {
                struct test_agent g;
                char secret[129];
                agent_of(&d, (unsigned long)result_number(&r, i, 0), &g);
                make_ready((unsigned long)result_number(&r, i, 0), g.id);
                sodium_bin2hex(secret, sizeof secret, g.secret, sizeof g.secret);
                fprintf(out, "%lu %s %s %s,%s,%s,%s\n", g.id, secret, result_text(&r, i, 5), result_text(&r, i, 1), result_text(&r, i, 2), result_text(&r, i, 3),
                        result_text(&r, i, 4));
        }
}

static long ask(const struct test_agent *g, const char *method, const char *path, const char *body, size_t len, struct web_answer *out)
{
        const char *why = "";
        const struct web_ask w = { .method = method,
                                   .url = arena_printf(room, "%s%s", url, path),
                                   .type = "application/json",
                                   .authorization = agent_header(room, g, method, path, body, len, NULL, 0),
                                   .body = body,
                                   .len = len };
        must(web_send(web, room, &w, out, &why), why);
        if (out->status >= 300)
                fprintf(stderr, "soak_agents: %s %s: %ld %s\n", method, path, out->status, out->bytes);
        must(out->status < 300, "is refused");
        return out->status;
}

static char *data_of(const char *laestab, const char *pupil, long id, size_t *len)
{
        char *csv = arena_printf(room, "UPN,Surname,Forename,DOB,Class\r\n%s,S%ld\r\n", pupil, id);
        *len = strlen(csv);
        if (folder)
                must(keep_read(room, arena_printf(room, "%s/%s.csv", folder, laestab), &csv, len) == DONE, laestab);
        return csv;
}

static void send(const struct test_agent *g, long id, const char *laestab, const char *pupil)
{
        struct web_answer got;
        size_t len, n = 0;
        const char *csv = data_of(laestab, pupil, id, &len);
        for (size_t at = 0; at < len; at += API_PART) {
                size_t size = len - at < API_PART ? len - at : API_PART;
                const char *hash = hex_of_sha256(room, csv + at, size);
                ask(g, "PUT", arena_printf(room, "/api/v1/answers/%ld/parts/%zu?sha256=%s", id, ++n, hash), csv + at, size, &got);
        }
        const char *whole = arena_printf(room, "{\"parts\":%zu,\"size\":%zu,\"sha256\":\"%s\",\"file_name\":\"S%ld.csv\"}", n, len,
                                         hex_of_sha256(room, csv, len), id);
        ask(g, "POST", arena_printf(room, "/api/v1/answers/%ld/complete", id), whole, strlen(whole), &got);
}

/* How many it answered. */
static unsigned long answer(const struct test_agent *g, const char *laestab, const char *pupil)
{
        struct web_answer got;
        unsigned long count = 0;
        for (;; count++) {
                long id = 0;
                arena_reset(room);
                if (ask(g, "POST", "/api/v1/answers/take", NULL, 0, &got) == 204)
                        return count;
                struct json *j = json_read(got.bytes, got.len);
                must(j && json_get_number(j, "id", 1, 4294967295L, &id), "an answer");
                json_drop(j);
                send(g, id, laestab, pupil);
        }
}

static void answer_all(FILE *in)
{
        char secret[129], laestab[8], pupil[256];
        struct test_agent g = { 0 };
        unsigned long count = 0;
        room = arena_new();
        web = web_open(arena_printf(d.arena, "%s/tls/cert.pem", getenv("ONROLL_VAR")), 60);
        while (fscanf(in, "%lu %128s %7s %255[^\n]", &g.id, secret, laestab, pupil) == 4) {
                must(sodium_hex2bin(g.secret, sizeof g.secret, secret, 128, NULL, NULL, NULL) == 0, "a key");
                count += answer(&g, laestab, pupil);
        }
        printf("%lu\n", count);
        web_close(web);
        arena_free(room);
}

int main(int argc, char **argv)
{
        must((argc == 3 || argc == 4) && getenv("ONROLL_CONF") && getenv("ONROLL_SITE") && getenv("ONROLL_VAR"), "see the top of its source");
        bool enrols = strcmp(argv[1], "enrol") == 0;
        d.arena = arena_new();
        size_t len = strlen(getenv("ONROLL_SITE"));
        url = arena_bytes(d.arena, getenv("ONROLL_SITE"), len - (getenv("ONROLL_SITE")[len - 1] == '/'));
        must(sodium_init() >= 0 && config_read(d.arena, getenv("ONROLL_CONF"), &d.config) == DONE, "the configuration");
        folder = argc == 4 ? argv[3] : NULL;
        FILE *f = fopen(argv[2], enrols ? "w" : "r");
        must(f, argv[2]);
        if (enrols) {
                must(keys_open(d.config) == DONE && db_open(d.config, &d.db) == DONE, "the database");
                enrol(f);
                db_close(d.db);
        } else {
                answer_all(f);
        }
        must(fclose(f) == 0, argv[2]);
        arena_free(d.arena);
        return 0;
}
