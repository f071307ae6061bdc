/* view/parts, input, page: every component with hostile text in every value, all of it and none of it. */
#include <stdlib.h>

#include "tap.h"
#include "view/input.h"
#include "view/page.h"
#include "view/parts.h"

static const char NASTY[] = "<\"'&{x}";

static struct arena *a;

/* The html, with what must hold for all checked; ids and classes of the markup itself have no apostrophes. */
static const char *checked(struct html h, const char *what)
{
        const char *text = arena_bytes(a, h.text ? h.text : "", h.len);
        ok(!html_broken(h), "%s is whole", what);
        ok(!strstr(text, NASTY) && !strstr(text, "<\"") && !strchr(text, '\''), "%s shows values escaped",
           what);
        return text;
}

static void has(const char *text, const char *part, const char *what)
{
        if (!ok(strstr(text, part) != NULL, "%s", what))
                printf("#   no \"%s\" in \"%s\"\n", part, text);
}

static void test_inputs(const char *n)
{
        struct choice choices[] = { { n, n, n, true, { 0 } },
                                    { "b", "B", NULL, false, { .text = "<i>more</i>", .len = 11 } } };
        struct input in = { .name = "dob",
                            .label = n,
                            .hint = n,
                            .error = n,
                            .value = n,
                            .heading = true,
                            .type = n,
                            .width = 5,
                            .autocomplete = n,
                            .inputmode = n,
                            .exact = true,
                            .rows = 3,
                            .multiple = true,
                            .accept = n,
                            .row = true,
                            .choice_count = 2,
                            .choices = choices };
        struct input bare = { .name = "dob", .label = "Date" };
        const char *text = checked(part_input(a, &in), "input");
        has(text, "aria-describedby=\"dob-hint dob-error\"", "an input names its hint and error");
        has(text, "id=\"dob-hint\"", "which are there");
        has(text, "id=\"dob-error\"", "both");
        has(text, "govuk-form-group--error", "an error is marked");
        text = checked(part_input(a, &bare), "bare input");
        has(text, "<label class=\"govuk-label\" for=\"dob\">Date</label>", "a label belongs to its input");
        ok(!strstr(text, "aria-describedby") && !strstr(text, "error"), "and nothing else is there");
        has(checked(part_date(a, &bare), "date"), "31/08/2012", "a date shows how to write it");
        has(checked(part_textarea(a, &in), "textarea"), ">\n&lt;&quot;&#39;&amp;{x}</textarea>",
            "a textarea keeps a first line end of its value");
        has(checked(part_upload(a, &in), "upload"), "type=\"file\" multiple", "an upload of many files");
        has(checked(part_select(a, &in), "select"), "<option value=\"&lt;&quot;&#39;&amp;{x}\" selected>",
            "what is selected");
        text = checked(part_radios(a, &in), "radios");
        has(text, "id=\"dob\" name=\"dob\" type=\"radio\"", "the first radio is where the error leads");
        has(text, "id=\"dob-2\"", "the second has its own id");
        has(text, "aria-controls=\"conditional-dob-2\"", "fields of one choice belong to it");
        has(text, "<fieldset class=\"govuk-fieldset\" aria-describedby=\"dob-hint dob-error\">",
            "the group is described");
        text = checked(part_checkboxes(a, &in), "checkboxes");
        ok(strstr(text, " checked") && !strstr(strstr(text, " checked") + 1, " checked\""), "what is ticked");
        has(checked(part_hidden(a, n, n), "hidden"), "type=\"hidden\"", "hidden");
}

static void test_parts(const char *n)
{
        struct html inside = html_text(a, n);
        checked(part_button(a, BUTTON_MAIN, n), "button");
        has(checked(part_button_value(a, BUTTON_WARNING, n, "go", n), "button with value"),
            "govuk-button--warning", "kind");
        checked(part_button_link(a, BUTTON_SECOND, n, n), "button link");
        has(checked(part_form(a, n, n, true, inside), "form"), "<input type=\"hidden\" name=\"token\"",
            "a form has its token");
        struct refusal errors[] = { { "dob", n }, { "", n }, { n, n } };
        has(checked(part_errors(a, 3, errors), "errors"), "<a href=\"#dob\">", "an error leads to its field");
        is_long((long)part_errors(a, 0, NULL).len, 0, "no errors, no summary");
        checked(part_inset(a, inside), "inset");
        checked(part_warning(a, n), "warning");
        checked(part_notice(a, true, n, inside), "notice");
        checked(part_panel(a, n, n), "panel");
        checked(part_details(a, n, true, inside), "details");
        checked(part_tag(a, n, "red"), "tag");
        struct fact facts[] = { { n, n, { 0 }, n, n }, { n, NULL, inside, NULL, NULL } };
        checked(part_facts(a, 2, facts), "facts");
        struct task_line tasks[] = { { n, n, n, n, n }, { n, NULL, NULL, n, NULL } };
        has(checked(part_tasks(a, "m", 2, tasks), "tasks"), "aria-describedby=\"m-1-hint m-1-status\"",
            "a task is described");
        struct tab tabs[] = { { n, n, true, true, 1200 }, { n, n, false, true, 0 }, { n, n, false, false, 0 } };
        const char *shown = checked(part_tabs(a, n, 3, tabs), "tabs");
        has(shown, "1,200", "a tab counts");
        has(shown, ">0</span>", "also when there is nothing");
        is_text(strstr(strstr(shown, ">0</span>") + 1, "onroll-count"), NULL, "a tab may stand without a number");
        has(checked(part_bar(a, 1, 3, n), "bar"), "width=\"333\"", "a third of the bar");
        has(checked(part_bar(a, 5, 0, n), "bar of nothing"), "width=\"0\"", "nothing of nothing");
}

/* The numbers shown, the current one in brackets and … for a gap. */
static const char *pages_of(long page, long pages)
{
        const char *text = checked(part_pages(a, "?page=", page, pages), "pages"), *p = text;
        char *out = arena_alloc(a, 200);
        while ((p = strstr(p, "govuk-pagination__item"))) {
                const char *end = strstr(p, "</li>"), *label = strstr(p, "aria-label=\"Page ");
                bool current = strncmp(p, "govuk-pagination__item govuk-pagination__item--current", 54) == 0;
                if (!label || label > end)
                        strcat(out, " ..");
                else
                        sprintf(out + strlen(out), current ? " [%ld]" : " %ld", strtol(label + 17, NULL, 10));
                p = end;
        }
        return out;
}

static void test_pages(void)
{
        is_text(pages_of(1, 1), "", "one page needs no numbers");
        is_text(pages_of(1, 2), " [1] 2", "two pages");
        is_text(pages_of(1, 9), " [1] 2 .. 9", "the first of nine");
        is_text(pages_of(5, 9), " 1 .. 4 [5] 6 .. 9", "in the middle");
        is_text(pages_of(3, 5), " 1 2 [3] 4 5", "no gap where nothing is left out");
        is_text(pages_of(9, 9), " 1 .. 8 [9]", "the last");
}

static void test_page(const char *n)
{
        struct page_link links[] = { { n, n, true, 5 }, { n, NULL, false, 0 } };
        struct page page = { .title = n,
                             .error = true,
                             .place = n,
                             .home = n,
                             .person = n,
                             .account = n,
                             .sign_out = n,
                             .token = n,
                             .nav_count = 2,
                             .crumb_count = 2,
                             .footer_count = 2,
                             .nav = links,
                             .crumbs = links,
                             .footer = links,
                             .notice = html_text(a, n) };
        static const int statuses[] = { 400, 403, 404, 409, 413, 429, 500, 503, 418 };
        has(checked(page_render(a, &page, html_text(a, n)), "page"), "<title>Error: &lt;",
            "an error is in the title");
        const char *text =
            checked(page_render(a, &(struct page){ .title = "T" }, (struct html){ 0 }), "bare page");
        ok(!strstr(text, "Sign out") && !strstr(text, "<nav"), "no sign-out for nobody");
        for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
                checked(page_error(a, &page, statuses[i], n, n), "error page with words");
                has(checked(page_error(a, &(struct page){ 0 }, statuses[i], NULL, NULL), "error page"), "<h1",
                    "a heading");
        }
}

int main(void)
{
        a = arena_new();
        ok(view_open("templates") == DONE, "templates");
        test_inputs(NASTY);
        test_parts(NASTY);
        test_pages();
        test_page(NASTY);
        view_close();
        arena_free(a);
        return done_testing();
}
