/* Passwords: Argon2id with three passes over 64 MiB (RFC 9106's second choice), about 50 ms each. */
#ifndef GATE_PASSWORD_H
#define GATE_PASSWORD_H

#include <stdbool.h>

enum { PASSWORD_HASH = 128, PASSWORD_MIN = 10, PASSWORD_MAX = 200 };

/* False when there is no memory for it just now. */
bool password_hash(const char *password, char out[PASSWORD_HASH]);

/* hash "" stands for a person who does not exist or has no password: takes the same time and is false. */
bool password_right(const char *hash, const char *password);

/* True when the hash was made with weaker settings than today's. */
bool password_outdated(const char *hash);

/* NULL when it may be chosen, else a sentence for the person. email and name: what it must not contain. */
const char *password_problem(const char *password, const char *email);

#endif
