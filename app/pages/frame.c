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

/* The longest address that a page's path begins with is the current one; {} stands for a number. Without text: belongs to the one before. */
static const struct nav_item nav_table[] = {
        { "Home", "/school", WHO_SCHOOL },
        { NULL, "/school/differences", WHO_SCHOOL },
        { NULL, "/school/claims", WHO_SCHOOL },
        { NULL, "/school/questions", WHO_SCHOOL },
        { "Pupils", "/school/pupils", WHO_SCHOOL },
        { "Attendance", "/school/attendance", WHO_SCHOOL },
        { "Exchanges", "/school/exchanges", WHO_SCHOOL },
        { NULL, "/school/agent", WHO_SCHOOL_ADMIN },
        { "Users", "/school/users", WHO_SCHOOL },
        { NULL, "/school/bulk", WHO_SCHOOL },
        { NULL, "/school/batches", WHO_SCHOOL },
        { NULL, "/school/data", WHO_SCHOOL_ADMIN },
        { "Dashboard", "/la/dashboard", WHO_LA },
        { NULL, "/la/schools/{}/data", WHO_LA },
        { NULL, "/la/schools/{}/imports", WHO_LA },
        { NULL, "/la/schools/{}/pauses", WHO_LA },
        { NULL, "/la/pauses", WHO_LA },
        { NULL, "/la/schools/{}/matches", WHO_LA },
        { NULL, "/la/schools/{}/conflicts", WHO_LA },
        { NULL, "/la/schools/{}/leavers", WHO_LA },
        { NULL, "/la/schools/{}/upns", WHO_LA },
        { NULL, "/la/schools/{}/attendance", WHO_LA },
        { NULL, "/la/claims", WHO_LA },
        { NULL, "/la/leavers", WHO_LA },
        { NULL, "/la/upns", WHO_LA },
        { "Exchanges", "/la/exchanges", WHO_LA },
        { NULL, "/la/agents", WHO_LA },
        { NULL, "/la/schools/{}/agent", WHO_LA },
        { NULL, "/la/api-tokens", WHO_LA_ADMIN },
        { "Files received", "/la/deliveries", WHO_LA },
        { "Pupils", "/la/pupils", WHO_LA },
        { "Possible matches", "/la/matches", WHO_LA },
        { "Holds", "/la/holds", WHO_LA },
        { "Removed pupils", "/la/removed", WHO_LA },
        { "Services", "/la/services", WHO_LA },
        { NULL, "/la/involvements", WHO_LA },
        { "Rules", "/la/rules", WHO_LA },
        { "Migration", "/la", WHO_LA },
        { NULL, "/la/windows", WHO_LA },
        { "Users", "/la/users", WHO_LA_ADMIN },
        { "Settings", "/la/settings", WHO_LA_ADMIN },
        { NULL, "/la/sets", WHO_LA_ADMIN },
        { "Audit log", "/la/audit", WHO_LA },
};
enum { NAV = sizeof nav_table / sizeof *nav_table };

/* Whether the path is the address or below it. */
static bool is_below(const char *address, const char *path)
{
        while (*address && *path) {
                bool number = strncmp(address, "{}", 2) == 0;
                size_t len = number ? strspn(path, "0123456789") : *address == *path;
                if (!len)
                        return false;
                address += number ? 2 : 1;
                path += len;
        }
        return !*address && (!*path || *path == '/');
}

static size_t nav_for(const struct visit *v, struct page_link out[NAV])
{
        size_t count = 0, best = 0, best_len = 0;
        for (size_t i = 0; i < NAV; i++) {
                const struct nav_item *item = &nav_table[i];
                size_t len = strlen(item->url);
                if (!visit_may(v, item->who))
                        continue;
                if (is_below(item->url, v->request->path) && len > best_len) {
                        best = item->text ? count : count - 1;
                        best_len = len;
                }
                if (item->text)
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
                return (struct html){ NULL, 0 };
        if (session_notice(v->db, v->session->id_hash, "") != DONE)
                log_event("notice", "could not be taken away");
        return part_notice(v->arena, true, v->session->notice, (struct html){ NULL, 0 });
}

static struct page page_for(const struct visit *v, struct page_link nav[NAV])
{
        struct page page = { .sign_out = "/sign-out", .token = visit_token(v), .nav = nav };
        if (!v->session)
                return page;
        page.place = *v->session->place ? v->session->place : config_get(v->config, "authority_name", "Local authority");
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
