#include "agent/send.h"

#include <stdio.h>
#include <string.h>

#include "agent/keep.h"
#include "agent/source.h"
#include "base/log.h"
#include "model/api_body.h"

enum { WORD_MAX = 40 };

struct sending {
        struct site *site;
        struct arena *arena;
        const struct json *answer;
        long id;
        const char *data, *name, *gone; /* paths of what is kept of it: the bytes, the file's name, what is gone */
};

static const char *path_of(const struct sending *s, const char *what)
{
        return arena_printf(s->arena, "/api/v1/answers/%ld/%s", s->id, what);
}

static enum work after(enum said said)
{
        return said == SAID_LATER ? WORK_LATER : said == SAID_NO ? WORK_LOST : WORK_OVER;
}

/* The key is the answer's and the deed's: said again, the site gives the answer that it gave. */
static enum said post(const struct sending *s, const char *what, const char *body)
{
        struct json *got;
        enum said said = site_post(s->site, s->arena, path_of(s, what), NULL, body, &got);
        if (got)
                json_drop(got);
        return said;
}

static void renew(void *with)
{
        (void)post(with, "renew", NULL);
}

/* ---- fetching ---- */

/* What the site says becomes part of a path, of a name in the configuration and of a command's environment: nothing but letters, digits and
 * dashes. */
static bool is_word(const char *text)
{
        size_t len = text ? strlen(text) : 0;
        return len && len <= WORD_MAX &&
               strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

static const char *years_of(const struct sending *s)
{
        size_t count;
        const char *years = "";
        const struct json *list = json_get_list(s->answer, "years", &count);
        for (size_t i = 0; i < count; i++) {
                const char *year = json_text_at(list, i);
                years = arena_printf(s->arena, "%s%s%s", years, i ? "," : "", year && is_word(year) ? year : "?");
        }
        return years;
}

static const char *gone_body(struct arena *a, const struct source_got *got, bool all)
{
        struct json *j = json_new(), *list;
        json_flag(j, "all", all);
        list = json_list(j, "gone");
        for (size_t i = 0; i < got->gone_count; i++) {
                struct json *one = json_add(list);
                json_text(one, "kind", got->gone[i].kind);
                json_text(one, "words", got->gone[i].words);
        }
        return json_end(j, a);
}

static enum work say_failed(const struct sending *s, const char *words)
{
        struct json *j = json_new();
        json_text(j, "words", words);
        log_event("source", "answer %ld: %s", s->id, words);
        enum said said = post(s, "failed", json_end(j, s->arena));
        return said == SAID_LATER ? WORK_LATER : WORK_OVER;
}

/* The bytes come last: once they are there, all of it is, and nothing is fetched again. */
static enum work keep_rest(const struct sending *s, const struct source_got *got)
{
        struct arena *a = s->arena;
        const char *made = arena_printf(a, "%s.got", s->data);
        const char *gone = got->gone_count ? gone_body(a, got, false) : "";
        if (keep_write(a, s->name, got->label, strlen(got->label)) != DONE || keep_write(a, s->gone, gone, strlen(gone)) != DONE ||
            keep_rename(made, s->data) != DONE)
                return WORK_LATER;
        return WORK_OVER;
}

/* WORK_OVER with the data kept: it is to be sent. */
static enum work fetch(struct sending *s)
{
        struct source_got got;
        struct source_asked asked = { .data = json_get_text(s->answer, "data"), .group = json_get_text(s->answer, "group"),
                                      .years = years_of(s), .tick = renew, .with = s };
        if (!is_word(asked.data) || !is_word(asked.group) || strchr(asked.years, '?'))
                return say_failed(s, "The agent does not understand what it is asked for. Is it the newest?");
        (void)(json_get_number(s->answer, "months", 0, 13, &asked.months) && json_get_number(s->answer, "run", 0, 1L << 40, &asked.run));
        switch (source_get(s->arena, s->site->config, &asked, arena_printf(s->arena, "%s.got", s->data), &got)) {
        case SOURCE_GOT: return keep_rest(s, &got);
        case SOURCE_GONE: return after(post(s, "gone", gone_body(s->arena, &got, true)));
        default: return say_failed(s, got.words);
        }
}

/* ---- sending ---- */

/* Whether the site has the part already, as the answer says. */
static bool is_there(const struct sending *s, long n, const char *sha256)
{
        size_t count;
        const struct json *list = json_get_list(s->answer, "parts", &count);
        for (size_t i = 0; i < count; i++) {
                long number;
                const struct json *part = json_at(list, i);
                const char *hash = part ? json_get_text(part, "sha256") : NULL;
                if (part && json_get_number(part, "n", n, n, &number))
                        return hash && strcmp(hash, sha256) == 0;
        }
        return false;
}

static enum said send_part(const struct sending *s, long n, const char *bytes, size_t len)
{
        struct web_answer got;
        const char *sha256 = site_sha256(s->arena, bytes, len);
        if (is_there(s, n, sha256))
                return SAID_YES;
        const struct site_ask ask = { .method = "PUT",
                                      .path = arena_printf(s->arena, "/api/v1/answers/%ld/parts/%ld?sha256=%s", s->id, n, sha256),
                                      .type = "application/octet-stream",
                                      .body = bytes,
                                      .len = len };
        return site_ask(s->site, s->arena, &ask, &got);
}

static enum said send_parts(const struct sending *s, const char *bytes, size_t len, long *parts)
{
        *parts = (long)((len + API_PART - 1) / API_PART);
        for (long n = 1; n <= *parts; n++) {
                const char *part = bytes + (size_t)(n - 1) * API_PART;
                enum said said = send_part(s, n, part, n < *parts ? API_PART : len - (size_t)(n - 1) * API_PART);
                if (said != SAID_YES)
                        return said;
        }
        return SAID_YES;
}

static const char *whole_body(const struct sending *s, const char *label, const char *bytes, size_t len, long parts)
{
        struct json *j = json_new();
        json_number(j, "parts", parts);
        json_number(j, "size", (long long)len);
        json_text(j, "sha256", site_sha256(s->arena, bytes, len));
        json_text(j, "file_name", *label ? label : "data");
        return json_end(j, s->arena);
}

static enum said send_kept(const struct sending *s)
{
        char *bytes, *label, *gone;
        size_t len, label_len, gone_len;
        long parts;
        if (keep_read(s->arena, s->data, &bytes, &len) != DONE || keep_read(s->arena, s->name, &label, &label_len) != DONE ||
            keep_read(s->arena, s->gone, &gone, &gone_len) != DONE)
                return SAID_LATER;
        enum said said = gone_len ? post(s, "gone", gone) : SAID_YES;
        if (said == SAID_YES)
                said = send_parts(s, bytes, len, &parts);
        return said == SAID_YES ? post(s, "complete", whole_body(s, label, bytes, len, parts)) : said;
}

static void forget(const struct sending *s)
{
        keep_forget(s->data);
        keep_forget(s->name);
        keep_forget(s->gone);
}

enum work send_answer(struct site *site, struct arena *a, const struct json *answer)
{
        struct sending s = { .site = site, .arena = a, .answer = answer };
        if (!json_get_number(answer, "id", 1, 4294967295L, &s.id))
                return WORK_LATER;
        s.data = keep_path(a, arena_printf(a, "get-%ld", s.id));
        s.name = arena_printf(a, "%s.name", s.data);
        s.gone = arena_printf(a, "%s.gone", s.data);
        if (!keep_there(s.data)) {
                enum work work = fetch(&s);
                if (!keep_there(s.data))
                        return work;
        }
        enum said said = send_kept(&s);
        if (said != SAID_LATER)
                forget(&s);
        return said == SAID_NO ? say_failed(&s, "The authority’s site did not take the data.") : after(said);
}
