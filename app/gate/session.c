#include "gate/session.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "gate/keys.h"
#include "gate/password.h"
#include "store/person.h"
#include "store/session.h"

#define COOKIE "__Host-sid"
#define KNOWN  "__Host-known"
#define SAFE   "; Path=/; Secure; HttpOnly; SameSite=Lax"
enum { ID_BYTES = 32, MARK_BYTES = 16, TRIES_BROWSER = 8, TRIES_PERSON = 100, TRIES_ADDRESS = 40 };

/* Hexadecimal of exactly want bytes. */
static bool from_hex(const char *text, unsigned char *out, size_t want)
{
        size_t len = 0;
        return strlen(text) == 2 * want && sodium_hex2bin(out, want, text, 2 * want, NULL, &len, NULL) == 0 && len == want;
}

enum outcome gate_resume(struct db *db, const struct request *r, struct session *out)
{
        unsigned char id[ID_BYTES];
        struct session_row row;
        if (!from_hex(request_cookie(r, COOKIE), id, sizeof id))
                return ABSENT;
        keys_hash(KEY_SESSION, id, sizeof id, out->id_hash, sizeof out->id_hash);
        enum outcome result = session_find(db, r->arena, out->id_hash, &row);
        if (result != DONE)
                return result;
        out->person = row.person;
        out->notice = row.notice;
        out->place = row.place;
        sodium_bin2hex(out->token, sizeof out->token, row.token, sizeof row.token);
        return DONE;
}

/* ---- guessing passwords ---- */

/* What one attempt counts against. A browser in which the person has signed in before counts by itself alone: others, who
 * guess, cannot lock the person out of it. */
struct limits {
        struct {
                unsigned char key[16];
                long most;
        } of[3];
        size_t count;
};

static void add_limit(struct limits *l, const char *text, long most)
{
        keys_hash(KEY_TRIES, text, strlen(text), l->of[l->count].key, sizeof l->of->key);
        l->of[l->count++].most = most;
}

/* An address of IPv6 stands for its network of 64 bits, all of which one guesser may have. */
static const char *network(struct arena *a, const char *address)
{
        unsigned char ip[16];
        if (inet_pton(AF_INET6, address, ip) != 1)
                return address;
        char *text = arena_alloc(a, 17);
        return sodium_bin2hex(text, 17, ip, 8);
}

static void mark_of(const unsigned char nonce[MARK_BYTES], unsigned long person, unsigned char out[MARK_BYTES])
{
        unsigned char bytes[MARK_BYTES + sizeof person];
        memcpy(bytes, nonce, MARK_BYTES);
        memcpy(bytes + MARK_BYTES, &person, sizeof person);
        keys_hash(KEY_KNOWN, bytes, sizeof bytes, out, MARK_BYTES);
}

static bool browser_known(const struct request *r, unsigned long person)
{
        unsigned char mark[2 * MARK_BYTES], want[MARK_BYTES];
        if (!person || !from_hex(request_cookie(r, KNOWN), mark, sizeof mark))
                return false;
        mark_of(mark, person, want);
        return sodium_memcmp(mark + MARK_BYTES, want, sizeof want) == 0;
}

/* Known for 400 days, the longest that browsers keep anything. */
static void know_browser(struct response *response, unsigned long person)
{
        unsigned char mark[2 * MARK_BYTES];
        char hex[2 * sizeof mark + 1], cookie[sizeof KNOWN + sizeof hex + 80];
        randombytes_buf(mark, MARK_BYTES);
        mark_of(mark, person, mark + MARK_BYTES);
        sodium_bin2hex(hex, sizeof hex, mark, sizeof mark);
        snprintf(cookie, sizeof cookie, KNOWN "=%s" SAFE "; Max-Age=34560000", hex);
        response_header(response, "Set-Cookie", cookie);
}

/* A person counts by number: the database finds one person under more than one spelling of an address. */
static struct limits limits_for(const struct request *r, unsigned long person, const char *email)
{
        struct limits l = { .count = 0 };
        struct arena *a = r->arena;
        const char *from = network(a, r->address);
        const char *who = person ? arena_printf(a, "%lu", person) : arena_printf(a, "nobody %s", text_fold(a, email));
        if (browser_known(r, person)) {
                add_limit(&l, arena_printf(a, "browser %s", request_cookie(r, KNOWN)), TRIES_BROWSER);
                return l;
        }
        add_limit(&l, arena_printf(a, "browser %s %s", who, from), TRIES_BROWSER);
        add_limit(&l, arena_printf(a, "person %s", who), TRIES_PERSON);
        add_limit(&l, arena_printf(a, "address %s", from), TRIES_ADDRESS);
        return l;
}

static enum outcome within(struct db *db, struct arena *a, const struct limits *l, struct refusal *why)
{
        enum outcome result = DONE;
        for (size_t i = 0; result == DONE && i < l->count; i++) {
                long tries;
                result = tries_count(db, a, l->of[i].key, &tries);
                if (result != DONE || tries < l->of[i].most)
                        continue;
                log_event("sign-in-blocked", "limit %zu of %zu", i + 1, l->count);
                why->words = "There were too many attempts to sign in. Wait half an hour and try again, or ask your "
                             "administrator for a new password link.";
                return REFUSED;
        }
        return result;
}

/* One path for everyone: the same work and the same words whether or not the person (0: nobody) exists. stored is "" for
 * who may not sign in. */
static enum outcome try_password(struct db *db, const struct request *r, unsigned long person, const char *email,
                                 const char *stored, const char *password, struct refusal *why)
{
        struct limits l = limits_for(r, person, email);
        enum outcome result = within(db, r->arena, &l, why);
        if (result != DONE)
                return result;
        if (password_right(stored, password))
                return tries_clear(db, l.of[0].key);
        for (size_t i = 0; result == DONE && i < l.count; i++)
                result = tries_add(db, l.of[i].key);
        return result == DONE ? REFUSED : result;
}

/* ---- signing in ---- */

/* Whoever the browser was signed in as before is signed out: an old cookie opens nothing. */
static enum outcome end_former(struct db *db, const struct request *r)
{
        unsigned char id[ID_BYTES], hash[32];
        if (!from_hex(request_cookie(r, COOKIE), id, sizeof id))
                return DONE;
        keys_hash(KEY_SESSION, id, sizeof id, hash, sizeof hash);
        return session_end(db, hash);
}

static enum outcome start_session(struct db *db, const struct person *who, struct response *response)
{
        unsigned char id[ID_BYTES], hash[32], token[16];
        char hex[2 * ID_BYTES + 1], cookie[sizeof COOKIE + sizeof hex + 64];
        randombytes_buf(id, sizeof id);
        randombytes_buf(token, sizeof token);
        keys_hash(KEY_SESSION, id, sizeof id, hash, sizeof hash);
        enum outcome result = session_start(db, who->id, hash, token);
        if (result != DONE)
                return result;
        sodium_bin2hex(hex, sizeof hex, id, sizeof id);
        snprintf(cookie, sizeof cookie, COOKIE "=%s" SAFE, hex);
        response_header(response, "Set-Cookie", cookie);
        know_browser(response, who->id);
        return DONE;
}

static void renew_hash(struct db *db, const struct person *who, const char *stored, const char *password)
{
        char hash[PASSWORD_HASH];
        if (password_outdated(stored) && password_hash(password, hash) &&
            person_set_password(db, who->id, who->id, hash, NULL) != DONE)
                log_event("password-rehash", "person %lu", who->id);
}

enum outcome gate_sign_in(struct db *db, const struct request *r, const char *email, const char *password,
                          struct response *response, struct refusal *why, struct person *who)
{
        const char *stored = "";
        enum outcome result = person_by_email(db, r->arena, email, who, &stored);
        if (result == BROKEN)
                return BROKEN;
        bool exists = result == DONE, usable = exists && !who->disabled && who->role != ROLE_COUNT;
        *why = (struct refusal){ "email", "The e-mail address and password do not fit together. Check both and try again." };
        result = try_password(db, r, exists ? who->id : 0, email, usable ? stored : "", password, why);
        if (result != DONE)
                return result;
        renew_hash(db, who, stored, password);
        result = end_former(db, r);
        return result == DONE ? start_session(db, who, response) : result;
}

enum outcome gate_own_password(struct db *db, const struct request *r, const struct session *s, const char *password,
                               struct refusal *why)
{
        struct person who;
        const char *stored;
        enum outcome result = person_by_email(db, r->arena, s->person.email, &who, &stored);
        *why = (struct refusal){ "old", "That is not your present password. Type it again." };
        return result == DONE ? try_password(db, r, who.id, who.email, stored, password, why) : result;
}

enum outcome gate_sign_out(struct db *db, const struct session *s, struct response *response)
{
        response_header(response, "Set-Cookie", COOKIE "=" SAFE "; Max-Age=0");
        return session_end(db, s->id_hash);
}

/* ---- forms ---- */

/* An old browser says at least where a form comes from. None says neither, so that is no proof where there is no token. */
static bool same_site(const struct request *r, bool proven)
{
        if (*r->fetch_site)
                return strcmp(r->fetch_site, "same-origin") == 0;
        if (strncmp(r->origin, "https://", 8) == 0)
                return strcmp(r->origin + 8, r->host) == 0;
        return *r->origin == '\0' && proven;
}

bool gate_own_post(const struct request *r, const struct session *s)
{
        const char *token = request_form(r, "token");
        bool right = s && strlen(token) == strlen(s->token) && sodium_memcmp(token, s->token, strlen(s->token)) == 0;
        return same_site(r, right) && (right || !s);
}

/* ---- password links ---- */

enum outcome gate_make_link(struct db *db, struct arena *a, unsigned long person, char **path)
{
        unsigned char token[ID_BYTES], hash[32];
        char hex[2 * ID_BYTES + 1];
        randombytes_buf(token, sizeof token);
        keys_hash(KEY_LINK, token, sizeof token, hash, sizeof hash);
        sodium_bin2hex(hex, sizeof hex, token, sizeof token);
        *path = arena_printf(a, "/set-password?token=%s", hex);
        return link_add(db, person, hash);
}

static bool link_hash(const char *token, unsigned char out[32])
{
        unsigned char bytes[ID_BYTES];
        if (!from_hex(token, bytes, sizeof bytes))
                return false;
        keys_hash(KEY_LINK, bytes, sizeof bytes, out, 32);
        return true;
}

enum outcome gate_find_link(struct db *db, struct arena *a, const char *token, struct person *who)
{
        unsigned char hash[32];
        return link_hash(token, hash) ? link_find(db, a, hash, who) : ABSENT;
}

enum outcome gate_choose_password(struct db *db, const struct person *who, const char *password, const char *token,
                                  struct response *response, struct refusal *why)
{
        char hash[PASSWORD_HASH];
        unsigned char link[32];
        const char *problem = password_problem(password, who->email);
        *why = (struct refusal){ "password", problem };
        if (problem)
                return REFUSED;
        if (token && !link_hash(token, link))
                return ABSENT;
        if (!password_hash(password, hash)) {
                log_event("password-hash", "no memory for it");
                return BROKEN;
        }
        enum outcome result = person_set_password(db, who->id, who->id, hash, token ? link : NULL);
        if (result == DONE)
                know_browser(response, who->id);
        return result;
}
