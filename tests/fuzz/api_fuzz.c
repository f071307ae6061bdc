/* libFuzzer: no body and no header that a program sends to /api may crash its reading, and what is taken keeps to its limits. The first byte
 * says which of them it is. */
#include "model/api_body.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/signature.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static void must(int good)
{
        if (!good)
                abort();
}

static void read_gone(struct arena *a, const char *text, size_t len)
{
        struct api_gone g;
        if (api_read_gone(a, text, len, &g))
                return;
        must(g.count >= 1 && g.count <= API_GONE_MAX);
        for (size_t i = 0; i < g.count; i++)
                must(*g.items[i].kind && strlen(g.items[i].kind) <= API_KIND_MAX && strlen(g.items[i].words) <= API_WORDS_MAX);
}

static void read_involvements(struct arena *a, const char *text, size_t len)
{
        struct api_involvements all;
        if (api_read_involvements(a, text, len, &all))
                return;
        must(all.count >= 1 && all.count <= API_INVOLVEMENTS_MAX);
        for (size_t i = 0; i < all.count; i++)
                must(text_valid(all.items[i].surname, strlen(all.items[i].surname)) && strlen(all.items[i].reference) <= 250);
}

static void read_existing(struct arena *a, const char *text, size_t len)
{
        struct api_existing all;
        if (api_read_existing(a, text, len, &all))
                return;
        must(all.count <= EXISTING_MAX && all.answer >= 0);
        for (size_t i = 0; i < all.count; i++) {
                must(*all.items[i].ref && *all.items[i].name && exchange_data_words(a, &all.items[i].ask) != NULL);
                (void)existing_problem(&all.items[i]);
        }
}

static void read_off(struct arena *a, const char *text, size_t len)
{
        struct api_off off;
        if (!api_read_off(a, text, len, &off))
                must(off.count >= 1 && off.count <= EXISTING_MAX);
}

static void read_complete(struct arena *a, const char *text, size_t len)
{
        struct api_complete c;
        if (!api_read_complete(a, text, len, &c))
                must(c.parts >= 1 && c.parts <= API_PARTS_MAX && c.size >= 1 && api_hex(c.sha256, 64) && *c.file_name);
}

static void read_header(struct arena *a, const char *text)
{
        struct signed_request r;
        const char *signature;
        if (signature_parse(a, text, &r, &signature))
                must(r.agent && api_hex(r.nonce, SIGNATURE_NONCE) && api_hex(signature, SIGNATURE_HEX));
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
        struct arena *a = arena_new();
        const char *text = len ? arena_bytes(a, bytes + 1, len - 1) : "", *out;
        struct api_enrol e;
        struct api_report r;
        switch (len ? bytes[0] % 9 : 0) {
        case 0: read_gone(a, text, len ? len - 1 : 0); break;
        case 1: read_involvements(a, text, len - 1); break;
        case 2: read_complete(a, text, len - 1); break;
        case 3:
                if (!api_read_enrol(a, text, len - 1, &e))
                        must(api_hex(e.public_key, 64) && api_hex(e.proof, 128));
                break;
        case 4:
                if (!api_read_text(a, text, len - 1, "words", 500, &out))
                        must(*out && strlen(out) <= 500);
                break;
        case 5:
                if (!api_read_report(a, text, len - 1, &r))
                        must(*r.version && strlen(r.system) <= 40 && strlen(r.system_version) <= 40);
                break;
        case 6: read_existing(a, text, len - 1); break;
        case 7: read_off(a, text, len - 1); break;
        default: read_header(a, text);
        }
        arena_free(a);
        return 0;
}
