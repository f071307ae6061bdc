/* A school's answer to a task, as its agent sees it: taking it, sending the data in parts, fetching what is sent, and how it ends. Their SQL.
 * The tasks and their runs are not made here. Bytes come in sealed (flow/answer.h). */
#ifndef STORE_ANSWER_AGENT_H
#define STORE_ANSWER_AGENT_H

#include <time.h>

#include "db/db.h"
#include "model/scope.h"

enum { ANSWER_LEASE = 300, ANSWER_SHA256 = 32 }; /* seconds; bytes */

struct agent_answer {
        unsigned long id, run, agent, delivery;
        char state, way, group;   /* as in sql/0013 */
        const char *data;         /* a word of model/exchange.h */
        unsigned years, months;
        time_t issued_at;         /* of its run */
        unsigned tries;           /* since a person last had it tried again */
        const char *gives_up_at, *lease_until;
        const char *file_name;
        unsigned long size;
        bool hashed;              /* sha256 is known */
        unsigned char sha256[ANSWER_SHA256];
};

/* Who asks: an agent of the scope's school. */
struct answering {
        const struct scope *scope;
        unsigned long agent;
};

/* ABSENT: the school has no such answer. */
enum outcome answer_find(struct db *db, struct arena *a, const struct scope *scope, unsigned long id, struct agent_answer *out) MUST_USE;

/* The one that this agent has taken already, else the next that may be taken, for ANSWER_LEASE seconds. ABSENT: there is none. */
enum outcome answer_take(struct db *db, struct arena *a, const struct answering *by, struct agent_answer *out) MUST_USE;

/* All below are REFUSED when the agent does not hold the answer (any more), ABSENT when the school has none of that number. */

/* Holds it for another ANSWER_LEASE seconds. */
enum outcome answer_renew(struct db *db, const struct answering *by, unsigned long id) MUST_USE;

struct answer_part {
        unsigned n; /* from 1 */
        size_t size;
        unsigned char sha256[ANSWER_SHA256];
        const unsigned char *cipher; /* read by answer_part_find and answer_parts_sealed alone */
        size_t cipher_len;
};

struct answer_parts {
        size_t count;
        struct answer_part *items;
};

/* Keeps a part, in place of one of the same number, and renews. */
enum outcome answer_part_put(struct db *db, const struct answering *by, unsigned long id, const struct answer_part *p) MUST_USE;

/* Which are there; with their bytes. */
enum outcome answer_parts(struct db *db, struct arena *a, const struct scope *scope, unsigned long id, struct answer_parts *out) MUST_USE;
enum outcome answer_parts_sealed(struct db *db, struct arena *a, const struct scope *scope, unsigned long id,
                                 struct answer_parts *out) MUST_USE;
enum outcome answer_part_find(struct db *db, struct arena *a, const struct scope *scope, unsigned long id, unsigned n,
                              struct answer_part *out) MUST_USE;

/* The whole of it is here. deliver makes the delivery, inside of the transaction; parts then go. Done already with the same bytes: DONE. */
struct answer_whole {
        const char *file_name;
        unsigned long size;
        const unsigned char *sha256;
        enum outcome (*deliver)(void *with, unsigned long *delivery);
        void *with;
};
enum outcome answer_complete(struct db *db, const struct answering *by, unsigned long id, const struct answer_whole *w,
                             unsigned long *delivery) MUST_USE;

/* What the school no longer has, in place of what was said before. all: nothing is left, and the answer ends as unavailable. */
struct answer_gone {
        const char *kind, *words;
};
enum outcome answer_gone_add(struct db *db, const struct answering *by, unsigned long id, const struct answer_gone *items, size_t count,
                             bool all) MUST_USE;

/* It did not work; it is tried again after a while that grows, EXCHANGE_TRIES times in all. */
enum outcome answer_failed(struct db *db, const struct answering *by, unsigned long id, const char *words) MUST_USE;

/* Deletes the bytes of answers that ended without them: given up, cancelled, not answered. */
enum outcome answer_sweep(struct db *db) MUST_USE;

/* ---- what is sent to the school ---- */

/* Numbers of the pupils on the roll whose NC year was changed or decided here and is not what the school last sent. */
struct answer_pupils {
        size_t count;
        const unsigned long *ids;
};
enum outcome answer_years_that_differ(struct db *db, struct arena *a, const struct scope *scope, struct answer_pupils *out) MUST_USE;

/* The file that is sent: make is given the number of the file to this school, from 1 to 999, and fills in the rest. */
struct answer_file {
        const char *name;
        unsigned long size;
        unsigned char sha256[ANSWER_SHA256];
        struct answer_parts parts; /* sealed */
};
enum outcome answer_file_make(struct db *db, const struct answering *by, unsigned long id,
                              void (*make)(void *with, unsigned number, struct answer_file *out), void *with) MUST_USE;

/* There is nothing to send, or (existing tasks) it came as no file: it is done. */
enum outcome answer_nothing(struct db *db, const struct answering *by, unsigned long id, const char *words) MUST_USE;

/* The agent has written what was sent, with these bytes: it is done. Done already with the same: DONE. */
enum outcome answer_confirm(struct db *db, const struct answering *by, unsigned long id, const unsigned char sha256[ANSWER_SHA256]) MUST_USE;

#endif
