/* The pages of the program for a test: requests go straight to pages/dispatch.h, from people who are signed
 * in. */
#ifndef TESTS_SITE_H
#define TESTS_SITE_H

#include "database.h"
#include "http/request.h"
#include "http/response.h"
#include "model/person.h"

struct site_test {
        struct database d;
        struct site *site;
        struct response response; /* of the last request; its body ends with a NUL */
        char key[40];             /* file */
};

/* Somebody's browser. */
struct visitor {
        struct person person;
        char cookie[80], token[33];
};

/* False, said aloud, when there is no server. */
bool site_open(struct site_test *s);
void site_close(struct site_test *s);

/* A new person, signed in. school 0: the authority's. */
struct visitor site_person(struct site_test *s, enum role role, unsigned long school, const char *name);

/* Both return the status. url may have a query; form is "a=b&c=d", to which the visitor's token is added. who
 * NULL: nobody is signed in. */
int site_get(struct site_test *s, const struct visitor *who, const char *url);
int site_post(struct site_test *s, const struct visitor *who, const char *url, const char *form);

/* A form with a file, as a browser sends it: fields is "a=b&c=d" with nothing to decode; text NULL: no file was chosen. */
int site_send(struct site_test *s, const struct visitor *who, const char *url, const char *fields, const char *label,
              const char *text);

/* A program's request, whole: to /api. body_len 0: the length of the text. */
struct program_asks {
        const char *method, *target, *authorization, *key, *body;
        size_t body_len;
};
int site_program(struct site_test *s, const struct program_asks *p);

/* What the last response says: its page holds the text; where it leads ("" when nowhere). */
bool site_says(const struct site_test *s, const char *text);
const char *site_leads(struct site_test *s);

#endif
