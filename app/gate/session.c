#include "gate/session.h"

#include <sodium.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "gate/keys.h"
#include "gate/password.h"
#include "store/person.h"
#include "store/session.h"

#define COOKIE "__Host-sid"
enum { ID_BYTES = 32, TRIES_PERSON = 8, TRIES_ADDRESS = 40 };

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

/* ---- signing in ---- */

static void tries_key(const char *kind, const char *what, unsigned char out[16])
{
        struct arena *a = arena_new();
        char *text = arena_printf(a, "%s %s", kind, text_fold(a, what));
        keys_hash(KEY_TRIES, text, strlen(text), out, 16);
        arena_free(a);
}

static enum outcome too_many(struct db *db, const struct request *r, unsigned char person[16], unsigned char address[16],
                             struct refusal *why)
{
        long of_person, of_address;
        enum outcome result = tries_count(db, r->arena, person, &of_person);
        if (result == DONE)
                result = tries_count(db, r->arena, address, &of_address);
        if (result != DONE || (of_person < TRIES_PERSON && of_address < TRIES_ADDRESS))
                return result;
        *why = (struct refusal){ "email", "There were too many attempts to sign in. Wait half an hour and try again, or ask "
                                          "your administrator for a new password link." };
        return REFUSED;
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
        snprintf(cookie, sizeof cookie, COOKIE "=%s; Path=/; Secure; HttpOnly; SameSite=Lax", hex);
        response_header(response, "Set-Cookie", cookie);
        return DONE;
}

static void renew_hash(struct db *db, const struct person *who, const char *stored, const char *password)
{
        char hash[PASSWORD_HASH];
        if (password_outdated(stored) && password_hash(password, hash) &&
            person_set_password(db, who->id, who->id, hash) != DONE)
                log_event("password-rehash", "person %lu", who->id);
}

/* One path for everyone: the same work and the same words whether or not the person exists. */
enum outcome gate_sign_in(struct db *db, const struct request *r, const char *email, const char *password,
                          struct response *response, struct refusal *why, struct person *who)
{
        unsigned char person_key[16], address_key[16];
        const char *stored = "";
        tries_key("person", email, person_key);
        tries_key("address", r->address, address_key);
        enum outcome result = too_many(db, r, person_key, address_key, why);
        if (result != DONE)
                return result;
        result = person_by_email(db, r->arena, email, who, &stored);
        if (result == BROKEN)
                return BROKEN;
        bool usable = result == DONE && !who->disabled && who->role != ROLE_COUNT;
        if (!password_right(usable ? stored : "", password)) {
                *why = (struct refusal){ "email", "The e-mail address and password do not fit together. Check both and try "
                                                  "again." };
                if (tries_add(db, person_key) != DONE || tries_add(db, address_key) != DONE)
                        return BROKEN;
                return REFUSED;
        }
        renew_hash(db, who, stored, password);
        if (tries_clear(db, person_key) != DONE)
                return BROKEN;
        return start_session(db, who, response);
}

enum outcome gate_sign_out(struct db *db, const struct session *s, struct response *response)
{
        response_header(response, "Set-Cookie", COOKIE "=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
        return session_end(db, s->id_hash);
}

/* ---- forms ---- */

static bool same_site(const struct request *r)
{
        if (*r->fetch_site)
                return strcmp(r->fetch_site, "same-origin") == 0;
        if (strncmp(r->origin, "https://", 8) == 0)
                return strcmp(r->origin + 8, r->host) == 0;
        return *r->origin == '\0';
}

bool gate_own_post(const struct request *r, const struct session *s)
{
        const char *token = request_form(r, "token");
        if (!same_site(r))
                return false;
        if (!s)
                return true;
        return strlen(token) == strlen(s->token) && sodium_memcmp(token, s->token, strlen(s->token)) == 0;
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

enum outcome gate_find_link(struct db *db, struct arena *a, const char *token, struct person *who)
{
        unsigned char bytes[ID_BYTES], hash[32];
        if (!from_hex(token, bytes, sizeof bytes))
                return ABSENT;
        keys_hash(KEY_LINK, bytes, sizeof bytes, hash, sizeof hash);
        return link_find(db, a, hash, who);
}

enum outcome gate_choose_password(struct db *db, const struct person *who, const char *password, struct refusal *why)
{
        char hash[PASSWORD_HASH];
        const char *problem = password_problem(password, who->email);
        *why = (struct refusal){ "password", problem };
        if (problem)
                return REFUSED;
        if (!password_hash(password, hash)) {
                log_event("password-hash", "no memory for it");
                return BROKEN;
        }
        return person_set_password(db, who->id, who->id, hash);
}
