#include "agent/web.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

enum { ANSWER_MAX = 64 << 20, CONNECT_SECONDS = 20 };

struct web {
        CURL *curl;
        const char *ca_file;
        long timeout;
};

struct web *web_open(const char *ca_file, long timeout_seconds)
{
        struct web *w = calloc(1, sizeof *w);
        curl_global_init(CURL_GLOBAL_DEFAULT);
        if (w)
                *w = (struct web){ curl_easy_init(), ca_file, timeout_seconds };
        if (!w || !w->curl)
                abort();
        return w;
}

void web_close(struct web *w)
{
        curl_easy_cleanup(w->curl);
        curl_global_cleanup();
        free(w);
}

/* Returning less than it was given ends the transfer. */
static size_t take(char *bytes, size_t size, size_t count, void *with)
{
        struct buf *b = with;
        if (b->len + size * count > ANSWER_MAX)
                return 0;
        buf_add(b, bytes, size * count);
        return size * count;
}

static struct curl_slist *header(struct curl_slist *list, struct arena *a, const char *name, const char *value)
{
        if (!value)
                return list;
        struct curl_slist *longer = curl_slist_append(list, arena_printf(a, "%s: %s", name, value));
        if (!longer)
                abort();
        return longer;
}

/* "Expect" is taken away: it would cost a round trip for each part. */
static struct curl_slist *headers_of(struct arena *a, const struct web_ask *ask)
{
        struct curl_slist *list = header(NULL, a, "Accept", "application/json");
        list = header(list, a, "Content-Type", ask->type);
        list = header(list, a, "Authorization", ask->authorization);
        list = header(list, a, "Idempotency-Key", ask->request_key);
        return header(list, a, "Expect", "");
}

static void set_up(const struct web *w, const struct web_ask *ask, struct curl_slist *headers, struct buf *body, char *fault)
{
        CURL *c = w->curl;
        curl_easy_reset(c); /* the connection stays open */
        curl_easy_setopt(c, CURLOPT_URL, ask->url);
        curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "https");
        curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, ask->method);
        curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(c, CURLOPT_TIMEOUT, w->timeout);
        curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
        curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
        curl_easy_setopt(c, CURLOPT_WRITEDATA, body);
        curl_easy_setopt(c, CURLOPT_ERRORBUFFER, fault);
        curl_easy_setopt(c, CURLOPT_USERAGENT, "onroll-agent");
        if (w->ca_file)
                curl_easy_setopt(c, CURLOPT_CAINFO, w->ca_file);
        if (ask->user)
                curl_easy_setopt(c, CURLOPT_USERPWD, ask->user);
        if (strcmp(ask->method, "GET") != 0) {
                curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)ask->len);
                curl_easy_setopt(c, CURLOPT_COPYPOSTFIELDS, ask->body ? ask->body : "");
        }
}

static long total_of(CURL *c)
{
        struct curl_header *h;
        long total = -1;
        if (curl_easy_header(c, "X-Total-Count", 0, CURLH_HEADER, -1, &h) == CURLHE_OK)
                text_to_long(h->value, 0, 1L << 40, &total);
        return total;
}

bool web_send(struct web *w, struct arena *a, const struct web_ask *ask, struct web_answer *out, const char **why)
{
        char fault[CURL_ERROR_SIZE] = "";
        struct buf body = BUF_EMPTY;
        struct curl_slist *headers = headers_of(a, ask);
        set_up(w, ask, headers, &body, fault);
        CURLcode code = curl_easy_perform(w->curl);
        *out = (struct web_answer){ .bytes = arena_bytes(a, body.len ? body.bytes : "", body.len), .len = body.len };
        if (code == CURLE_OK) {
                curl_easy_getinfo(w->curl, CURLINFO_RESPONSE_CODE, &out->status);
                out->total = total_of(w->curl);
        } else {
                *why = arena_text(a, *fault ? fault : curl_easy_strerror(code));
        }
        curl_slist_free_all(headers);
        buf_free(&body);
        return code == CURLE_OK;
}
