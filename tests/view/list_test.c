/* view/list: the page, the CSV and the XLSX of one descriptor; and that no value becomes markup or a formula.
 */
#include "view/list.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "tap.h"
#include "view/csv.h"
#include "view/xlsx.h"

struct row {
        const char *name, *upn, *count;
};

static const char *name(struct arena *a, const void *row)
{
        (void)a;
        return ((const struct row *)row)->name;
}

static struct html name_link(struct arena *a, const void *row)
{
        struct view *v = view_new(a, "parts/footer-link");
        view_text(v, "url", "/pupil");
        view_text(v, "text", name(a, row));
        return view_render(v);
}

static const char *upn(struct arena *a, const void *row)
{
        (void)a;
        return ((const struct row *)row)->upn;
}

static const char *count(struct arena *a, const void *row)
{
        (void)a;
        return ((const struct row *)row)->count;
}

static const struct column columns[] = {
        { "name", "Name", name, name_link, COLUMN_SORT },
        { "upn", "UPN", upn, .use = COLUMN_SORT },
        { "count", "Count, all", count, .use = COLUMN_NUMBER | COLUMN_SORT },
        { "plain", "Only page", upn, .use = COLUMN_PAGE_ONLY },
        { "key", "Key", upn, .use = COLUMN_FILE_ONLY | COLUMN_HIDDEN },
};

static const struct row rows[] = {
        { "O'Neill, \"Ann\" <b>&", "0012345678901", "1234567" },
        { "=1+1", "+44", "-5" },
        { "@SUM(A1)", "-1", "none" },
        { "\tx", "\rx", "" },
        { "Zo\xC3\xAB\xFF", NULL, NULL },
};

static struct list list_of(void)
{
        return (struct list){ .id = "pupils",
                              .caption = "Pupils <all>",
                              .columns = columns,
                              .column_count = 5,
                              .rows = rows,
                              .row_count = 5,
                              .row_size = sizeof rows[0],
                              .sort_url = "/p?y=7&sort=",
                              .sorted = "-upn",
                              .empty = "No pupils match." };
}

static void test_page(struct arena *a)
{
        struct list list = list_of();
        struct html h = list_html(a, &list);
        ok(!html_broken(h), "the page is whole");
        const char *text = arena_bytes(a, h.text, h.len);
        ok(strstr(text, "O&#39;Neill, &quot;Ann&quot; &lt;b&gt;&amp;</a></th>") != NULL,
           "a value is escaped");
        ok(strstr(text, "Pupils &lt;all&gt;") != NULL, "the caption, too");
        ok(strstr(text, "<td class=\"govuk-table__cell govuk-table__cell--numeric\">1,234,567</td>") != NULL,
           "a number");
        ok(strstr(text, "aria-sort=\"descending\"><a class=\"onroll-sort\" href=\"/p?y=7&amp;sort=upn\"") !=
               NULL,
           "the sorted column turns round");
        ok(strstr(text, "href=\"/p?y=7&amp;sort=name\"") &&
               !strstr(text, "ascending\"><a class=\"onroll-sort\" href=\"/p?y=7&amp;sort=name"),
           "another column sorts upwards");
        ok(strstr(text, "Only page") && !strstr(text, "Key"), "columns of the page");
        list.sorted = "upn";
        h = list_html(a, &list);
        ok(strstr(arena_bytes(a, h.text, h.len), "sort=-upn") != NULL,
           "sorted upwards: the next click is downwards");
        list.row_count = 0;
        h = list_html(a, &list);
        is_text(arena_bytes(a, h.text, h.len), "<p class=\"govuk-body onroll-empty\">No pupils match.</p>",
                "no rows");
}

static void fill(struct arena *a, struct view *cell, const void *row)
{
        (void)a;
        view_text(cell, "value", ((const struct row *)row)->name);
}

/* Cells of their own kind stand in their column, in the order of the columns. */
static void test_cells(struct arena *a)
{
        const struct list_cell cells[5] = { [1] = { "la/desk-text", fill } };
        struct list list = list_of();
        struct html h = list_html(a, &list);
        ok(!strstr(arena_bytes(a, h.text, h.len), "onroll-dense"), "no list is dense that does not say so");
        list.cells = cells;
        list.dense = true;
        h = list_html(a, &list);
        const char *text = arena_bytes(a, h.text, h.len);
        ok(strstr(text, "</a></th><td class=\"onroll-line\">O&#39;Neill, &quot;Ann&quot; &lt;b&gt;&amp;<td") !=
               NULL,
           "a cell of its own kind stands in its place, escaped");
        ok(!strstr(text, ">+44</td><td class=\"govuk-table__cell govuk-table__cell--numeric"), "in place of the usual one");
        ok(strstr(text, "onroll-dense") != NULL, "a dense list");
}

static long seven(const void *row)
{
        (void)row;
        return 7;
}

static long nought(const void *row)
{
        (void)row;
        return 0;
}

static long many(const void *row)
{
        (void)row;
        return -12345;
}

static long none(const void *row)
{
        (void)row;
        return LIST_NO_FIGURE;
}

static struct html figures_base(const void *row)
{
        (void)row;
        return (struct html){ .text = "/base", .len = 5 };
}

/* A number leads to its list, nought and what has no list do not. */
static void test_figures(struct arena *a)
{
        static const struct {
                struct list_cell cell;
                const char *want;
        } cases[] = {
                { { .figure = seven, .tail = "/a?b&c" },
                  "<td><a href=\"/base/a?b&amp;c\">7</a>" },
                { { .figure = seven }, "<td>7<td" },
                { { .figure = nought, .tail = "/a" }, "<td>0<td" },
                { { .figure = many, .tail = "/a" }, ">\xE2\x88\x92" "12,345</a><td" },
                { { .figure = none }, "<td><td" },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct list_cell cells[5] = { [1] = cases[i].cell };
                struct list list = list_of();
                list.cells = cells;
                list.figures_base = figures_base;
                struct html h = list_html(a, &list);
                ok(strstr(arena_bytes(a, h.text, h.len), cases[i].want) != NULL, "a figure is %s", cases[i].want);
        }
}

static void test_most_first(struct arena *a)
{
        static const struct column most[] = { { "n", "N", count, NULL, COLUMN_NUMBER | COLUMN_SORT | COLUMN_MOST } };
        static const struct {
                const char *sorted, *want;
        } cases[] = { { "name", "sort=-n\"" }, { "-n", "sort=n\"" }, { "n", "sort=-n\"" } };
        struct list list = list_of();
        list.columns = most;
        list.column_count = 1;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                list.sorted = cases[i].sorted;
                struct html h = list_html(a, &list);
                ok(strstr(arena_bytes(a, h.text, h.len), cases[i].want) != NULL, "sorted by %s, the next click is %s",
                   cases[i].sorted, cases[i].want);
        }
}

static void test_csv(void)
{
        struct list list = list_of();
        struct buf out = BUF_EMPTY;
        list_csv(&list, &out);
        is_text(out.bytes,
                "\xEF\xBB\xBFName,UPN,\"Count, all\",Key\r\n"
                "\"O'Neill, \"\"Ann\"\" <b>&\",0012345678901,1234567,0012345678901\r\n"
                "'=1+1,'+44,'-5,'+44\r\n"
                "'@SUM(A1),'-1,none,'-1\r\n"
                "\"'\tx\",\"'\rx\",,\"'\rx\"\r\n"
                "Zo\xC3\xAB\xFF,,,\r\n",
                "the CSV file: quoted, and no value is a formula");
        buf_free(&out);
}

static char *unzipped(struct arena *a, const struct buf *file, const char *part)
{
        char path[] = "/tmp/list-test-XXXXXX", *text = arena_alloc(a, 200000);
        int fd = mkstemp(path);
        if (fd < 0 || write(fd, file->bytes, file->len) != (ssize_t)file->len)
                return text;
        close(fd);
        FILE *p = popen(arena_printf(a, "unzip -p %s %s", path, part), "r");
        size_t len = fread(text, 1, 199999, p);
        text[len] = '\0';
        pclose(p);
        unlink(path);
        return text;
}

static void test_xlsx(struct arena *a)
{
        struct list list = list_of();
        struct buf out = BUF_EMPTY;
        ok(list_xlsx(&list, "Pupils", &out) == DONE, "the XLSX file is made");
        char *sheet = unzipped(a, &out, "xl/worksheets/sheet1.xml");
        ok(strstr(sheet, "O'Neill, &quot;Ann&quot; &lt;b&gt;&amp;") ||
               strstr(sheet, "O'Neill, \"Ann\" &lt;b&gt;&amp;"),
           "a value");
        ok(strstr(sheet, "<t>=1+1</t>") && !strstr(sheet, "<f>"),
           "text that looks like a formula stays text");
        ok(strstr(sheet, "<t>0012345678901</t>") != NULL, "an identifier keeps its zeros");
        ok(strstr(sheet, "<v>1234567</v>") && strstr(sheet, "<v>-5</v>"), "numbers are numbers");
        ok(strstr(sheet, "<t>none</t>") != NULL, "a number column's words are text");
        ok(strstr(sheet, "hidden=\"1\"") != NULL, "a hidden column");
        ok(strstr(sheet, "state=\"frozen\"") && strstr(sheet, "<autoFilter ref=\"A1:D6\"/>"),
           "frozen and filtered");
        ok(!strstr(sheet, "Only page"), "no column that is for the page");
        ok(text_valid(sheet, strlen(sheet)), "valid UTF-8, whatever came");
        out.len = 0;
        list.row_count = 0;
        ok(list_xlsx(&list, "Empty", &out) == DONE && out.len > 1000,
           "a list without rows is a file with headings");
        out.len = 0;
        ok(list_xlsx(&list, "Bad [name]", &out) == BROKEN, "a bad sheet name");
        buf_free(&out);
}

int main(void)
{
        struct arena *a = arena_new();
        ok(view_open("templates") == DONE, "templates");
        test_page(a);
        test_cells(a);
        test_figures(a);
        test_most_first(a);
        test_csv();
        if (system("unzip -v > /dev/null 2>&1") == 0)
                test_xlsx(a);
        else
                skip("the XLSX file", "unzip is not installed");
        view_close();
        arena_free(a);
        return done_testing();
}
