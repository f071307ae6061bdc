#include "pages/dispatch.h"

#include <string.h>

#include "base/log.h"
#include "db/db.h"
#include "gate/scope.h"
#include "gate/session.h"
#include "pages/dispatch_api.h"
#include "pages/frame.h"
#include "pages/routes.h"
#include "reader/reader.h"

#define HTML "text/html; charset=utf-8"

/* What happened to a request before or after its page, as the status of the answer. */
static int status_of(enum outcome result)
{
        static const int status[] = { [DONE] = 200, [ABSENT] = 404, [REFUSED] = 409, [BROKEN] = 500 };
        return status[result];
}

static void send_error(struct visit *v, int status, const char *words)
{
        struct html page = frame_error(v, status, words);
        response_reset(v->response);
        response_header(v->response, "Cache-Control", "no-store");
        response_lend(v->response, status, HTML, page.text, page.len);
}

static bool is_below(const char *path, const char *start)
{
        size_t len = strlen(start);
        return strncmp(path, start, len) == 0 && (path[len] == '\0' || path[len] == '/');
}

static enum pool pool_of(const char *path)
{
        return is_below(path, "/la") ? POOL_LA : is_below(path, "/api") ? POOL_EXCHANGE : POOL_SCHOOL;
}

static const struct route *find_route(enum pool pool, struct request *r, bool *other_method)
{
        const char *method = strcmp(r->method, "HEAD") == 0 ? "GET" : r->method;
        *other_method = false;
        if (pool != POOL_ALL && pool != pool_of(r->path))
                return NULL;
        for (const struct route *route = route_table; route->method; route++)
                if (url_match(route->path, r->path, &r->parts)) {
                        if (strcmp(route->method, method) == 0)
                                return route;
                        *other_method = true;
                }
        return NULL;
}

/* "multipart/form-data; boundary=..." to the boundary, maybe in quotation marks. */
static const char *boundary_of(struct arena *a, const char *type)
{
        const char *b = strstr(type, "boundary=");
        b = b ? b + 9 : "";
        return *b == '"' ? arena_bytes(a, b + 1, strcspn(b + 1, "\"")) : arena_bytes(a, b, strcspn(b, ";, "));
}

/* A multipart body is taken apart by the sandboxed reader; here only its fields and the places of its files arrive. */
static enum outcome read_parts(struct visit *v, struct request *r)
{
        struct reader_form form;
        struct reader reader = { config_get(v->config, "read_program", "onroll-read"), 0 };
        if (r->body < 0)
                return DONE;
        enum outcome result =
            reader_form(r->arena, &reader, r->body, boundary_of(r->arena, r->content_type), &form, &v->why);
        if (result != DONE)
                return result;
        for (size_t i = 0; i < form.field_count; i++)
                pairs_add(r->arena, &r->form, form.fields[i].name, form.fields[i].value);
        r->files = arena_array(r->arena, form.file_count + 1, sizeof *r->files);
        for (size_t i = 0; i < form.file_count; i++)
                r->files[r->file_count++] = (struct sent_file){ form.files[i].name, form.files[i].label,
                                                                form.files[i].offset, form.files[i].size };
        return DONE;
}

static enum outcome check_form(struct visit *v, const struct request *r)
{
        for (size_t i = 0; i < r->form.count; i++) {
                const struct pair *p = &r->form.items[i];
                const struct form_field *f = v->route->form;
                while (f && f->name && strcmp(f->name, p->name) != 0)
                        f++;
                if (f && f->name && strlen(p->value) > f->max)
                        return visit_refuse(v, "One of the answers is too long. Go back, shorten it and try again.");
                if ((!f || !f->name) && strcmp(p->name, "token") != 0)
                        return visit_refuse(v, "The form held something that this page does not ask for. Go back, reload the "
                                               "page and try again.");
        }
        return DONE;
}

static enum outcome make_scope(struct visit *v, struct scope *room)
{
        if (v->route->school == SCHOOL_NONE)
                return DONE;
        *room = v->route->school == SCHOOL_OWN ? gate_own_scope(&v->session->person)
                                               : gate_la_scope(&v->session->person, visit_part(v, 0));
        v->scope = room;
        return room->school ? DONE : ABSENT;
}

static void send_to_sign_in(struct visit *v)
{
        struct buf url = BUF_EMPTY;
        buf_text(&url, "/sign-in?next=");
        url_encode(&url, strcmp(v->request->method, "GET") == 0 ? v->request->path : "/");
        response_redirect(v->response, url.bytes);
        buf_free(&url);
}

static const char forged[] = "The form did not come from this site, or you signed in again since it was opened. Go back, "
                             "reload the page and try again.";

/* Everything that stands between a request and its page. True: the page may answer. */
static bool admit(struct visit *v, struct request *r, struct scope *scope)
{
        unsigned who = v->route->who;
        if (!v->session && !(who & WHO_ANYONE)) {
                send_to_sign_in(v);
                return false;
        }
        if (v->session && !(who & (1u << v->session->person.role)) && !(who & WHO_ANYONE)) {
                send_error(v, 403, NULL);
                return false;
        }
        enum outcome result = read_parts(v, r);
        if (result == DONE && strcmp(r->method, "POST") == 0) {
                if (!gate_own_post(r, v->session)) {
                        send_error(v, 403, forged);
                        return false;
                }
                result = check_form(v, r);
        }
        if (result == DONE)
                result = make_scope(v, scope);
        if (result != DONE)
                send_error(v, status_of(result), v->why.words);
        return result == DONE;
}

static void answer(struct visit *v, struct request *r, bool other_method)
{
        struct scope scope = { 0, 0 };
        if (!v->route) {
                send_error(v, other_method ? 405 : 404, NULL);
                return;
        }
        if (!admit(v, r, &scope))
                return;
        enum outcome result = v->route->answer(v);
        if (result != DONE)
                send_error(v, status_of(result), v->why.words);
}

/* What a person asks. */
static void resume(struct visit *v, struct request *request, bool other_method)
{
        struct session session;
        enum outcome result = gate_resume(v->db, request, &session);
        if (result == DONE) {
                v->session = &session;
                log_context(request->number, session.person.id);
        }
        if (result == BROKEN)
                send_error(v, 500, NULL);
        else
                answer(v, request, other_method);
        v->session = NULL;
}

void dispatch(struct site *site, struct request *request, struct response *response)
{
        bool other_method;
        struct visit v = { .arena = request->arena,
                           .db = site->db,
                           .config = site->config,
                           .request = request,
                           .response = response };
        bool program = pool_of(request->path) == POOL_EXCHANGE;
        log_context(request->number, 0);
        if (db_ready(site->db) != DONE) {
                if (program)
                        dispatch_api_error(&v, 503);
                else
                        send_error(&v, 503, NULL);
                response_header(response, "Retry-After", "30");
                return;
        }
        v.route = find_route(site->pool, request, &other_method);
        response_header(response, "Cache-Control", "no-store");
        if (program)
                dispatch_api(&v, other_method);
        else
                resume(&v, request, other_method);
        if (strcmp(request->method, "HEAD") == 0)
                response->body_len = 0;
        log_event("request", "%s %d", v.route ? v.route->path : "-", response->status);
}
