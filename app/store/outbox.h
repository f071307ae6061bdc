/* E-mail to be sent: written in the transaction of what it tells, sent by onroll-work. */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include "db/db.h"

enum outcome outbox_add(struct db *db, const char *to, const char *subject, const char *body) MUST_USE;

/* To every administrator of a school who may sign in. */
enum outcome outbox_add_for_school(struct db *db, unsigned long school, const char *subject, const char *body) MUST_USE;

/* To every LA administrator and officer who may sign in. */
enum outcome outbox_add_for_la(struct db *db, const char *subject, const char *body) MUST_USE;

struct mail {
        unsigned long id, tries;
        const char *to, *subject, *body;
};

/* Takes the next due one for ten minutes, so that no other runner sends it meanwhile. ABSENT: nothing is due. */
enum outcome outbox_take(struct db *db, struct arena *a, struct mail *out) MUST_USE;
enum outcome outbox_sent(struct db *db, unsigned long id) MUST_USE;

/* Tried again after growing pauses. */
enum outcome outbox_failed(struct db *db, unsigned long id, const char *error) MUST_USE;

#endif
