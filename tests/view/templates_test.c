/* Every template of templates/: it lexes, renders with all flags on and all off, and holds values only where
 * escaping them is enough: between tags and in quoted attributes, never in a script, a style or a handler. */
#include <ctype.h>
#include <stdlib.h>

#include "base/buf.h"
#include "tap.h"
#include "view/view.h"

static const char NASTY[] = "<\"'&{x}";

struct state {
        struct arena *a;
        struct view *v;
        char name[100];
        bool on;
        int templates;
};

static void finish(struct state *s)
{
        if (!s->v)
                return;
        struct html h = view_render(s->v);
        ok(!html_broken(h), "%s renders with flags %s", s->name, s->on ? "on" : "off");
        const char *text = arena_bytes(s->a, h.text, h.len);
        ok(!strstr(text, NASTY) && !strstr(text, "<\"") && !strstr(text, "\"'"), "%s shows values escaped",
           s->name);
}

static void each(void *with, const char *template, const char *name, bool is_value, bool is_flag)
{
        struct state *s = with;
        if (!name) {
                finish(s);
                s->v = view_new(s->a, template);
                snprintf(s->name, sizeof s->name, "%s", template);
                s->templates++;
        } else if (is_value) {
                (view_text)(s->v, name, is_flag && !s->on ? "" : NASTY);
        } else {
                (view_flag)(s->v, name, s->on);
        }
}

static void render_all(struct arena *a, bool on)
{
        struct state s = { .a = a, .on = on };
        view_each(each, &s);
        finish(&s);
        ok(s.templates > 30, "all templates were rendered");
}

/* In the tag or text that ends at p: what a value there would be read as. */
static const char *danger(const char *start, const char *p)
{
        const char *tag = p;
        while (tag > start && *tag != '<' && *tag != '>')
                tag--;
        if (*tag != '<')
                return NULL;
        if (p > start && p[-1] == '=')
                return "an unquoted attribute";
        int quotes = 0;
        const char *attribute = tag;
        for (const char *q = tag; q < p; q++) {
                if (*q == '"' && ++quotes % 2)
                        attribute = q;
        }
        while (attribute > tag && !isspace((unsigned char)*attribute))
                attribute--;
        if (quotes % 2 && (strncmp(attribute + 1, "on", 2) == 0 || strncmp(attribute + 1, "style", 5) == 0))
                return "a handler or style";
        return quotes % 2 ? NULL : "a tag's name or attribute's name";
}

static int check_file(const char *path)
{
        struct buf text = BUF_EMPTY;
        FILE *f = fopen(path, "r");
        for (int c; f && (c = getc(f)) != EOF;)
                buf_char(&text, (char)c);
        if (f)
                fclose(f);
        int wrong = !text.len || strstr(text.bytes, "<style") || strstr(text.bytes, " style=") ||
                    strstr(text.bytes, "<script>") || strstr(text.bytes, "javascript:");
        ok(!strstr(text.bytes, "role=\"search\"") || strstr(text.bytes, "class=\"onroll-filter\""),
           "%s: what narrows a list looks as everywhere", path);
        for (char *p = text.bytes; p && *p; p++) {
                if (*p != '{' || (p > text.bytes && p[-1] == '\\'))
                        continue;
                size_t len = strcspn(p, "}");
                bool control =
                    strncmp(p, "{if ", 4) == 0 || strncmp(p, "{else}", 6) == 0 || strncmp(p, "{end}", 5) == 0;
                const char *why = control ? NULL : danger(text.bytes, p);
                if (why) {
                        printf("# %s: %.*s} in %s\n", path, (int)len, p, why);
                        wrong++;
                }
        }
        ok(!wrong, "%s holds values only where escaping is enough", path);
        buf_free(&text);
        return wrong;
}

static void check_source(void *with, const char *template, const char *name, bool is_value, bool is_flag)
{
        char path[200];
        snprintf(path, sizeof path, "templates/%s.html", template);
        if (!name)
                check_file(path);
        (void)with;
        (void)is_value;
        (void)is_flag;
}

int main(void)
{
        struct arena *a = arena_new();
        ok(view_open("templates") == DONE, "templates/ is read");
        render_all(a, false);
        render_all(a, true);
        view_each(check_source, NULL);
        view_close();
        arena_free(a);
        return done_testing();
}
