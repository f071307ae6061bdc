#include "pages/visit.h"

#include "pages/frame.h"
#include "pages/routes.h"
#include "store/session.h"

enum outcome visit_show(struct visit *v, const char *title, struct view *main)
{
        struct html page = frame_page(v, title, view_render(main));
        if (html_broken(page))
                return BROKEN;
        response_lend(v->response, v->errors ? 422 : 200, "text/html; charset=utf-8", page.text, page.len);
        return DONE;
}

enum outcome visit_go(struct visit *v, const char *pattern, const unsigned long *numbers)
{
        response_redirect(v->response, url_make(v->arena, pattern, numbers));
        return DONE;
}

enum outcome visit_done(struct visit *v, const char *notice, const char *pattern, const unsigned long *numbers)
{
        enum outcome result = v->session ? session_notice(v->db, v->session->id_hash, notice) : DONE;
        return result == DONE ? visit_go(v, pattern, numbers) : result;
}

unsigned long visit_part(const struct visit *v, size_t n)
{
        return n < v->request->parts.count ? v->request->parts.number[n] : 0;
}

enum outcome visit_refuse(struct visit *v, const char *words)
{
        v->why = (struct refusal){ "", words };
        return REFUSED;
}

const char *visit_token(const struct visit *v)
{
        return v->session ? v->session->token : "";
}

bool visit_may(const struct visit *v, unsigned who)
{
        return v->session && (who & (1u << v->session->person.role));
}
