/* The description of the API and the table of routes say the same: every route is described, everything described is a route, and who may ask
 * is as it is written. */
#include "pages/routes.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "tap.h"

enum { ROOM = 1 << 20, BASE = sizeof "/api/v1" - 1 };

static struct arena *a;
static struct json *spec;
static int described;

/* "/answers/{id}/parts/{n}" to "/answers/{}/parts/{}". */
static const char *plain(const char *path)
{
        char *out = arena_alloc(a, strlen(path) + 1);
        size_t n = 0;
        for (; *path; path++) {
                out[n++] = *path;
                if (*path == '{')
                        path += strcspn(path, "}") - 1;
        }
        return out;
}

static const struct route *route_of(const char *method, const char *path)
{
        for (const struct route *r = route_table; r->method; r++)
                if (strncmp(r->path, "/api/v1", BASE) == 0 && strcmp(r->path + BASE, path) == 0 && strcasecmp(r->method, method) == 0)
                        return r;
        return NULL;
}

/* What "security" of an operation comes to. */
static unsigned who_of(const struct json *operation)
{
        size_t count, scopes;
        unsigned who = 0;
        const struct json *list = json_get_list(operation, "security", &count);
        for (size_t i = 0; i < count; i++) {
                const struct json *tokens = json_get_list(json_at(list, i), "token", &scopes);
                who |= json_has(json_at(list, i), "agent") ? WHO_AGENT : 0;
                for (size_t n = 0; n < scopes; n++)
                        who |= token_scopes_of(json_text_at(tokens, n));
        }
        return count ? who : WHO_ANYONE;
}

static void one_operation(void *with, const char *method, const struct json *value)
{
        const char *path = with;
        size_t count;
        if (strcmp(method, "parameters") == 0)
                return;
        const struct route *r = route_of(method, plain(path));
        described++;
        ok(r != NULL, "%s %s is a route", method, path);
        ok(json_get_list(value, "security", &count) != NULL, "%s %s: says who may ask", method, path);
        ok(r && who_of(value) == r->who, "%s %s: and so does the route", method, path);
        ok(json_get_text(value, "summary") && json_get_object(value, "responses"), "%s %s: what it does and answers", method, path);
        ok((strcmp(method, "put") == 0) <= (json_get_object(value, "requestBody") != NULL), "%s %s: what is sent", method, path);
}

static void one_path(void *with, const char *path, const struct json *value)
{
        (void)with;
        json_names(value, one_operation, (void *)(size_t)path);
}

/* Every "$ref" leads somewhere. */
static void references(const char *text)
{
        static const char mark[] = "\"$ref\": \"#/components/";
        for (const char *at = text; (at = strstr(at, mark));) {
                at += sizeof mark - 1;
                size_t first = strcspn(at, "/"), second = strcspn(at + first + 1, "\"");
                const char *kind = arena_bytes(a, at, first), *name = arena_bytes(a, at + first + 1, second);
                ok(json_get_object(json_get_object(json_get_object(spec, "components"), kind), name) != NULL, "%s %s is there", kind, name);
        }
}

int main(void)
{
        a = arena_new();
        char *text = arena_alloc(a, ROOM);
        int routes = 0;
        FILE *f = fopen("templates/api/openapi.json", "re");
        size_t len = f ? fread(text, 1, ROOM - 1, f) : 0;
        if (f)
                fclose(f);
        spec = json_read(text, len);
        if (!ok(spec != NULL, "the description is JSON"))
                return done_testing();
        is_text(json_get_text(spec, "openapi"), "3.1.0", "its version");
        json_names(json_get_object(spec, "paths"), one_path, NULL);
        for (const struct route *r = route_table; r->method; r++)
                routes += strncmp(r->path, "/api/", 5) == 0;
        is_long(described, routes, "as many operations are described as there are routes");
        references(text);
        json_drop(spec);
        arena_free(a);
        return done_testing();
}
