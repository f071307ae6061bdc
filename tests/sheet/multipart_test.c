#include "sheet/multipart.h"
#include "base/arena.h"
#include "base/wire.h"
#include "../tap.h"

#include <stdlib.h>

#define PART(name) "--b\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n"
#define FILE_PART(name, label)                                                                               \
        "--b\r\nContent-Disposition: form-data; name=\"" name "\"; filename=\"" label                        \
        "\"\r\nContent-Type: text/csv\r\n\r\n"

/* name=value or name:label@offset+size, one a record, then . or the words of the refusal. */
static const char *told(struct arena *a, const char *body, size_t len, const char *boundary)
{
        struct buf out = BUF_EMPTY, text = BUF_EMPTY;
        struct wire_item i;
        unsigned char *copy = malloc(len ? len : 1);
        memcpy(copy, body, len);
        multipart_read(copy, len, boundary, &out);
        for (const char *at = out.bytes; wire_next(&at, out.bytes + out.len, &i);) {
                if (i.tag == WIRE_FIELD)
                        buf_printf(&text, "%s=%s ", i.name, i.text);
                else if (i.tag == WIRE_FILE)
                        buf_printf(&text, "%s:%s@%lu+%lu ", i.name, i.text, (unsigned long)i.offset,
                                   (unsigned long)i.size);
                else
                        buf_text(&text, i.tag == WIRE_END ? "." : i.text);
        }
        const char *result = arena_bytes(a, text.bytes, text.len);
        buf_free(&out);
        buf_free(&text);
        free(copy);
        return result;
}

int main(void)
{
        static const struct {
                const char *body, *want;
        } good[] = {
                { PART("token") "abc\r\n--b--\r\n", "token=abc ." },
                { PART("token") "\r\n--b--", "token= ." },
                { PART("a") "1\r\n" PART("b") "two\r\nlines\r\n--b--\r\n", "a=1 b=two\r\nlines ." },
                { FILE_PART("file", "class 7.csv") "a,b\r\n1,2\r\n\r\n--b--\r\n",
                  "file:class 7.csv@100+10 ." },
                { FILE_PART("file", "") "\r\n--b--\r\n", "." },
                { FILE_PART("f", "C:\\roll\\7.csv") "x\r\n" FILE_PART("f",
                                                                      "../../etc/passwd") "\r\n--b--\r\n",
                  "f:7.csv@99+1 f:passwd@204+0 ." },
        };
        static const struct {
                const char *body, *want;
        } bad[] = {
                { "", "no boundary" },
                { "x" PART("a") "1\r\n--b--\r\n", "no boundary" },
                { PART("a") "1\r\n--b", "does not end its line" },
                { PART("a") "1", "cut short" },
                { PART("a") "1\r\n--b--\r\nmore", "after its end" },
                { PART("a") "1\r\n" PART("a") "2\r\n--b--\r\n", "comes twice" },
                { PART("a b") "1\r\n--b--\r\n", "no form of ours" },
                { PART("") "1\r\n--b--\r\n", "no form of ours" },
                { PART("a") "\xFF\r\n--b--\r\n", "not text" },
                { FILE_PART("a", "\xFF.csv") "1\r\n--b--\r\n", "not text" },
                { "--b\r\n\r\n1\r\n--b--\r\n", "without a name" },
                { "--b\nContent-Disposition: form-data; name=\"a\"\n\n1\n--b--\n", "does not end its line" },
                { "--b\r\nContent-Disposition: form-data; name=\"a\"\nX: y\r\n\r\n1\r\n--b--\r\n",
                  "not CR LF" },
                { "--b\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--b--\r\n",
                  "without a name" },
                { "--b\r\nContent-Disposition: form-data; name=\"a\"; size=3\r\n\r\n1\r\n--b--\r\n",
                  "no browser does" },
                { "--b\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: "
                  "base64\r\n\r\n1\r\n--b--\r\n",
                  "no browser sends" },
                { "--b\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: "
                  "multipart/mixed\r\n\r\n1\r\n--b--\r\n",
                  "form within a form" },
                { "--b\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; "
                  "name=\"b\"\r\n\r\n1\r\n--b--",
                  "described twice" },
        };
        struct arena *a = arena_new();
        for (size_t i = 0; i < sizeof good / sizeof *good; i++)
                is_text(told(a, good[i].body, strlen(good[i].body), "b"), good[i].want, "a form");
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
                const char *words = told(a, bad[i].body, strlen(bad[i].body), "b");
                if (!ok(strstr(words, bad[i].want) != NULL, "refused: %s", bad[i].want))
                        printf("# %s\n", words);
        }
        ok(strstr(told(a, good[0].body, strlen(good[0].body), ""), "not allowed") != NULL,
           "an empty boundary");
        ok(strstr(told(a, good[0].body, strlen(good[0].body), "b\""), "not allowed") != NULL,
           "an odd boundary");
        char many[8000] = "";
        for (int i = 0; i < 33; i++)
                sprintf(many + strlen(many), PART("n%d") "x\r\n", i);
        strcat(many, "--b--\r\n");
        ok(strstr(told(a, many, strlen(many), "b"), "more than 32") != NULL, "too many parts");
        char longer[3000] = "--b\r\nContent-Type: ";
        memset(longer + strlen(longer), 'x', 2000);
        strcat(longer, "\r\n\r\n\r\n--b--");
        ok(strstr(told(a, longer, strlen(longer), "b"), "too long") != NULL, "long headers");
        const char *whole = good[5].body;
        int refused = 0;
        for (size_t i = 0; i + 2 < strlen(whole); i++)
                refused += strstr(told(a, whole, i, "b"), "did not arrive") != NULL;
        is_long(refused, (long)strlen(whole) - 2, "a form cut short anywhere is refused");
        arena_free(a);
        return done_testing();
}
