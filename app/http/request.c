#include "http/request.h"

#include <string.h>

enum { PAIRS_MAX = 20000 };

void pairs_add(struct arena *a, struct pairs *p, const char *name, const char *value)
{
        if (p->count == p->room) {
                size_t room = p->room ? p->room * 2 : 16;
                struct pair *items = arena_array(a, room, sizeof *items);
                if (p->count)
                        memcpy(items, p->items, p->count * sizeof *items);
                p->items = items;
                p->room = room;
        }
        p->items[p->count++] = (struct pair){ name, value };
}

const char *pairs_get(const struct pairs *p, const char *name)
{
        for (size_t i = 0; i < p->count; i++)
                if (strcmp(p->items[i].name, name) == 0)
                        return p->items[i].value;
        return NULL;
}

enum outcome pairs_parse(struct arena *a, const char *text, size_t len, struct pairs *out)
{
        const char *end = text + len;
        while (text < end) {
                const char *amp = memchr(text, '&', (size_t)(end - text));
                const char *stop = amp ? amp : end;
                const char *equals = memchr(text, '=', (size_t)(stop - text));
                const char *value = equals ? equals + 1 : stop;
                char *name = url_decode(a, text, (size_t)((equals ? equals : stop) - text));
                char *decoded = url_decode(a, value, (size_t)(stop - value));
                if (!name || !decoded || out->count == PAIRS_MAX)
                        return REFUSED;
                if (*name)
                        pairs_add(a, out, name, decoded);
                text = amp ? amp + 1 : end;
        }
        return DONE;
}

void pairs_parse_cookies(struct arena *a, const char *text, struct pairs *out)
{
        while (*text) {
                text += strspn(text, "; ");
                size_t len = strcspn(text, ";");
                const char *equals = memchr(text, '=', len);
                if (equals && out->count < 50)
                        pairs_add(a, out, arena_bytes(a, text, (size_t)(equals - text)),
                                  arena_bytes(a, equals + 1, (size_t)(text + len - equals - 1)));
                text += len;
        }
}

const char *request_query(const struct request *r, const char *name)
{
        const char *value = pairs_get(&r->query, name);
        return value ? value : "";
}

const char *request_form(const struct request *r, const char *name)
{
        const char *value = pairs_get(&r->form, name);
        return value ? value : "";
}

const char *request_cookie(const struct request *r, const char *name)
{
        const char *value = pairs_get(&r->cookies, name);
        return value ? value : "";
}

bool request_has(const struct request *r, const char *name)
{
        return pairs_get(&r->form, name) != NULL;
}

const char *request_form_nth(const struct request *r, const char *name, size_t n)
{
        for (size_t i = 0; i < r->form.count; i++)
                if (strcmp(r->form.items[i].name, name) == 0 && n-- == 0)
                        return r->form.items[i].value;
        return NULL;
}
