#include "view/page.h"

#include "view/format.h"

static struct html nav(struct arena *a, size_t count, const struct page_link items[])
{
        struct view *v = view_new(a, "parts/nav-item");
        for (size_t i = 0; i < count; i++) {
                view_text(v, "text", items[i].text);
                view_text(v, "url", items[i].url);
                view_flag(v, "current", items[i].current);
                view_text(v, "count", items[i].count ? format_number(a, items[i].count) : "");
                view_next(v);
        }
        return view_rows(v);
}

static struct html crumbs(struct arena *a, size_t count, const struct page_link items[])
{
        struct view *v = view_new(a, "parts/crumb");
        for (size_t i = 0; i < count; i++) {
                view_text(v, "text", items[i].text);
                view_text(v, "url", items[i].url);
                view_flag(v, "last", i + 1 == count && !items[i].url);
                view_next(v);
        }
        return view_rows(v);
}

static struct html footer(struct arena *a, size_t count, const struct page_link items[])
{
        struct view *v = view_new(a, "parts/footer-link");
        for (size_t i = 0; i < count; i++) {
                view_text(v, "text", items[i].text);
                view_text(v, "url", items[i].url);
                view_next(v);
        }
        return view_rows(v);
}

struct html page_render(struct arena *a, const struct page *page, struct html main)
{
        struct view *v = view_new(a, "layout");
        view_text(v, "title", page->title);
        view_flag(v, "error", page->error);
        view_text(v, "place", page->place);
        view_text(v, "home", page->home ? page->home : "/");
        view_text(v, "person", page->person);
        view_text(v, "account", page->account);
        view_text(v, "sign_out", page->sign_out);
        view_text(v, "token", page->token);
        view_html(v, "nav", nav(a, page->nav_count, page->nav));
        view_html(v, "crumbs", crumbs(a, page->crumb_count, page->crumbs));
        view_html(v, "notice", page->notice);
        view_html(v, "main", main);
        view_html(v, "links", footer(a, page->footer_count, page->footer));
        return view_render(v);
}

/* The statuses that have a page: its template and its title. */
static const struct {
        int status;
        const char *template, *title;
} errors[] = {
        { 400, "errors/400", "This request could not be read" },
        { 403, "errors/403", "You cannot see this page" },
        { 404, "errors/404", "Page not found" },
        { 409, "errors/409", "Nothing was saved" },
        { 413, "errors/413", "This file is too large" },
        { 429, "errors/429", "Too many attempts" },
        { 503, "errors/503", "Onroll is busy" },
        { 500, "errors/500", "Something went wrong" }, /* last: stands for every other */
};

struct html page_error(struct arena *a, const struct page *page, int status, const char *words,
                       const char *reference)
{
        size_t i = 0;
        while (errors[i].status != status && errors[i].status != 500)
                i++;
        struct page shown = *page;
        shown.title = errors[i].title;
        struct view *v = view_new(a, errors[i].template);
        view_text(v, "title", errors[i].title);
        view_text(v, "words", words);
        view_text(v, "reference", reference);
        return page_render(a, &shown, view_render(v));
}
