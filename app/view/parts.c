#include "view/parts.h"

#include "view/format.h"

struct html part_hidden(struct arena *a, const char *name, const char *value)
{
        struct view *v = view_new(a, "parts/hidden");
        view_text(v, "name", name);
        view_text(v, "value", value);
        return view_render(v);
}

struct html part_link(struct arena *a, const char *text, const char *url)
{
        struct view *v = view_new(a, "parts/link");
        view_text(v, "text", text);
        view_text(v, "url", url);
        return view_render(v);
}

static void kind_of_button(struct view *v, enum button kind, const char *text)
{
        view_flag(v, "secondary", kind == BUTTON_SECOND);
        view_flag(v, "warning", kind == BUTTON_WARNING);
        view_text(v, "text", text);
}

struct html part_button(struct arena *a, enum button kind, const char *text)
{
        return part_button_value(a, kind, text, NULL, NULL);
}

struct html part_button_value(struct arena *a, enum button kind, const char *text, const char *name,
                              const char *value)
{
        struct view *v = view_new(a, "parts/button");
        kind_of_button(v, kind, text);
        view_text(v, "name", name);
        view_text(v, "value", value);
        return view_render(v);
}

struct html part_button_link(struct arena *a, enum button kind, const char *text, const char *url)
{
        struct view *v = view_new(a, "parts/button-link");
        kind_of_button(v, kind, text);
        view_text(v, "url", url);
        return view_render(v);
}

struct html part_form(struct arena *a, const char *action, const char *token, bool upload, struct html inside)
{
        struct view *v = view_new(a, "parts/form");
        view_text(v, "action", action);
        view_flag(v, "upload", upload);
        view_text(v, "token", token);
        view_html(v, "inside", inside);
        return view_render(v);
}

struct html part_errors(struct arena *a, size_t count, const struct refusal errors[])
{
        struct view *item = view_new(a, "parts/error"), *v = view_new(a, "parts/errors");
        for (size_t i = 0; i < count; i++) {
                view_text(item, "field", errors[i].field);
                view_text(item, "words", errors[i].words);
                view_next(item);
        }
        view_html(v, "items", view_rows(item));
        return count ? view_render(v) : (struct html){ 0 };
}

struct html part_inset(struct arena *a, struct html inside)
{
        struct view *v = view_new(a, "parts/inset");
        view_html(v, "inside", inside);
        return view_render(v);
}

struct html part_warning(struct arena *a, const char *words)
{
        struct view *v = view_new(a, "parts/warning");
        view_text(v, "words", words);
        return view_render(v);
}

struct html part_notice(struct arena *a, bool success, const char *words, struct html more)
{
        struct view *v = view_new(a, "parts/notice");
        view_flag(v, "success", success);
        view_text(v, "words", words);
        view_html(v, "more", more);
        return view_render(v);
}

struct html part_panel(struct arena *a, const char *title, const char *words)
{
        struct view *v = view_new(a, "parts/panel");
        view_text(v, "title", title);
        view_text(v, "words", words);
        return view_render(v);
}

struct html part_details(struct arena *a, const char *title, bool open, struct html inside)
{
        struct view *v = view_new(a, "parts/details");
        view_text(v, "title", title);
        view_flag(v, "open", open);
        view_html(v, "inside", inside);
        return view_render(v);
}

struct html part_tag(struct arena *a, const char *text, const char *colour)
{
        struct view *v = view_new(a, "parts/tag");
        view_text(v, "text", text);
        view_text(v, "colour", colour);
        return view_render(v);
}

struct html part_facts(struct arena *a, size_t count, const struct fact facts[])
{
        struct view *row = view_new(a, "parts/fact"), *v = view_new(a, "parts/facts");
        bool any = false;
        for (size_t i = 0; i < count; i++)
                any |= facts[i].url != NULL;
        for (size_t i = 0; i < count; i++) {
                const struct fact *f = &facts[i];
                view_flag(row, "bare", any && !f->url);
                view_text(row, "key", f->key);
                view_html(row, "value", f->value ? html_text(a, f->value) : f->value_html);
                view_text(row, "url", f->url);
                view_text(row, "action", f->action ? f->action : "Change");
                view_text(row, "about", f->key);
                view_next(row);
        }
        view_html(v, "rows", view_rows(row));
        return view_render(v);
}

struct html part_tasks(struct arena *a, const char *id, size_t count, const struct task_line tasks[])
{
        struct view *item = view_new(a, "parts/task"), *v = view_new(a, "parts/tasks");
        for (size_t i = 0; i < count; i++) {
                const struct task_line *t = &tasks[i];
                view_text(item, "url", t->url);
                view_text(item, "hint", t->hint);
                view_printf(item, "id", "%s-%zu", id, i + 1);
                view_text(item, "text", t->text);
                view_flag(item, "waiting", !t->url);
                view_html(item, "status",
                          t->colour ? part_tag(a, t->status, t->colour) : html_text(a, t->status));
                view_next(item);
        }
        view_html(v, "items", view_rows(item));
        return view_render(v);
}

struct html part_tabs(struct arena *a, const char *label, size_t count, const struct tab tabs[])
{
        struct view *item = view_new(a, "parts/tab"), *v = view_new(a, "parts/tabs");
        for (size_t i = 0; i < count; i++) {
                view_flag(item, "current", tabs[i].current);
                view_text(item, "url", tabs[i].url);
                view_text(item, "text", tabs[i].text);
                view_text(item, "count", tabs[i].counted ? format_number(a, tabs[i].count) : "");
                view_next(item);
        }
        view_text(v, "label", label);
        view_html(v, "items", view_rows(item));
        return view_render(v);
}

static const char *page_url(struct arena *a, const char *url, long page)
{
        return arena_printf(a, "%s%ld", url, page);
}

/* The first, the last, and those beside the current one; a gap stands for the others. */
static struct html page_numbers(struct arena *a, const char *url, long page, long pages)
{
        struct view *v = view_new(a, "parts/page-number");
        for (long n = 1; n <= pages; n++) {
                bool near = n >= page - 1 && n <= page + 1, gap = !near && n != 1 && n != pages;
                if (gap)
                        n = n < page ? page - 2 : pages - 1;
                view_flag(v, "gap", gap);
                view_flag(v, "current", n == page);
                view_text(v, "url", page_url(a, url, n));
                view_text(v, "number", format_number(a, n));
                view_next(v);
        }
        return view_rows(v);
}

struct html part_pages(struct arena *a, const char *url, long page, long pages)
{
        struct view *v = view_new(a, "parts/pages");
        view_text(v, "previous", page > 1 ? page_url(a, url, page - 1) : "");
        view_html(v, "items", page_numbers(a, url, page, pages));
        view_text(v, "next", page < pages ? page_url(a, url, page + 1) : "");
        return pages > 1 ? view_render(v) : (struct html){ 0 };
}

struct html part_bar(struct arena *a, long part, long all, const char *words)
{
        struct view *v = view_new(a, "parts/bar");
        long permille = all > 0 ? part * 1000 / all : 0;
        view_text(v, "words", words);
        view_number(v, "permille", permille < 0 ? 0 : permille > 1000 ? 1000 : permille);
        return view_render(v);
}
