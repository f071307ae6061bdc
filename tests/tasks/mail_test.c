#include "tasks/mail.h"
#include "../tap.h"

#include <glib.h>

static void check_subject(const char *subject)
{
        struct buf out = BUF_EMPTY;
        struct mail m = { 1, 0, "a@b.example", subject, "Body" };
        ok(mail_write(&m, "x@y.example", &out) == DONE, "written: %s", subject);
        size_t longest = 0, line = 0;
        for (size_t i = 0; i < out.len; i++) {
                line = out.bytes[i] == '\n' ? 0 : line + 1;
                longest = line > longest ? line : longest;
        }
        ok(longest <= 78, "no line is longer than 78: %zu", longest);
        GString *back = g_string_new("");
        const char *p = strstr(out.bytes, "Subject: "), *stop = strstr(out.bytes, "MIME-Version");
        while ((p = strstr(p, "=?UTF-8?B?")) && p < stop) {
                gsize len;
                gchar *coded = g_strndup(p + 10, strcspn(p + 10, "?"));
                guchar *plain = g_base64_decode(coded, &len);
                ok(g_utf8_validate((const char *)plain, (gssize)len, NULL), "each word is whole UTF-8");
                g_string_append_len(back, (const char *)plain, (gssize)len);
                g_free(coded);
                g_free(plain);
                p++;
        }
        is_text(back->str, subject, "comes back");
        g_string_free(back, TRUE);
        buf_free(&out);
}

int main(void)
{
        static const char *const bad_to[] = { "a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "nobody", "",
                                              "<a@b.example>" };
        for (size_t i = 0; i < sizeof bad_to / sizeof *bad_to; i++) {
                struct buf out = BUF_EMPTY;
                struct mail m = { 1, 0, bad_to[i], "S", "B" };
                ok(mail_write(&m, "x@y.example", &out) == REFUSED, "refused: address %zu", i);
                buf_free(&out);
        }
        struct buf out = BUF_EMPTY;
        struct mail m = { 1, 0, "a@b.example", "one\r\nBcc: two", "B" };
        ok(mail_write(&m, "x@y.example", &out) == REFUSED, "a subject cannot begin another header");
        buf_free(&out);
        check_subject("Larkfield Primary School: a migration is on hold");
        check_subject("Ysgol Llanfairpwllgwyngyll – Zoë’s übergroße Schüler: new-year migration applied, reference M-26-000123");
        return done_testing();
}
