#include "agent/site.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "agent/keep.h"
#include "base/log.h"
#include "base/text.h"
#include "model/signature.h"

enum { TRIES = 4, TIMEOUT_SECONDS = 120 };

static const char *hex_of(struct arena *a, const unsigned char *bytes, size_t len)
{
        char *hex = arena_alloc(a, 2 * len + 1);
        return sodium_bin2hex(hex, 2 * len + 1, bytes, len);
}

const char *site_sha256(struct arena *a, const void *bytes, size_t len)
{
        unsigned char hash[crypto_hash_sha256_BYTES];
        crypto_hash_sha256(hash, bytes ? bytes : "", len);
        return hex_of(a, hash, sizeof hash);
}

static const char *sign(struct arena *a, const struct site *s, const char *text)
{
        unsigned char out[crypto_sign_BYTES];
        crypto_sign_detached(out, NULL, (const unsigned char *)text, strlen(text), s->secret);
        return hex_of(a, out, sizeof out);
}

/* ---- the key ---- */

/* "agent.key" holds the key; "agent" the number, and is there once it enrolled. "enrolling.key" is the next key until the site has
 * answered with its number, so that an answer that was lost can be asked for again, and a code that is refused leaves all as it was. */
static enum outcome load_key(struct arena *a, const char *name, struct site *s)
{
        char *text;
        size_t len, got = 0;
        enum outcome result = keep_read(a, keep_path(a, name), &text, &len);
        if (result != DONE)
                return result;
        if (sodium_hex2bin(s->secret, sizeof s->secret, text, len, "\n", &got, NULL) == 0 && got == sizeof s->secret)
                return DONE;
        log_event("agent-key", "%s does not hold a key", name);
        return BROKEN;
}

static enum outcome keep_key(struct arena *a, const char *name, const struct site *s)
{
        const char *text = arena_printf(a, "%s\n", hex_of(a, s->secret, sizeof s->secret));
        return keep_write(a, keep_path(a, name), text, strlen(text));
}

static enum outcome make_key(struct arena *a, struct site *s)
{
        unsigned char public[crypto_sign_PUBLICKEYBYTES];
        enum outcome result = load_key(a, "enrolling.key", s);
        if (result != ABSENT)
                return result;
        crypto_sign_keypair(public, s->secret);
        return keep_key(a, "enrolling.key", s);
}

static bool open_web(struct arena *a, const struct config *c, struct site *s)
{
        const char *url = config_get(c, "server", NULL);
        if (!url || strncmp(url, "https://", 8) != 0) {
                log_event("configuration", "server: want an address that begins with https://");
                return false;
        }
        size_t len = strlen(url);
        *s = (struct site){ .config = c, .url = arena_bytes(a, url, url[len - 1] == '/' ? len - 1 : len) };
        s->web = web_open(config_get(c, "ca_file", NULL), config_number(c, "timeout_seconds", TIMEOUT_SECONDS));
        return true;
}

enum outcome site_open(struct arena *a, const struct config *c, struct site *out)
{
        char *text;
        size_t len;
        long number = 0;
        if (sodium_init() < 0 || !open_web(a, c, out))
                return BROKEN;
        enum outcome result = keep_read(a, keep_path(a, "agent"), &text, &len);
        if (result == DONE && (!text_to_long(text_tidy(a, text), 1, 4294967295L, &number) || load_key(a, "agent.key", out) != DONE))
                result = BROKEN;
        out->agent = (unsigned long)number;
        if (result != DONE)
                site_close(out);
        return result;
}

void site_close(struct site *s)
{
        web_close(s->web);
        sodium_memzero(s->secret, sizeof s->secret);
}

/* ---- asking ---- */

static const char *authorization(struct arena *a, const struct site *s, const struct site_ask *ask)
{
        unsigned char nonce[SIGNATURE_NONCE / 2];
        randombytes_buf(nonce, sizeof nonce);
        const struct signed_request r = { .agent = s->agent,
                                          .time = (long)time(NULL),
                                          .nonce = hex_of(a, nonce, sizeof nonce),
                                          .method = ask->method,
                                          .target = ask->path,
                                          .body_hash = site_sha256(a, ask->body, ask->len) };
        return signature_header(a, &r, sign(a, s, signature_text(a, &r)));
}

static bool is_later(long status)
{
        return status == 429 || status >= 500;
}

static void say_no(const struct web_answer *w, const struct site_ask *ask)
{
        struct json *j = json_read(w->bytes, w->len);
        const char *words = j ? json_get_text(j, "detail") : NULL;
        log_event("refused", "%s %s: %ld %s", ask->method, ask->path, w->status, words ? words : "");
        if (j)
                json_drop(j);
}

enum said site_ask(struct site *s, struct arena *a, const struct site_ask *ask, struct web_answer *out)
{
        const char *why = "";
        for (int i = 0; i < TRIES; i++) {
                const struct web_ask w = { .method = ask->method,
                                           .url = arena_printf(a, "%s%s", s->url, ask->path),
                                           .type = ask->type ? ask->type : "application/json",
                                           .authorization = s->agent ? authorization(a, s, ask) : NULL,
                                           .request_key = ask->once,
                                           .body = ask->body,
                                           .len = ask->len };
                if (i)
                        sleep(1u << (i - 1));
                if (web_send(s->web, a, &w, out, &why) && !is_later(out->status)) {
                        if (out->status < 300)
                                return out->status == 204 ? SAID_NOTHING : SAID_YES;
                        say_no(out, ask);
                        return SAID_NO;
                }
        }
        log_event("no-answer", "%s %s: %ld %s", ask->method, ask->path, out->status, why);
        return SAID_LATER;
}

enum said site_post(struct site *s, struct arena *a, const char *path, const char *once, const char *body, struct json **out)
{
        struct web_answer w;
        const struct site_ask ask = { .method = "POST", .path = path, .once = once, .body = body, .len = body ? strlen(body) : 0 };
        enum said said = site_ask(s, a, &ask, &w);
        *out = said == SAID_YES ? json_read(w.bytes, w.len) : NULL;
        return said == SAID_YES && !*out ? SAID_LATER : said;
}

/* ---- enrolling ---- */

static const char *enrol_body(struct arena *a, const struct site *s, const char *code)
{
        char host[128] = "";
        const char *key = hex_of(a, s->secret + 32, crypto_sign_PUBLICKEYBYTES); /* libsodium's secret ends with the public key */
        gethostname(host, sizeof host - 1);
        struct json *j = json_new();
        json_text(j, "code", code);
        json_text(j, "public_key", key);
        json_text(j, "proof", sign(a, s, signature_enrol_text(a, code, key)));
        json_text(j, "name", config_get(s->config, "name", host));
        return json_end(j, a);
}

static enum outcome keep_enrolled(struct arena *a, const struct site *s, struct json *answer)
{
        long number;
        const struct json *school = json_get_object(answer, "school");
        const char *name = school ? json_get_text(school, "name") : NULL;
        if (!json_get_number(answer, "agent", 1, 4294967295L, &number) || !name)
                return BROKEN;
        const char *text = arena_printf(a, "%ld\n", number);
        enum outcome result = keep_key(a, "agent.key", s);
        if (result == DONE)
                result = keep_write(a, keep_path(a, "agent"), text, strlen(text));
        if (result != DONE)
                return result;
        keep_forget(keep_path(a, "enrolling.key"));
        printf("Enrolled as agent %ld of %s.\n", number, name);
        return DONE;
}

enum outcome site_enrol(struct arena *a, const struct config *c, const char *code)
{
        struct site s;
        struct json *answer = NULL;
        if (sodium_init() < 0 || !open_web(a, c, &s))
                return BROKEN;
        enum outcome result = make_key(a, &s);
        if (result == DONE && site_post(&s, a, "/api/v1/agents", NULL, enrol_body(a, &s, code), &answer) != SAID_YES)
                result = REFUSED;
        if (result == DONE)
                result = keep_enrolled(a, &s, answer);
        if (answer)
                json_drop(answer);
        site_close(&s);
        return result;
}
