/* A school on its way to the new year, for the tests of flow/ and crash/: made-up schools with pupils, lists
 * of them as CSV, and the steps that people take, each of which must succeed. */
#ifndef TESTS_MOVING_H
#define TESTS_MOVING_H

#include "database.h"
#include "flow/confirm.h"
#include "flow/match.h"
#include "flow/receive.h"
#include "model/person.h"

enum { ACADEMIC = 2026 }; /* what the schools move to; today is 2026-09-10 */

struct moving {
        struct database d;
        struct arena *a; /* of the whole test */
        struct scope scope;
        struct flow flow; /* of the scope */
        struct refusal why;
        unsigned long batch;
        size_t taken; /* children handed out */
        size_t child_count;
        const struct record *children;
};

/* False, said aloud, when there is no server. */
bool moving_open(struct moving *m);
void moving_close(struct moving *m);

/* Said as a check, with the words of a refusal. */
bool moving_done(struct moving *m, enum outcome o, const char *what);

/* Nobody's pupil yet: primary children with UPN, each handed out once. NC year is the old year's. */
struct record moving_child(struct moving *m);

/* A school with an administrator of that name and so many pupils; m acts as that person from now on. */
struct person moving_school(struct moving *m, const char *laestab, const char *admin, size_t pupils);
struct person moving_person(struct moving *m, unsigned long school, enum role role, const char *name);
void moving_act(struct moving *m, struct scope as);

struct pupils moving_roll(struct moving *m);
struct batch moving_batch(struct moving *m);
struct flow_plan moving_plan(struct moving *m);

/* The roll as it should be next year: everybody a year up in another class, and room for more rows. */
enum { MOVING_MORE = 100 };
struct record *moving_list(struct moving *m, size_t *count);
/* As a teacher's list. */
const char *moving_csv(struct moving *m, const struct record *rows, size_t count);

void moving_begin(struct moving *m, bool migration);
unsigned long moving_receive(struct moving *m, const char *label, const char *text);
/* All files are there: ticked, matched, settled. */
void moving_tick(struct moving *m);
void moving_fix(struct moving *m, const struct stored_row *row, const char *field, const char *value);
/* Matched and settled again. */
void moving_again(struct moving *m);
/* The authority answers every possible match by what the records say. Returns how many there were. */
size_t moving_answer(struct moving *m);
void moving_acknowledge(struct moving *m);
/* Checked; the plan's hash. */
const char *moving_check(struct moving *m);
enum outcome moving_confirm(struct moving *m, const char *hash, bool *changed);

/* What is held of everybody and of the batch, without moments and numbers given out on the way: the same text
 * for the same state. Each table has a line of its own. */
const char *moving_state(struct db *db, struct arena *a);

/* Keeps all of it in the database, and puts it back. */
void moving_keep(struct moving *m);
void moving_put_back(struct moving *m);

/* A number from a SELECT of one. */
long moving_number(struct moving *m, const struct sql *q, const struct arg *args, size_t count);

#endif
