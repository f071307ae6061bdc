/* Every route, asked by every role: who may, gets in; who may not, is told; nobody reaches another school's
 * things; and no form is taken that did not come from one's own page. What a page does when it is let in is
 * not tested here. */
#include "pages/routes.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "http/url.h"
#include "pages/dispatch.h"
#include "site.h"
#include "store/school.h"

static struct site_test s;

/* No number of ours: a page that is let in finds nothing there and changes nothing. */
enum { NOBODY = 4000000001U };

static const char *path_of(const struct route *r, unsigned long school)
{
        const unsigned long numbers[] = { school, NOBODY, NOBODY, NOBODY };
        return url_make(s.d.arena, r->path, numbers);
}

static int ask(const struct route *r, const struct visitor *who, unsigned long school)
{
        const char *path = path_of(r, school);
        return strcmp(r->method, "POST") == 0 ? site_post(&s, who, path, "") : site_get(&s, who, path);
}

static bool to_sign_in(void)
{
        return s.response.status == 303 && strncmp(site_leads(&s), "/sign-in", 8) == 0;
}

static bool is_exit(const struct route *r)
{
        return strcmp(r->path, "/sign-out") == 0;
}

/* ---- roles ---- */

/* What getting in looks like depends on the page; that it is none of the three refusals is what counts. */
static bool got_in(int status)
{
        return status != 403 && status != 405 && status != 500 && !to_sign_in();
}

static void each_role(const struct route *r, const struct visitor people[ROLE_COUNT], unsigned long school)
{
        for (int role = 0; role < ROLE_COUNT; role++) {
                int status = ask(r, &people[role], school);
                bool may = r->who & ((1u << role) | WHO_ANYONE);
                ok(may ? got_in(status) : status == 403, "%s %s: %s %s (%d)", r->method, r->path,
                   role_table[role].key, may ? "gets in" : "is refused", status);
        }
}

static void nobody(const struct route *r, unsigned long school)
{
        int status = ask(r, NULL, school);
        if (r->who & WHO_ANYONE)
                ok(status != 403 && status != 500, "%s %s: anyone (%d)", r->method, r->path, status);
        else
                ok(to_sign_in(), "%s %s: who is not signed in is sent to do so (%d)", r->method, r->path,
                   status);
}

/* ---- what is not there, and what is another's, look alike ---- */

static unsigned count_numbers(const struct route *r)
{
        unsigned n = 0;
        for (const char *p = r->path; (p = strstr(p, "{}")); p++)
                n++;
        return n;
}

static int role_for(const struct route *r)
{
        for (int role = 0; role < ROLE_COUNT; role++)
                if (r->who & (1u << role))
                        return role;
        return ROLE_COUNT;
}

static void things_that_are_not_there(const struct route *r, const struct visitor people[ROLE_COUNT],
                                      unsigned long school)
{
        int role = role_for(r);
        unsigned needed = r->school == SCHOOL_FIRST ? 2 : 1;
        if (role == ROLE_COUNT || count_numbers(r) < 1)
                return;
        if (r->school == SCHOOL_FIRST) {
                int status = ask(r, &people[role], NOBODY);
                ok(status == 404 || status == 409, "%s %s: no such school (%d)", r->method, r->path, status);
        }
        if (count_numbers(r) >= needed) {
                int status = ask(r, &people[role], r->school == SCHOOL_FIRST ? school : NOBODY);
                ok(status == 404 || status == 409, "%s %s: nothing of that number (%d)", r->method, r->path,
                   status);
        }
}

/* ---- forged forms ---- */

struct forgery {
        const char *words, *token, *fetch_site, *origin;
        bool parts; /* as a form with files is sent */
};

static const char kind_of_parts[] = "multipart/form-data; boundary=x";

static int parts_with(const char *token)
{
        int fd = memfd_create("form", MFD_CLOEXEC | MFD_ALLOW_SEALING);
        dprintf(fd, "--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n%s\r\n--x--\r\n",
                token ? token : "");
        return fd;
}

/* A POST as a browser sends it, told in full. */
static int forge(const char *path, const struct visitor *who, const struct forgery *f)
{
        struct arena *a = arena_new();
        struct request r = { .arena = a,
                             .number = 1,
                             .method = "POST",
                             .path = arena_text(a, path),
                             .query_text = "",
                             .address = "127.0.0.1",
                             .origin = f->origin,
                             .fetch_site = f->fetch_site,
                             .content_type = "",
                             .host = "onroll.example",
                             .body = -1 };
        if (f->parts) {
                r.content_type = kind_of_parts;
                r.body = parts_with(f->token);
        } else if (f->token) {
                pairs_add(a, &r.form, "token", f->token);
        }
        pairs_parse_cookies(a, who->cookie, &r.cookies);
        response_reset(&s.response);
        dispatch(s.site, &r, &s.response);
        if (r.body >= 0)
                close(r.body);
        arena_free(a);
        return s.response.status;
}

/* Such as carry a file, and one that does not. */
static bool takes_parts(const struct route *r)
{
        return strstr(r->path, "/files") || strstr(r->path, "/upload") || strcmp(r->path, "/account") == 0;
}

static void forged_forms(const struct route *r, const struct visitor people[ROLE_COUNT],
                         const struct visitor *other, unsigned long school)
{
        int role = role_for(r);
        const struct visitor *who = &people[role == ROLE_COUNT ? ROLE_LA_ADMIN : role];
        char near[sizeof who->token];
        snprintf(near, sizeof near, "%s", who->token);
        near[31] = near[31] == '0' ? '1' : '0';
        const struct forgery all[] = {
                { "no token", NULL, "same-origin", "", false },
                { "an empty token", "", "same-origin", "", false },
                { "a token that is wrong in one digit", near, "same-origin", "", false },
                { "another session's token", other->token, "same-origin", "", false },
                { "another site's form", who->token, "cross-site", "https://evil.example", false },
                { "a sister site's form", who->token, "same-site", "https://other.example", false },
                { "another site's form from an old browser", who->token, "", "https://evil.example", false },
                { "a form from nowhere", who->token, "", "null", false },
                { "a form with files without a token", NULL, "same-origin", "", true },
                { "a form with files with another session's token", other->token, "same-origin", "", true },
                { "a form with files of another site", who->token, "cross-site", "https://evil.example",
                  true },
        };
        if (strcmp(r->method, "POST") != 0)
                return;
        for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
                if (all[i].parts && !takes_parts(r))
                        continue; /* each starts the reader, which takes its time */
                int status = forge(path_of(r, school), who, &all[i]);
                ok(status == 403, "%s: %s is refused (%d)", r->path, all[i].words, status);
        }
}

/* What the forgeries differ from: the same form, sound. */
static void own_forms(const struct route *r, const struct visitor people[ROLE_COUNT], unsigned long school)
{
        int role = role_for(r);
        if (strcmp(r->method, "POST") != 0 || role == ROLE_COUNT)
                return;
        const char *token = people[role].token;
        const struct forgery sound[] = { { "from here", token, "same-origin", "", false },
                                         { "from an old browser", token, "", "https://onroll.example",
                                           false },
                                         { "from a very old browser", token, "", "", false },
                                         { "with files", token, "same-origin", "", true } };
        for (size_t i = 0; i < sizeof sound / sizeof *sound; i++) {
                if (sound[i].parts && !takes_parts(r))
                        continue;
                int status = forge(path_of(r, school), &people[role], &sound[i]);
                ok(status != 403, "%s: one's own form %s is taken (%d)", r->path, sound[i].words, status);
        }
}

static void unknown_fields(const struct route *r, const struct visitor people[ROLE_COUNT],
                           unsigned long school)
{
        int role = role_for(r);
        if (strcmp(r->method, "POST") != 0 || role == ROLE_COUNT)
                return;
        int status = site_post(&s, &people[role], path_of(r, school), "is_admin=1");
        ok(status == 409, "%s: a field that the form has not is refused (%d)", r->path, status);
}

/* ---- programs ---- */

static bool is_api(const struct route *r)
{
        return strncmp(r->path, "/api/", 5) == 0;
}

/* A person's session is nothing to an address of programs. */
static void people_at_api(const struct route *r, const struct visitor people[ROLE_COUNT], unsigned long school)
{
        for (int role = 0; role < ROLE_COUNT && !(r->who & WHO_ANYONE); role++)
                is_long(ask(r, &people[role], school), 401,
                        arena_printf(s.d.arena, "%s %s: %s is nobody there", r->method, r->path, role_table[role].key));
        int status = ask(r, NULL, school);
        ok((r->who & WHO_ANYONE) ? status != 401 && status != 500 : status == 401, "%s %s: without a signature (%d)", r->method,
           r->path, status);
}

/* ---- the table itself ---- */

static void table_is_sound(void)
{
        for (const struct route *r = route_table; r->method; r++) {
                bool of_la = strncmp(r->path, "/la", 3) == 0, of_school = strncmp(r->path, "/school", 7) == 0;
                ok(r->who != 0, "%s %s: somebody may", r->method, r->path);
                ok(is_api(r) ? !(r->who & ~(WHO_PROGRAM | WHO_ANYONE)) : !(r->who & WHO_PROGRAM),
                   "%s %s: programs have addresses of their own", r->method, r->path);
                ok((r->school == SCHOOL_AGENT) == (is_api(r) && (r->who & WHO_PROGRAM)),
                   "%s %s: and the school is their own", r->method, r->path);
                ok(!of_la || !(r->who & ~WHO_LA), "%s %s: the authority's pages are the authority's",
                   r->method, r->path);
                ok(!of_school || !(r->who & ~WHO_SCHOOL), "%s %s: a school's pages are a school's", r->method,
                   r->path);
                ok(of_school == (r->school == SCHOOL_OWN), "%s %s: a school's pages are about one's own",
                   r->method, r->path);
                ok(r->school != SCHOOL_FIRST || (of_la && count_numbers(r) > 0),
                   "%s %s: a school is named by the authority alone", r->method, r->path);
                for (const struct route *other = route_table; other < r; other++)
                        if (strcmp(other->method, r->method) == 0 && strcmp(other->path, r->path) == 0)
                                ok(0, "%s %s stands twice", r->method, r->path);
        }
}

static unsigned long add_school(const char *laestab)
{
        const struct school school = { .laestab = laestab,
                                       .urn = "",
                                       .name = laestab,
                                       .phase = "PS",
                                       .year_low = "R",
                                       .year_high = "6",
                                       .contact_email = "" };
        unsigned long id = 0;
        ok(school_add(s.d.db, 0, &school, &id) == DONE, "a school");
        return id;
}

int main(void)
{
        struct visitor people[ROLE_COUNT];
        if (!site_open(&s))
                return done_testing();
        unsigned long school = add_school("9992001");
        for (int role = 0; role < ROLE_COUNT; role++)
                people[role] =
                    site_person(&s, (enum role)role, role_table[role].of_school ? school : 0, "Pat");
        struct visitor other = site_person(&s, ROLE_SCHOOL_ADMIN, add_school("9992002"), "Robin");
        table_is_sound();
        site_get(&s, NULL, "/sign-in");
        ok(site_says(&s, "onroll-header__place\">Local authority<"), "who signs in sees whose site it is");
        for (const struct route *r = route_table; r->method; r++) {
                if (is_api(r)) {
                        people_at_api(r, people, school);
                        continue;
                }
                nobody(r, school);
                forged_forms(r, people, &other, school);
                if (is_exit(r))
                        continue;
                each_role(r, people, school);
                things_that_are_not_there(r, people, school);
                own_forms(r, people, school);
                unknown_fields(r, people, school);
        }
        site_close(&s);
        return done_testing();
}
