#include "pages/api.h"

#include <string.h>

enum outcome api_send(struct visit *v, int status, struct json *j)
{
        const char *text = json_end(j, v->arena);
        response_send(v->response, status, "application/json", text, strlen(text));
        return DONE;
}

enum outcome api_nothing(struct visit *v)
{
        response_send(v->response, 204, "application/json", "", 0);
        return DONE;
}

static const char *title_of(int status)
{
        static const struct {
                int status;
                const char *title;
        } titles[] = { { 400, "Bad Request" },       { 401, "Unauthorized" },          { 403, "Forbidden" },
                       { 404, "Not Found" },         { 405, "Method Not Allowed" },    { 409, "Conflict" },
                       { 410, "Gone" },              { 413, "Content Too Large" },     { 415, "Unsupported Media Type" },
                       { 422, "Unprocessable Content" }, { 503, "Service Unavailable" } };
        for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
                if (titles[i].status == status)
                        return titles[i].title;
        return "Internal Server Error";
}

enum outcome api_problem(struct visit *v, int status, const char *code, const char *words)
{
        struct json *j = json_new();
        json_text(j, "type", "about:blank");
        json_text(j, "title", title_of(status));
        json_number(j, "status", status);
        json_text(j, "code", code);
        if (words)
                json_text(j, "detail", words);
        const char *text = json_end(j, v->arena);
        response_reset(v->response);
        response_header(v->response, "Cache-Control", "no-store");
        if (status == 401)
                response_header(v->response, "WWW-Authenticate", "Onroll, Bearer");
        response_send(v->response, status, "application/problem+json", text, strlen(text));
        return DONE;
}

enum outcome api_malformed(struct visit *v, const char *why)
{
        return api_problem(v, 400, "malformed", why);
}

void api_moment(struct json *j, const char *name, const char *moment)
{
        char text[] = "0000-00-00T00:00:00Z";
        if (strlen(moment) < 19) {
                json_null(j, name);
                return;
        }
        memcpy(text, moment, 19);
        text[10] = 'T';
        json_text(j, name, text);
}
