/* view/view: values, flags, rows, escaping, and what is refused. Its templates are written to a scratch
 * folder. */
#include "view/view.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "tap.h"

static char folder[] = "/tmp/view-test-XXXXXX";

static void put(const char *name, const char *text)
{
        char path[200];
        snprintf(path, sizeof path, "%s/%s", folder, name);
        FILE *f = fopen(path, "w");
        fputs(text, f);
        fclose(f);
}

static void remove_file(const char *name)
{
        char path[200];
        snprintf(path, sizeof path, "%s/%s", folder, name);
        unlink(path);
}

/* A copy with a NUL: struct html has none. */
static const char *text_of(struct arena *a, struct html h)
{
        return html_broken(h) ? "(broken)" : arena_bytes(a, h.text, h.len);
}

static void test_values(struct arena *a)
{
        struct view *v = view_new(a, "one");
        view_text(v, "name", "A<b>&\"c\"'d' {x} \\");
        view_number(v, "age", -7);
        view_flag(v, "old", true);
        is_text(text_of(a, view_render(v)),
                "<p title=\"A&lt;b&gt;&amp;&quot;c&quot;&#39;d&#39; {x} \\\">-7 old</p>",
                "a value is escaped, braces and all, and braces in it mean nothing");
        v = view_new(a, "one");
        view_text(v, "name", NULL);
        view_number(v, "age", 0);
        view_flag(v, "old", false);
        is_text(text_of(a, view_render(v)), "<p title=\"\">0 young</p>", "NULL is nothing");
        v = view_new(a, "maybe");
        view_text(v, "hint", "Say <so>");
        is_text(text_of(a, view_render(v)), "{Say &lt;so&gt;}", "{if name} shows a text that is there");
        v = view_new(a, "maybe");
        view_text(v, "hint", "");
        is_text(text_of(a, view_render(v)), "{none}", "and not an empty one");
        v = view_new(a, "maybe");
        view_printf(v, "hint", "%d%%", 5);
        is_text(text_of(a, view_render(v)), "{5%}", "a formatted text");
}

static const char *escaped(struct arena *a, const char *text)
{
        return text_of(a, html_text(a, text));
}

static void test_utf8(struct arena *a)
{
        is_text(escaped(a, "Zo\xC3\xAB \xE2\x82\xAC \xF0\x9F\x99\x82"),
                "Zo\xC3\xAB \xE2\x82\xAC \xF0\x9F\x99\x82", "UTF-8 of two, three and four bytes is kept");
        is_text(escaped(a, "a\xFF"
                           "b\xC3"),
                "a\xEF\xBF\xBD"
                "b\xEF\xBF\xBD",
                "bytes that are not UTF-8, also at the end");
        is_text(escaped(a, "\xC0\xBC\xED\xA0\x80"),
                "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD",
                "an overlong < and a surrogate");
        is_text(escaped(a, "a\x01\x7F\xC2\x85\tb\n"),
                "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\tb\n", "control characters");
        is_text(escaped(a, NULL), "", "NULL");
}

/* Entities are all that may begin with &, and nothing else of HTML's signs is left. */
static int is_safe(const char *text, size_t len)
{
        static const char *const entities[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#39;" };
        for (const char *p = text; p < text + len; p++) {
                int known = *p != '&';
                for (size_t i = 0; i < 5; i++)
                        known |= strncmp(p, entities[i], strlen(entities[i])) == 0;
                if (!known || strchr("<>\"'", *p))
                        return 0;
        }
        return text_valid(text, len);
}

static void test_any_bytes(struct arena *a)
{
        static const char alphabet[] =
            "<>\"'&;a\x01\x7F\x80\xBF\xC0\xC3\xE2\x82\xAC\xED\xA0\xF0\x9F\x99\xF4\x90\xFF";
        unsigned seed = 1;
        int safe = 0;
        for (int round = 0; round < 20000; round++) {
                char text[12] = "";
                for (int i = 0; i < 11; i++)
                        text[i] =
                            alphabet[(seed = seed * 1103515245 + 12345) / 65536 % (sizeof alphabet - 1)];
                struct html h = html_text(a, text);
                safe += is_safe(arena_bytes(a, h.text, h.len), h.len);
        }
        is_long(safe, 20000, "whatever the bytes, what comes out is text in UTF-8");
}

/* Eight are looked at together where there are so many: each byte in each place is treated as it is alone. */
static void test_any_place(struct arena *a)
{
        int right = 0;
        for (int byte = 1; byte < 256; byte++)
                for (int place = 0; place < 17; place++) {
                        char text[18] = "", alone[2] = { (char)byte, '\0' };
                        memset(text, byte % 2 ? ' ' : '~', 17);
                        const char *want =
                            arena_printf(a, "%.*s%s%s", place, text, text_of(a, html_text(a, alone)), text + place + 1);
                        text[place] = (char)byte;
                        right += strcmp(text_of(a, html_text(a, text)), want) == 0;
                }
        is_long(right, 255 * 17, "each byte in each place");
}

static void test_rows(struct arena *a)
{
        struct view *row = view_new(a, "one"), *none = view_new(a, "one");
        for (long i = 0; i < 1000; i++) {
                view_number(row, "age", i);
                view_flag(row, "old", i % 2);
                view_text(row, "name", "Ann");
                view_next(row);
        }
        struct html rows = view_rows(row);
        size_t len = 0;
        for (long i = 0; i < 1000; i++)
                len += (size_t)snprintf(NULL, 0, "<p title=\"Ann\">%ld %s</p>", i, i % 2 ? "old" : "young");
        is_long((long)rows.len, (long)len, "a thousand rows");
        ok(strncmp(rows.text, "<p title=\"Ann\">0 young</p><p title=\"Ann\">1 old</p>", 47) == 0, "in order");
        is_long((long)view_rows(none).len, 0, "no rows are nothing, not broken");
        ok(!html_broken(view_rows(none)), "no rows are not broken");
        view_text(row, "name", "Ann");
        view_next(row);
        ok(html_broken(view_rows(row)), "values of the row before are forgotten");
}

static struct html long_rows(struct arena *a)
{
        struct view *row = view_new(a, "maybe");
        for (long i = 0; i < 20000; i++) {
                view_printf(row, "hint", "%ld", i);
                view_next(row);
        }
        return view_rows(row);
}

static struct html around(struct arena *a, struct html inside, const char *before)
{
        struct view *v = view_new(a, "around");
        view_text(v, "before", before);
        view_html(v, "inside", inside);
        view_text(v, "after", "<end>");
        return view_render(v);
}

/* What is long is not copied into what stands around it, which may not be seen: nor by another page around the same. */
static void test_long(struct arena *a)
{
        struct html rows = long_rows(a);
        const char *same = arena_bytes(a, rows.text, rows.len), *outside = same;
        struct html page = { 0 };
        for (int i = 0; i < 3; i++) {
                page = around(a, i ? page : rows, "<start>");
                outside = arena_printf(a, "(&lt;start&gt;)%s(&lt;end&gt;)", outside);
        }
        is_text(text_of(a, page), outside, "three pages around a thousand rows");
        ok(page.text < rows.text && rows.text < page.text + page.len, "which stand where they were made");
        is_text(text_of(a, rows), same, "and stay as they were");
        is_text(text_of(a, around(a, rows, "")), arena_printf(a, "()%s(&lt;end&gt;)", same), "also for another page");
        is_text(text_of(a, page), outside, "which leaves the first as it was");
        char *much = arena_room(a, 50001);
        memset(much, 'x', 50000);
        much[50000] = '\0';
        is_text(text_of(a, around(a, long_rows(a), much)), arena_printf(a, "(%s)%s(&lt;end&gt;)", much, same),
                "and where there is no room before them");
}

static void test_beside(struct arena *a)
{
        struct view *row = view_new(a, "maybe"), *heading = view_beside(row, "flags-not");
        for (int i = 0; i < 3; i++) {
                view_flag(heading, "a", i == 1);
                view_next(heading);
                view_printf(row, "hint", "%d", i);
                view_next(row);
        }
        is_text(text_of(a, view_rows(row)), "-{0}+{1}-{2}", "two templates take turns");
        view_next(heading);
        ok(html_broken(view_rows(row)), "one that is broken breaks both");
}

static void test_refused(struct arena *a)
{
        struct view *v = view_new(a, "one");
        view_text(v, "name", "Ann");
        view_flag(v, "old", true);
        ok(html_broken(view_render(v)), "a name that is not set");
        v = view_new(a, "maybe");
        view_text(v, "hint", "");
        view_text(v, "hnit", "");
        struct html broken = view_render(v);
        ok(html_broken(broken), "a name that the template has not");
        v = view_new(a, "maybe");
        view_flag(v, "hint", true);
        ok(html_broken(view_render(v)), "a flag for a value");
        v = view_new(a, "maybe");
        view_number(v, "hint", 0);
        ok(html_broken(view_render(v)), "a number in {if}");
        v = view_new(a, "maybe");
        view_html(v, "hint", broken);
        ok(html_broken(view_render(v)), "what holds broken html is broken");
        ok(html_broken(html_join(a, 2, (struct html[]){ { .text = "a", .len = 1 }, broken })), "joined, too");
        is_text(text_of(a, html_join(a, 3, (struct html[]){ { .text = "a", .len = 1 }, { 0 }, { .text = "bc", .len = 2 } })), "abc",
                "join");
        ok(html_broken(view_render(view_new(a, "none"))), "a template that is not there");
        ok(!html_broken((struct html){ 0 }), "nothing is not broken");
}

/* 2^9 combinations of flags are more than are kept. */
static void test_many_flags(struct arena *a)
{
        int right = 0;
        for (unsigned mask = 0; mask < 512; mask++) {
                struct view *v = view_new(a, "flags");
                char want[40] = "", name[2] = "a";
                for (unsigned i = 0; i < 9; i++, name[0]++) {
                        (view_flag)(v, name, mask >> i & 1);
                        strcat(want, mask >> i & 1 ? name : "-");
                }
                right += strcmp(text_of(a, view_render(v)), want) == 0;
        }
        is_long(right, 512, "more combinations of flags than are kept");
}

static void test_bad_templates(void)
{
        static const char *const bad[] = { "a { b",
                                           "a } b",
                                           "{if a}b",
                                           "{end}",
                                           "{for x in y}{x}{end}",
                                           "{a == 1}",
                                           "{if a > 1}{end}",
                                           "{}",
                                           "{A}",
                                           "\x01"
                                           "0" };
        for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
                put("bad.html", bad[i]);
                ok(view_open(folder) == BROKEN, "refused: %s", i == 9 ? "a control character" : bad[i]);
        }
        remove_file("bad.html");
        ok(view_open("/nonexistent") == BROKEN, "no templates");
}

int main(void)
{
        struct arena *a = arena_new();
        if (!mkdtemp(folder))
                return 1;
        put("one.html", "  <p title=\"{name}\">{age} {if old}old{else}young{end}</p>\n\n");
        put("maybe.html", "\\{{if hint}{hint}{else}none{end}\\}\n");
        put("flags-not.html", "{if a}+{else}-{end}");
        put("around.html", "({before}){inside}({after})");
        put("flags.html",
            "{if a}a{else}-{end}{if b}b{else}-{end}{if c}c{else}-{end}{if d}d{else}-{end}{if e}e{else}-{end}"
            "{if f}f{else}-{end}{if g}g{else}-{end}{if h}h{else}-{end}{if i}i{else}-{end}");
        test_bad_templates();
        ok(view_open(folder) == DONE, "templates are read");
        test_values(a);
        test_utf8(a);
        test_any_bytes(a);
        test_any_place(a);
        test_rows(a);
        test_long(a);
        test_beside(a);
        test_refused(a);
        test_many_flags(a);
        view_close();
        arena_free(a);
        remove_file("one.html");
        remove_file("maybe.html");
        remove_file("flags-not.html");
        remove_file("around.html");
        remove_file("flags.html");
        rmdir(folder);
        return done_testing();
}
