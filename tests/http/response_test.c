/* What can be sent: no header but the one that was meant, no file name but a plain one. */
#include "http/response.h"

#include <stdbool.h>

#include "../tap.h"

static struct response r;

static void headers(void)
{
        int refused = 0;
        for (int c = 1; c < 256; c++) {
                const char value[] = { 'a', (char)c, 'b', '\0' };
                response_reset(&r);
                response_header(&r, "X-Name", value);
                bool taken = r.headers.len > 0;
                if (taken != (c >= 0x20 && c < 0x7F))
                        ok(0, "byte %d", c);
                refused += !taken;
        }
        is_long(refused, 255 - 95, "no control character, nothing but ASCII, ends up in a header");
        response_reset(&r);
        response_redirect(&r, "/school/pupils/1\r\nSet-Cookie: a=b");
        buf_char(&r.headers, '\0');
        ok(!strstr(r.headers.bytes, "Set-Cookie") && !strstr(r.headers.bytes, "Location"),
           "an address is a header like others");
}

static void file_names(void)
{
        static const char *const t[][2] = { { "a\"; b.csv", "filename=\"a---b.csv\"" },
                                            { "..\\..\\x.xlsx", "filename=\"..-..-x.xlsx\"" },
                                            { "Zo\xC3\xAB.csv", "filename=\"Zo--.csv\"" },
                                            { "a\r\nb", "filename=\"a--b\"" } };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                response_reset(&r);
                response_download(&r, t[i][0], "text/csv", "", 0);
                buf_char(&r.headers, '\0');
                ok(strstr(r.headers.bytes, t[i][1]) != NULL, "%s", t[i][1]);
        }
        char endless[1000];
        memset(endless, 'a', sizeof endless - 1);
        endless[sizeof endless - 1] = '\0';
        response_reset(&r);
        response_download(&r, endless, "text/csv", "", 0);
        buf_char(&r.headers, '\0');
        const char *line = strstr(r.headers.bytes, "Content-Disposition: ");
        ok(line && strcspn(line, "\r") < 230 && strstr(line, "a\"\r\n"), "an endless name is cut");
}

int main(void)
{
        headers();
        file_names();
        response_free(&r);
        return done_testing();
}
