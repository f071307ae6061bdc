#include "view/template.h"

#include <ctpl/ctpl.h>
#include <string.h>

#include "base/log.h"

/* In a skeleton a value is these two bytes: MARK, then FIRST plus its number. Neither is white space, which is cut away. */
enum { MARK = 1, FIRST = 33 };

static bool name_char(char c)
{
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* Names are short: strcmp takes longer to be called than this to be done. */
static bool is_same(const char *a, const char *b)
{
        while (*a && *a == *b)
                a++, b++;
        return *a == *b;
}

/* Rows ask in the same order by the same constants: then no letter is compared. */
int template_find(struct template *t, const char *name, size_t near)
{
        for (size_t tried = 0, i = near; tried < t->name_count; tried++, i++) {
                if (i >= t->name_count)
                        i = 0;
                if (t->names[i].asked != name && !is_same(t->names[i].name, name))
                        continue;
                t->names[i].asked = name;
                return (int)i;
        }
        return -1;
}

/* Notes one {...} whose inside is text[0..len). */
static const char *note_block(struct arena *a, struct template *t, const char *text, size_t len)
{
        bool is_flag = len > 3 && memcmp(text, "if ", 3) == 0;
        const char *name = arena_bytes(a, is_flag ? text + 3 : text, is_flag ? len - 3 : len);
        if (strcmp(name, "else") == 0 || strcmp(name, "end") == 0)
                return NULL;
        size_t plain = 0;
        while (name_char(name[plain]))
                plain++;
        if (!plain || name[plain])
                return "a block that is none of {name}, {if name}, {else}, {end}";
        int i = template_find(t, name, 0);
        if (i < 0) {
                if (t->name_count == TEMPLATE_NAMES_MAX)
                        return "too many names";
                i = (int)t->name_count++;
                t->names[i].name = name;
        }
        t->names[i].is_flag |= is_flag;
        t->names[i].is_value |= !is_flag;
        return NULL;
}

static const char *note_names(struct arena *a, struct template *t, const char *source)
{
        for (const char *p = source; *p; p++) {
                if (*p == MARK)
                        return "a control character";
                if (*p == '\\' && p[1])
                        p++;
                else if (*p == '{') {
                        size_t len = strcspn(p + 1, "{}");
                        const char *wrong =
                            p[1 + len] == '}' ? note_block(a, t, p + 1, len) : "an open brace";
                        if (wrong)
                                return wrong;
                        p += 1 + len;
                }
        }
        return NULL;
}

enum outcome template_load(struct arena *a, const char *path, const char *name, struct template **out)
{
        char *source = NULL;
        GError *error = NULL;
        struct template *t = arena_alloc(a, sizeof *t);
        t->name = arena_text(a, name);
        t->arena = a;
        const char *wrong = "no file";
        if (g_file_get_contents(path, &source, NULL, &error)) {
                wrong = note_names(a, t, source);
                if (!wrong)
                        t->tree = ctpl_lexer_lex_string(source, &error);
        }
        if (wrong || error)
                log_event("template-broken", "%s: found %s", path, error ? error->message : wrong);
        g_clear_error(&error);
        g_free(source);
        *out = t;
        return t->tree ? DONE : BROKEN;
}

void template_free(struct template *t)
{
        if (t->tree)
                ctpl_token_free(t->tree);
        t->tree = NULL;
}

/* Flags are 1 or 0; a value is its mark, but "" where it also serves as a flag that is off. */
static CtplEnviron *marks(const struct template *t, uint64_t flags)
{
        CtplEnviron *env = ctpl_environ_new();
        for (size_t i = 0; i < t->name_count; i++) {
                const struct template_name *n = &t->names[i];
                bool on = flags >> i & 1;
                char mark[3] = { MARK, (char)(FIRST + i), 0 };
                if (!n->is_value)
                        ctpl_environ_push_int(env, n->name, on);
                else
                        ctpl_environ_push_string(env, n->name, n->is_flag && !on ? "" : mark);
        }
        return env;
}

/* Drops white space at the start, at the end and after a line end; returns the new length. */
static size_t unindent(char *text, size_t len)
{
        size_t to = 0;
        while (len && strchr(" \t\n", text[len - 1]))
                len--;
        bool start = true;
        for (size_t i = 0; i < len; i++) {
                if (start && strchr(" \t\n", text[i]))
                        continue;
                start = text[i] == '\n';
                text[to++] = text[i];
        }
        return to;
}

static const struct skeleton *cut(struct arena *a, const char *bytes, size_t len)
{
        size_t marked = 0;
        for (size_t i = 0; i < len; i++)
                marked += bytes[i] == MARK;
        char *text = arena_bytes(a, bytes, len);
        struct piece *pieces = arena_array(a, marked + 1, sizeof *pieces), *p = pieces;
        struct skeleton *s = arena_alloc(a, sizeof *s);
        p->text = text;
        for (size_t i = 0; i < len; i++) {
                if (text[i] == MARK) {
                        p->len = (size_t)(text + i - p->text);
                        p->value = text[++i] - FIRST;
                        (++p)->text = text + i + 1;
                }
        }
        p->len = (size_t)(text + len - p->text);
        p->value = -1;
        *s = (struct skeleton){ .count = marked + 1, .pieces = pieces };
        return s;
}

static const struct skeleton *render(struct template *t, uint64_t flags, struct arena *a)
{
        const struct skeleton *s = NULL;
        GError *error = NULL;
        CtplEnviron *env = marks(t, flags);
        GOutputStream *memory = g_memory_output_stream_new(NULL, 0, g_realloc, g_free);
        CtplOutputStream *out = ctpl_output_stream_new(memory);
        if (ctpl_parser_parse(t->tree, env, out, &error)) {
                char *bytes = g_memory_output_stream_get_data(G_MEMORY_OUTPUT_STREAM(memory));
                size_t len = g_memory_output_stream_get_data_size(G_MEMORY_OUTPUT_STREAM(memory));
                s = cut(a, bytes, unindent(bytes, len));
        } else {
                log_event("template-broken", "%s: %s", t->name,
                          error ? error->message : "could not be rendered");
        }
        g_clear_error(&error);
        ctpl_output_stream_unref(out);
        g_object_unref(memory);
        ctpl_environ_unref(env);
        return s;
}

const struct skeleton *template_skeleton(struct template *t, uint64_t flags, struct arena *a)
{
        for (size_t i = 0; i < t->skeleton_count; i++)
                if (t->flags[i] == flags)
                        return t->skeletons[i];
        if (t->skeleton_count == TEMPLATE_SKELETONS_MAX)
                return render(t, flags, a);
        const struct skeleton *s = render(t, flags, t->arena);
        if (s) {
                t->flags[t->skeleton_count] = flags;
                t->skeletons[t->skeleton_count++] = s;
        }
        return s;
}
