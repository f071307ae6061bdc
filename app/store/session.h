/* Sessions and failed sign-ins: their SQL. gate/session.h says what they mean. */
#ifndef STORE_SESSION_H
#define STORE_SESSION_H

#include "db/db.h"
#include "model/person.h"

struct session_row {
        struct person person;
        unsigned char token[16];
        const char *notice; /* shown once on the next page */
        const char *place;  /* the name of the person's school, "" for the authority's */
};

/* Starts a session and notes the sign-in. */
enum outcome session_start(struct db *db, unsigned long person, const unsigned char id_hash[32],
                           const unsigned char token[16]) MUST_USE;

/* ABSENT when there is none, it is idle for 20 minutes or 10 hours old, or the person was disabled. */
enum outcome session_find(struct db *db, struct arena *a, const unsigned char id_hash[32], struct session_row *out) MUST_USE;
enum outcome session_end(struct db *db, const unsigned char id_hash[32]) MUST_USE;

/* A sentence for the person's next page; "" takes it away. */
enum outcome session_notice(struct db *db, const unsigned char id_hash[32], const char *words) MUST_USE;

/* Failed sign-ins of the last half-hour, and one more. */
enum outcome tries_count(struct db *db, struct arena *a, const unsigned char who[16], long *out) MUST_USE;
enum outcome tries_add(struct db *db, const unsigned char who[16]) MUST_USE;
enum outcome tries_clear(struct db *db, const unsigned char who[16]) MUST_USE;

/* Deletes what has expired: sessions, links, tries. */
enum outcome session_sweep(struct db *db) MUST_USE;

#endif
