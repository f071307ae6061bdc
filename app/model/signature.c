#include "model/signature.h"

#include <string.h>

#include "base/text.h"

static const char scheme[] = "Onroll ";

const char *signature_text(struct arena *a, const struct signed_request *r)
{
        return arena_printf(a, "onroll-request-1\n%lu\n%ld\n%s\n%s\n%s\n%s\n", r->agent, r->time, r->nonce, r->method, r->target,
                            r->body_hash);
}

const char *signature_header(struct arena *a, const struct signed_request *r, const char *signature)
{
        return arena_printf(a, "%sagent=\"%lu\", time=\"%ld\", nonce=\"%s\", signature=\"%s\"", scheme, r->agent, r->time, r->nonce,
                            signature);
}

const char *signature_enrol_text(struct arena *a, const char *code, const char *public_key)
{
        return arena_printf(a, "onroll-enrol-1\n%s\n%s\n", code, public_key);
}

/* NAME="VALUE" and what divides it from the next; NULL when it is something else. */
static const char *take(struct arena *a, const char **at, const char *name)
{
        size_t len = strlen(name);
        if (strncmp(*at, name, len) != 0 || (*at)[len] != '=' || (*at)[len + 1] != '"')
                return NULL;
        const char *start = *at + len + 2, *end = strchr(start, '"');
        if (!end)
                return NULL;
        *at = end + 1;
        if (strncmp(*at, ", ", 2) == 0)
                *at += 2;
        return arena_bytes(a, start, (size_t)(end - start));
}

static bool is_hex(const char *text, size_t len)
{
        return text && strlen(text) == len && strspn(text, "0123456789abcdef") == len;
}

bool signature_parse(struct arena *a, const char *header, struct signed_request *out, const char **signature)
{
        long agent = 0, when = 0;
        if (strncmp(header, scheme, sizeof scheme - 1) != 0)
                return false;
        const char *at = header + sizeof scheme - 1;
        const char *id = take(a, &at, "agent"), *time = id ? take(a, &at, "time") : NULL;
        const char *nonce = time ? take(a, &at, "nonce") : NULL;
        *signature = nonce ? take(a, &at, "signature") : NULL;
        if (!*signature || *at || !text_to_long(id, 1, 4294967295L, &agent) || !text_to_long(time, 0, 1L << 40, &when) ||
            !is_hex(nonce, SIGNATURE_NONCE) || !is_hex(*signature, SIGNATURE_HEX))
                return false;
        *out = (struct signed_request){ .agent = (unsigned long)agent, .time = when, .nonce = nonce };
        return true;
}
