#include "view/json.h"

#include <json-c/json.h>

/* A struct json is json-c's own object under another name. */
static json_object *object_of(struct json *j)
{
        return (json_object *)j;
}

struct json *json_new(void)
{
        return (struct json *)json_object_new_object();
}

void json_text(struct json *j, const char *name, const char *value)
{
        json_object_object_add(object_of(j), name, json_object_new_string(value));
}

void json_number(struct json *j, const char *name, long value)
{
        json_object_object_add(object_of(j), name, json_object_new_int64(value));
}

void json_null(struct json *j, const char *name)
{
        json_object_object_add(object_of(j), name, NULL);
}

const char *json_end(struct json *j, struct arena *a)
{
        const char *text =
            arena_text(a, json_object_to_json_string_ext(object_of(j), JSON_C_TO_STRING_PLAIN |
                                                                           JSON_C_TO_STRING_NOSLASHESCAPE));
        json_object_put(object_of(j));
        return text;
}
