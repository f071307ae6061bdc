#include "pages/frame.h"

#include <string.h>

#include "base/log.h"
#include "pages/routes.h"
#include "store/session.h"
#include "view/page.h"

struct nav_item {
        const char *text, *url;
        unsigned who;
};

static const struct nav_item nav_table[] = {
        { "Home", "/school", WHO_SCHOOL },
        { "Pupils", "/school/pupils", WHO_SCHOOL },
        { "Attendance", "/school/attendance", WHO_SCHOOL },
        { "Exchanges", "/school/exchanges", WHO_SCHOOL },
        { "Users", "/school/users", WHO_SCHOOL },
        { "Dashboard", "/la/dashboard", WHO_LA },
        { "Exchanges", "/la/exchanges", WHO_LA },
        { "Files received", "/la/deliveries", WHO_LA },
        { "Pupils", "/la/pupils", WHO_LA },
        { "Possible matches", "/la/matches", WHO_LA },
        { "Holds", "/la/holds", WHO_LA },
        { "Removed pupils", "/la/removed", WHO_LA },
        { "Services", "/la/services", WHO_LA },
        { "Rules", "/la/rules", WHO_LA },
        { "Migration", "/la", WHO_LA },
        { "Users", "/la/users", WHO_LA_ADMIN },
        { "Settings", "/la/settings", WHO_LA_ADMIN },
        { "Audit log", "/la/audit", WHO_LA },
};
enum { NAV = sizeof nav_table / sizeof *nav_table };

/* Whether the path is the address or below it. */
static bool is_below(const char *address, const char *path)
{
        size_t len = strlen(address);
        return strncmp(address, path, len) == 0 && (!path[len] || path[len] == '/');
}

/* The current one is where the page's breadcrumbs begin; without them the one that its path begins with. */
static size_t nav_for(const struct visit *v, struct page_link out[NAV])
{
        const char *path = v->trail_count && v->trail[0].url ? v->trail[0].url : v->request->path;
        size_t count = 0, best = 0, best_len = 0;
        for (size_t i = 0; i < NAV; i++) {
                const struct nav_item *item = &nav_table[i];
                size_t len = strlen(item->url);
                if (!visit_may(v, item->who))
                        continue;
                if (is_below(item->url, path) && len > best_len) {
                        best = count;
                        best_len = len;
                }
                out[count++] = (struct page_link){ .text = item->text, .url = item->url };
        }
        if (best_len)
                out[best].current = true;
        return count;
}

/* A notice is shown once. */
static struct html take_notice(struct visit *v)
{
        if (!v->session || !*v->session->notice)
                return (struct html){ 0 };
        if (session_notice(v->db, v->session->id_hash, "") != DONE)
                log_event("notice", "could not be taken away");
        return part_notice(v->arena, true, v->session->notice, (struct html){ 0 });
}

static struct page page_for(const struct visit *v, struct page_link nav[NAV])
{
        struct page page = { .sign_out = "/sign-out", .token = visit_token(v), .nav = nav };
        page.place = config_get(v->config, "authority_name", "Local authority");
        if (!v->session)
                return page;
        if (*v->session->place)
                page.place = v->session->place;
        page.person = v->session->person.name;
        page.account = "/account";
        page.home = visit_may(v, WHO_LA) ? "/la/dashboard" : "/school";
        page.nav_count = nav_for(v, nav);
        return page;
}

struct html frame_page(struct visit *v, const char *title, struct html main)
{
        struct page_link nav[NAV] = { 0 };
        struct page page = page_for(v, nav);
        page.title = title;
        page.error = v->errors;
        page.crumb_count = v->trail_count;
        page.crumbs = v->trail;
        page.notice = take_notice(v);
        return page_render(v->arena, &page, main);
}

struct html frame_error(struct visit *v, int status, const char *words)
{
        struct page_link nav[NAV] = { 0 };
        struct page page = page_for(v, nav);
        return page_error(v->arena, &page, status, words, NULL);
}
