/* Signing in and out, and knowing who asks. */
#ifndef GATE_SESSION_H
#define GATE_SESSION_H

#include <stdbool.h>

#include "http/request.h"
#include "http/response.h"
#include "model/person.h"

struct db;

/* Who asks. token is what every form of this session carries, in hexadecimal. */
struct session {
        struct person person;
        unsigned char id_hash[32];
        char token[33];
        const char *notice, *place; /* as in store/session.h */
};

/* ABSENT: nobody is signed in. */
enum outcome gate_resume(struct db *db, const struct request *r, struct session *out) MUST_USE;

/* Checks the password and starts a session with a new cookie; one that the browser had ends. REFUSED with words for the
 * person when the address and password do not fit or there were too many tries; the words never tell which. */
enum outcome gate_sign_in(struct db *db, const struct request *r, const char *email, const char *password,
                          struct response *response, struct refusal *why, struct person *who) MUST_USE;

/* Whether it is the password of who is signed in. REFUSED with words; wrong ones count as when signing in. */
enum outcome gate_own_password(struct db *db, const struct request *r, const struct session *s, const char *password,
                               struct refusal *why) MUST_USE;

enum outcome gate_sign_out(struct db *db, const struct session *s, struct response *response) MUST_USE;

/* True when a POST came from one of our own pages: the browser does not say otherwise, and the form's token is the
 * session's. Without a session (signing in) the browser must say so. */
bool gate_own_post(const struct request *r, const struct session *s);

/* A one-time link for choosing a password, to be sent to the person: "/set-password?token=...". */
enum outcome gate_make_link(struct db *db, struct arena *a, unsigned long person, char **path) MUST_USE;
enum outcome gate_find_link(struct db *db, struct arena *a, const char *token, struct person *who) MUST_USE;

/* REFUSED with a sentence when it may not be chosen. Ends all sessions and links of the person. token is that of the link,
 * NULL for who is signed in; ABSENT when the link was used in the meantime. */
enum outcome gate_choose_password(struct db *db, const struct person *who, const char *password, const char *token,
                                  struct response *response, struct refusal *why) MUST_USE;

#endif
