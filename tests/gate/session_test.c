/* Signing in and out as a browser sees it: sessions that begin and end, guesses that are counted, links that
 * work once. */
#include "gate/session.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/db.h"
#include "gate/password.h"
#include "pages/dispatch.h"
#include "site.h"
#include "store/person.h"
#include "store/school.h"

#define EMAIL "head@oak.example"
#define RIGHT "three odd words"
#define AT    "192.0.2.1"

static struct site_test s;
static struct person head;

/* ---- a browser ---- */

struct browser {
        char session[80], known[90];
        const char *address;
};

/* The value of a cookie that the last answer set, or "". */
static void take_cookie(const char *name, char *out, size_t size)
{
        const char *want = arena_printf(s.d.arena, "Set-Cookie: %s=", name),
                   *line = strstr(s.response.headers.bytes, want);
        if (line)
                snprintf(out, size, "%.*s", (int)strcspn(line + 12, ";\r"), line + 12);
}

static int ask(struct browser *b, const char *method, const char *path, const char *form,
               const char *fetch_site)
{
        struct arena *a = arena_new();
        struct request r = { .arena = a,
                             .number = 1,
                             .method = method,
                             .path = path,
                             .query_text = "",
                             .address = b->address,
                             .origin = "",
                             .fetch_site = fetch_site,
                             .content_type = "",
                             .host = "onroll.example",
                             .body = -1 };
        ok(pairs_parse(a, form, strlen(form), strcmp(method, "GET") == 0 ? &r.query : &r.form) == DONE,
           "%s %s", method, path);
        pairs_parse_cookies(a, arena_printf(a, "%s; %s", b->session, b->known), &r.cookies);
        response_reset(&s.response);
        dispatch(s.site, &r, &s.response);
        s.response.body = arena_text(s.d.arena, s.response.body); /* it goes with the request's arena */
        buf_char(&s.response.headers, '\0');
        take_cookie("__Host-sid", b->session, sizeof b->session);
        take_cookie("__Host-known", b->known, sizeof b->known);
        arena_free(a);
        return s.response.status;
}

static int sign_in(struct browser *b, const char *email, const char *password)
{
        struct buf form = BUF_EMPTY;
        buf_text(&form, "email=");
        url_encode(&form, email);
        buf_text(&form, "&password=");
        url_encode(&form, password);
        int status = ask(b, "POST", "/sign-in", form.bytes, "same-origin");
        buf_free(&form);
        return status;
}

static bool inside(struct browser *b)
{
        return ask(b, "GET", "/account", "", "same-origin") == 200;
}

static bool too_many(void)
{
        return strstr(s.response.body, "too many attempts") != NULL;
}

static const char *token(struct browser *b)
{
        inside(b);
        const char *field = strstr(s.response.body, "name=\"token\" value=\"");
        return field ? arena_bytes(s.d.arena, field + 20, 32) : "";
}

static void set(const char *sql)
{
        ok(db_script(s.d.db, sql) == DONE, "%.*s", (int)strcspn(sql, "\n"), sql);
}

static void fresh(struct browser *b, const char *address)
{
        *b = (struct browser){ .address = address };
        ok(db_script(s.d.db, "DELETE FROM signin_try;\n") == DONE, "no tries");
}

/* ---- sessions ---- */

static void begin_and_end(void)
{
        struct browser b;
        fresh(&b, AT);
        ok(sign_in(&b, EMAIL, RIGHT) == 303 && inside(&b), "the right password lets in");
        struct browser old = b;
        char form[60];
        snprintf(form, sizeof form, "token=%s", token(&b));
        ok(ask(&b, "POST", "/sign-out", form, "same-origin") == 303, "signing out");
        ok(strstr(s.response.headers.bytes, "__Host-sid=; ") && strstr(s.response.headers.bytes, "Max-Age=0"),
           "the cookie goes");
        ok(!inside(&old), "and what it held opens nothing any more");
}

static void cookie_words(void)
{
        struct browser b;
        fresh(&b, AT);
        sign_in(&b, EMAIL, RIGHT);
        const char *line = strstr(s.response.headers.bytes, "Set-Cookie: __Host-sid=");
        size_t len = line ? strcspn(line, "\r") : 0;
        line = arena_bytes(s.d.arena, line ? line : "", len);
        ok(len == strlen("Set-Cookie: __Host-sid=") + 64 +
                       strlen("; Path=/; Secure; HttpOnly; SameSite=Lax") &&
               strstr(line, "; Path=/; Secure; HttpOnly; SameSite=Lax"),
           "256 bits, for this host alone, not for scripts, not from elsewhere, until the browser closes");
}

static void fixation(void)
{
        struct browser b, given;
        fresh(&b, AT);
        strcpy(b.session, "__Host-sid=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
        given = b;
        ok(sign_in(&b, EMAIL, RIGHT) == 303 && strcmp(b.session, given.session) != 0,
           "a cookie that was put there is not taken");
        ok(inside(&b) && !inside(&given), "and opens nothing");
}

static void signing_in_again(void)
{
        struct browser b, old;
        fresh(&b, AT);
        sign_in(&b, EMAIL, RIGHT);
        old = b;
        char form[120];
        snprintf(form, sizeof form, "token=%s&email=" EMAIL "&password=three+odd+words", token(&b));
        ok(ask(&b, "POST", "/sign-in", form, "same-origin") == 303 && strcmp(b.session, old.session) != 0,
           "signing in again");
        ok(inside(&b) && !inside(&old), "ends the session before");
}

static void time_ends_them(void)
{
        struct browser b;
        fresh(&b, AT);
        sign_in(&b, EMAIL, RIGHT);
        set("UPDATE session SET seen_at = UTC_TIMESTAMP() - INTERVAL 19 MINUTE;\n");
        ok(inside(&b), "19 minutes idle");
        set("UPDATE session SET seen_at = seen_at - INTERVAL 19 MINUTE;\n");
        ok(inside(&b), "and 19 again: being seen counts");
        set("UPDATE session SET seen_at = UTC_TIMESTAMP() - INTERVAL 21 MINUTE;\n");
        ok(!inside(&b), "21 minutes idle: over");
        sign_in(&b, EMAIL, RIGHT);
        set("UPDATE session SET created_at = UTC_TIMESTAMP() - INTERVAL 599 MINUTE;\n");
        ok(inside(&b), "ten hours less a minute");
        set("UPDATE session SET created_at = UTC_TIMESTAMP() - INTERVAL 601 MINUTE;\n");
        ok(!inside(&b), "ten hours: over, however busy");
}

static void person_ends_them(void)
{
        struct browser here, there;
        struct person p;
        const char *hash;
        fresh(&here, AT);
        fresh(&there, "192.0.2.2");
        sign_in(&here, EMAIL, RIGHT);
        sign_in(&there, EMAIL, RIGHT);
        char form[200];
        snprintf(form, sizeof form, "token=%s&old=three+odd+words&password=three+odd+words+more",
                 token(&here));
        ok(ask(&here, "POST", "/account", form, "same-origin") == 303, "another password");
        ok(!inside(&here) && !inside(&there), "ends every session");
        ok(sign_in(&here, EMAIL, RIGHT) == 422 && sign_in(&here, EMAIL, RIGHT " more") == 303,
           "the old one is of no use");
        ok(person_by_email(s.d.db, s.d.arena, EMAIL, &p, &hash) == DONE &&
               person_disable(s.d.db, 0, &p, true) == DONE,
           "disabled");
        ok(!inside(&here), "is out at once");
        ok(sign_in(&here, EMAIL, RIGHT " more") == 422, "and does not come in again");
        p.version++;
        ok(person_disable(s.d.db, 0, &p, false) == DONE, "enabled");
        ok(!inside(&here) && sign_in(&here, EMAIL, RIGHT " more") == 303,
           "comes in with the password, not with the old cookie");
        set("UPDATE session SET seen_at = seen_at;\nUPDATE person SET disabled_at = UTC_TIMESTAMP();\n");
        ok(!inside(&here), "a session alone is not enough for who is disabled");
        char back[PASSWORD_HASH];
        set("UPDATE person SET disabled_at = NULL;\n");
        ok(password_hash(RIGHT, back) && person_set_password(s.d.db, 0, head.id, back, NULL) == DONE,
           "as before");
}

/* ---- guessing ---- */

/* One guess, and as many more without the work of hashing them. */
static void guess(struct browser *b, const char *email, int times)
{
        sign_in(b, email, "wrong");
        if (times > 1)
                ok(db_script(s.d.db, arena_printf(s.d.arena, "UPDATE signin_try SET tries = tries + %d;\n",
                                                  times - 1)) == DONE,
                   "%d more", times - 1);
}

static void guesses_are_counted(void)
{
        struct browser b, elsewhere;
        fresh(&b, AT);
        guess(&b, EMAIL, 7);
        ok(sign_in(&b, EMAIL, RIGHT) == 303, "after seven wrong ones the right one lets in");
        b = (struct browser){ .address = AT };
        guess(&b, EMAIL, 7);
        ok(!too_many() && inside(&b) == false, "which wipes the slate");
        guess(&b, EMAIL, 1);
        ok(sign_in(&b, EMAIL, RIGHT) == 422 && too_many(), "after eight not even the right one");
        elsewhere = (struct browser){ .address = "192.0.2.77" };
        ok(sign_in(&elsewhere, EMAIL, RIGHT) == 303, "the person is not locked out elsewhere");
}

/* The database may find one person under several spellings. */
static void spellings_are_one(void)
{
        static const char *const all[] = { "HEAD@Oak.example",
                                           "h\xC3\xA9"
                                           "ad@oak.example",
                                           "he\xC2\xAD"
                                           "ad@oak.example",
                                           "head@oak.example\xE2\x80\x8B",
                                           "\xEF\xBC\xA8"
                                           "ead@oak.example" };
        struct browser b;
        int found = 0;
        for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
                fresh(&b, AT);
                if (sign_in(&b, all[i], RIGHT) != 303)
                        continue;
                found++;
                fresh(&b, AT);
                guess(&b, all[i], 8);
                ok(sign_in(&b, EMAIL, RIGHT) == 422 && too_many(),
                   "however the address is spelt, it is one person");
        }
        ok(found > 1, "there are such: %d", found);
}

static void networks_are_one(void)
{
        struct browser b;
        fresh(&b, AT);
        b.address = "2001:db8:1:2::1";
        guess(&b, EMAIL, 8);
        b.address = "2001:db8:1:2:ffff::1";
        ok(sign_in(&b, EMAIL, RIGHT) == 422 && too_many(), "a network of IPv6 is one address");
        b.address = "2001:db8:1:3::1";
        ok(sign_in(&b, EMAIL, RIGHT) == 303, "its neighbour is another");
}

static void many_addresses(void)
{
        struct browser own, b;
        fresh(&own, AT);
        sign_in(&own, EMAIL, RIGHT);
        fresh(&b, "198.51.100.1");
        guess(&b, EMAIL, 1);
        set("UPDATE signin_try SET tries = tries + 99;\n");
        b.address = "198.51.100.2";
        ok(sign_in(&b, EMAIL, RIGHT) == 422 && too_many(), "a hundred guesses from many addresses: no more");
        own.session[0] = '\0';
        ok(sign_in(&own, EMAIL, RIGHT) == 303, "but in the browser that the person has used it goes on");
        struct browser forged = { .address = "198.51.100.2" };
        snprintf(forged.known, sizeof forged.known, "%.*s%s", 45, own.known,
                 "00000000000000000000000000000000");
        ok(sign_in(&forged, EMAIL, RIGHT) == 422 && too_many(), "which nobody can pretend");
        own.session[0] = '\0';
        guess(&own, EMAIL, 8);
        ok(sign_in(&own, EMAIL, RIGHT) == 422 && too_many(), "and in which guesses count as well");
}

static void one_address(void)
{
        struct browser b, other;
        fresh(&b, AT);
        guess(&b, "nobody@oak.example", 1);
        set("UPDATE signin_try SET tries = tries + 39;\n");
        ok(sign_in(&b, EMAIL, RIGHT) == 422 && too_many(),
           "forty guesses of one address: no more, whoever is meant");
        other = (struct browser){ .address = "192.0.2.2" };
        ok(sign_in(&other, EMAIL, RIGHT) == 303, "others are not concerned");
}

static void half_an_hour(void)
{
        struct browser b;
        fresh(&b, AT);
        guess(&b, EMAIL, 8);
        set("UPDATE signin_try SET quarter = quarter - 2;\n");
        ok(sign_in(&b, EMAIL, RIGHT) == 303, "half an hour later it goes on");
}

static void present_password(void)
{
        struct browser b;
        fresh(&b, AT);
        sign_in(&b, EMAIL, RIGHT);
        char form[200];
        snprintf(form, sizeof form, "token=%s&old=wrong&password=three+odd+words+more", token(&b));
        ok(ask(&b, "POST", "/account", form, "same-origin") == 422 && !too_many(), "a wrong one");
        set("UPDATE signin_try SET tries = tries + 7;\n");
        snprintf(form, sizeof form, "token=%s&old=three+odd+words&password=three+odd+words+more", token(&b));
        ok(ask(&b, "POST", "/account", form, "same-origin") == 422 && too_many(),
           "a stolen session does not guess the password");
}

/* ---- nobody ---- */

static double cost(struct browser *b, const char *email)
{
        clock_t start = clock();
        for (int i = 0; i < 3; i++)
                sign_in(b, email, "wrong");
        return (double)(clock() - start);
}

static void nobody(void)
{
        struct browser b;
        fresh(&b, AT);
        ok(sign_in(&b, "nobody@oak.example", "wrong") == 422, "nobody");
        char *words = arena_text(
            s.d.arena, strstr(s.response.body, "error-summary") ? "do not fit together" : "?");
        ok(strstr(s.response.body, words) != NULL, "is told what everybody is told");
        sign_in(&b, EMAIL, "wrong");
        ok(strstr(s.response.body, words) != NULL, "as who exists is");
        fresh(&b, AT);
        double of_nobody = cost(&b, "nobody@oak.example"), of_head = cost(&b, EMAIL);
        ok(of_nobody > of_head / 2 && of_nobody < of_head * 2, "and takes as long: %.0f and %.0f", of_nobody,
           of_head);
        fresh(&b, AT);
        guess(&b, "nobody@oak.example", 8);
        ok(sign_in(&b, "nobody@oak.example", "wrong") == 422 && too_many(), "and is stopped like who exists");
}

/* Afterwards one comes to the page that one wanted, if it is ours. */
static void where_to(void)
{
        static const char *const t[][2] = { { "/school/pupils/12/edit", "/school/pupils/12/edit" },
                                            { "//evil.example", "/school" },
                                            { "/%5Cevil.example", "/school" },
                                            { "https%3A%2F%2Fevil.example", "/school" },
                                            { "/%09/evil.example", "/school" },
                                            { "javascript:alert(1)", "/school" },
                                            { "/school%0D%0ASet-Cookie:%20a=b", "/school" } };
        struct browser b;
        fresh(&b, AT);
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                b = (struct browser){ .address = AT };
                ask(&b, "POST", "/sign-in",
                    arena_printf(s.d.arena, "email=" EMAIL "&password=three+odd+words&next=%s", t[i][0]),
                    "same-origin");
                is_text(site_leads(&s), t[i][1], t[i][0]);
        }
}

static void from_where(void)
{
        struct browser b;
        static const char form[] = "email=" EMAIL "&password=three+odd+words";
        fresh(&b, AT);
        ok(ask(&b, "POST", "/sign-in", form, "cross-site") == 403, "another site signs nobody in");
        ok(ask(&b, "POST", "/sign-in", form, "none") == 403, "nor does a form from nowhere");
        ok(ask(&b, "POST", "/sign-in", form, "") == 403, "nor one that does not say where it comes from");
}

/* ---- links ---- */

static const char *new_link(void)
{
        char *path = NULL;
        ok(gate_make_link(s.d.db, s.d.arena, head.id, &path) == DONE, "a link");
        return strchr(path, '=') + 1;
}

static int choose(struct browser *b, const char *link, const char *password)
{
        return ask(b, "POST", "/set-password", arena_printf(s.d.arena, "link=%s&password=%s", link, password),
                   "same-origin");
}

static void links(void)
{
        struct browser b, inside_already;
        fresh(&inside_already, AT);
        sign_in(&inside_already, EMAIL, RIGHT);
        fresh(&b, AT);
        const char *link = new_link(), *second = new_link();
        ok(ask(&b, "GET", "/set-password", arena_printf(s.d.arena, "token=%s", link), "none") == 200,
           "the link's page");
        ok(choose(&b, link, "short") == 422, "a password that is too short");
        ok(choose(&b, link, "three+odd+words") == 303 && *b.known, "and one that is not");
        ok(!inside(&inside_already), "who was signed in is out");
        ok(choose(&b, link, "four+odd+words+more") == 409, "the link works once");
        ok(choose(&b, second, "four+odd+words+more") == 409, "and so do not those before it");
        ok(sign_in(&b, EMAIL, RIGHT) == 303, "the first one counts");
        fresh(&b, AT);
        link = new_link();
        set("UPDATE password_link SET expires_at = UTC_TIMESTAMP() - INTERVAL 1 SECOND;\n");
        ok(ask(&b, "GET", "/set-password", arena_printf(s.d.arena, "token=%s", link), "none") == 409,
           "its page says that it is over");
        ok(choose(&b, link, "four+odd+words+more") == 409, "a link ends after its time");
        ok(choose(&b, "0", "four+odd+words+more") != 303, "nonsense is no link");
}

/* Two at the same time: both have found the link, one uses it first. */
static void link_race(void)
{
        struct person who;
        struct refusal why;
        struct response r = { 0 };
        const char *link = new_link();
        ok(gate_find_link(s.d.db, s.d.arena, link, &who) == DONE, "found");
        ok(gate_choose_password(s.d.db, &who, RIGHT, link, &r, &why) == DONE, "used");
        ok(gate_choose_password(s.d.db, &who, "four odd words more", link, &r, &why) == ABSENT,
           "by one alone");
        response_free(&r);
}

int main(void)
{
        char hash[PASSWORD_HASH];
        if (!site_open(&s)) {
                skip("signing in", "no server: run it by tests/server");
                return done_testing();
        }
        const struct school school = { .laestab = "9992001",
                                       .urn = "",
                                       .name = "Oak",
                                       .phase = "PS",
                                       .year_low = "R",
                                       .year_high = "6",
                                       .contact_email = "" };
        head = (struct person){ .name = "Pat", .email = EMAIL, .role = ROLE_SCHOOL_ADMIN };
        ok(school_add(s.d.db, 0, &school, &head.school) == DONE &&
               person_add(s.d.db, 0, &head, &head.id) == DONE && password_hash(RIGHT, hash) &&
               person_set_password(s.d.db, 0, head.id, hash, NULL) == DONE,
           "a person with a password");
        static void (*const tests[])(void) = { begin_and_end,
                                               cookie_words,
                                               fixation,
                                               signing_in_again,
                                               time_ends_them,
                                               person_ends_them,
                                               guesses_are_counted,
                                               spellings_are_one,
                                               networks_are_one,
                                               many_addresses,
                                               one_address,
                                               half_an_hour,
                                               present_password,
                                               nobody,
                                               from_where,
                                               where_to,
                                               links,
                                               link_race };
        for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
                tests[i]();
        site_close(&s);
        return done_testing();
}
