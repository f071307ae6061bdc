/* Schools' agents for the tests, as the program in schools is one: with a key, signing what they ask; and tasks that wait for them. */
#ifndef TESTS_AGENTS_H
#define TESTS_AGENTS_H

#include "site.h"

struct test_agent {
        unsigned long id, school;
        unsigned char secret[64];
        char key[65]; /* public, in hexadecimal */
};

/* A new key, nowhere known yet; and enrolled for the school. */
void agent_key(struct test_agent *g);
void agent_of(struct database *d, unsigned long school, struct test_agent *out);

/* The signature of the text in hexadecimal. */
const char *agent_sign(struct arena *a, const struct test_agent *g, const char *text);

/* The header of a request; nonce NULL: a new one. later: seconds from now. */
const char *agent_header(struct arena *a, const struct test_agent *g, const char *method, const char *target, const char *body, size_t len,
                         const char *nonce, long later);

/* Asks, signed; returns the status. body NULL: none. */
int agent_asks(struct site_test *s, const struct test_agent *g, const char *method, const char *target, const char *body, size_t len);

/* A task, a run of it and the school's answer, which may be taken at once and for a day. */
struct waiting {
        const char *way, *data, *group;
        unsigned years, months;
};
unsigned long answer_waits(struct database *d, unsigned long school, const struct waiting *w);

/* One number that the statement selects. */
long ask_number(struct database *d, const struct sql *q, unsigned long id);

const char *hex_of_sha256(struct arena *a, const void *bytes, size_t len);

#endif
