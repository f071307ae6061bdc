#include "view/view.h"

#include <glob.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/text.h"
#include "view/escape.h"
#include "view/template.h"

enum { USUAL_MAX = 1 << 23, FOUND = 64 };

/* HTML of so many bytes has so much room on either side, for what will stand around it on its page. */
enum { LONG = 64 * 1024, AROUND = 32 * 1024 };

enum kind { UNSET, FLAG, NUMBER, TEXT, HTML };

struct value {
        const char *text;
        size_t len; /* of a flag: 1 or 0 */
        struct output *in;
        enum kind kind;
        char number[24];
};

/* What was rendered so far, by one view or by several that view_beside made: bytes, with `before` unused ones before them,
 * and room for so many from there. */
struct output {
        char *bytes;
        size_t before, len, room;
        bool broken;
};

struct view {
        struct arena *a;
        struct template *t;
        bool rows;
        size_t near; /* where the next name is likely to be: they come in the same order each time */
        struct output *out;
        struct value values[];
};

static const char BROKEN_HTML[] = "";
static const struct html broken_html = { .text = BROKEN_HTML };

/* The templates, loaded once and kept for the life of the process. */
static struct {
        struct arena *arena;
        size_t count;
        struct template **list; /* sorted by name, as glob gives them, per folder */
        struct template *found[FOUND];
} loaded;

static int by_name(const void *a, const void *b)
{
        return strcmp((*(struct template *const *)a)->name, (*(struct template *const *)b)->name);
}

static enum outcome load(const char *directory, const glob_t *files)
{
        enum outcome all = DONE;
        loaded.list = arena_array(loaded.arena, files->gl_pathc, sizeof *loaded.list);
        for (size_t i = 0; i < files->gl_pathc; i++) {
                const char *path = files->gl_pathv[i], *name = path + strlen(directory) + 1;
                name = arena_bytes(loaded.arena, name, strlen(name) - strlen(".html"));
                if (template_load(loaded.arena, path, name, &loaded.list[loaded.count++]) != DONE)
                        all = BROKEN;
        }
        qsort(loaded.list, loaded.count, sizeof *loaded.list, by_name);
        return all;
}

enum outcome view_open(const char *directory)
{
        glob_t files;
        struct buf pattern = BUF_EMPTY;
        enum outcome out = BROKEN;
        view_close();
        loaded.arena = arena_new();
        buf_printf(&pattern, "%s/{*,*/*}.html", directory);
        if (glob(pattern.bytes, GLOB_BRACE, NULL, &files) == 0) {
                out = load(directory, &files);
                globfree(&files);
        } else {
                log_event("template-broken", "no templates in %s", directory);
        }
        buf_free(&pattern);
        return out;
}

void view_close(void)
{
        for (size_t i = 0; i < loaded.count; i++)
                template_free(loaded.list[i]);
        arena_free(loaded.arena);
        memset(&loaded, 0, sizeof loaded);
}

static struct template *search(const char *name)
{
        struct template key = { .name = name }, *k = &key;
        struct template **at =
            loaded.count ? bsearch(&k, loaded.list, loaded.count, sizeof k, by_name) : NULL;
        return at ? *at : NULL;
}

/* A list asks for the same few templates in every row, by the same constants: where each was found is kept. */
static struct template *find(const char *name)
{
        struct template **found = &loaded.found[((uintptr_t)name >> 3) % FOUND];
        if (!*found || strcmp((*found)->name, name) != 0)
                *found = search(name);
        return *found;
}

struct view *view_new(struct arena *a, const char *template)
{
        struct template *t = find(template);
        struct view *v = arena_alloc(a, sizeof *v + (t ? t->name_count : 0) * sizeof v->values[0]);
        v->a = a;
        v->t = t;
        v->out = arena_alloc(a, sizeof *v->out);
        v->out->broken = !t;
        if (!t)
                log_event("view-broken", "no template %s", template);
        return v;
}

struct view *view_beside(struct view *first, const char *template)
{
        struct view *v = view_new(first->a, template);
        first->out->broken |= v->out->broken;
        v->out = first->out;
        return v;
}

static void broken(struct view *v, const char *name, const char *why)
{
        v->out->broken = true;
        log_event("view-broken", "%s: {%s} %s", v->t->name, name, why);
}

static void set(struct view *v, const char *name, enum kind kind, const char *text, size_t len)
{
        if (v->out->broken)
                return;
        int i = template_find(v->t, name, v->near);
        if (i < 0) {
                broken(v, name, "is not in the template");
                return;
        }
        if (kind == FLAG && v->t->names[i].is_value)
                broken(v, name, "is a value, not a flag");
        if (kind == NUMBER && v->t->names[i].is_flag)
                broken(v, name, "is a number: {if} wants a flag of its own");
        struct value *at = &v->values[i];
        at->kind = kind;
        at->len = len;
        at->text = kind == NUMBER ? memcpy(at->number, text, len + 1) : text;
        v->near = (size_t)i + 1;
}

void (view_text)(struct view *v, const char *name, const char *value)
{
        set(v, name, TEXT, value, value ? strlen(value) : 0);
}

void (view_printf)(struct view *v, const char *name, const char *format, ...)
{
        va_list args;
        va_start(args, format);
        (view_text)(v, name, arena_vprintf(v->a, format, args));
        va_end(args);
}

void (view_html)(struct view *v, const char *name, struct html value)
{
        if (html_broken(value))
                v->out->broken = true;
        set(v, name, HTML, value.text, value.len);
        if (!v->out->broken)
                v->values[v->near - 1].in = value.in;
}

void (view_number)(struct view *v, const char *name, long value)
{
        char digits[TEXT_DIGITS + 1], *end = digits;
        if (value < 0)
                *end++ = '-';
        end = text_number(end, value < 0 ? 0 - (unsigned long)value : (unsigned long)value);
        set(v, name, NUMBER, digits, (size_t)(end - digits));
}

void (view_flag)(struct view *v, const char *name, bool on)
{
        set(v, name, FLAG, NULL, on);
}

static void log_unset(const struct view *v)
{
        struct buf unset = BUF_EMPTY;
        for (size_t i = 0; i < v->t->name_count; i++)
                if (v->values[i].kind == UNSET)
                        buf_printf(&unset, " {%s}", v->t->names[i].name);
        log_event("view-broken", "%s: not set:%s", v->t->name, unset.bytes);
        buf_free(&unset);
}

/* False, and logged, when a name was not set. */
static bool all_set(const struct view *v, uint64_t *flags)
{
        bool good = true;
        for (size_t i = 0; i < v->t->name_count; i++) {
                const struct value *at = &v->values[i];
                good &= at->kind != UNSET;
                if (v->t->names[i].is_flag && at->len)
                        *flags |= UINT64_C(1) << i;
        }
        if (!good)
                log_unset(v);
        return good;
}

/* A part of a skeleton: the texts and values of [from, to), and the text of to. */
struct part {
        const struct piece *from, *to;
};

static struct part whole(const struct skeleton *s)
{
        return (struct part){ s->pieces, s->pieces + s->count - 1 };
}

static size_t room_for(const struct view *v, struct part part)
{
        size_t most = part.to->len;
        for (const struct piece *p = part.from; p < part.to; p++) {
                const struct value *at = &v->values[p->value];
                most += p->len + (at->kind == TEXT ? ESCAPE_GROWTH * at->len : at->len);
        }
        return most;
}

/* Rows begin with as much as those of the page before took: growing and copying cost a third of a long table.
 */
static char *make_room(struct view *v, size_t len)
{
        struct output *out = v->out;
        if (out->room - out->len < len) {
                size_t usual = v->t->usual + len, room = out->bytes ? 2 * (out->len + len) : v->rows ? usual : len,
                       around = v->rows && room > LONG ? AROUND : 0;
                char *bytes = arena_room(v->a, around + room + around) + around;
                if (out->len)
                        memcpy(bytes, out->bytes, out->len);
                out->bytes = bytes;
                out->before = around;
                out->room = room + around;
        }
        return out->bytes + out->len;
}

/* Most pieces are tags and figures: to call for a copy takes longer than to make it. From both ends, by halves that may overlap. */
static inline char *add(char *to, const char *bytes, size_t len)
{
        if (len > 16)
                return mempcpy(to, bytes, len);
        if (len >= 8) {
                uint64_t first, last;
                memcpy(&first, bytes, 8);
                memcpy(&last, bytes + len - 8, 8);
                memcpy(to, &first, 8);
                memcpy(to + len - 8, &last, 8);
        } else if (len >= 4) {
                uint32_t first, last;
                memcpy(&first, bytes, 4);
                memcpy(&last, bytes + len - 4, 4);
                memcpy(to, &first, 4);
                memcpy(to + len - 4, &last, 4);
        } else if (len) {
                to[0] = bytes[0];
                to[len / 2] = bytes[len / 2];
                to[len - 1] = bytes[len - 1];
        }
        return to + len;
}

static char *put(char *to, const struct view *v, struct part part)
{
        for (const struct piece *p = part.from; p < part.to; p++) {
                const struct value *at = &v->values[p->value];
                to = add(to, p->text, p->len);
                to = at->kind == TEXT ? escape_html(to, at->text, at->len) : add(to, at->text, at->len);
        }
        return add(to, part.to->text, part.to->len);
}

/* NULL, and the output broken, when something is wrong. */
static const struct skeleton *skeleton(struct view *v)
{
        uint64_t flags = 0;
        const struct skeleton *s = NULL;
        if (!v->out->broken && all_set(v, &flags))
                s = template_skeleton(v->t, flags, v->a);
        v->out->broken |= !s;
        return s;
}

static void append(struct view *v, const struct skeleton *s)
{
        char *to = make_room(v, room_for(v, whole(s)) + 1); /* and a NUL */
        v->out->len = (size_t)(put(to, v, whole(s)) - v->out->bytes);
}

/* Where a long HTML stands that fills its output, so that nobody else has written around it; or NULL. */
static const struct piece *find_long(const struct view *v, const struct skeleton *s)
{
        for (const struct piece *p = s->pieces; p->value >= 0; p++) {
                const struct value *at = &v->values[p->value];
                if (at->kind == HTML && at->len > LONG && at->in && at->in->bytes == at->text && at->in->len == at->len)
                        return p;
        }
        return NULL;
}

/* Writes what the template has around it where it lies, when there is room: a table of a thousand rows is not copied into each
 * of the three templates that it stands in. What came before it is made elsewhere first, for its length is not known. */
static bool wrap(struct view *v, const struct skeleton *s, const struct piece *inner)
{
        struct output *in = v->values[inner->value].in;
        struct part before = { s->pieces, inner }, after = { inner + 1, whole(s).to };
        size_t most = room_for(v, before);
        if (most > in->before || room_for(v, after) >= in->room - in->len)
                return false;
        char *start = arena_room(v->a, most);
        size_t len = (size_t)(put(start, v, before) - start);
        char *end = put(in->bytes + in->len, v, after);
        in->bytes = memcpy(in->bytes - len, start, len);
        in->before -= len;
        in->room += len;
        in->len = (size_t)(end - in->bytes);
        v->out = in;
        return true;
}

void view_next(struct view *v)
{
        v->rows = true;
        const struct skeleton *s = skeleton(v);
        if (s)
                append(v, s);
        for (size_t i = 0; !v->out->broken && i < v->t->name_count; i++)
                v->values[i].kind = UNSET;
        v->near = 0;
}

static struct html result(const struct view *v)
{
        return v->out->broken ? broken_html : (struct html){ v->out->bytes, v->out->len, v->out };
}

struct html view_rows(struct view *v)
{
        if (!v->out->broken && v->rows)
                v->t->usual = v->out->len < USUAL_MAX ? v->out->len : USUAL_MAX;
        return result(v);
}

struct html view_render(struct view *v)
{
        const struct skeleton *s = skeleton(v);
        const struct piece *inner = s ? find_long(v, s) : NULL;
        if (s && !(inner && wrap(v, s, inner)))
                append(v, s);
        if (s)
                *make_room(v, 1) = '\0';
        return result(v);
}

struct html html_text(struct arena *a, const char *text)
{
        size_t len = text ? strlen(text) : 0;
        char *out = arena_room(a, ESCAPE_GROWTH * len);
        return (struct html){ .text = out, .len = (size_t)(escape_html(out, text, len) - out) };
}

struct html html_join(struct arena *a, size_t count, const struct html parts[])
{
        size_t len = 0;
        for (size_t i = 0; i < count; i++) {
                if (html_broken(parts[i]))
                        return parts[i];
                len += parts[i].len;
        }
        char *out = arena_room(a, len), *to = out;
        for (size_t i = 0; i < count; i++)
                to = add(to, parts[i].text, parts[i].len);
        return (struct html){ .text = out, .len = len };
}

bool html_broken(struct html html)
{
        return html.text == BROKEN_HTML;
}

void view_each(void (*each)(void *with, const char *template, const char *name, bool is_value, bool is_flag),
               void *with)
{
        for (size_t i = 0; i < loaded.count; i++) {
                const struct template *t = loaded.list[i];
                each(with, t->name, NULL, false, false);
                for (size_t j = 0; j < t->name_count; j++)
                        each(with, t->name, t->names[j].name, t->names[j].is_value, t->names[j].is_flag);
        }
}
