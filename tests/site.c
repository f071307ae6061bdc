#include "site.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/process.h"
#include "gate/keys.h"
#include "pages/dispatch.h"
#include "store/person.h"
#include "store/session.h"
#include "view/view.h"

static void must(bool good, const char *what)
{
        if (good)
                return;
        printf("Bail out! %s\n", what);
        exit(1);
}

/* The test's configuration with two lines more. */
static void open_keys(struct site_test *s)
{
        const char *path = getenv("ONROLL_CONF");
        snprintf(s->key, sizeof s->key, "/tmp/onroll-test-key-%d", (int)getpid());
        unlink(s->key);
        must(keys_create(s->key) == DONE, s->key);
        FILE *f = fopen(path, "ae");
        must(f != NULL, path);
        fprintf(f, "key_file = %s\ntemplates_dir = templates\nread_program = %s/onroll-read\n", s->key, getenv("B") ? getenv("B") : "build");
        fclose(f);
        must(config_read(s->d.arena, path, &s->d.config) == DONE, path);
        must(keys_open(s->d.config) == DONE, "the keys");
}

bool site_open(struct site_test *s)
{
        *s = (struct site_test){ 0 };
        process_clock();
        if (!database_open(&s->d, true))
                return false;
        open_keys(s);
        must(view_open("templates") == DONE, "the templates");
        must(db_prepare_all(s->d.db) == DONE, "every statement");
        s->site = arena_alloc(s->d.arena, sizeof *s->site);
        *s->site = (struct site){ .config = s->d.config, .db = s->d.db, .pool = POOL_ALL };
        return true;
}

void site_close(struct site_test *s)
{
        response_free(&s->response);
        view_close();
        unlink(s->key);
        database_close(&s->d);
}

struct visitor site_person(struct site_test *s, enum role role, unsigned long school, const char *name)
{
        struct visitor v = { .person = { .name = name, .school = school, .role = role } };
        unsigned char id[32], hash[32], token[16];
        char hex[65];
        randombytes_buf(id, sizeof id);
        randombytes_buf(token, sizeof token);
        v.person.email = arena_printf(s->d.arena, "%s-%lu-%02x%02x@school.example", role_table[role].key,
                                      school, id[0], id[1]);
        keys_hash(KEY_SESSION, id, sizeof id, hash, sizeof hash);
        must(person_add(s->d.db, 0, &v.person, &v.person.id) == DONE, "a person");
        must(session_start(s->d.db, v.person.id, hash, token) == DONE, "a session");
        sodium_bin2hex(hex, sizeof hex, id, sizeof id);
        snprintf(v.cookie, sizeof v.cookie, "__Host-sid=%s", hex);
        sodium_bin2hex(v.token, sizeof v.token, token, sizeof token);
        return v;
}

/* What a request has that was not given. */
static void fill_in(struct request *r)
{
        const char **texts[] = { &r->target, &r->authorization, &r->request_key, &r->content };
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
                *texts[i] = *texts[i] ? *texts[i] : "";
}

/* Sends it, and makes text of the answer. */
static int answer(struct site_test *s, struct request *r, const struct visitor *who)
{
        if (who)
                pairs_parse_cookies(r->arena, who->cookie, &r->cookies);
        fill_in(r);
        response_reset(&s->response);
        dispatch(s->site, r, &s->response);
        /* It may lie in the request's arena. */
        s->response.body = arena_bytes(s->d.arena, s->response.body, s->response.body_len);
        buf_char(&s->response.headers, '\0');
        return s->response.status;
}

static int ask(struct site_test *s, const struct visitor *who, const char *method, const char *url,
               const char *form)
{
        struct arena *a = arena_new();
        const char *query = strchr(url, '?');
        struct request r = { .arena = a,
                             .number = 1,
                             .method = method,
                             .path = arena_bytes(a, url, query ? (size_t)(query - url) : strlen(url)),
                             .query_text = query ? query + 1 : "",
                             .address = "127.0.0.1",
                             .origin = "",
                             .fetch_site = "same-origin",
                             .content_type = "",
                             .host = "onroll.example",
                             .body = -1 };
        must(pairs_parse(a, r.query_text, strlen(r.query_text), &r.query) == DONE, url);
        must(pairs_parse(a, form, strlen(form), &r.form) == DONE, form);
        if (who && strcmp(method, "POST") == 0)
                pairs_add(a, &r.form, "token", who->token);
        int status = answer(s, &r, who);
        arena_free(a);
        return status;
}

int site_get(struct site_test *s, const struct visitor *who, const char *url)
{
        return ask(s, who, "GET", url, "");
}

int site_post(struct site_test *s, const struct visitor *who, const char *url, const char *form)
{
        return ask(s, who, "POST", url, form);
}

int site_program(struct site_test *s, const struct program_asks *p)
{
        struct arena *a = arena_new();
        const char *query = strchr(p->target, '?');
        struct request r = { .arena = a,
                             .number = 1,
                             .method = p->method,
                             .path = arena_bytes(a, p->target, query ? (size_t)(query - p->target) : strlen(p->target)),
                             .query_text = query ? query + 1 : "",
                             .target = p->target,
                             .address = "127.0.0.1",
                             .origin = "",
                             .fetch_site = "",
                             .content_type = "application/json",
                             .host = "onroll.example",
                             .authorization = p->authorization,
                             .request_key = p->key,
                             .content = p->body ? p->body : "",
                             .content_len = p->body_len ? p->body_len : p->body ? strlen(p->body) : 0,
                             .body = -1 };
        must(pairs_parse(a, r.query_text, strlen(r.query_text), &r.query) == DONE, p->target);
        int status = answer(s, &r, NULL);
        arena_free(a);
        return status;
}

static void write_parts(int fd, const char *token, const char *fields, const char *label, const char *text)
{
        dprintf(fd, "--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n%s\r\n", token);
        for (const char *p = fields; *p;) {
                size_t len = strcspn(p, "&"), name = strcspn(p, "=");
                dprintf(fd, "--x\r\nContent-Disposition: form-data; name=\"%.*s\"\r\n\r\n%.*s\r\n", (int)name, p,
                        (int)(len - name - 1), p + name + 1);
                p += len + (p[len] == '&');
        }
        if (text)
                dprintf(fd, "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n%s\r\n", label, text);
        dprintf(fd, "--x--\r\n");
}

int site_send(struct site_test *s, const struct visitor *who, const char *url, const char *fields, const char *label,
              const char *text)
{
        struct arena *a = arena_new();
        int fd = memfd_create("form", MFD_CLOEXEC | MFD_ALLOW_SEALING);
        must(fd >= 0, "a form");
        write_parts(fd, who->token, fields, label, text);
        struct request r = { .arena = a,
                             .number = 1,
                             .method = "POST",
                             .path = url,
                             .query_text = "",
                             .address = "127.0.0.1",
                             .origin = "",
                             .fetch_site = "same-origin",
                             .content_type = "multipart/form-data; boundary=x",
                             .host = "onroll.example",
                             .body = fd };
        int status = answer(s, &r, who);
        close(fd);
        arena_free(a);
        return status;
}

bool site_says(const struct site_test *s, const char *text)
{
        if (strstr(s->response.body, text))
                return true;
        printf("# status %d, not said: %s\n", s->response.status, text);
        return false;
}

const char *site_leads(struct site_test *s)
{
        const char *line = s->response.headers.bytes ? strstr(s->response.headers.bytes, "Location: ") : NULL;
        return line ? arena_bytes(s->d.arena, line + 10, strcspn(line + 10, "\r\n")) : "";
}
