#include "pages/sign_in.h"

#include <string.h>

#include "base/text.h"
#include "pages/routes.h"
#include "view/input.h"

static enum outcome go_home(struct visit *v, const struct person *who)
{
        return visit_go(v, role_table[who->role].of_school ? "/school" : "/la/dashboard", NULL);
}

enum outcome front_page(struct visit *v)
{
        return v->session ? go_home(v, &v->session->person) : visit_go(v, "/sign-in", NULL);
}

/* Only a path of ours: "//elsewhere" and "/\elsewhere" lead away in some browsers. */
static const char *safe_next(const char *next)
{
        for (const char *p = next; *p; p++)
                if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-/", *p))
                        return "";
        return next[0] == '/' && next[1] != '/' ? next : "";
}

static enum outcome show_sign_in(struct visit *v, const char *email, const char *next, const struct refusal *why)
{
        struct view *page = view_new(v->arena, "gate/sign-in");
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_html(page, "email",
                  part_input(v->arena, &(struct input){ .name = "email", .label = "E-mail address", .type = "email",
                                                        .value = email, .width = 30, .autocomplete = "username",
                                                        .error = why ? why->words : NULL }));
        view_html(page, "password",
                  part_input(v->arena, &(struct input){ .name = "password", .label = "Password", .type = "password",
                                                        .width = 20, .autocomplete = "current-password" }));
        view_text(page, "next", next);
        return visit_show(v, "Sign in", page);
}

enum outcome sign_in_page(struct visit *v)
{
        if (v->session)
                return go_home(v, &v->session->person);
        return show_sign_in(v, "", safe_next(request_query(v->request, "next")), NULL);
}

enum outcome sign_in_post(struct visit *v)
{
        struct person who;
        const char *next = safe_next(request_form(v->request, "next"));
        char *email = text_tidy(v->arena, request_form(v->request, "email"));
        enum outcome result =
            gate_sign_in(v->db, v->request, email, request_form(v->request, "password"), v->response, &v->why, &who);
        if (result == REFUSED)
                return show_sign_in(v, email, next, &v->why);
        if (result != DONE)
                return result;
        return *next ? visit_go(v, next, NULL) : go_home(v, &who);
}

enum outcome sign_out_post(struct visit *v)
{
        enum outcome result = v->session ? gate_sign_out(v->db, v->session, v->response) : DONE;
        return result == DONE ? visit_go(v, "/sign-in", NULL) : result;
}

/* ---- choosing a password by a one-time link ---- */

static enum outcome show_set_password(struct visit *v, const struct person *who, const struct refusal *why)
{
        struct view *page = view_new(v->arena, "gate/set-password");
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_text(page, "email", who->email);
        view_text(page, "token", visit_token(v));
        view_text(page, "link", *request_form(v->request, "link") ? request_form(v->request, "link")
                                                                  : request_query(v->request, "token"));
        view_html(page, "password",
                  part_input(v->arena, &(struct input){ .name = "password", .label = "New password", .type = "password",
                                                        .hint = "At least 10 characters. Three words that do not belong "
                                                                "together are easy to remember.",
                                                        .width = 20, .autocomplete = "new-password",
                                                        .error = why ? why->words : NULL }));
        return visit_show(v, "Choose a password", page);
}

static const char link_gone[] = "This link was used already or is older than three days. Ask your administrator for a new one.";

enum outcome set_password_page(struct visit *v)
{
        struct person who;
        enum outcome result = gate_find_link(v->db, v->arena, request_query(v->request, "token"), &who);
        if (result == ABSENT)
                return visit_refuse(v, link_gone);
        return result == DONE ? show_set_password(v, &who, NULL) : result;
}

enum outcome set_password_post(struct visit *v)
{
        struct person who;
        enum outcome result = gate_find_link(v->db, v->arena, request_form(v->request, "link"), &who);
        if (result == DONE)
                result = gate_choose_password(v->db, &who, request_form(v->request, "password"),
                                              request_form(v->request, "link"), v->response, &v->why);
        if (result == ABSENT)
                return visit_refuse(v, link_gone);
        if (result == REFUSED)
                return show_set_password(v, &who, &v->why);
        return result == DONE ? visit_go(v, "/sign-in", NULL) : result;
}

/* ---- one's own account ---- */

static enum outcome show_account(struct visit *v, const struct refusal *why)
{
        const struct person *who = &v->session->person;
        struct view *page = view_new(v->arena, "gate/account");
        struct fact facts[] = { { .key = "Name", .value = who->name },
                                { .key = "E-mail address", .value = who->email },
                                { .key = "Role", .value = role_table[who->role].words } };
        bool of_old = why && strcmp(why->field, "old") == 0;
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_html(page, "facts", part_facts(v->arena, 3, facts));
        view_text(page, "token", visit_token(v));
        view_html(page, "old",
                  part_input(v->arena, &(struct input){ .name = "old", .label = "Present password", .type = "password",
                                                        .width = 20, .autocomplete = "current-password",
                                                        .error = of_old ? why->words : NULL }));
        view_html(page, "password",
                  part_input(v->arena, &(struct input){ .name = "password", .label = "New password", .type = "password",
                                                        .hint = "At least 10 characters", .width = 20,
                                                        .autocomplete = "new-password",
                                                        .error = why && !of_old ? why->words : NULL }));
        return visit_show(v, "Your account", page);
}

enum outcome account_page(struct visit *v)
{
        return show_account(v, NULL);
}

/* Ends every session of the person, this one too: who learnt the old password is out. */
enum outcome account_post(struct visit *v)
{
        enum outcome result =
            gate_own_password(v->db, v->request, v->session, request_form(v->request, "old"), &v->why);
        if (result == DONE)
                result = gate_choose_password(v->db, &v->session->person, request_form(v->request, "password"), NULL,
                                              v->response, &v->why);
        if (result == REFUSED)
                return show_account(v, &v->why);
        return result == DONE ? visit_go(v, "/sign-in", NULL) : result;
}
