#include "base/json.h"

#include <json-c/json.h>
#include <limits.h>
#include <string.h>

enum { DEPTH_MAX = 16 };

/* A struct json is json-c's own object under another name. */
static json_object *object_of(const struct json *j)
{
        return (json_object *)(void *)j;
}

/* ---- making ---- */

struct json *json_new(void)
{
        return (struct json *)json_object_new_object();
}

void json_text(struct json *j, const char *name, const char *value)
{
        json_object_object_add(object_of(j), name, json_object_new_string(value));
}

void json_number(struct json *j, const char *name, long long value)
{
        json_object_object_add(object_of(j), name, json_object_new_int64(value));
}

void json_flag(struct json *j, const char *name, bool value)
{
        json_object_object_add(object_of(j), name, json_object_new_boolean(value));
}

void json_null(struct json *j, const char *name)
{
        json_object_object_add(object_of(j), name, NULL);
}

struct json *json_inside(struct json *j, const char *name)
{
        json_object *inside = json_object_new_object();
        json_object_object_add(object_of(j), name, inside);
        return (struct json *)inside;
}

struct json *json_list(struct json *j, const char *name)
{
        json_object *inside = json_object_new_array();
        json_object_object_add(object_of(j), name, inside);
        return (struct json *)inside;
}

struct json *json_add(struct json *list)
{
        json_object *inside = json_object_new_object();
        json_object_array_add(object_of(list), inside);
        return (struct json *)inside;
}

void json_add_text(struct json *list, const char *value)
{
        json_object_array_add(object_of(list), json_object_new_string(value));
}

const char *json_end(struct json *j, struct arena *a)
{
        const char *text = arena_text(a, json_object_to_json_string_ext(object_of(j), JSON_C_TO_STRING_PLAIN |
                                                                                          JSON_C_TO_STRING_NOSLASHESCAPE));
        json_drop(j);
        return text;
}

/* ---- reading ---- */

static json_object *parse(json_tokener *t, const char *text, size_t len)
{
        json_tokener_set_flags(t, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
        json_object *got = json_tokener_parse_ex(t, text, (int)len);
        bool whole = json_tokener_get_error(t) == json_tokener_success && json_tokener_get_parse_end(t) == len;
        if (whole && json_object_is_type(got, json_type_object))
                return got;
        json_object_put(got);
        return NULL;
}

/* json-c takes white space after the object for more to come, and a NUL for the end: the first is cut off, the second refused. */
struct json *json_read(const char *text, size_t len)
{
        while (len && strchr(" \t\r\n", text[len - 1]) && text[len - 1])
                len--;
        if (len == 0 || len > INT_MAX || memchr(text, '\0', len))
                return NULL;
        json_tokener *t = json_tokener_new_ex(DEPTH_MAX);
        json_object *got = t ? parse(t, text, len) : NULL;
        if (t)
                json_tokener_free(t);
        return (struct json *)got;
}

void json_drop(struct json *j)
{
        json_object_put(object_of(j));
}

static json_object *find(const struct json *j, const char *name, enum json_type kind)
{
        json_object *got = NULL;
        if (!json_object_is_type(object_of(j), json_type_object) || !json_object_object_get_ex(object_of(j), name, &got) ||
            !json_object_is_type(got, kind))
                return NULL;
        return got;
}

static const char *whole_text(json_object *o)
{
        const char *text = o ? json_object_get_string(o) : NULL;
        return text && strlen(text) == (size_t)json_object_get_string_len(o) ? text : NULL;
}

const char *json_get_text(const struct json *j, const char *name)
{
        return whole_text(find(j, name, json_type_string));
}

bool json_get_number(const struct json *j, const char *name, long min, long max, long *out)
{
        json_object *o = find(j, name, json_type_int);
        long n = o ? json_object_get_int64(o) : 0;
        if (!o || n < min || n > max)
                return false;
        *out = n;
        return true;
}

bool json_get_flag(const struct json *j, const char *name)
{
        json_object *o = find(j, name, json_type_boolean);
        return o && json_object_get_boolean(o);
}

const struct json *json_get_object(const struct json *j, const char *name)
{
        return (const struct json *)find(j, name, json_type_object);
}

const struct json *json_get_list(const struct json *j, const char *name, size_t *count)
{
        json_object *o = find(j, name, json_type_array);
        *count = o ? json_object_array_length(o) : 0;
        return (const struct json *)o;
}

bool json_has(const struct json *j, const char *name)
{
        return json_object_object_get_ex(object_of(j), name, NULL);
}

bool json_is_flag(const struct json *j, const char *name)
{
        return find(j, name, json_type_boolean) != NULL;
}

const struct json *json_at(const struct json *list, size_t place)
{
        json_object *o = json_object_array_get_idx(object_of(list), place);
        return json_object_is_type(o, json_type_object) ? (const struct json *)o : NULL;
}

const char *json_text_at(const struct json *list, size_t place)
{
        json_object *o = json_object_array_get_idx(object_of(list), place);
        return json_object_is_type(o, json_type_string) ? whole_text(o) : NULL;
}

void json_names(const struct json *j, void (*each)(void *with, const char *name, const struct json *value), void *with)
{
        json_object_object_foreach(object_of(j), name, value)
                each(with, name, (const struct json *)value);
}
