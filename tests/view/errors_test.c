/* static/errors: what nginx itself shows when no worker can. The files are page_error's pages, kept so by
 * this test; `build/tests/view/errors_test --write` writes them anew after a change of the layout. */
#include <stdlib.h>

#include "base/buf.h"
#include "tap.h"
#include "view/page.h"

static void read_file(const char *path, struct buf *text)
{
        FILE *f = fopen(path, "r");
        for (int c; f && (c = getc(f)) != EOF;)
                buf_char(text, (char)c);
        if (f)
                fclose(f);
        buf_text(text, "");
}

static void write_file(const char *path, const char *text)
{
        FILE *f = fopen(path, "w");
        if (f && fputs(text, f) >= 0 && fclose(f) == 0)
                return;
        perror(path);
        exit(1);
}

int main(int argc, char **argv)
{
        static const int statuses[] = { 400, 403, 404, 413, 429, 503 };
        struct arena *a = arena_new();
        ok(view_open("templates") == DONE, "templates");
        for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
                struct html h = page_error(a, &(struct page){ 0 }, statuses[i], NULL, NULL);
                const char *path = arena_printf(a, "static/errors/%d.html", statuses[i]);
                const char *want = arena_printf(a, "%.*s\n", (int)h.len, h.text);
                struct buf got = BUF_EMPTY;
                if (argc > 1 && strcmp(argv[1], "--write") == 0)
                        write_file(path, want);
                read_file(path, &got);
                is_text(got.bytes, want, path);
                buf_free(&got);
        }
        view_close();
        arena_free(a);
        return done_testing();
}
